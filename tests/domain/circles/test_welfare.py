"""What a circle and a seat in it are worth."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import pytest

from domain.circles.matching import match
from domain.circles.member import History
from domain.circles.welfare import circle_worth, pair_cost, seat_worth
from domain.errors import Refusal
from tests.domain.people import (
    POTSDAM,
    WEIGHTS,
    member,
)


def test_the_formula_on_one_circle_by_hand() -> None:
    one = member(1, company=10, weeks_alone=12, interests=frozenset("ab"))
    other = member(2, company=0, interests=frozenset("ab"))
    third = member(3, company=4, weeks_alone=6, interests=frozenset("cd"), is_newcomer=True)
    assert seat_worth(one, WEIGHTS) == pytest.approx(1 + 2 * (0.5 + 0.5))
    assert seat_worth(third, WEIGHTS) == pytest.approx(1 + 2 * (0.5 * 0.4 + 0.5 * 0.5))
    assert pair_cost(one, other, History(), WEIGHTS) == pytest.approx(0.0)
    assert pair_cost(one, third, History(), WEIGHTS) == pytest.approx(0.35)
    expected = 3 + 1 + 1.9 - 2 / 2 * (0.35 + 0.35) + 0.1 * 3
    assert circle_worth([one, other, third], History(), WEIGHTS) == pytest.approx(expected)
    fourth = member(4, company=0, interests=frozenset("ab"))
    expected = 3 + 1 + 1.9 + 1 - 2 / 3 * (3 * 0.35) + 0.2 + 0.1 * 4
    assert circle_worth([one, other, third, fourth], History(), WEIGHTS) == pytest.approx(expected)


def test_distance_repeats_and_having_solved_something_together() -> None:
    one, other = (
        member(1, interests=frozenset("a")),
        member(2, POTSDAM, interests=frozenset("a"), limit_km=54.0),
    )
    far = pair_cost(one, other, History(), WEIGHTS)
    assert far == pytest.approx(0.45 * 27.4 / 30, abs=0.01)
    again = History(weeks_apart={(1, 2): 8.0}, solved_together={(1, 2): 9})
    assert pair_cost(one, other, again, WEIGHTS) == pytest.approx(far + 0.5 - 0.3)
    assert pair_cost(one.as_online(), other.as_online(), History(), WEIGHTS) == pytest.approx(0.0)


def test_being_left_over_twice_outweighs_everything_else() -> None:
    lonely = member(1, company=10, weeks_alone=52)
    waiting = member(2, company=0, left_over=1)
    assert seat_worth(waiting, WEIGHTS) > 2 * seat_worth(lonely, WEIGHTS)


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 1e9])
def test_weights_that_are_none_are_refused(value: float) -> None:
    with pytest.raises(Refusal, match="distance"):
        match([], History(), replace(WEIGHTS, distance=value), Random(1))
    with pytest.raises(Refusal):
        replace(WEIGHTS, wish_share=2).check()


@pytest.mark.parametrize(
    ("changes", "worth"),
    [
        ({"company": 0}, 1.0),
        ({"company": 10}, 2.0),
        ({"company": 0, "weeks_alone": 6.0}, 1.5),
        ({"company": 0, "weeks_alone": 12.0}, 2.0),
        ({"company": 0, "weeks_alone": 500.0}, 2.0),  # a quarter of a year is long enough
        ({"company": 10, "weeks_alone": 12.0}, 3.0),
        ({"company": 0, "left_over": 1}, 26.0),
        ({"company": 0, "left_over": 2}, 51.0),
    ],
)
def test_what_a_seat_is_worth(changes: dict[str, object], worth: float) -> None:
    assert seat_worth(replace(member(1), **changes), WEIGHTS) == pytest.approx(worth)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weeks", "solved", "cost"),
    [
        (None, 0, 0.0),
        (0.0, 0, 1.0),
        (8.0, 0, 0.5),  # half of it is forgotten
        (16.0, 0, 0.25),
        (None, 1, -0.1),
        (None, 3, -0.3),
        (None, 30, -0.3),  # a few times are enough
    ],
)
def test_having_sat_together_is_forgotten_and_having_helped_is_not(
    weeks: float | None, solved: int, cost: float
) -> None:
    one, other = member(1, interests=frozenset("a")), member(2, interests=frozenset("a"))
    history = History({}, {} if weeks is None else {(1, 2): weeks}, {(1, 2): solved})  # type: ignore[arg-type]
    assert pair_cost(one, other, history, WEIGHTS) == pytest.approx(cost)
    assert pair_cost(other, one, history, WEIGHTS) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [("ab", "ab", 0.0), ("ab", "bc", 0.35 * 2 / 3), ("ab", "cd", 0.35), ("", "", 0.35), ("a", "", 0.35)],
)
def test_the_less_two_have_in_common_the_more_it_costs(one: str, other: str, cost: float) -> None:
    people = member(1, interests=frozenset(one)), member(2, interests=frozenset(other))
    assert pair_cost(*people, History(), WEIGHTS) == pytest.approx(cost)


def test_no_way_costs_more_than_the_longest_and_none_where_nobody_travels() -> None:
    books = frozenset({"books"})
    one = member(1, interests=books, limit_km=10.0)
    other = member(2, POTSDAM, interests=books, limit_km=50.0)
    assert pair_cost(one, other, History(), WEIGHTS) == pytest.approx(0.45)
    stay = replace(one, limit_km=0.0)
    assert pair_cost(stay, member(3, interests=books), History(), WEIGHTS) == pytest.approx(0.0)


def test_everybody_bears_the_mean_of_what_their_neighbours_cost() -> None:
    weights = replace(WEIGHTS, size=0.0, newcomer=0.0)
    worths = [
        circle_worth([member(n, company=0) for n in range(size)], History(), weights) for size in (3, 4, 5)
    ]
    assert worths == pytest.approx([size * (1 - 0.35) for size in (3, 4, 5)])


@pytest.mark.parametrize(("newcomers", "extra"), [(0, 0.0), (1, 0.4), (3, 0.4), (4, 0.0)])
def test_newcomers_and_regulars_are_worth_more_together(newcomers: int, extra: float) -> None:
    circle = [member(number, company=0, is_newcomer=number < newcomers) for number in range(4)]
    assert circle_worth(circle, History(), WEIGHTS) == pytest.approx(4 * (1 - 0.35) + 0.2 + extra)


@pytest.mark.parametrize(
    "changes",
    [
        {"isolation": 1000.0},
        {"distance": 0.0},
        {"wish_share": 0.0},
        {"wish_share": 1.0},
        {"alone_weeks": 0.5},
    ],
)
def test_weights_at_their_bounds_are_weights(changes: dict[str, float]) -> None:
    replace(WEIGHTS, **changes).check()


@pytest.mark.parametrize(
    "changes",
    [
        {"wish_share": 1.1},
        {"wish_share": -0.1},
        {"alone_weeks": 0.0},
        {"repeat_weeks": 0.0},
        {"size": 1000.1},
    ],
)
def test_weights_beyond_their_bounds_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(Refusal):
        replace(WEIGHTS, **changes).check()
