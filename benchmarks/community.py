"""A bot with its database open and meetups in it, without Discord."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import clock
from app import Longtable
from benchmarks.measuring import CHANNEL_ID, GUILD_ID, answer_at_once, fill_cache
from config import Config, DatabaseSection, MeetupsSection, ProblemsSection
from db import meetups
from domain.ids import MeetupId
from domain.meetups.meetup import Meetup, MeetupDetails
from domain.meetups.series import Series
from domain.times.recurrence import Once, RecurrenceRule, Weekly
from services.meetups import schedule
from services.transaction import Transaction


@asynccontextmanager
async def open_bot(url: str | None = None) -> AsyncIterator[Longtable]:
    """Yields the bot with its cogs and a database, its own or that of `url`, in one guild.

    Discord answers at once.
    """
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as folder:
        database = DatabaseSection(url=url or f"sqlite:///{Path(folder) / 'bench.db'}")
        meetups = MeetupsSection(sends_per_second=10**6)
        problems = ProblemsSection(key_file=str(Path(folder) / "bench.key"))
        bot = Longtable(Config(database=database, meetups=meetups, problems=problems))
        await bot._async_setup_hook()
        fill_cache(bot)
        answer_at_once(bot)
        await bot.database.open()
        await bot.load_features()
        try:
            yield bot
        finally:
            await bot.database.close()


def insert_meetups(
    tx: Transaction,
    count: int,
    starts_at: datetime,
    pings_min: tuple[int, ...],
    rule: RecurrenceRule | None = None,
) -> list[MeetupId]:
    """Inserts `count` meetups that start then and returns their ids; without a `rule` each has one date."""
    ids = []
    for number in range(count):
        series = Series(starts_at.date(), starts_at.time(), "UTC", rule or Once())
        details = MeetupDetails(f"Meetup {number}", 60, CHANNEL_ID, pings_min=pings_min)
        meetup = Meetup(MeetupId(tx.new_id()), GUILD_ID, 1, details, series)
        meetups.insert_meetup(tx.connection, meetup, tx.now_ms)
        schedule.advance_one(tx, meetup, series.first_on)
        ids.append(meetup.id)
    return ids


def weekly(starts_at: datetime) -> RecurrenceRule:
    """Returns the rule for every week on the weekday of that instant."""
    return Weekly((starts_at.weekday(),))


def tomorrow() -> datetime:
    """Returns a round instant about a day from now."""
    return (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)


def announce(tx: Transaction, message_id: int) -> None:
    """Inserts one meetup tomorrow, whose card is this message."""
    insert_meetups(tx, 1, tomorrow(), (120,))
    tx.connection.execute("UPDATE meetup_dates SET message_id = ?, channel_id = ?", (message_id, CHANNEL_ID))
