"""Lists of what is to come and single dates: only what is shown is read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest

from db import meetup_dates, meetups
from domain.errors import Refusal
from domain.ids import MeetupId
from domain.meetups.meetup import DateRef, Meetup, Session
from domain.meetups.request import MeetupRequest
from domain.meetups.rsvp import Answer
from domain.meetups.series import Occurrence, list_upcoming
from services.meetups import answers, changing, drafting, editing, finding, schedule
from services.meetups.finding import SHOWN_DATES
from services.transaction import Transaction, Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ALICE,
    CHANNEL,
    ERIN,
    WEEKLY,
    announce,
    list_shown,
    save_weekly,
)

_ZONES = ("Pacific/Kiritimati", "Europe/Berlin", "America/New_York", "Pacific/Pago_Pago")
_RULES = (None, "daily", "weekly", "every 3 weeks", "monthly")


async def _plan_many(transactions: Transactions, random: Random) -> None:
    """Forty meetups around the world, of which a third have a date that was moved or skipped."""
    for number in range(40):
        when = f"in {random.randrange(3, 400)} hours"
        request = MeetupRequest(f"Table {number}", when, random.choice(_RULES), zone=random.choice(_ZONES))
        draft = await transactions.write(drafting.make_draft, ERIN, request, CHANNEL)
        await transactions.write(drafting.save_draft, ERIN, draft.meetup.id)
    for meetup, item in await transactions.read(
        finding.list_choices, ERIN, "", lambda one: random.random() < 0.3, 40
    ):
        _, ref = await transactions.read(finding.resolve, ERIN, f"{meetup.id}:{item.on}")
        if random.random() < 0.3:
            await transactions.write(changing.skip, ERIN, ref)
            continue
        try:
            await transactions.write(changing.move, ERIN, ref, f"in {random.randrange(5, 600)} hours")
        except Refusal:
            continue  # onto a day that the series has already


def _read_all(tx: Transaction) -> list[tuple[Meetup, Occurrence]]:
    found = []
    for meetup in meetups.list_meetups(tx.connection, ERIN.guild_id, tx.now_ms):
        changes = meetup_dates.map_changes(tx.connection, meetup, tx.now_ms)
        since = tx.now - timedelta(minutes=meetup.details.length_min)
        found += [(meetup, item) for item in list_upcoming(meetup.series, changes, since, SHOWN_DATES)]
    return sorted(found, key=lambda one: one[1].starts_at)


def _names(found: list[tuple[Meetup, Occurrence]]) -> list[tuple[str, Occurrence]]:
    return [(meetup.details.title, item) for meetup, item in found]


async def test_what_is_offered_is_the_nearest_of_everything(transactions: Transactions, clock: Clock) -> None:
    random = Random(3)
    await _plan_many(transactions, random)
    for _ in range(12):
        everything = await transactions.read(_read_all)
        for is_offered in (lambda one: True, lambda one: not one.is_skipped, lambda one: one.is_moved):
            expected = [one for one in everything if is_offered(one[1])][:25]
            found = await transactions.read(finding.list_choices, ERIN, " TABLE", is_offered, 25)
            assert _names(found) == _names(expected)
        listed, total = await transactions.read(finding.list_meetups, ERIN, 25)
        assert total == len({meetup.id for meetup, _ in everything})
        assert [one.date.starts_at for one in listed] == _first_of_each(everything)[:25]
        clock.move(hours=random.randrange(5, 60))
        if random.random() < 0.5:  # else the bot was away meanwhile, and has opened nothing
            await transactions.write(schedule.advance, 100)


def _first_of_each(everything: list[tuple[Meetup, Occurrence]]) -> list[datetime]:
    """When each meetup takes place next; or where all that is known is skipped, when it would have."""
    first: dict[int, Occurrence] = {}
    for meetup, item in everything:
        if meetup.id not in first or (first[meetup.id].is_skipped and not item.is_skipped):
            first[meetup.id] = item
    return sorted(item.starts_at for item in first.values())


async def test_a_series_of_which_only_dates_that_were_called_off_are_to_come_is_over(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    later = DateRef(session.meetup.id, session.date.on + timedelta(weeks=1))
    await transactions.write(answers.answer, ALICE, str(later), Answer.GOING)
    day = await transactions.database.read(meetup_dates.find_date, later.meetup_id, later.on)
    assert day is not None
    await announce(transactions, Session(session.meetup, day))
    await transactions.write(
        editing.edit, ERIN, session.meetup.id, MeetupRequest(when="tomorrow 12:00", repeats="once")
    )
    assert [one.date.on for one in await list_shown(transactions)] == [clock.now.date() + timedelta(days=1)]
    clock.move(days=2)
    assert await list_shown(transactions) == []
    with pytest.raises(Refusal, match="fits no meetup"):
        await transactions.read(finding.resolve, ALICE, WEEKLY.title or "")


async def test_a_date_the_series_does_not_have_is_refused(transactions: Transactions) -> None:
    session = await save_weekly(transactions)
    with pytest.raises(Refusal, match="has no date on"):
        await transactions.read(finding.show, ERIN, DateRef(session.meetup.id, date(2026, 3, 14)))
    with pytest.raises(Refusal, match="don't know"):
        await transactions.read(finding.show, ERIN, DateRef(MeetupId(1), date(2026, 3, 14)))


async def test_a_date_that_is_not_open_yet_can_be_shown(transactions: Transactions) -> None:
    session = await save_weekly(transactions)
    later = DateRef(session.meetup.id, session.date.on + timedelta(weeks=3))
    shown = await transactions.read(finding.show, ERIN, later)
    assert shown.session.guests.going == ()
