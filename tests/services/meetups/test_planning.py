"""Saving and editing a series: twice, too late, and while a date is under way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from db import meetup_dates
from db.connection import Connection
from domain.errors import Refusal
from domain.meetups.meetup import DateRef
from services.desk import Desk
from services.meetups.changing import Changing
from services.meetups.planning import Planning, Request
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    CHANNEL,
    ERIN,
    WEEKLY,
    announce,
    list_upcoming,
    ref_of,
    save_weekly,
)


async def test_saving_twice_is_saving_once(planning: Planning) -> None:
    draft = await planning.draft(ERIN, WEEKLY, CHANNEL)
    assert await planning.save(draft) == await planning.save(draft)


async def test_saving_again_after_the_series_moved_on_says_so(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    draft = await planning.draft(ERIN, WEEKLY, CHANNEL)
    session = await planning.save(draft)
    await planning.edit(ERIN, ref_of(session), Request(when="thu 9:30"))
    with pytest.raises(Refusal, match="changed meanwhile"):
        await planning.save(draft)


async def test_an_edit_that_would_leave_no_date_is_refused_and_changes_nothing(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    clock.move(days=4, minutes=1)  # the first date is under way
    with pytest.raises(Refusal):
        await planning.edit(ERIN, ref_of(session), Request(repeats="once", when="in 1 minute yesterday"))
    (before,) = await list_upcoming(desk)
    assert before.meetup.version == 0


async def test_a_single_date_that_has_started_has_no_rhythm_to_change(
    planning: Planning, clock: Clock
) -> None:
    session = await save_weekly(planning, replace(WEEKLY, repeats="once"))
    clock.now = session.date.starts_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="no date to come"):
        await planning.edit(ERIN, ref_of(session), Request(repeats="weekly"))
    changed = await planning.edit(ERIN, ref_of(session), Request(title="Renamed"))
    assert changed.upcoming == []


async def test_a_series_that_is_over_cannot_be_edited(planning: Planning, clock: Clock) -> None:
    session = await save_weekly(planning, replace(WEEKLY, repeats="once"))
    clock.now = session.ends_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="over"):
        await planning.edit(ERIN, ref_of(session), Request(title="Renamed"))


async def test_under_way_stays_as_it_is_when_the_series_moves(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    await announce(desk, session)
    clock.now = session.date.starts_at + timedelta(minutes=1)
    await desk.database.write(_advance, clock.now, desk)
    await planning.edit(ERIN, ref_of(session), Request(when="thu 9:30"))
    found = await desk.database.read(meetup_dates.find_date, session.meetup.id, session.date.on)
    assert found is not None
    assert found.starts_at == session.date.starts_at


def _advance(connection: Connection, now: datetime, desk: Desk) -> None:
    from services.meetups import schedule

    schedule.advance(connection, now, desk.random, 10)


async def test_dates_nobody_has_heard_of_are_forgotten_when_the_series_has_them_no_more(
    planning: Planning, desk: Desk
) -> None:
    session = await save_weekly(planning)
    later = DateRef(session.meetup.id, session.date.on + timedelta(weeks=1))
    await Changing(desk).skip(ERIN, later)
    await planning.edit(ERIN, ref_of(session), Request(when="thu 9:30"))
    assert await desk.database.read(meetup_dates.find_date, session.meetup.id, later.on) is None


async def test_all_dates_skipped_and_the_series_edited_opens_the_next_one(
    planning: Planning, desk: Desk
) -> None:
    session = await save_weekly(planning)
    await Changing(desk).skip(ERIN, ref_of(session))
    changed = await planning.edit(ERIN, ref_of(session), Request(when="fri 10:00"))
    assert changed.upcoming[0].is_skipped
    assert changed.session.date.on == session.date.on + timedelta(weeks=1)
