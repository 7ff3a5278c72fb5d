"""Circles: what one is worth, the hard rules, and the best seating against brute force."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import simple_ways
from domain.circles import matching as matching_module
from domain.circles.graph import MOST_NEIGHBOURS, build_graph
from domain.circles.hard_rules import broken_rules
from domain.circles.matching import match
from domain.circles.matching_result import LeftOverReason, MatchedCircle, Matching
from domain.circles.member import History, Member, avoided_pairs, pair
from domain.circles.welfare import Weights, circle_worth, pair_cost, seat_worth
from domain.cities import Point, distance_km
from domain.errors import Refusal
from domain.free_times import PARTS, SLOTS, parse_free_times, part_of_day, union
from tests.domain.people import (
    BERLIN,
    FRIDAY,
    HAMBURG,
    POTSDAM,
    TUESDAY,
    WEIGHTS,
    community,
    feasible,
    member,
)


def _best(circles: Sequence[tuple[frozenset[int], float]]) -> float:
    """The most that circles which share nobody are worth together, by trying everything."""
    if not circles:
        return 0.0
    (first, worth), rest = circles[0], circles[1:]
    return max(_best(rest), worth + _best([one for one in rest if first.isdisjoint(one[0])]))


def _check(matching: Matching, members: Sequence[Member], history: History) -> None:
    """Whatever the matching says, by the plain rules."""
    by_id = {one.id: one for one in members}
    seated = [id_ for circle in matching.circles for id_ in circle.member_ids]
    assert len(seated) == len(set(seated))
    assert set(seated) | set(matching.left_over) == set(by_id)
    assert not set(seated) & set(matching.left_over)
    for circle in matching.circles:
        sitting = [by_id[id_] for id_ in circle.member_ids]
        if circle.is_online:
            assert all(one.is_online for one in sitting)
            sitting = [one.as_online() for one in sitting]
        assert broken_rules(sitting, history) == []
        assert circle.worth == pytest.approx(circle_worth(sitting, history, WEIGHTS))
    assert matching.worth <= matching.bound + 1e-6


# What a circle is worth.


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


# The hard rules.


@pytest.mark.parametrize(("size", "sizes"), [(2, []), (3, [3]), (4, [4]), (5, [5]), (6, [3, 3]), (9, [4, 5])])
def test_a_circle_has_three_to_five_members(size: int, sizes: list[int]) -> None:
    people = [member(number) for number in range(1, size + 1)]
    is_circle = size in {3, 4, 5}
    assert broken_rules(people, History()) == ([] if is_circle else [f"{size} members"])
    circles = match(people, History(), WEIGHTS, Random(1)).circles
    assert sorted(len(circle.member_ids) for circle in circles) == sizes


def test_nobody_sits_twice_in_a_circle() -> None:
    assert broken_rules([member(1), member(1), member(2)], History()) == ["somebody twice"]


@pytest.mark.parametrize(
    ("hours", "starts"),
    [
        ("tue 10-12", [10.0]),
        ("tue 10-11:30", []),
        ("tue 10-13", [10.0, 10.5, 11.0]),
        ("tue 10-12, tue 12:30-14", [10.0]),  # half an hour between is no part of a meeting
        ("tue 22-24, wed 0-2", [22.0, 22.5, 23.0, 23.5, 24.0]),  # midnight is a time like others
        ("sun 22-24, mon 0-1", [22.0]),  # but the week ends with Sunday
    ],
)
def test_a_meeting_begins_where_two_hours_are_free(hours: str, starts: list[float]) -> None:
    bits = member(1, free=parse_free_times(hours)).starts
    day = 6 if hours.startswith("sun") else 1
    assert [slot / 2 - 24 * day for slot in range(SLOTS) if bits >> slot & 1] == starts


def test_online_no_way_is_too_long_and_being_awake_is_enough() -> None:
    far = member(1, HAMBURG, awake=FRIDAY).as_online()
    assert (far.limit_km, far.free) == (math.inf, FRIDAY)
    assert member(1).as_online().free == 0


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"centre": HAMBURG}, "km apart"),
        ({"free": FRIDAY}, "two hours"),
        ({"free": part_of_day(1, "morning") & (part_of_day(1, "morning") >> 13)}, "two hours"),
        ({"languages": 2}, "language"),
        ({"limit_km": 0.0, "centre": POTSDAM}, "km apart"),
    ],
)
def test_each_hard_rule_is_seen_and_kept(changes: dict[str, object], rule: str) -> None:
    people = [member(1), member(2), replace(member(3), **changes)]  # type: ignore[arg-type]
    assert any(rule in wrong for wrong in broken_rules(people, History()))
    assert match(people, History(), WEIGHTS, Random(1)).circles == []


def test_two_who_avoid_each_other_never_sit_together_whoever_of_them_it_was() -> None:
    people = [member(number) for number in range(1, 5)]
    for rows in ([(1, 2)], [(2, 1)], [(1, 2), (2, 1)]):
        history = History(avoided=avoided_pairs(rows))
        (circle,) = match(people, history, WEIGHTS, Random(1)).circles
        assert len(circle.member_ids) == 3
        assert not {1, 2} <= set(circle.member_ids)
    everybody = History(avoided=frozenset(pair(a, b) for a, b in combinations(range(1, 5), 2)))
    assert match(people, everybody, WEIGHTS, Random(1)).circles == []


def test_a_hair_above_the_limit_is_rounding_and_more_is_too_far() -> None:
    way = distance_km(BERLIN, POTSDAM)
    for limit_km, may_meet in ((way, True), (way - 0.001, True), (way - 0.01, False)):
        people = [member(1), member(2), member(3, POTSDAM, limit_km=limit_km)]
        assert (broken_rules(people, History()) == []) is may_meet
        assert bool(match(people, History(), WEIGHTS, Random(1)).circles) is may_meet


# The best seating.


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(3, 9))
def test_small_communities_are_seated_as_well_as_can_be(seed: int, count: int) -> None:
    members = [replace(one, is_online=False) for one in community(count, seed, spread=0.6)]
    random = Random(seed)
    names = [pair(*random.sample(range(1, count + 1), 2)) for _ in range(4)]
    history = History(frozenset(names[:1]), {names[1]: 2.0, names[2]: 10.0}, {names[3]: 2})
    matching = match(members, history, WEIGHTS, Random(1))
    _check(matching, members, history)
    circles = [
        (frozenset(one.id for one in circle), circle_worth(circle, history, WEIGHTS))
        for circle in feasible(members, history)
    ]
    assert matching.worth == pytest.approx(_best(sorted(circles, key=lambda one: -one[1])), abs=1e-6)
    assert matching.gap == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", [one.name for one in fields(Weights) if one.name != "wish_share"])
def test_a_weight_of_a_thousand_is_a_weight_like_others(name: str) -> None:
    weights = replace(WEIGHTS, **{name: 1000.0})
    members = [replace(one, is_online=False) for one in community(9, seed=11, spread=0.4)]
    history = History(weeks_apart={(1, 2): 2.0, (3, 4): 4.0}, solved_together={(2, 3): 2, (5, 6): 3})
    matching = match(members, history, weights, Random(1))
    worths = [
        (frozenset(one.id for one in circle), circle_worth(circle, history, weights))
        for circle in feasible(members, history)
    ]
    best = _best(sorted(worths, key=lambda one: -one[1]))
    costs_more_than_it_gives = name in {"distance", "interests"}  # then nobody is seated
    assert (best == 0) is costs_more_than_it_gives
    assert matching.worth == pytest.approx(best)
    assert matching.bound == pytest.approx(best)


@pytest.mark.parametrize("count", [30, 60, 120])
def test_larger_ones_keep_the_rules_and_know_how_good_they_are(count: int) -> None:
    members = community(count, seed=count)
    matching = match(members, History(), WEIGHTS, Random(1))
    _check(matching, members, History())
    assert matching.gap <= 0.001
    greedy = simple_ways.best_first(members, History(), WEIGHTS)
    assert matching.worth >= sum(circle_worth(circle, History(), WEIGHTS) for circle in greedy) - 1e-9


def test_the_same_seed_gives_the_same_circles_in_whatever_order_members_come() -> None:
    members = community(80, seed=3)
    first = match(members, History(), WEIGHTS, Random(5))
    shuffled = Random(1).sample(members, len(members))
    assert match(shuffled, History(), WEIGHTS, Random(5)) == first


def test_parts_that_are_cut_are_seated_nearly_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    members = [replace(one, is_online=False) for one in community(160, seed=3, spread=0.8)]
    whole = match(members, History(), WEIGHTS, Random(1))
    monkeypatch.setattr(matching_module, "_LARGEST", 40)
    by_blocks = match(members, History(), WEIGHTS, Random(1))
    _check(by_blocks, members, History())
    assert by_blocks.worth >= 0.97 * whole.worth
    assert by_blocks.bound >= whole.worth - 1e-6


def test_how_good_an_answer_is_at_least() -> None:
    found = Matching([MatchedCircle((1, 2, 3), 3.0), MatchedCircle((4, 5, 6), 5.0)], bound=10.0)
    assert found.worth == 8.0
    assert found.gap == pytest.approx(0.2)
    assert replace(found, bound=8.0).gap == 0.0
    assert replace(found, bound=7.9).gap == 0.0  # a bound that is off by rounding is no negative gap
    assert Matching([]).gap == 0.0
    assert replace(found, bound=0.5).gap == 0.0
    assert Matching([], bound=0.5).gap == 1.0


def test_those_who_have_waited_longest_are_seated_first() -> None:
    people = [member(number) for number in range(1, 6)] + [member(6, left_over=1), member(7, left_over=1)]
    strangers = History(avoided=frozenset({(6, 7)} | {(number, 8) for number in range(1, 8)}))
    left = match([*people, member(8)], strangers, WEIGHTS, Random(1)).left_over
    assert 6 not in left
    assert 7 not in left
    assert 8 in left


def test_what_a_member_hears_does_not_tell_that_somebody_avoids_them() -> None:
    people = [member(number) for number in range(1, 5)]
    avoided = History(avoided=frozenset({(1, 4), (2, 4), (3, 4)}))
    shunned = match(people, avoided, WEIGHTS, Random(1))
    assert [circle.member_ids for circle in shunned.circles] == [(1, 2, 3)]
    assert shunned.left_over == {4: LeftOverReason.TAKEN}  # as if all the others had been asked before


# What goes wrong.


def _stopping_after(calls: int) -> Iterator[bool]:
    yield from [False] * calls
    while True:
        yield True


@pytest.mark.parametrize("calls", [0, 1, 3, 10])
def test_a_solver_that_is_told_to_stop_stops_with_what_it_has(calls: int) -> None:
    members = community(120, seed=6)
    asked = _stopping_after(calls)
    matching = match(members, History(), WEIGHTS, Random(1), lambda: next(asked))
    _check(matching, members, History())
    assert matching.circles
    assert 0 < matching.gap < 1


@pytest.mark.parametrize(
    "people",
    [
        [],
        [member(1)],
        [member(1), member(2)],
        [member(number, free=0) for number in range(1, 6)],
        [member(number, languages=0) for number in range(1, 6)],
        [member(number, Point(89.9 - number, number * 72.0)) for number in range(1, 6)],
    ],
)
def test_where_nobody_can_meet_there_is_no_circle_and_everybody_has_a_reason(people: list[Member]) -> None:
    matching = match(people, History(), WEIGHTS, Random(1))
    assert matching.circles == []
    assert set(matching.left_over) == {one.id for one in people}


@pytest.mark.parametrize(
    "centres",
    [
        [Point(0, 179.95), Point(0, -179.95), Point(0.05, 180.0)],  # the date line
        [Point(89.95, 0), Point(89.95, 120), Point(89.95, -120)],  # the north pole
        [Point(-89.95, 10), Point(-89.95, 190), Point(-90, 0)],
        [BERLIN, BERLIN, BERLIN],  # one city, travel 0
    ],
)
def test_the_ends_of_the_map_are_places_like_others(centres: list[Point]) -> None:
    limit = 0.0 if centres[0] == centres[1] else 30.0
    people = [member(number, centre, limit_km=limit) for number, centre in enumerate(centres, start=1)]
    (circle,) = match(people, History(), WEIGHTS, Random(1)).circles
    assert circle.member_ids == (1, 2, 3)


def test_reasons_say_what_was_missing() -> None:
    around = [member(number) for number in range(1, 4)]
    far, busy = member(10, HAMBURG), member(11, free=FRIDAY)
    foreign = member(12, languages=4)
    matching = match([*around, far, busy, foreign], History(), WEIGHTS, Random(1))
    assert matching.left_over == {
        10: LeftOverReason.NOBODY_NEAR,
        11: LeftOverReason.NO_TIME,
        12: LeftOverReason.NO_LANGUAGE,
    }
    # Two near is one too few; two with whom one can meet, though not at the same time, are not enough either.
    pair_alone = match([member(1), member(2)], History(), WEIGHTS, Random(1)).left_over
    assert pair_alone == {1: LeftOverReason.NOBODY_NEAR, 2: LeftOverReason.NOBODY_NEAR}
    torn = [member(1, free=TUESDAY | FRIDAY), member(2), member(3, free=FRIDAY)]
    assert match(torn, History(), WEIGHTS, Random(1)).left_over[1] is LeftOverReason.NO_TIME
    six = [member(number) for number in range(1, 8)]
    five = replace(WEIGHTS, left_over=0.0)
    left = match(
        six, History(avoided=frozenset(pair(7, other) for other in range(1, 6))), five, Random(1)
    ).left_over
    assert set(left.values()) <= {LeftOverReason.TAKEN, LeftOverReason.NO_TIME}


def test_who_has_nobody_near_meets_online_if_they_like() -> None:
    awake = union(part_of_day(day, name) for day in range(7) for name in PARTS)
    scattered = [
        member(number, Point(-60 + 30 * number, 40.0 * number), is_online=True, awake=awake)
        for number in range(1, 4)
    ]
    (circle,) = match(scattered, History(), WEIGHTS, Random(1)).circles
    assert circle.is_online
    shy = [replace(scattered[0], is_online=False), *scattered[1:]]
    assert match(shy, History(), WEIGHTS, Random(1)).circles == []


def test_a_crowd_in_one_city_is_seated_and_nobody_has_too_many_neighbours() -> None:
    crowd = [member(number, interests=frozenset("abcdefgh"[number % 7 :])) for number in range(1, 301)]
    graph = build_graph(crowd, History(), WEIGHTS)
    assert len(graph.parts[0].costs) <= 2 * MOST_NEIGHBOURS * len(crowd)
    matching = match(crowd, History(), WEIGHTS, Random(1))
    _check(matching, crowd, History())
    assert len(matching.left_over) <= 2
