"""What is posted by itself: leased to one, in time, and not when it no longer helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db import meetup_dates, meetups, posts
from db.connection import Connection
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from domain.posts import LEASE, PostKind
from services.desk import Desk
from services.guilds import Guilds
from services.meetups.announcing import Announcing
from services.meetups.planning import Planning, Request
from services.notices import Notices, list_untold
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ALICE,
    CHANNEL,
    ERIN,
    MESSAGE,
    WEEKLY,
    announce,
    list_upcoming,
    ref_of,
    save_weekly,
)


async def test_a_post_is_leased_to_one_and_offered_again_after_the_lease(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    clock.now = session.date.starts_at - timedelta(days=3)
    announcing = Announcing(desk)
    first = await announcing.claim_due(10)
    assert len(first) == 1
    assert await announcing.claim_due(10) == []
    clock.now += LEASE
    second = await announcing.claim_due(10)
    assert second[0].post.id == first[0].post.id
    assert second[0].post.attempts == 2
    assert second[0].post.nonce == first[0].post.nonce


async def _called_twice(planning: Planning, desk: Desk) -> Session:
    """An announced date with reminders 90 and 30 minutes before."""
    session = await save_weekly(planning, replace(WEEKLY, pings="3d, 90 min, 30 min"))
    await announce(desk, session)
    await desk.database.write(posts.delete_unsent, session.date.id, [PostKind.ANNOUNCE, PostKind.AGENDA])
    return session


async def test_of_reminders_that_come_due_together_the_last_is_sent_however_few_are_claimed_at_once(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _called_twice(planning, desk)
    clock.now = session.date.starts_at - timedelta(minutes=20)
    (delivery,) = await Announcing(desk).claim_due(1)
    assert delivery.post.key.startswith("30@")
    assert await Announcing(desk).claim_due(1) == []


async def test_a_reminder_that_waits_to_be_tried_again_gives_way_to_a_later_one(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _called_twice(planning, desk)
    announcing = Announcing(desk)
    clock.now = session.date.starts_at - timedelta(minutes=31)
    (first,) = await announcing.claim_due(10)
    await announcing.mark_refused(first, "Missing Permissions", CHANNEL)
    clock.move(minutes=1, seconds=-1)
    assert await announcing.claim_due(10) == []
    clock.move(seconds=1)
    (second,) = await announcing.claim_due(10)
    await announcing.mark_sent(second, CHANNEL, MESSAGE + 1)
    clock.move(minutes=5)
    assert [post.key.partition("@")[0] for post in (first.post, second.post)] == ["90", "30"]
    assert await announcing.claim_due(10) == []


async def test_posts_about_what_no_longer_exists_are_dropped(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    clock.now = session.date.starts_at - timedelta(days=3)

    def orphan(connection: Connection) -> None:
        connection.execute("UPDATE posts SET subject_id = 1")

    await desk.database.write(orphan)
    assert await Announcing(desk).claim_due(10) == []
    assert not await desk.database.read(posts.is_open, 1, PostKind.ANNOUNCE)


async def test_a_ping_of_a_date_that_was_called_off_is_dropped(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    called_off = replace(session.date, status=DateStatus.CANCELLED)
    await desk.database.write(meetup_dates.save_date, session.meetup, called_off)
    clock.now = session.date.starts_at - timedelta(days=3)
    assert await Announcing(desk).claim_due(10) == []


async def test_guilds_the_bot_is_no_longer_in_rest(planning: Planning, desk: Desk, clock: Clock) -> None:
    session = await save_weekly(planning)
    guilds, announcing = Guilds(desk), Announcing(desk)
    await guilds.note_present([])
    clock.now = session.date.starts_at - timedelta(days=3)
    assert await announcing.claim_due(10) == []
    await guilds.note_present([1])
    assert len(await announcing.claim_due(10)) == 1


async def test_longer_pings_open_the_dates_that_are_due_by_them(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    await planning.edit(ERIN, ref_of(session), Request(pings="12 days, 2h"))
    await Announcing(desk).advance()
    claimed = await Announcing(desk).claim_due(10)
    assert [delivery.session.date.on for delivery in claimed] == [
        session.date.on,
        session.date.on + timedelta(weeks=1),
    ]


async def test_an_edit_under_way_does_not_tell_again_what_was_missed(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    clock.now = session.date.starts_at + timedelta(minutes=20)
    await Announcing(desk).advance()
    await Announcing(desk).claim_due(10)
    assert len(await desk.database.read(list_untold, ERIN, desk.now())) == 2
    await planning.edit(ERIN, ref_of(session), Request(title="Renamed"))
    await Announcing(desk).claim_due(10)
    assert len(await desk.database.read(list_untold, ERIN, desk.now())) == 2


async def test_dates_that_passed_before_they_were_opened_are_left_out(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    await save_weekly(planning)
    clock.move(weeks=6)
    await Announcing(desk).advance()
    (listed,) = await list_upcoming(desk)
    assert listed.date.starts_at > clock.now
    told = await desk.database.read(list_untold, ERIN, desk.now())
    assert [notice.kind for notice in told] == ["passed"]
    await Notices(desk).mark_told(told)
    assert await desk.database.read(list_untold, ERIN, desk.now()) == []
    assert await desk.database.read(list_untold, ALICE, desk.now()) == []


async def test_a_series_ends_after_its_only_date(planning: Planning, desk: Desk, clock: Clock) -> None:
    session = await save_weekly(planning, replace(WEEKLY, repeats="once"))
    await desk.database.write(meetups.set_advance, session.meetup.id, session.date.on, session.date.starts_at)
    clock.now = session.ends_at + timedelta(days=1)
    await Announcing(desk).advance()
    assert await list_upcoming(desk) == []
