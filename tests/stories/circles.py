"""Words the stories of circles are told in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import discord
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from demo.settings import set_up
from demo.world import World
from tests.stories.board import boss
from tests.stories.profiles import fill_profile
from tests.stories.telling import reads, said

FOUR = ("alice", "bob", "charlie", "dana")
DAYS = timedelta(days=1)


async def settle_in(
    world: World, names: Sequence[str] = FOUR, city: str = "Berlin", **changes: Any
) -> ChannelHandle:
    """These members have a profile in one city, and circles have a channel: that channel."""
    await world.warm_up()
    for name in names:
        await fill_profile(world, world.members.get(name) or world.join(name), city, **changes)
    rooms = [room for room in world.guild.channels.values() if room.name == "circles"]
    room = rooms[0] if rooms else world.guild.create_text_channel("circles")
    await set_up(world, boss(world), circles=room)
    return room


async def begin_round(world: World) -> InteractionResult:
    """The organiser looks at the preview and sends the proposals."""
    organiser = boss(world)
    await world.warm_up()  # there may have been a restart
    shown = await organiser.slash(world.channel, "longtable round")
    pressed = await world.press(organiser, shown, "Send the proposals")
    await world.settle()
    return pressed


def thread_of(world: World, name: str) -> ChannelHandle:
    """The private thread in which the bot speaks with this member."""
    found = [thread for thread in _threads(world) if (thread.name or "").startswith("Your circles")]
    own = [thread for thread in found if world.members[name].id in members_of(world, thread)]
    assert len(own) == 1, f"{name} has {len(own)} threads"
    return own[0]


def has_thread(world: World, name: str) -> bool:
    """Whether the bot has ever spoken with this member alone."""
    return any(
        (thread.name or "").startswith("Your circles") and world.members[name].id in members_of(world, thread)
        for thread in _threads(world)
    )


def circle_threads(world: World) -> list[ChannelHandle]:
    """The threads of circles, in the order in which they were opened."""
    return [thread for thread in _threads(world) if (thread.name or "").startswith("Circle ")]


def members_of(world: World, thread: ChannelHandle) -> set[int]:
    """Who is in a thread, besides the bot."""
    assert world.bot.user is not None
    return set(world.env.backend.get_thread(thread.id).thread_members) - {world.bot.user.id}


def last(thread: ChannelHandle) -> discord.Message:
    """The newest message with something of the bot's."""
    return [message for message in thread.history() if message.embeds][-1]


async def answer(world: World, name: str, label: str = "Accept") -> InteractionResult:
    """The member presses a button under the newest proposal to them."""
    shown = await world.members[name].click(last(thread_of(world, name)), label=label)
    await world.settle()
    return shown


async def form(world: World, names: Sequence[str] = FOUR) -> ChannelHandle:
    """A round in which these are proposed a circle and accept: the circle's thread."""
    await begin_round(world)
    for name in names:
        await answer(world, name)
    return circle_threads(world)[-1]


async def mine(world: World, name: str) -> str:
    """What `/circle mine` says to this member."""
    return said(await world.members[name].slash(world.channel, "circle mine"))


async def leave(world: World, name: str) -> str:
    """The member leaves their circle, or what is proposed to them, and says so twice: the answer."""
    who = world.members[name]
    shown = await who.slash(world.channel, "circle mine")
    question = await world.press(who, shown, "Leave …")
    return said(await world.press(who, question, "Leave"))


def everything(thread: ChannelHandle) -> str:
    """All that stands in a thread."""
    return "\n".join(reads(message) for message in thread.history())


def _threads(world: World) -> list[ChannelHandle]:
    rooms = [room for room in world.guild.channels.values() if not room.is_thread]
    return [thread for room in rooms for thread in room.threads]
