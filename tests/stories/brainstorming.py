"""Words the stories around the table are told in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from simcord.results import InteractionResult

from cogs.custom_ids import START_SESSION
from demo.world import World
from tests.stories.board import Thread, open_forum, share
from tests.stories.hosting import tap
from tests.stories.telling import announced, reads

ROUND = timedelta(minutes=10)
TITLES = {"alice": "Late payers", "bob": "My mornings vanish", "charlie": "Which laptop stand?"}


async def gathered(world: World, *coming: str, problems: int = 2, **options: Any) -> discord.Message:
    """So many problems are on the board, these people have said yes, and it is a minute before the start."""
    await open_forum(world)
    for name in list(TITLES)[:problems]:
        await share(world, world.members[name], title=TITLES[name])
    card = await announced(world, **options)
    for name in coming:
        await world.members[name].react(card, "✅")
    await world.settle()
    await until_start(world)
    return card


async def until_start(world: World, **before: float) -> None:
    """Turn the clock to a minute before the date of the newest card, or to as long before as is said."""
    found = re.search(r"<t:(\d+):F>", reads(world.cards()[-1]))
    assert found is not None
    starts_at = datetime.fromtimestamp(int(found[1]), UTC)
    await world.advance_to(starts_at - timedelta(**(before or {"minutes": 1})))


async def start(world: World, who: str = "erin") -> InteractionResult:
    """Press *Start* on the page of the meetup."""
    shown = await tap(world, world.members[who], START_SESSION)
    await world.settle()
    return shown


def rounds(world: World, card: discord.Message) -> list[discord.Message]:
    """The rounds that were opened, in order."""
    return [one for one in world.thread(card) if "Round " in (one.embeds[0].description or "")]


def questions(world: World, card: discord.Message) -> list[discord.Message]:
    """The questions what came of a round, in order."""
    return [one for one in world.thread(card) if one.embeds[0].title == "What came of it?"]


def recaps(world: World, card: discord.Message) -> list[str]:
    """What was summed up."""
    return [reads(one) for one in world.thread(card) if (one.embeds[0].title or "").startswith("That was")]


def topic(message: discord.Message) -> str:
    """The problem that a round is about."""
    return message.embeds[0].title or ""


async def have_idea(world: World, who: str, message: discord.Message, text: str) -> InteractionResult:
    """Tap 💡 under a round and send the form."""
    shown = await world.members[who].click(message, label="💡 Idea")
    done = await world.members[who].submit_modal(shown, {"text": text})
    await world.settle()
    return done


def thread_of(world: World, title: str) -> Thread:
    """The thread of the problem of that title."""
    threads = world.env.backend.active_threads(world.guild.id)
    return Thread(world, max(thread.id for thread in threads if thread.name == title))
