"""1,000 guilds for a simulated week of meetups and answers, over sockets: does the memory stay as it is?"""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import clock
from benchmarks.measuring import resident_mib
from db import meetups
from db.connection import Connection
from db.database import Database
from db.values import to_ms
from domain.ids import MeetupId, new_id
from domain.meetups.meetup import Details, Meetup
from domain.meetups.rules import Weekly
from domain.meetups.series import Series
from services.meetups import schedule
from tests.discord_server.process import lend_cities
from tests.discord_server.town import Town, open_town

_GUILDS, _PEOPLE, _DAYS = 1_000, 8, 7
_FASTER = 1_000  # a day in less than a minute and a half
_STEP_S = 0.1
_PINGS_MIN = (3 * 24 * 60, 120)
_MOST_GROWTH = 0.02
# The process lives faster, from when it starts.
_PRELUDE = f"""
import time
began, plain = time.monotonic(), clock.now
clock.now = lambda: plain() + datetime.timedelta(seconds=(time.monotonic() - began) * {_FASTER - 1})
"""


async def run() -> None:
    """Print the memory at the end of every day, and by how much it has grown since the first."""
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
    await town.bot.start()
    await town.ready()
    random, cards, sizes = Random(1), list[tuple[int, int]](), list[float]()
    town.env.backend.subscribers.append(lambda event, payload: _note(event, payload, cards))
    while len(sizes) < _DAYS:
        elapsed = time.monotonic() - began
        town.server.ahead = timedelta(seconds=elapsed * (_FASTER - 1))
        town.server.keep_time()
        _react(town, random, cards)
        if elapsed * _FASTER > (len(sizes) + 1) * 24 * 3600:
            sizes.append(resident_mib(town.bot.pid))
            print(f"  day {len(sizes)}: {sizes[-1]:>8,.1f} MiB, {len(cards):,} announcements", flush=True)
        await asyncio.sleep(_STEP_S)
        assert town.bot.is_running, town.bot.log[-3000:]
    growth = sizes[-1] / sizes[0] - 1
    print(f"  {'growth after the first day, %':<46}{growth * 100:>12,.1f}")
    print(f"  {'yardstick: at the most':<46}{_MOST_GROWTH * 100:>12,.1f}")
    print(f"  incidents {town.bot.log.count('incident ')}")


def _settle(town: Town) -> list[tuple[int, int]]:
    """Guilds with some people, each with a channel: the ids of both."""
    people = [town.env.create_user(f"member{number}") for number in range(_PEOPLE)]
    rooms = []
    for number in range(_GUILDS):
        guild = town.env.create_guild(f"Guild {number}", preferred_locale="en-US")
        for user in people:
            town.env.backend.add_member(guild.id, user.id, roles=[])
        rooms.append((guild.id, guild.create_text_channel("meetups").id))
    return rooms


def _plan(connection: Connection, rooms: list[tuple[int, int]], now: datetime) -> None:
    """A meetup every week in every guild, spread over the week."""
    random = Random(1)
    for number, (guild_id, channel_id) in enumerate(rooms):
        starts_at = now + timedelta(days=7) * number / len(rooms)
        series = Series(starts_at.date(), starts_at.time(), "UTC", Weekly((starts_at.weekday(),)))
        details = Details(f"Meetup {number}", 60, channel_id, pings_min=_PINGS_MIN)
        meetup = Meetup(MeetupId(new_id(random)), guild_id, 1, details, series)
        meetups.insert_meetup(connection, meetup, to_ms(now))
        schedule.advance_one(connection, meetup, series.first_on, now, random)


def _note(event: str, payload: object, cards: list[tuple[int, int]]) -> None:
    if event == "MESSAGE_CREATE" and isinstance(payload, dict) and payload.get("embeds"):
        cards.append((int(payload["channel_id"]), int(payload["id"])))


def _react(town: Town, random: Random, cards: list[tuple[int, int]]) -> None:
    """Somebody taps under one of the cards, and somebody else takes it back."""
    backend = town.env.backend
    people = [user_id for user_id in backend.users if user_id != backend.bot_user.id]
    for is_there in (True, True, False) if cards else ():
        channel_id, message_id = random.choice(cards[-500:])
        backend.set_reaction(channel_id, message_id, "✅", random.choice(people), is_there)
