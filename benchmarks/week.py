"""1,000 guilds for two simulated weeks of meetups and answers, over sockets: does the memory stay as it is?

Discord archives a thread a week after the last word in it; until then discord.py keeps it. What discord.py
knows of a rate limit it forgets five minutes after the last request: here five minutes of the faster clock.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import discord

import clock
from benchmarks.measuring import resident_mib
from config import Config
from db import meetups
from db.connection import Connection
from db.database import Database
from domain.ids import MeetupId
from domain.meetups.meetup import Meetup, MeetupDetails
from domain.meetups.series import Series
from domain.times.recurrence import Weekly
from languages import ENGLISH
from services.meetups import schedule
from services.transaction import Transaction
from tests.discord_server.process import lend_cities
from tests.discord_server.town import Town, open_town

_GUILDS, _PEOPLE, _DAYS, _A_WEEK = 1_000, 8, 15, 7
_FASTER = 1_500  # a day in a minute
_STEP_S = 0.1
_PINGS_MIN = (3 * 24 * 60, 120)
_MOST_GROWTH = 0.02
# The process lives faster, from when it starts.
_PRELUDE = f"""
import time
began, plain = time.monotonic(), clock.now
clock.now = lambda: plain() + datetime.timedelta(seconds=(time.monotonic() - began) * {_FASTER - 1})

from discord.http import Ratelimit
is_inactive = Ratelimit.is_inactive

def is_inactive_by_the_faster_clock(self):
    asked_at = self._last_request
    self._last_request = self._loop.time() - (self._loop.time() - asked_at) * {_FASTER}
    try:
        return is_inactive(self)
    finally:
        self._last_request = asked_at

Ratelimit.is_inactive = is_inactive_by_the_faster_clock
"""


@dataclass
class BotActivity:
    """What the bot has posted and opened."""

    cards: list[tuple[int, int]] = field(default_factory=list)  # the ids of a channel and a message
    threads: deque[tuple[int, datetime]] = field(default_factory=deque)

    def note(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "MESSAGE_CREATE" and payload.get("embeds"):
            self.cards.append((int(payload["channel_id"]), int(payload["id"])))
        if event == "THREAD_CREATE":
            self.threads.append((int(payload["id"]), discord.utils.snowflake_time(int(payload["id"]))))

    def archive(self, town: Town) -> None:
        """Archives what is older than a week, as Discord does."""
        while self.threads and town.env.now() - self.threads[0][1] > timedelta(days=_A_WEEK):
            thread_id, _ = self.threads.popleft()
            town.env.backend.edit_channel(thread_id, {}, thread_metadata={"archived": True})


async def run() -> None:
    """Prints the memory at the end of every day, and by how much it has grown since the first."""
    with tempfile.TemporaryDirectory(prefix="longtable-week-") as name:
        await lend_cities(Path(name))
        async with open_town(Path(name)) as town:
            await _live(town)


async def _live(town: Town) -> None:
    rooms = _settle(town)
    database = Database(f"sqlite:///{town.bot.folder / 'longtable.db'}")
    await database.open()
    await database.write(_plan, rooms, clock.now())
    await database.close()
    town.bot.before = _PRELUDE
    began = time.monotonic()
    await town.start()
    random, seen, sizes = Random(1), BotActivity(), list[float]()
    town.env.backend.subscribers.append(seen.note)
    while len(sizes) < _DAYS:
        elapsed = time.monotonic() - began
        town.server.ahead = timedelta(seconds=elapsed * (_FASTER - 1))
        town.server.keep_time()
        _react(town, random, seen.cards)
        seen.archive(town)
        if elapsed * _FASTER > (len(sizes) + 1) * 24 * 3600:
            sizes.append(resident_mib(town.bot.pid))
            print(
                f"  day {len(sizes)}: {sizes[-1]:>8,.1f} MiB, {len(seen.cards):,} announcements", flush=True
            )
        await asyncio.sleep(_STEP_S)
        assert town.bot.is_running, town.bot.log[-3000:]
    for what, first in (("first day", 0), ("first week", _A_WEEK)):
        growth = sizes[-1] / sizes[first] - 1
        print(f"  {f'growth after the {what}, %':<46}{growth * 100:>12,.1f}")
    print(f"  {'yardstick: at the most':<46}{_MOST_GROWTH * 100:>12,.1f}")
    print(f"  incidents {town.bot.log.count('incident ')}")


def _settle(town: Town) -> list[tuple[int, int]]:
    """Returns the ids of guilds with some people, each with that of a channel."""
    people = [town.env.create_user(f"member{number}") for number in range(_PEOPLE)]
    rooms = []
    for number in range(_GUILDS):
        guild = town.env.create_guild(f"Guild {number}", preferred_locale="en-US")
        for user in people:
            town.env.backend.add_member(guild.id, user.id, roles=[])
        rooms.append((guild.id, guild.create_text_channel("meetups").id))
    return rooms


def _plan(connection: Connection, rooms: list[tuple[int, int]], now: datetime) -> None:
    """Plans a meetup every week in every guild, spread over the week."""
    tx = Transaction(connection, now, Random(1), Config(), lambda guild_id: ENGLISH)
    for number, (guild_id, channel_id) in enumerate(rooms):
        starts_at = now + timedelta(days=7) * number / len(rooms)
        series = Series(starts_at.date(), starts_at.time(), "UTC", Weekly((starts_at.weekday(),)))
        details = MeetupDetails(f"Meetup {number}", 60, channel_id, pings_min=_PINGS_MIN)
        meetup = Meetup(MeetupId(tx.new_id()), guild_id, 1, details, series)
        meetups.insert_meetup(connection, meetup, tx.now_ms)
        schedule.advance_one(tx, meetup, series.first_on)


def _react(town: Town, random: Random, cards: list[tuple[int, int]]) -> None:
    """Has somebody tap under one of the cards, and somebody else take it back."""
    backend = town.env.backend
    people = [user_id for user_id in backend.users if user_id != backend.bot_user.id]
    for is_there in (True, True, False) if cards else ():
        channel_id, message_id = random.choice(cards[-500:])
        backend.set_reaction(channel_id, message_id, "✅", random.choice(people), is_there)
