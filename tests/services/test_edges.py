"""The corners of the use cases, on a real file with a clock that stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db import meetup_dates, meetups, posts
from db.connection import Connection
from db.values import from_ms, to_ms
from domain.ballots import Seen
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, MeetupId
from domain.meetups.meetup import DateRef, Session
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateStatus
from domain.mirrors import MirrorKind
from domain.posts import LEASE, PostKind
from services.desk import Desk
from services.guilds import AUTO, Guilds, SettingsChange
from services.meetups.announcing import Announcing
from services.meetups.answers import Answers
from services.meetups.changing import Changing
from services.meetups.finding import Finding
from services.meetups.mirroring import Mirroring
from services.meetups.planning import Defaults, Planning, Request
from services.notices import Notices
from tests.conftest import Clock

ERIN = Actor(1, 10, is_manager=True)
ALICE = Actor(1, 11)


def _viewer(guild_id: int) -> Actor:
    return Actor(guild_id, 11)


WEEKLY = Request(title="Friday co-working", when="fri 9:30", repeats="weekly")
CHANNEL, MESSAGE = 500, 600


@pytest.fixture
def planning(desk: Desk) -> Planning:
    return Planning(desk, Defaults("Europe/Berlin", 120, (4320, 120)))


async def _saved(planning: Planning, request: Request = WEEKLY) -> Session:
    return await planning.save(await planning.draft(ERIN, request, CHANNEL))


async def _announced(desk: Desk, session: Session) -> None:
    await desk.database.write(meetup_dates.set_message, session.date.id, CHANNEL, MESSAGE)


async def _listed(desk: Desk) -> list[Session]:
    nearest, total = await Finding(desk).list_meetups(_viewer(1), 25)
    assert len(nearest) == total
    return nearest


def _ref(session: Session) -> DateRef:
    return DateRef(session.meetup.id, session.date.on)


async def test_saving_twice_is_saving_once(planning: Planning) -> None:
    draft = await planning.draft(ERIN, WEEKLY, CHANNEL)
    assert await planning.save(draft) == await planning.save(draft)


async def test_saving_again_after_the_series_moved_on_says_so(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    draft = await planning.draft(ERIN, WEEKLY, CHANNEL)
    session = await planning.save(draft)
    await planning.edit(ERIN, _ref(session), Request(when="thu 9:30"))
    with pytest.raises(Refusal, match="changed meanwhile"):
        await planning.save(draft)


async def test_an_edit_that_would_leave_no_date_is_refused_and_changes_nothing(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
    clock.move(days=4, minutes=1)  # the first date is under way
    with pytest.raises(Refusal):
        await planning.edit(ERIN, _ref(session), Request(repeats="once", when="in 1 minute yesterday"))
    (before,) = await _listed(desk)
    assert before.meetup.version == 0


async def test_a_single_date_that_has_started_has_no_rhythm_to_change(
    planning: Planning, clock: Clock
) -> None:
    session = await _saved(planning, replace(WEEKLY, repeats="once"))
    clock.now = session.date.starts_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="no date to come"):
        await planning.edit(ERIN, _ref(session), Request(repeats="weekly"))
    changed = await planning.edit(ERIN, _ref(session), Request(title="Renamed"))
    assert changed.upcoming == []


async def test_a_series_that_is_over_cannot_be_edited(planning: Planning, clock: Clock) -> None:
    session = await _saved(planning, replace(WEEKLY, repeats="once"))
    clock.now = session.ends_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="over"):
        await planning.edit(ERIN, _ref(session), Request(title="Renamed"))


async def test_under_way_stays_as_it_is_when_the_series_moves(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
    await _announced(desk, session)
    clock.now = session.date.starts_at + timedelta(minutes=1)
    await desk.database.write(_advance, clock.now, desk)
    await planning.edit(ERIN, _ref(session), Request(when="thu 9:30"))
    found = await desk.database.read(meetup_dates.find_date, session.meetup.id, session.date.on)
    assert found is not None
    assert found.starts_at == session.date.starts_at


def _advance(connection: Connection, now: datetime, desk: Desk) -> None:
    from services.meetups import schedule

    schedule.advance(connection, now, desk.random, 10)


async def test_dates_nobody_has_heard_of_are_forgotten_when_the_series_has_them_no_more(
    planning: Planning, desk: Desk
) -> None:
    session = await _saved(planning)
    later = DateRef(session.meetup.id, session.date.on + timedelta(weeks=1))
    await Changing(desk).skip(ERIN, later)
    await planning.edit(ERIN, _ref(session), Request(when="thu 9:30"))
    assert await desk.database.read(meetup_dates.find_date, session.meetup.id, later.on) is None


async def test_all_dates_skipped_and_the_series_edited_opens_the_next_one(
    planning: Planning, desk: Desk
) -> None:
    session = await _saved(planning)
    await Changing(desk).skip(ERIN, _ref(session))
    changed = await planning.edit(ERIN, _ref(session), Request(when="fri 10:00"))
    assert changed.upcoming[0].is_skipped
    assert changed.session.date.on == session.date.on + timedelta(weeks=1)


async def test_a_date_whose_regular_time_has_passed_cannot_be_restored_to_it(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
    await Changing(desk).move(ERIN, _ref(session), "sun 10:00")
    clock.now = session.date.starts_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="has passed"):
        await Changing(desk).restore(ERIN, _ref(session))


async def test_dates_that_passed_before_they_were_opened_are_left_out(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    await _saved(planning)
    clock.move(weeks=6)
    await Announcing(desk).advance()
    (listed,) = await _listed(desk)
    assert listed.date.starts_at > clock.now
    told = await Notices(desk).list_untold(ERIN)
    assert [notice.kind for notice in told] == ["passed"]
    await Notices(desk).mark_told(told)
    assert await Notices(desk).list_untold(ERIN) == []
    assert await Notices(desk).list_untold(ALICE) == []


async def test_a_series_ends_after_its_only_date(planning: Planning, desk: Desk, clock: Clock) -> None:
    session = await _saved(planning, replace(WEEKLY, repeats="once"))
    await desk.database.write(meetups.set_advance, session.meetup.id, session.date.on, session.date.starts_at)
    clock.now = session.ends_at + timedelta(days=1)
    await Announcing(desk).advance()
    assert await _listed(desk) == []


async def test_reactions_that_change_nothing_are_no_answers(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    answers = Answers(desk)
    assert await answers.react(MESSAGE, 11, Answer.GOING, True) is None
    session = await _saved(planning)
    await _announced(desk, session)
    assert await answers.react(MESSAGE, 11, Answer.GOING, False) is None
    assert await answers.react(MESSAGE, 11, Answer.GOING, True) is not None
    assert await answers.clear(999, [Answer.GOING]) is False
    assert await answers.reconcile(DateId(999), Seen({})) is False
    clock.now = session.ends_at
    assert await answers.react(MESSAGE, 11, Answer.NO, True) is None
    with pytest.raises(Refusal, match="is over"):
        await answers.answer(ALICE, _ref(session), Answer.NO)


async def test_members_whose_events_come_while_a_message_is_read_again_are_left_alone(
    planning: Planning, desk: Desk
) -> None:
    answers = Answers(desk)
    session = await _saved(planning)
    await _announced(desk, session)
    await answers.react(MESSAGE, 11, Answer.GOING, True)
    seen = Seen({Answer.GOING: {12}, Answer.MAYBE: {11}}, untouched_user_ids={11, 12})
    assert await answers.reconcile(session.date.id, seen) is False
    seen = Seen({Answer.GOING: {12}, Answer.NO: {12}})
    assert await answers.reconcile(session.date.id, seen) is True
    (listed,) = await _listed(desk)
    assert listed.guests.going == (12,)


async def test_a_post_is_leased_to_one_and_offered_again_after_the_lease(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
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
    session = await _saved(planning, replace(WEEKLY, pings="3d, 90 min, 30 min"))
    await _announced(desk, session)
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
    session = await _saved(planning)
    clock.now = session.date.starts_at - timedelta(days=3)

    def orphan(connection: Connection) -> None:
        connection.execute("UPDATE posts SET subject_id = 1")

    await desk.database.write(orphan)
    assert await Announcing(desk).claim_due(10) == []
    assert not await desk.database.read(posts.is_open, 1, PostKind.ANNOUNCE)


async def test_a_ping_of_a_date_that_was_called_off_is_dropped(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
    called_off = replace(session.date, status=DateStatus.CANCELLED)
    await desk.database.write(meetup_dates.save_date, session.meetup, called_off)
    clock.now = session.date.starts_at - timedelta(days=3)
    assert await Announcing(desk).claim_due(10) == []


async def test_a_mirror_is_drawn_by_one_and_again_when_it_changed_meanwhile(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
    mirroring = Mirroring(desk)
    drawing = await mirroring.claim(session.date.id, MirrorKind.EVENT)
    assert drawing is not None
    assert await mirroring.claim(session.date.id, MirrorKind.EVENT) is None
    await planning.edit(ERIN, _ref(session), Request(place=None, title="Renamed meanwhile"))
    await mirroring.mark_drawn(drawing)
    clock.move(seconds=3)
    assert await mirroring.list_due(MirrorKind.EVENT, 10) == [session.date.id]
    assert await mirroring.claim(DateId(999), MirrorKind.EVENT) is None
    await mirroring.forget_message(999)


async def test_what_failed_after_the_end_is_given_up(planning: Planning, desk: Desk, clock: Clock) -> None:
    session = await _saved(planning)
    mirroring = Mirroring(desk)
    drawing = await mirroring.claim(session.date.id, MirrorKind.EVENT)
    assert drawing is not None
    clock.now = session.ends_at
    await mirroring.mark_failed(drawing)
    clock.move(days=10)
    assert await mirroring.list_due(MirrorKind.EVENT, 10) == []


async def test_every_use_case_keeps_to_the_guild_it_is_asked_in(planning: Planning, desk: Desk) -> None:
    session = await _saved(planning)
    stranger = Actor(2, 10, is_manager=True)
    ref = _ref(session)
    changing, finding, answers = Changing(desk), Finding(desk), Answers(desk)
    for attempt in (
        lambda: planning.edit(stranger, ref, Request(title="Mine")),
        lambda: changing.skip(stranger, ref),
        lambda: changing.move(stranger, ref, "sat 10:00"),
        lambda: changing.restore(stranger, ref),
        lambda: changing.cancel(stranger, ref),
        lambda: finding.show(stranger, ref),
        lambda: finding.resolve(_viewer(2), str(ref)),
        lambda: finding.resolve(_viewer(2), "Friday co-working"),
        lambda: finding.get_editable(stranger, ref),
        lambda: answers.answer(stranger, ref, Answer.GOING),
    ):
        with pytest.raises(Refusal):
            await attempt()
    assert await finding.list_meetups(_viewer(2), 25) == ([], 0)
    assert await finding.list_series(_viewer(2)) == []
    assert await finding.list_choices(_viewer(2), "") == []


async def test_a_date_the_series_does_not_have_is_refused(planning: Planning, desk: Desk) -> None:
    session = await _saved(planning)
    with pytest.raises(Refusal, match="has no date on"):
        await Finding(desk).show(ERIN, DateRef(session.meetup.id, date(2026, 3, 14)))
    with pytest.raises(Refusal, match="don't know"):
        await Finding(desk).show(ERIN, DateRef(MeetupId(1), date(2026, 3, 14)))


async def test_a_date_that_is_not_open_yet_can_be_shown(planning: Planning, desk: Desk) -> None:
    session = await _saved(planning)
    later = DateRef(session.meetup.id, session.date.on + timedelta(weeks=3))
    shown = await Finding(desk).show(ERIN, later)
    assert shown.session.guests.going == ()


async def test_roles_that_may_plan_are_few(desk: Desk) -> None:
    guilds = Guilds(desk)
    for role_id in range(1, 21):
        await guilds.change(1, SettingsChange(add_planner_role_id=role_id))
    with pytest.raises(Refusal, match="Up to 20"):
        await guilds.change(1, SettingsChange(add_planner_role_id=21))
    settings = await guilds.change(1, SettingsChange(remove_planner_role_id=20))
    assert len(settings.planner_role_ids) == 19


async def test_guilds_the_bot_is_no_longer_in_rest(planning: Planning, desk: Desk, clock: Clock) -> None:
    session = await _saved(planning)
    guilds, announcing = Guilds(desk), Announcing(desk)
    await guilds.note_present([])
    clock.now = session.date.starts_at - timedelta(days=3)
    assert await announcing.claim_due(10) == []
    await guilds.note_present([1])
    assert len(await announcing.claim_due(10)) == 1


def test_stored_instants_read_back() -> None:
    instant = datetime(2026, 3, 9, 9, 0, 0, 123000, tzinfo=UTC)
    assert from_ms(to_ms(instant)) == instant


async def test_longer_pings_open_the_dates_that_are_due_by_them(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
    await planning.edit(ERIN, _ref(session), Request(pings="12 days, 2h"))
    await Announcing(desk).advance()
    claimed = await Announcing(desk).claim_due(10)
    assert [delivery.session.date.on for delivery in claimed] == [
        session.date.on,
        session.date.on + timedelta(weeks=1),
    ]


async def test_an_edit_under_way_does_not_tell_again_what_was_missed(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await _saved(planning)
    clock.now = session.date.starts_at + timedelta(minutes=20)
    await Announcing(desk).advance()
    await Announcing(desk).claim_due(10)
    assert len(await Notices(desk).list_untold(ERIN)) == 2
    await planning.edit(ERIN, _ref(session), Request(title="Renamed"))
    await Announcing(desk).claim_due(10)
    assert len(await Notices(desk).list_untold(ERIN)) == 2


async def test_only_the_next_few_dates_can_be_answered(planning: Planning, desk: Desk) -> None:
    session = await _saved(planning)
    answers = Answers(desk)
    for weeks, is_answerable in ((0, True), (3, True), (4, False), (200, False)):
        ref = DateRef(session.meetup.id, session.date.on + timedelta(weeks=weeks))
        if is_answerable:
            await answers.answer(ALICE, ref, Answer.GOING)
        else:
            with pytest.raises(Refusal, match="too far away"):
                await answers.answer(ALICE, ref, Answer.GOING)


async def test_a_language_that_there_is_none_of_is_refused(desk: Desk) -> None:
    guilds = Guilds(desk)
    with pytest.raises(Refusal, match="language"):
        await guilds.change(1, SettingsChange(language="tlh"))
    assert (await guilds.change(1, SettingsChange(language="ja"))).language == "ja"
    assert await guilds.list_languages() == {1: "ja"}
    assert (await guilds.change(1, SettingsChange(language=AUTO))).language is None
