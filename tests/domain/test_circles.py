"""Circles: what one is worth, the hard rules, and the best seating against brute force."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import simple_ways
from domain.circles import matching as matching_module
from domain.circles.blocks import cut
from domain.circles.graph import MOST_NEIGHBOURS, Part, build_graph
from domain.circles.listing import TooManyError, list_circles
from domain.circles.matching import match
from domain.circles.member import History, Member, avoidances, pair
from domain.circles.polish import polish
from domain.circles.program import choose
from domain.circles.relax import relax
from domain.circles.result import Matching, Reason
from domain.circles.rounding import choose_exactly, dive
from domain.circles.rules import broken_rules
from domain.circles.table import Circles, Table
from domain.circles.welfare import Weights, circle_worth, pair_cost, seat_worth
from domain.errors import Refusal
from domain.places import Point
from domain.weektimes import PARTS, part, union

WEIGHTS = Weights()
BERLIN, POTSDAM, HAMBURG = Point(52.52, 13.41), Point(52.4, 13.06), Point(53.55, 10.0)
TUESDAY, FRIDAY = part(1, "morning"), part(4, "evening")


def member(id_: int, centre: Point = BERLIN, **changes: object) -> Member:
    """Somebody in Berlin who is free on Tuesday mornings and speaks the first language."""
    base = Member(id_, centre, 30.0, TUESDAY, 1)
    return replace(base, **changes)  # type: ignore[arg-type]


def community(count: int, seed: int, spread: float = 3.0) -> list[Member]:
    """People around some cities, with what they might say of themselves."""
    random = Random(seed)
    cities = [
        (Point(50 + random.random() * spread, 9 + random.random() * spread), 1 / (n + 1)) for n in range(12)
    ]
    cells = [(day, name) for day in range(7) for name in PARTS]
    return [
        Member(
            id=number,
            centre=random.choices([city for city, _ in cities], [weight for _, weight in cities])[0],
            limit_km=random.choice([5, 20, 50, 100]),
            free=union(part(*cell) for cell in random.sample(cells, random.randint(2, 7))),
            languages=random.choice([1, 1, 1, 2, 3]),
            interests=frozenset(random.sample("abcdefgh", 3)),
            company=random.randint(0, 10),
            weeks_alone=random.choice([0, 3, 12, 40]),
            left_over=random.choice([0, 0, 0, 1]),
            is_newcomer=random.random() < 0.2,
            is_online=random.random() < 0.5,
            awake=union(part(day, name) for day in range(7) for name in PARTS),
        )
        for number in range(1, count + 1)
    ]


def _feasible(members: Sequence[Member], history: History) -> list[tuple[Member, ...]]:
    return [
        circle
        for size in (3, 4, 5)
        for circle in combinations(members, size)
        if not broken_rules(circle, history)
    ]


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


# The hard rules.


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"centre": HAMBURG}, "km apart"),
        ({"free": FRIDAY}, "two hours"),
        ({"free": part(1, "morning") & (part(1, "morning") >> 13)}, "two hours"),
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
        history = History(avoided=avoidances(rows))
        (circle,) = match(people, history, WEIGHTS, Random(1)).circles
        assert len(circle.member_ids) == 3
        assert not {1, 2} <= set(circle.member_ids)
    everybody = History(avoided=frozenset(pair(a, b) for a, b in combinations(range(1, 5), 2)))
    assert match(people, everybody, WEIGHTS, Random(1)).circles == []


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
        for circle in _feasible(members, history)
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
        for circle in _feasible(members, history)
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


def _largest_part(members: Sequence[Member]) -> Part:
    return max(build_graph(members, History(), WEIGHTS).parts, key=lambda one: len(one.members))


def _list_all(table: Table, prices: Sequence[float] | None = None, least: float = -math.inf) -> Circles:
    given = np.zeros(table.count) if prices is None else np.array(prices)
    return list_circles(table, given, least, lambda: False).circles


def test_all_circles_are_listed_and_none_twice() -> None:
    members = [replace(one, is_online=False) for one in community(14, seed=2, spread=0.5)]
    listed = []
    for one in build_graph(members, History(), WEIGHTS).parts:
        for circle, worth in _list_all(Table.of(one, WEIGHTS)):
            sitting = [one.members[i] for i in circle]
            assert worth == pytest.approx(circle_worth(sitting, History(), WEIGHTS))
            listed.append(frozenset(sitter.id for sitter in sitting))
    assert len(listed) == len(set(listed))
    assert set(listed) == {frozenset(one.id for one in circle) for circle in _feasible(members, History())}


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_what_is_worth_its_price_is_listed_and_nothing_else(seed: int) -> None:
    random = Random(seed)
    table = Table.of(_largest_part(community(40, seed, spread=0.5)), WEIGHTS)
    prices = [max(0.0, worth - random.random()) for worth in table.worths.tolist()]
    least = random.choice([-0.3, 0.0, 0.2])
    everything = dict(_list_all(table))
    dear = {
        circle: worth
        for circle, worth in everything.items()
        if worth - sum(prices[i] for i in circle) >= least
    }
    found = dict(_list_all(table, prices, least))
    assert found == pytest.approx(dear)
    owners = np.array([random.random() < 0.5 for _ in prices])
    halves = [
        dict(list_circles(table, np.array(prices), least, lambda: False, owners=some).circles)
        for some in (owners, ~owners)
    ]
    assert halves[0] | halves[1] == pytest.approx(dear)
    assert len(halves[0]) + len(halves[1]) == len(dear)


def test_each_step_keeps_to_the_bound_and_makes_it_no_worse() -> None:
    table = Table.of(_largest_part(community(90, 4, 1.0)), WEIGHTS)
    relaxation = relax(table, lambda: False)
    dived = dive(table, relaxation, lambda: False)
    chosen, bound = choose_exactly(table, relaxation, dived, 10_000, lambda: False)
    polished = polish(table, dived, Random(1), 40, lambda: False)
    everything = dict(_list_all(table))
    for circles in (dived, chosen, polished):
        _check_seating(circles, everything)
        assert dived.worth - 1e-9 <= circles.worth <= relaxation.bound + 1e-9
    assert chosen.worth <= bound + 1e-9 <= relaxation.bound + 2e-9


def _check_seating(circles: Circles, everything: dict[tuple[int, ...], float]) -> None:
    seated = [i for circle, _ in circles for i in circle]
    assert len(seated) == len(set(seated))
    assert all(worth == pytest.approx(everything[circle]) for circle, worth in circles)


def test_a_relaxation_bounds_what_any_choice_is_worth() -> None:
    table = Table.of(_largest_part(community(60, 8, 1.0)), WEIGHTS)
    circles = _list_all(table)
    numbers, is_proven = choose(table.count, circles)
    assert is_proven
    relaxation = relax(table, lambda: False)
    assert circles.take(numbers).worth <= relaxation.bound + 1e-6
    assert relaxation.bound <= table.ceiling() + 1e-9
    assert choose(table.count, Circles.of({}))[0].tolist() == []


def test_parts_that_are_cut_are_seated_nearly_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    members = [replace(one, is_online=False) for one in community(160, seed=3, spread=0.8)]
    whole = match(members, History(), WEIGHTS, Random(1))
    monkeypatch.setattr(matching_module, "_LARGEST", 40)
    by_blocks = match(members, History(), WEIGHTS, Random(1))
    _check(by_blocks, members, History())
    assert by_blocks.worth >= 0.97 * whole.worth
    assert by_blocks.bound >= whole.worth - 1e-6


def test_blocks_are_everybody_once_and_keep_those_together_who_live_together() -> None:
    members = community(200, seed=5)
    blocks = list(cut(members, 30))
    assert sorted(np.concatenate(blocks).tolist()) == list(range(200))
    assert max(len(block) for block in blocks) <= 30
    assert [block.tolist() for block in cut(members, 30, 1 / 3)] != [block.tolist() for block in blocks]
    assert [block.tolist() for block in cut(members[:3], 30)] == [[0, 1, 2]]


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
    assert matching.left_over == {10: Reason.NOBODY_NEAR, 11: Reason.NO_TIME, 12: Reason.NO_LANGUAGE}
    six = [member(number) for number in range(1, 8)]
    five = replace(WEIGHTS, left_over=0.0)
    left = match(
        six, History(avoided=frozenset(pair(7, other) for other in range(1, 6))), five, Random(1)
    ).left_over
    assert set(left.values()) <= {Reason.TAKEN, Reason.NO_TIME}


def test_who_has_nobody_near_meets_online_if_they_like() -> None:
    awake = union(part(day, name) for day in range(7) for name in PARTS)
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


def test_too_many_circles_are_not_listed() -> None:
    crowd = [member(number) for number in range(1, 41)]
    table = Table.of(_largest_part(crowd), WEIGHTS)
    with pytest.raises(TooManyError):
        list_circles(table, np.zeros(table.count), 0.0, lambda: False, most=1000)
