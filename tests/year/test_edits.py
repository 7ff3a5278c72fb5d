"""A host changes her mind again and again, over changes of clocks: all that shows a date says the same."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import discord
import pytest
import recurring_ical_events
from icalendar import Calendar
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from db import meetup_dates, meetups
from db.connection import Row
from demo.world import World
from domain.guilds import Actor
from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.series import DateStatus
from domain.times.recurrence import Once
from services.meetups import finding
from services.transaction import Transaction
from tests.conftest import CAST, Configure
from tests.discord_rules.worlds import open_world
from tests.stores import look_into
from tests.stories.edits import edit
from tests.stories.hosting import move, restore, skip
from tests.stories.telling import reads, said

_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Casablanca")
_BEGINNINGS = (datetime(2026, 3, 23, 9, 0, tzinfo=UTC), datetime(2026, 10, 19, 22, 0, tzinfo=UTC))
_SHOWN_FOR = timedelta(days=40)
_REDRAWN_WITHIN = timedelta(minutes=1)  # many old cards of one channel are redrawn slowly
Step = tuple[str, dict[str, Any]]
_CHOICES: dict[str, dict[str, tuple[Any, ...]]] = {
    "edit zone": {"zone": _ZONES},
    "edit when": {"when": ("fri 9:00", "sat 2:30", "sun 1:30", "tomorrow 23:45", "in 90 minutes")},
    "edit repeats": {"repeats": ("weekly", "daily", "every 2 weeks", "monthly", "once")},
    "edit length": {"length": ("1h", "3h", "24h")},
    "edit place": {"place": ("Here", "There")},
    "edit seats": {"seats": ("", "1", "5")},
    "edit pings": {"pings": ("12 days, 2h", "2h", "3d, 1h")},
    "skip": {},
    "restore": {},
    "move": {"when": ("in 3 hours", "in 50 hours", "sun 2:30", "in 2 days")},
    "wait": {"hours": (1, 7, 30, 80)},
}


@dataclass
class Walk:
    """What a host does, from when on, and in which zone she began."""

    starts_at: datetime
    zone: str
    steps: list[Step]


def _draw(random: Random) -> Walk:
    steps = []
    for what in random.choices(list(_CHOICES), k=random.randint(8, 16)):
        options = {name: random.choice(values) for name, values in _CHOICES[what].items()}
        steps.append((what.split()[0], options))
    return Walk(random.choice(_BEGINNINGS), random.choice(_ZONES), steps)


async def _go(folder: Path, configure: Configure, walk: Walk) -> None:
    async with open_world(folder, walk.starts_at, configure) as world:
        with world.env.time_context():
            for name in CAST:
                world.join(name)
            erin = world.join("erin", is_host=True)
            await world.plan(erin, title="Table", when="fri 18:00", repeats="weekly", zone=walk.zone)
            seen: list[int] = []
            for step in walk.steps:
                await _do(world, step)
                problems = [*await _list_wrong(world, seen), *_list_late(world)]
                assert not problems, "\n".join([str(walk), f"after {step}", *problems])
            assert world.bot.reporter.fault_count == 0


async def _do(world: World, step: Step) -> None:
    what, options = step
    erin = world.members["erin"]
    if what == "wait":
        await world.advance(timedelta(**options))
    else:
        said(await _CHANGES[what](world, erin, "Table", **options))
    for shown in world.cards()[-1:]:
        await world.members["alice"].react(shown, "✅")
    await world.advance(_REDRAWN_WITHIN)


async def _move(world: World, erin: MemberActor, meetup: str, when: str) -> InteractionResult:
    return await move(world, erin, when, meetup)


_CHANGES: dict[str, Callable[..., Awaitable[InteractionResult]]] = {
    "edit": edit,
    "move": _move,
    "skip": skip,
    "restore": restore,
}


async def _list_wrong(world: World, seen: list[int]) -> list[str]:
    """What the card, the event, the calendar and the posts say that is not what is stored."""
    wrong = []
    meetup, days = await world.bot.read(_load)
    events = {
        event.id: event for event in world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    }
    for day in [day for day in days if meetup.ends_at(day.starts_at) > world.now]:
        card = next((one for one in world.cards() if one.id == day.message_id), None)
        if card is not None and _first_stamp(card) != day.starts_at:
            wrong.append(f"the card says {_first_stamp(card)} and not {day.starts_at}")
        event = events.get(day.event_id or 0)
        is_ahead = day.status is DateStatus.PLANNED and day.starts_at > world.now + timedelta(minutes=1)
        if is_ahead and (event is None or _instant(event.scheduled_start_time) != day.starts_at):
            wrong.append(f"the event says {event and event.scheduled_start_time} and not {day.starts_at}")
        if day.status is not DateStatus.PLANNED and event is not None:
            wrong.append(f"there is an event for what does not take place at {day.starts_at}")
    wrong += await _list_wrong_in_calendar(world, meetup, days, seen)
    return wrong + _list_wrong_posts(world, days)


def _load(tx: Transaction) -> tuple[Meetup, list[MeetupDate]]:
    (meetup,) = meetups.list_meetups(tx.connection, _guild_id(tx), 0)
    return meetup, meetup_dates.list_dates(tx.connection, meetup.id, 0)


def _guild_id(tx: Transaction) -> int:
    guild_id: int = tx.connection.execute("SELECT guild_id FROM meetups").fetchone()[0]
    return guild_id


async def _list_wrong_in_calendar(
    world: World, meetup: Meetup, days: list[MeetupDate], seen: list[int]
) -> list[str]:
    if not any(not day.has_begun(world.now) for day in days) and meetup.series.rule == Once():
        return []  # it is over
    actor = Actor(world.guild.id, world.members["erin"].id, is_manager=True)
    written = Calendar.from_ical(await world.bot.read(finding.write_calendar, actor, None))
    until = world.now + _SHOWN_FOR
    theirs = {
        event["DTSTART"].dt.astimezone(UTC)
        for event in recurring_ical_events.of(written).between(world.now, until)
    }
    theirs = {start for start in theirs if world.now < start < until - timedelta(days=1)}
    ours = {
        item.starts_at
        for _, item in await world.bot.read(
            finding.list_choices, actor, "Table", lambda one: not one.is_skipped, 60
        )
    }
    wrong = [
        f"the calendar lacks {start}"
        for start in sorted(ours - theirs)
        if world.now < start < until - timedelta(days=1)
    ]
    farthest = max(ours, default=world.now)
    wrong += [f"the calendar has {start} besides" for start in sorted(theirs - ours) if start <= farthest]
    sequence = int(str(written.walk("VEVENT")[0]["SEQUENCE"]))
    if seen and sequence < seen[-1]:
        wrong.append(f"the number of the calendar fell from {seen[-1]} to {sequence}")
    seen.append(sequence)
    return wrong


def _list_wrong_posts(world: World, days: list[MeetupDate]) -> list[str]:
    """Posts that wait about a date that does not take place, or for a moment after it began."""
    with look_into(world.bot.database) as database:
        rows: list[Row] = database.execute(
            "SELECT subject_id, kind, due_at FROM posts "
            "WHERE state = 'waiting' AND kind IN ('announce', 'remind', 'call')"
        ).fetchall()
    by_id = {day.id: day for day in days}
    return [
        f"{row['kind']} waits for {datetime.fromtimestamp(row['due_at'] / 1000, UTC)}"
        for row in rows
        if (day := by_id.get(row["subject_id"])) is None
        or day.status is not DateStatus.PLANNED
        or row["due_at"] > day.starts_at.timestamp() * 1000
    ]


def _list_late(world: World) -> list[str]:
    """Posts that say of a time that was over when they were posted that it is to come."""
    return [
        f"at {message.created_at}: {text}"
        for room in (world.channel, *world.channel.threads)
        for message in room.history()
        if (text := reads(message)) and message.author.bot
        for stamp in re.findall(r"starts <t:(\d+)", text)
        if datetime.fromtimestamp(int(stamp), UTC) < message.created_at - timedelta(minutes=1)
    ]


def _first_stamp(message: discord.Message) -> datetime:
    found = re.search(r"<t:(\d+):F>", reads(message))
    assert found is not None
    return datetime.fromtimestamp(int(found[1]), UTC)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("number", range(2))
async def test_after_every_step_everything_says_the_same(
    tmp_path: Path, with_cities: Configure, number: int
) -> None:
    await _go(tmp_path, with_cities, _draw(Random(number)))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2, 80))
async def test_after_every_step_of_many_walks_everything_says_the_same(
    tmp_path: Path, with_cities: Configure, number: int
) -> None:
    await _go(tmp_path, with_cities, _draw(Random(number)))
