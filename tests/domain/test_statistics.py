"""How a server fares: right sums, and none about one of a few."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics import FEWEST, STATISTICS_PERIOD, PartOfWhole, SharedProblem, Visit, summarise

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
AGES = st.integers(0, 360).map(lambda days: NOW - timedelta(days=days, hours=1))
VISITS = st.lists(
    st.builds(Visit, st.integers(1, 12), AGES, st.booleans(), st.none() | st.booleans(), st.booleans()),
    max_size=40,
)
PROPOSALS = st.dictionaries(st.integers(1, 40), st.integers(1, 20), max_size=40)


@given(VISITS, st.lists(st.builds(SharedProblem, AGES, st.none() | AGES)), PROPOSALS, st.lists(st.booleans()))
def test_nothing_is_said_of_fewer_than_five(
    visits: list[Visit], raised: list[SharedProblem], proposals: dict[int, int], circles: list[bool]
) -> None:
    found = summarise(visits, raised, proposals, circles, NOW)
    for share in (found.kept, found.came_back, found.circles):
        assert share is None or (share.whole >= FEWEST and 0 <= share.part <= share.whole)
    assert all(count == 0 or count >= FEWEST for _, count in found.helpers)
    assert sum(count for _, count in found.helpers) in {0, len(proposals)}
    assert sum(count for _, count in found.opened) == len(raised)
    came = [one for one in visits if one.was_there or (one.was_there is None and one.said_yes)]
    assert sum(count for _, count in found.people) == len(came)
    assert len(found.people) in {53, 54}
    assert len(found.opened) == len(found.solved) == 13
    if sum(one.solved_at is not None for one in raised) < FEWEST:
        assert found.days_to_solve is None


def test_who_came_back_within_eight_weeks() -> None:
    def visit(user_id: int, *weeks_ago: int) -> list[Visit]:
        return [Visit(user_id, NOW - timedelta(weeks=weeks), True, None) for weeks in weeks_ago]

    visits = [*visit(1, 20, 15), *visit(2, 20), *visit(3, 30, 10), *visit(4, 12, 11), *visit(5, 9, 2)]
    visits += visit(6, 3)  # too new to tell
    assert summarise(visits, [], {}, [], NOW).came_back == PartOfWhole(3, 5)


def test_what_was_measured_counts_as_kept_and_nothing_else() -> None:
    measured = [Visit(number, NOW - timedelta(days=9), True, number > 2, True) for number in range(1, 7)]
    forgotten = [Visit(9, NOW - timedelta(days=8), True, None)]
    uninvited = [Visit(8, NOW - timedelta(days=9), False, True, True)]
    found = summarise([*measured, *forgotten, *uninvited], [], {}, [], NOW)
    assert found.kept == PartOfWhole(4, 6)
    assert sum(count for _, count in found.people) == 6


def test_how_long_solving_takes_is_the_middle() -> None:
    start = NOW - timedelta(days=100)
    raised = [SharedProblem(start, start + timedelta(days=days)) for days in (1, 2, 3, 50, 90)]
    assert summarise([], raised, {}, [], NOW).days_to_solve == 3.0
    assert summarise([], raised[:4], {}, [], NOW).days_to_solve is None


def test_groups_that_are_too_small_are_taken_together() -> None:
    few = summarise([], [], {1: 1, 2: 3, 3: 12, 4: 1, 5: 2}, [], NOW)
    assert few.helpers == (("in all", 5),)
    many = summarise([], [], dict.fromkeys(range(5), 1) | dict.fromkeys(range(10, 16), 7), [], NOW)
    assert many.helpers == (("1", 5), ("2–4", 0), ("5–9", 6), ("10+", 0))
    assert summarise([], [], {1: 1}, [], NOW).helpers == ()


def test_a_year_ends_a_year_ago() -> None:
    old = Visit(1, NOW - STATISTICS_PERIOD - timedelta(days=1), True, None)
    assert summarise([old], [], {}, [], NOW).is_empty


def test_weeks_begin_on_monday_and_months_on_their_first_and_both_go_on_to_now() -> None:
    now = datetime(2026, 3, 9, 12, tzinfo=UTC)  # a Monday
    sunday, long_ago = now - timedelta(hours=13), now - STATISTICS_PERIOD
    visits = [Visit(1, at, True, None) for at in (now, sunday, sunday, long_ago)]
    raised = [SharedProblem(at, now) for at in (now, datetime(2026, 2, 28, 23, tzinfo=UTC), long_ago)]
    found = summarise(visits, raised, {}, [], now)
    assert found.people[0] == (date(2025, 3, 10), 1)
    assert found.people[-2:] == ((date(2026, 3, 2), 2), (date(2026, 3, 9), 1))
    assert len(found.people) == 53
    assert found.opened[0] == (date(2025, 3, 1), 1)
    assert found.opened[-2:] == ((date(2026, 2, 1), 1), (date(2026, 3, 1), 1))
    assert [month for month, _ in found.solved] == [month for month, _ in found.opened]
    assert [count for _, count in found.solved] == [0] * 12 + [3]
    assert not found.is_empty


def test_whoever_comes_again_on_the_last_day_of_eight_weeks_has_come_back() -> None:
    first = NOW - timedelta(weeks=8)
    visits = [Visit(number, first, True, None) for number in range(1, 6)]
    visits += [Visit(1, NOW, True, None), Visit(2, NOW - timedelta(weeks=1), False, True)]
    assert summarise(visits, [], {}, [], NOW).came_back == PartOfWhole(2, 5)
    older = [Visit(one.user_id, one.starts_at - timedelta(days=1), True, None) for one in visits[:5]]
    late = Visit(3, NOW, True, None)  # eight weeks and a day after the first time
    assert summarise([*older, late], [], {}, [], NOW).came_back == PartOfWhole(0, 5)


def test_whoever_said_yes_and_was_not_there_did_not_come() -> None:
    absent = Visit(1, NOW - timedelta(days=1), True, False, True)
    passing = Visit(2, NOW - timedelta(days=1), False, None)
    assert summarise([absent, passing], [], {}, [], NOW).is_empty


@pytest.mark.parametrize(
    ("met", "share"), [([True] * 3 + [False] * 2, PartOfWhole(3, 5)), ([True] * 4, None)]
)
def test_how_many_circles_met_is_told_from_five_on(met: list[bool], share: PartOfWhole | None) -> None:
    assert summarise([], [], {}, met, NOW).circles == share


def test_helpers_are_grouped_by_how_much_they_proposed() -> None:
    counts = [1] * 5 + [2, 3, 4, 4, 2] + [5, 9, 5, 9, 7] + [10, 11, 50, 10, 10]
    helpers = summarise([], [], dict(enumerate(counts)), [], NOW).helpers
    assert helpers == (("1", 5), ("2–4", 5), ("5–9", 5), ("10+", 5))
