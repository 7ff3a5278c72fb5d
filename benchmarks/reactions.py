"""Reactions a second from raw event to stored answer, against bare discord.py dispatch of the same events.

The yardstick is a discord.py bot whose listener counts and returns. Both parse the same gateway payloads:
people who say yes and take it back; and people who change their mind, whose older reactions it takes away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from statistics import median
from typing import Any

import discord
from discord.ext import commands

from benchmarks.community import announce, open_bot
from benchmarks.measuring import CHANNEL_ID, GUILD_ID, fill_cache, report, timed
from db.connection import Connection

_MESSAGE_ID = 77
_COUNT = 10_000
_PEOPLE = 500
_AT_ONCE = 500
_ROUNDS = 7  # in turns, since the machine is not always as fast


def _event(number: int, emoji: str) -> dict[str, Any]:
    user_id = str(50_000 + number % _PEOPLE)
    user = {"id": user_id, "username": "someone", "discriminator": "0", "avatar": None}
    member = {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
    }
    return {
        "user_id": user_id,
        "channel_id": str(CHANNEL_ID),
        "message_id": str(_MESSAGE_ID),
        "guild_id": str(GUILD_ID),
        "member": member | {"flags": 0},
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    }


def _say_and_take_back(bot: discord.Client, number: int) -> None:
    if _is_second(number):
        bot._connection.parse_message_reaction_remove(_event(number, "✅"))  # type: ignore[arg-type]
    else:
        bot._connection.parse_message_reaction_add(_event(number, "✅"))  # type: ignore[arg-type]


def _change_mind(bot: discord.Client, number: int) -> None:
    emoji = "✅" if _is_second(number) else "❌"
    bot._connection.parse_message_reaction_add(_event(number, emoji))  # type: ignore[arg-type]


def _is_second(number: int) -> bool:
    return number // _PEOPLE % 2 == 1


async def _dispatch(bot: discord.Client, feed: Callable[[discord.Client, int], None]) -> float:
    """Feeds all events, some hundreds at a time, and waits until each is dealt with."""
    with timed() as stretch:
        for start in range(0, _COUNT, _AT_ONCE):
            for number in range(start, start + _AT_ONCE):
                feed(bot, number)
            await _finish()
    return _COUNT / stretch.seconds


async def _finish() -> None:
    here = asyncio.current_task()
    while waiting := [task for task in asyncio.all_tasks() if task is not here]:
        await asyncio.wait(waiting)


async def run() -> None:
    """Prints the rate of both."""
    bare = commands.Bot("!", intents=discord.Intents.default())
    seen = 0

    async def count(_: discord.RawReactionActionEvent) -> None:
        nonlocal seen
        seen += 1

    bare.add_listener(count, "on_raw_reaction_add")
    bare.add_listener(count, "on_raw_reaction_remove")
    await bare._async_setup_hook()
    fill_cache(bare)
    async with open_bot() as bot:
        await bot.write(announce, _MESSAGE_ID)
        for what, feed, stored in (
            ("yes, and taken back", _say_and_take_back, 0),
            ("another answer", _change_mind, 2 * _PEOPLE),
        ):
            pairs = [(await _dispatch(bare, feed), await _dispatch(bot, feed)) for _ in range(_ROUNDS)]
            yard, rate = (median(rates) for rates in zip(*pairs, strict=True))
            report(f"event to durable answer: {what}", rate, "/s", "bare discord.py dispatch", yard)
            assert await bot.database.read(_count) == stored
    assert seen == _COUNT * _ROUNDS * 2


def _count(connection: Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM rsvps").fetchone()[0]
    return number
