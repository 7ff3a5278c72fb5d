"""Cards and events that are drawn again: by one at a time, and not for ever."""

from __future__ import annotations

from datetime import timedelta

from domain.ids import DateId
from domain.meetups.request import MeetupRequest
from domain.pending_edits import EditKind
from services.meetups import editing, syncing
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ERIN,
    save_weekly,
)


async def test_a_mirror_is_drawn_by_one_and_again_when_it_changed_meanwhile(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    drawing = await transactions.write(syncing.claim, session.date.id, EditKind.EVENT)
    assert drawing is not None
    assert await transactions.write(syncing.claim, session.date.id, EditKind.EVENT) is None
    await transactions.write(
        editing.edit, ERIN, session.meetup.id, MeetupRequest(place=None, title="Renamed meanwhile")
    )
    await transactions.write(syncing.mark_synced, drawing)
    clock.move(seconds=3)
    due = await transactions.read(syncing.list_due, 10)
    assert due == {(EditKind.EVENT, session.meetup.guild_id): [session.date.id]}
    assert await transactions.write(syncing.claim, DateId(999), EditKind.EVENT) is None
    await syncing.forget_message(transactions, 999)


async def test_what_failed_after_the_end_is_given_up_a_day_later(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    clock.now = session.ends_at  # an event in a voice channel is completed now
    for given_up, passes in ((False, timedelta(hours=23)), (True, timedelta(days=10))):
        drawing = await transactions.write(syncing.claim, session.date.id, EditKind.EVENT)
        assert drawing is not None
        await transactions.write(syncing.mark_failed, drawing)
        clock.now += passes
        due = await transactions.read(syncing.list_due, 10)
        events = {(EditKind.EVENT, session.meetup.guild_id): [session.date.id]}
        assert due == ({} if given_up else events)
        clock.now = session.ends_at + timedelta(days=1)
