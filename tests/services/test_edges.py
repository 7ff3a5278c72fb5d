"""The corners of the use cases, on a real file with a clock that stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db import meetup_dates, meetups
from db.connection import Connection
from db.values import from_ms, to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, MeetupId
from domain.meetups.meetup import DateRef, Session
from domain.meetups.rsvp import Answer
from domain.mirrors import MirrorKind
from services.desk import Desk
from services.guilds import AUTO, Guilds, SettingsChange
from services.meetups.announcing import Announcing
from services.meetups.answers import Answers
from services.meetups.changing import Changing
from services.meetups.finding import Finding
from services.meetups.mirroring import Mirroring
from services.meetups.planning import Planning, Request
from services.notices import Notices, list_untold
from tests.conftest import Clock
from tests.services.weekly import ALICE, CHANNEL, ERIN, WEEKLY, announce, ref_of, save_weekly


def _viewer(guild_id: int) -> Actor:
    return Actor(guild_id, 11)


async def _listed(desk: Desk) -> list[Session]:
    nearest, total = await Finding(desk).list_meetups(_viewer(1), 25)
    assert len(nearest) == total
    return nearest


async def test_a_series_of_which_only_dates_that_were_called_off_are_to_come_is_over(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    later = DateRef(session.meetup.id, session.date.on + timedelta(weeks=1))
    await Answers(desk).answer(ALICE, str(later), Answer.GOING)
    day = await desk.database.read(meetup_dates.find_date, later.meetup_id, later.on)
    assert day is not None
    await announce(desk, Session(session.meetup, day))
    await planning.edit(ERIN, ref_of(session), Request(when="tomorrow 12:00", repeats="once"))
    assert [one.date.on for one in await _listed(desk)] == [clock.now.date() + timedelta(days=1)]
    clock.move(days=2)
    assert await _listed(desk) == []
    with pytest.raises(Refusal, match="fits no meetup"):
        await Finding(desk).resolve(ALICE, WEEKLY.title or "")


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
    (before,) = await _listed(desk)
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


async def test_a_date_whose_regular_time_has_passed_cannot_be_restored_to_it(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    await Changing(desk).move(ERIN, ref_of(session), "sun 10:00")
    clock.now = session.date.starts_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="has passed"):
        await Changing(desk).restore(ERIN, ref_of(session))


async def test_dates_that_passed_before_they_were_opened_are_left_out(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    await save_weekly(planning)
    clock.move(weeks=6)
    await Announcing(desk).advance()
    (listed,) = await _listed(desk)
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
    assert await _listed(desk) == []


async def test_a_mirror_is_drawn_by_one_and_again_when_it_changed_meanwhile(
    planning: Planning, desk: Desk, clock: Clock
) -> None:
    session = await save_weekly(planning)
    mirroring = Mirroring(desk)
    drawing = await mirroring.claim(session.date.id, MirrorKind.EVENT)
    assert drawing is not None
    assert await mirroring.claim(session.date.id, MirrorKind.EVENT) is None
    await planning.edit(ERIN, ref_of(session), Request(place=None, title="Renamed meanwhile"))
    await mirroring.mark_drawn(drawing)
    clock.move(seconds=3)
    assert await mirroring.list_due(MirrorKind.EVENT, 10) == [session.date.id]
    assert await mirroring.claim(DateId(999), MirrorKind.EVENT) is None
    await mirroring.forget_message(999)


async def test_what_failed_after_the_end_is_given_up(planning: Planning, desk: Desk, clock: Clock) -> None:
    session = await save_weekly(planning)
    mirroring = Mirroring(desk)
    drawing = await mirroring.claim(session.date.id, MirrorKind.EVENT)
    assert drawing is not None
    clock.now = session.ends_at
    await mirroring.mark_failed(drawing)
    clock.move(days=10)
    assert await mirroring.list_due(MirrorKind.EVENT, 10) == []


async def test_every_use_case_keeps_to_the_guild_it_is_asked_in(planning: Planning, desk: Desk) -> None:
    session = await save_weekly(planning)
    stranger = Actor(2, 10, is_manager=True)
    ref = ref_of(session)
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
        lambda: finding.write_calendar(_viewer(2), None),
        lambda: finding.get_editable(stranger, ref),
        lambda: answers.answer(stranger, str(ref), Answer.GOING),
    ):
        with pytest.raises(Refusal):
            await attempt()
    assert await finding.list_meetups(_viewer(2), 25) == ([], 0)
    assert await finding.list_choices(_viewer(2), "", lambda item: True, 25) == []


async def test_a_date_the_series_does_not_have_is_refused(planning: Planning, desk: Desk) -> None:
    session = await save_weekly(planning)
    with pytest.raises(Refusal, match="has no date on"):
        await Finding(desk).show(ERIN, DateRef(session.meetup.id, date(2026, 3, 14)))
    with pytest.raises(Refusal, match="don't know"):
        await Finding(desk).show(ERIN, DateRef(MeetupId(1), date(2026, 3, 14)))


async def test_a_date_that_is_not_open_yet_can_be_shown(planning: Planning, desk: Desk) -> None:
    session = await save_weekly(planning)
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


def test_stored_instants_read_back() -> None:
    instant = datetime(2026, 3, 9, 9, 0, 0, 123000, tzinfo=UTC)
    assert from_ms(to_ms(instant)) == instant


async def test_a_language_that_there_is_none_of_is_refused(desk: Desk) -> None:
    guilds = Guilds(desk)
    with pytest.raises(Refusal, match="language"):
        await guilds.change(1, SettingsChange(language="tlh"))
    assert (await guilds.change(1, SettingsChange(language="ja"))).language == "ja"
    assert await guilds.list_languages() == {1: "ja"}
    assert (await guilds.change(1, SettingsChange(language=AUTO))).language is None
