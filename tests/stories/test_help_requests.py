"""Who solved something like it is asked once, if they agreed, and only when they come."""

from __future__ import annotations

from datetime import timedelta

import discord

from demo.world import World
from tests.stories.board import open_forum, share, solved
from tests.stories.brainstorming import until_start
from tests.stories.profiles import turn
from tests.stories.telling import announced, reads


def _asked(world: World, card: discord.Message) -> list[discord.Message]:
    return [one for one in world.thread(card) if "solved something like this" in reads(one)]


async def _helper(world: World, name: str = "bob") -> None:
    """bob has solved alice's problem with invoices, and is glad to be asked."""
    await open_forum(world)
    await solved(world, helper=name)
    shown = await turn(world, world.members[name], "Be asked about problems", on=True)
    assert "once" in shown


async def test_who_solved_one_like_it_and_comes_is_asked_once(world: World) -> None:
    await _helper(world)
    await share(world, world.members["dana"], title="Reminders feel rude", tags="Invoices")
    card = await announced(world)
    await world.members["bob"].react(card, "✅")
    await world.settle()
    await until_start(world, hours=20)
    (asked,) = _asked(world, card)
    assert asked.raw_mentions == [world.members["bob"].id]
    assert "[Reminders feel rude](https://discord.com" in reads(asked)
    await world.restart()
    await world.advance(timedelta(weeks=1))
    await world.members["bob"].react(world.cards()[-1], "✅")
    await world.settle()
    await until_start(world)
    assert len(_asked(world, card)) == 1
    assert not _asked(world, world.cards()[-1])


async def test_a_late_yes_is_asked_before_the_start(world: World) -> None:
    await _helper(world)
    await share(world, world.members["dana"], title="Reminders feel rude", tags="invoices")
    card = await announced(world)
    await until_start(world, hours=10)
    assert not _asked(world, card)
    await world.members["bob"].react(card, "✅")
    await world.settle()
    await until_start(world)
    assert len(_asked(world, card)) == 1


async def test_nobody_is_asked_who_has_not_agreed_or_does_not_come_or_whose_own_it_is(world: World) -> None:
    await _helper(world)
    await solved(world, author="alice", helper="charlie", title="A second invoice")
    await share(world, world.members["bob"], title="My own", tags="invoices")
    await share(world, world.members["dana"], title="Something else", tags="dogs")
    card = await announced(world)
    for name in ("bob", "charlie"):
        await world.members[name].react(card, "✅")
    await world.settle()
    await until_start(world)
    assert not _asked(world, card)
