"""Saving and editing a series: twice, too late, and while a date is under way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from db import meetup_dates
from domain.errors import Refusal
from domain.meetups.meetup import DateRef
from domain.meetups.request import MeetupRequest
from services.meetups import changing, drafting, editing, schedule
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ALICE,
    CHANNEL,
    ERIN,
    WEEKLY,
    announce,
    list_shown,
    ref_of,
    save_weekly,
)


async def test_saving_twice_is_saving_once(transactions: Transactions) -> None:
    draft = await transactions.write(drafting.make_draft, ERIN, WEEKLY, CHANNEL)
    once, at_once = await asyncio.gather(
        transactions.write(drafting.save_draft, ERIN, draft.meetup.id),
        transactions.write(drafting.save_draft, ERIN, draft.meetup.id),
    )
    assert at_once == once
    assert await transactions.write(drafting.save_draft, ERIN, draft.meetup.id) == once
    (listed,) = await list_shown(transactions)
    assert listed.meetup == once.meetup


async def test_saving_again_after_the_series_moved_on_says_so(
    transactions: Transactions, clock: Clock
) -> None:
    draft = await transactions.write(drafting.make_draft, ERIN, WEEKLY, CHANNEL)
    session = await transactions.write(drafting.save_draft, ERIN, draft.meetup.id)
    await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(when="thu 9:30"))
    with pytest.raises(Refusal, match="changed meanwhile"):
        await transactions.write(drafting.save_draft, ERIN, draft.meetup.id)


async def test_a_draft_is_saved_and_discarded_by_whoever_typed_it_alone(
    transactions: Transactions, clock: Clock
) -> None:
    draft = await transactions.write(drafting.make_draft, ERIN, WEEKLY, CHANNEL)
    for stranger in (ALICE, replace(ERIN, guild_id=2)):
        for use_case in (drafting.save_draft, drafting.discard_draft):
            with pytest.raises(Refusal, match="expired"):
                await transactions.write(use_case, stranger, draft.meetup.id)
    session = await transactions.write(drafting.save_draft, ERIN, draft.meetup.id)
    for stranger in (ALICE, replace(ERIN, guild_id=2)):
        with pytest.raises(Refusal, match="expired"):
            await transactions.write(drafting.save_draft, stranger, draft.meetup.id)
    assert await list_shown(transactions) == [session]


async def test_a_draft_that_was_discarded_or_is_a_day_old_is_forgotten(
    transactions: Transactions, clock: Clock
) -> None:
    discarded = await transactions.write(drafting.make_draft, ERIN, WEEKLY, CHANNEL)
    await transactions.write(drafting.discard_draft, ERIN, discarded.meetup.id)
    old = await transactions.write(drafting.make_draft, ERIN, WEEKLY, CHANNEL)
    clock.move(days=1, seconds=1)
    kept = await transactions.write(drafting.make_draft, ERIN, WEEKLY, CHANNEL)
    for forgotten in (discarded, old):
        with pytest.raises(Refusal, match="expired"):
            await transactions.write(drafting.save_draft, ERIN, forgotten.meetup.id)
    assert await list_shown(transactions) == []
    saved = await transactions.write(drafting.save_draft, ERIN, kept.meetup.id)
    assert [one.meetup.id for one in await list_shown(transactions)] == [saved.meetup.id]


async def test_an_edit_that_would_leave_no_date_is_refused_and_changes_nothing(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    clock.move(days=4, minutes=1)  # the first date is under way
    with pytest.raises(Refusal):
        await transactions.write(
            editing.edit,
            ERIN,
            session.meetup.id,
            MeetupRequest(repeats="once", when="in 1 minute yesterday"),
        )
    (before,) = await list_shown(transactions)
    assert before.meetup.version == 0


async def test_a_single_date_that_has_started_has_no_rhythm_to_change(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions, replace(WEEKLY, repeats="once"))
    clock.now = session.date.starts_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="no date to come"):
        await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(repeats="weekly"))
    changed = await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(title="Renamed"))
    assert changed.upcoming == []


async def test_a_series_that_is_over_cannot_be_edited(transactions: Transactions, clock: Clock) -> None:
    session = await save_weekly(transactions, replace(WEEKLY, repeats="once"))
    clock.now = session.ends_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="over"):
        await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(title="Renamed"))


async def test_under_way_stays_as_it_is_when_the_series_moves(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    await announce(transactions, session)
    clock.now = session.date.starts_at + timedelta(minutes=1)
    await transactions.write(schedule.advance, 10)
    await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(when="thu 9:30"))
    found = await transactions.database.read(meetup_dates.find_date, session.meetup.id, session.date.on)
    assert found is not None
    assert found.starts_at == session.date.starts_at


async def test_dates_nobody_has_heard_of_are_forgotten_when_the_series_has_them_no_more(
    transactions: Transactions,
) -> None:
    session = await save_weekly(transactions)
    later = DateRef(session.meetup.id, session.date.on + timedelta(weeks=1))
    await transactions.write(changing.skip, ERIN, later)
    await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(when="thu 9:30"))
    assert await transactions.database.read(meetup_dates.find_date, session.meetup.id, later.on) is None


async def test_all_dates_skipped_and_the_series_edited_opens_the_next_one(transactions: Transactions) -> None:
    session = await save_weekly(transactions)
    await transactions.write(changing.skip, ERIN, ref_of(session))
    changed = await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(when="fri 10:00"))
    assert changed.upcoming[0].is_skipped
    assert changed.session.date.on == session.date.on + timedelta(weeks=1)
