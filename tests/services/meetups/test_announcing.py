"""What is posted by itself: leased to one, in time, and not when it no longer helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db import meetup_dates, meetups, posts
from db.connection import Connection
from domain.meetups.meetup import Session
from domain.meetups.request import MeetupRequest
from domain.meetups.series import DateStatus
from domain.obstacles import Obstacle
from domain.posts import LEASE, PostKind, Rejected
from services import guilds, notices
from services.meetups import announcing, editing
from services.notices import list_unheard
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ALICE,
    CHANNEL,
    ERIN,
    MESSAGE,
    WEEKLY,
    announce,
    list_shown,
    open_due,
    save_weekly,
)


async def test_a_post_is_leased_to_one_and_offered_again_after_the_lease(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    clock.now = session.date.starts_at - timedelta(days=3)
    first = await transactions.write(announcing.claim_due, 10)
    assert len(first) == 1
    assert await transactions.write(announcing.claim_due, 10) == []
    clock.now += LEASE
    second = await transactions.write(announcing.claim_due, 10)
    assert second[0].post.id == first[0].post.id
    assert second[0].post.attempts == 2
    assert second[0].post.nonce == first[0].post.nonce


async def _called_twice(transactions: Transactions) -> Session:
    """An announced date with reminders 90 and 30 minutes before."""
    session = await save_weekly(transactions, replace(WEEKLY, pings="3d, 90 min, 30 min"))
    await announce(transactions, session)
    await transactions.database.write(
        posts.delete_unsent, session.date.id, [PostKind.ANNOUNCE, PostKind.AGENDA]
    )
    return session


async def test_of_reminders_that_come_due_together_the_last_is_sent_however_few_are_claimed_at_once(
    transactions: Transactions, clock: Clock
) -> None:
    session = await _called_twice(transactions)
    clock.now = session.date.starts_at - timedelta(minutes=20)
    (delivery,) = await transactions.write(announcing.claim_due, 1)
    assert delivery.post.key.startswith("30@")
    assert await transactions.write(announcing.claim_due, 1) == []


async def test_a_reminder_that_waits_to_be_tried_again_gives_way_to_a_later_one(
    transactions: Transactions, clock: Clock
) -> None:
    session = await _called_twice(transactions)
    clock.now = session.date.starts_at - timedelta(minutes=31)
    (first,) = await transactions.write(announcing.claim_due, 10)
    await transactions.write(
        announcing.mark_rejected, first, Rejected(Obstacle.PERMISSION, "Missing Permissions", CHANNEL)
    )
    clock.move(minutes=1, seconds=-1)
    assert await transactions.write(announcing.claim_due, 10) == []
    clock.move(seconds=1)
    (second,) = await transactions.write(announcing.claim_due, 10)
    await transactions.write(announcing.mark_sent, second, CHANNEL, MESSAGE + 1)
    clock.move(minutes=5)
    assert [post.key.partition("@")[0] for post in (first.post, second.post)] == ["90", "30"]
    assert await transactions.write(announcing.claim_due, 10) == []


async def test_posts_about_what_no_longer_exists_are_dropped(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    clock.now = session.date.starts_at - timedelta(days=3)

    def orphan(connection: Connection) -> None:
        connection.execute("UPDATE posts SET subject_id = 1")

    await transactions.database.write(orphan)
    assert await transactions.write(announcing.claim_due, 10) == []
    assert not await transactions.database.read(posts.is_open, 1, PostKind.ANNOUNCE)


async def test_a_ping_of_a_date_that_was_called_off_is_dropped(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    called_off = replace(session.date, status=DateStatus.CANCELLED)
    await transactions.database.write(meetup_dates.save_date, session.meetup, called_off, 0)
    clock.now = session.date.starts_at - timedelta(days=3)
    assert await transactions.write(announcing.claim_due, 10) == []


async def test_guilds_the_bot_is_no_longer_in_rest(transactions: Transactions, clock: Clock) -> None:
    session = await save_weekly(transactions)
    await transactions.write(guilds.note_present, [])
    clock.now = session.date.starts_at - timedelta(days=3)
    assert await transactions.write(announcing.claim_due, 10) == []
    await transactions.write(guilds.note_present, [1])
    assert len(await transactions.write(announcing.claim_due, 10)) == 1


async def test_longer_pings_open_the_dates_that_are_due_by_them(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(pings="12 days, 2h"))
    await open_due(transactions)
    claimed = await transactions.write(announcing.claim_due, 10)
    assert [delivery.session.date.on for delivery in claimed] == [
        session.date.on,
        session.date.on + timedelta(weeks=1),
    ]


async def test_a_date_whose_announcement_may_have_arrived_is_called_off_when_the_series_loses_it(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions, replace(WEEKLY, pings="12 days, 2h"))
    await open_due(transactions)
    announced = await transactions.write(announcing.claim_due, 10)
    second = announced[1].session.date
    request = MeetupRequest(when="thu 9:30", repeats="every 2 weeks")
    await transactions.write(editing.edit, ERIN, session.meetup.id, request)
    found = await transactions.database.read(meetup_dates.find_date, session.meetup.id, second.on)
    assert found is not None
    assert found.status is DateStatus.CANCELLED


async def test_an_edit_under_way_does_not_tell_again_what_was_missed(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    clock.now = session.date.starts_at + timedelta(minutes=20)
    await open_due(transactions)
    await transactions.write(announcing.claim_due, 10)
    assert len(await transactions.read(list_unheard, ERIN)) == 2
    await transactions.write(editing.edit, ERIN, session.meetup.id, MeetupRequest(title="Renamed"))
    await transactions.write(announcing.claim_due, 10)
    assert len(await transactions.read(list_unheard, ERIN)) == 2


async def test_dates_that_passed_before_they_were_opened_are_left_out(
    transactions: Transactions, clock: Clock
) -> None:
    await save_weekly(transactions)
    clock.move(weeks=6)
    await open_due(transactions)
    (listed,) = await list_shown(transactions)
    assert listed.date.starts_at > clock.now
    told = await transactions.read(list_unheard, ERIN)
    assert [notice.kind for notice in told] == ["passed"]
    await transactions.write(notices.mark_told, told)
    assert await transactions.read(list_unheard, ERIN) == []
    assert await transactions.read(list_unheard, ALICE) == []


async def test_a_series_ends_after_its_only_date(transactions: Transactions, clock: Clock) -> None:
    session = await save_weekly(transactions, replace(WEEKLY, repeats="once"))
    await transactions.database.write(
        meetups.set_advance, session.meetup.id, session.date.on, session.date.starts_at
    )
    clock.now = session.ends_at + timedelta(days=1)
    await open_due(transactions)
    assert await list_shown(transactions) == []
