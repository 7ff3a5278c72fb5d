"""How long members were there, whatever clocks and connections did, and who counts as having come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db import attendances
from db.database import Database
from domain.ids import DateId
from domain.meetups.attendance import LEAST_PRESENT
from tests.db.rows import GUILD, Values, fill

DATE, ALICE, BOB = DateId(1), 11, 12
HOUR_MS, MINUTE_MS = 3_600_000, 60_000
LEAST_MS = LEAST_PRESENT // timedelta(milliseconds=1)


async def _make_date(database: Database, **values: Any) -> None:
    await fill(
        database,
        ("meetups", {"id": 1}),
        ("meetup_dates", {"id": DATE, "starts_at": 0, "ends_at": HOUR_MS, **values}),
    )


async def _minutes(database: Database, at_ms: int = 2 * HOUR_MS) -> dict[int, float]:
    found = await database.read(attendances.list_attendances, DATE, at_ms)
    return {one.user_id: one.present / timedelta(minutes=1) for one in found}


async def _see(database: Database, minute: int, *user_ids: int, is_new: bool = False) -> None:
    at_ms = minute * MINUTE_MS
    await database.write(attendances.note_present, DATE, user_ids, at_ms, is_new=is_new)


async def test_what_nobody_watched_is_not_counted(database: Database) -> None:
    await _make_date(database)
    await _see(database, 0, ALICE, BOB, is_new=True)
    await _see(database, 10, ALICE)
    await _see(database, 30, ALICE, is_new=True)
    assert await _minutes(database, 40 * MINUTE_MS) == {ALICE: 20, BOB: 10}
    await database.write(attendances.close, DATE, HOUR_MS, 30 * MINUTE_MS)
    assert await _minutes(database) == {ALICE: 40, BOB: 10}


@pytest.mark.parametrize(("slack_min", "minutes"), [(9, 50), (10, 60), (11, 60)])
async def test_who_was_there_stayed_to_the_end_unless_that_is_too_long_ago(
    database: Database, slack_min: int, minutes: int
) -> None:
    await _make_date(database)
    await _see(database, 0, ALICE, is_new=True)
    await _see(database, 50, ALICE)
    await database.write(attendances.close, DATE, HOUR_MS, slack_min * MINUTE_MS)
    assert await _minutes(database) == {ALICE: minutes}


async def test_a_clock_that_is_set_back_takes_no_time_from_anybody(database: Database) -> None:
    await _make_date(database)
    await _see(database, 0, ALICE, is_new=True)
    await _see(database, 20, ALICE, BOB)
    await _see(database, 5, ALICE)  # set back: Bob left before he came
    assert await _minutes(database, 5 * MINUTE_MS) == {ALICE: 5, BOB: 0}
    await _see(database, 20, ALICE)
    await _see(database, 10, ALICE, is_new=True)  # set back, and begun anew: it was seen until 10 at most
    assert await _minutes(database, 10 * MINUTE_MS) == {ALICE: 10, BOB: 0}


async def test_a_date_that_was_watched_beyond_its_end_has_no_longer_presence(database: Database) -> None:
    await _make_date(database)
    await _see(database, 0, ALICE, is_new=True)
    await _see(database, 70, ALICE)
    await database.write(attendances.close, DATE, HOUR_MS, 0)
    assert await _minutes(database) == {ALICE: 60}


@pytest.mark.parametrize(
    ("date", "seat", "attendance", "came"),
    [
        ({}, {}, None, True),
        ({}, {"is_seated": 0}, None, False),
        ({}, {}, {"host_says": 0}, False),
        ({}, {}, {"host_says": 0, "has_said": 1}, False),
        ({}, {}, {"host_says": 1}, True),
        ({}, None, {"has_said": 1}, True),
        ({}, None, {"has_said": 0}, False),
        ({}, None, {"present_ms": LEAST_MS}, True),
        ({}, None, {"present_ms": LEAST_MS - 1}, False),
        ({"status": "skipped"}, {}, {"has_said": 1}, False),
        ({"status": "cancelled"}, {}, None, False),
        ({"ends_at": 2 * HOUR_MS}, {}, {"has_said": 1}, False),
    ],
)
async def test_who_came_to_dates_that_are_past(
    database: Database,
    date: Values,
    seat: Values | None,
    attendance: Values | None,
    came: bool,
) -> None:
    await _make_date(database, **date)
    who: dict[str, Any] = {"date_id": DATE, "user_id": ALICE}
    if seat is not None:
        await fill(database, ("rsvps", {**who, **seat}))
    if attendance is not None:
        await fill(database, ("attendances", {**who, **attendance}))
    found = await database.read(attendances.map_past_dates, GUILD, 2 * HOUR_MS)
    assert found == ({ALICE: {DATE: HOUR_MS}} if came else {})
    assert await database.read(attendances.map_past_dates, GUILD + 1, 2 * HOUR_MS) == {}
