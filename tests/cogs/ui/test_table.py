"""Whatever people enter, the table and the front desk stay within Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from cogs.ui import table as ui
from domain.ids import DateId, MeetupId
from domain.meetups.meetup import Meetup, MeetupDate, MeetupDetails, MeetupPlace, Session
from domain.meetups.rsvp import GuestList
from domain.meetups.series import DateStatus, Series
from domain.table import OwnProblem, TablePage
from domain.times.recurrence import Once
from tests.cogs import longest
from tests.cogs.limits import fits

_NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
_EMPTY = TablePage(
    user_id=longest.BIG,
    dates=(),
    problems=(),
    circle=None,
    seen_on=None,
    next_round_at=None,
    managed=(),
    is_looking=False,
    is_paused=False,
    is_newcomer=True,
    may_plan=False,
    may_be_anonymous=True,
)


def _session(title: str, place: str) -> Session:
    series = Series(date(2026, 3, 13), time(9, 30), "Europe/Berlin", Once())
    details = MeetupDetails(title, 60, longest.BIG, MeetupPlace(place), 1, None, (60,))
    meetup = Meetup(MeetupId(1), longest.BIG, longest.BIG, details, series)
    day = MeetupDate(
        DateId(1), meetup.id, date(2026, 3, 13), _NOW, DateStatus.PLANNED, longest.BIG, longest.BIG
    )
    return Session(meetup, day, GuestList((), (longest.BIG,), (), ()))


@given(longest.TITLES, st.text(max_size=100))
def test_a_full_table_fits(title: str, place: str) -> None:
    page = replace(
        _EMPTY,
        dates=(_session(title[:80], place),) * 5,
        problems=(OwnProblem(longest.problem(title), 50),) * 5,
        seen_on=_NOW.date(),
        next_round_at=_NOW,
        is_looking=True,
    )
    embed = ui.page(page)
    fits(embed)
    assert all((field.value or "").count("\n") for field in embed.fields[:1])


def test_what_everybody_reads_fits_and_the_first_lines_fit_a_phone() -> None:
    for embed in (
        ui.tour(_EMPTY),
        ui.newcomer(),
        ui.front_desk(),
        ui.greeting(),
    ):
        fits(embed)
        assert len(embed.title or "") <= 60
    assert all(len(line) <= 90 for line in (ui.front_desk().description or "").splitlines())
