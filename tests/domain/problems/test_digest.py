"""When the week is summed up, and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.problems.digest import DIGEST_PERIOD, WeeklyMoment, make_digest, parse_moment
from domain.problems.problem import ProblemState, Stage
from tests.domain.problems.test_state_machine import PROBLEM

_NOW = datetime(2026, 3, 30, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("mon 9:00", WeeklyMoment(0, time(9))),
        (" Monday  09:00 ", WeeklyMoment(0, time(9))),
        ("SUN 23:59", WeeklyMoment(6, time(23, 59))),
    ],
)
def test_a_time_of_the_week(text: str, moment: WeeklyMoment) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize("text", ["", "9:00", "mon", "mon 24:00", "mon 9:60", "someday 9:00", "mon 9"])
def test_what_is_no_time_of_the_week_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="mon 9:00"):
        parse_moment(text)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(0, 6),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
def test_the_next_one_is_the_same_time_on_the_wall_within_a_week(now: datetime, day: int, zone: str) -> None:
    moment = WeeklyMoment(day, time(9, 30))
    following = moment.after(now, zone)
    assert now < following <= now + DIGEST_PERIOD + timedelta(hours=1)
    local = following.astimezone(ZoneInfo(zone))
    assert (local.weekday(), local.time()) == (day, time(9, 30))
    assert moment.after(following, zone) > following


def test_the_most_wanted_come_first_and_what_waits_for_long_is_no_news() -> None:
    fresh = [
        replace(PROBLEM, created_at=_NOW - timedelta(days=days), votes=votes)
        for days, votes in ((1, 0), (2, 5), (3, 1), (4, 0), (5, 0), (6, 0))
    ]
    old = replace(PROBLEM, created_at=_NOW - timedelta(days=40), votes=9)
    counts = {Stage.WAITING: 7}
    written = make_digest(counts, [*fresh, old, replace(fresh[0], proposals=2)], [], _NOW)
    assert [one.votes for one in written.waiting] == [5, 1, 0, 0, 0]
    assert old not in written.waiting
    assert [one.proposals for one in written.open] == [2]
    assert written.has_news
    assert not make_digest(counts, [old], [], _NOW).has_news
    assert make_digest(counts, [], [replace(PROBLEM, state=ProblemState.SOLVED)], _NOW).has_news


def test_news_is_at_most_four_weeks_old_and_of_those_alike_the_older_comes_first() -> None:
    edge = replace(PROBLEM, created_at=_NOW - timedelta(weeks=4) + timedelta(seconds=1), proposals=1)
    older = replace(edge, created_at=_NOW - timedelta(weeks=4))
    younger = replace(edge, created_at=_NOW - timedelta(days=1))
    written = make_digest({}, [younger, older, edge], [PROBLEM] * 7, _NOW)
    assert list(written.open) == [edge, younger]
    assert len(written.solved) == 5
    assert list(written.waiting) == []
    assert written.has_news
    assert make_digest({}, [replace(younger, proposals=0)], [], _NOW).has_news
