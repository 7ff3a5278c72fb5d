"""Words for the stories about seats that become free shortly before the start."""

from __future__ import annotations

from datetime import timedelta

import discord

from demo.world import World
from tests.stories.brainstorming import until_start
from tests.stories.telling import (
    announced,
    card,
    crowd,
    field,
    ids,
    labels,
    reads,
)

OFFER = timedelta(minutes=20)


async def full(
    world: World, *waiting: str, seats: int = 1, until: str = "", **before: float
) -> discord.Message:
    """Dana, and others where there are more seats, have them all; these wait; the start is near."""
    shown = await announced(world, seats=str(seats), **({"until": until} if until else {}))
    for name in ("dana", *waiting):
        if name == waiting[0]:
            await crowd(world, shown, seats - 1)
            await world.settle()
        await world.members[name].react(shown, "✅")
    await world.settle()
    await until_start(world, **(before or {"hours": 2}))
    assert field(card(world), "Waitlist") == ids(world, *waiting)
    return shown


def offers(world: World) -> list[discord.Message]:
    """What stands in the thread about seats on offer, the oldest first."""
    shown = world.thread(card(world))
    return [one for one in shown if "seat has become free" in reads(one) or "offer" in reads(one)]


def held(world: World) -> list[int]:
    """Whom the open offers mention."""
    return [user_id for one in offers(world) if labels(one) for user_id in one.raw_mentions]


async def leave(world: World, name: str = "dana") -> None:
    """One who has a seat can't come after all."""
    await world.members[name].react(card(world), "❌")
    await world.settle()
