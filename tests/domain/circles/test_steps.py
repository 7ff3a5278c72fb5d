"""The steps of matching, each by itself: listing, relaxing, rounding, polishing, cutting."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import combinations
from operator import and_
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.circles.arrays import CircleArrays, MemberArrays
from domain.circles.blocks import cut_into_blocks
from domain.circles.enumeration import OutOfTimeError, TooManyCirclesError, enumerate_circles
from domain.circles.graph import Subgraph, build_graph
from domain.circles.linear_program import LinearProgram, solve_integer_program
from domain.circles.member import History, Member
from domain.circles.polish import polish
from domain.circles.pool_tasks import ExcessTask, MatchTask, PolishTask, count_excess, match_part, polish_part
from domain.circles.relaxation import relax
from domain.circles.rounding import choose_exactly, dive
from domain.circles.welfare import circle_worth, pair_cost
from domain.cities import Point
from domain.free_times import SLOTS
from tests.domain.people import TUESDAY, WEIGHTS, community, feasible, member


def _largest_part(members: Sequence[Member]) -> Subgraph:
    return max(build_graph(members, History(), WEIGHTS).parts, key=lambda one: len(one.members))


def _list_all(
    table: MemberArrays, prices: Sequence[float] | None = None, least: float = -math.inf
) -> CircleArrays:
    given = np.zeros(table.count) if prices is None else np.array(prices)
    return enumerate_circles(table, given, least, lambda: False).circles


def test_all_circles_are_listed_and_none_twice() -> None:
    members = [replace(one, is_online=False) for one in community(14, seed=2, spread=0.5)]
    listed = []
    for one in build_graph(members, History(), WEIGHTS).parts:
        for circle, worth in _list_all(MemberArrays.of(one, WEIGHTS)):
            sitting = [one.members[i] for i in circle]
            assert worth == pytest.approx(circle_worth(sitting, History(), WEIGHTS))
            listed.append(frozenset(sitter.id for sitter in sitting))
    assert len(listed) == len(set(listed))
    assert set(listed) == {frozenset(one.id for one in circle) for circle in feasible(members, History())}


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_what_is_worth_its_price_is_listed_and_nothing_else(seed: int) -> None:
    random = Random(seed)
    table = MemberArrays.of(_largest_part(community(40, seed, spread=0.5)), WEIGHTS)
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
        dict(enumerate_circles(table, np.array(prices), least, lambda: False, owners=some).circles)
        for some in (owners, ~owners)
    ]
    assert halves[0] | halves[1] == pytest.approx(dear)
    assert len(halves[0]) + len(halves[1]) == len(dear)


def test_each_step_keeps_to_the_bound_and_makes_it_no_worse() -> None:
    table = MemberArrays.of(_largest_part(community(90, 4, 1.0)), WEIGHTS)
    relaxation = relax(table, lambda: False)
    dived = dive(table, relaxation, lambda: False)
    chosen, bound = choose_exactly(table, relaxation, dived, 10_000, lambda: False)
    polished = polish(table, dived, Random(1), 40, lambda: False)
    everything = dict(_list_all(table))
    for circles in (dived, chosen, polished):
        _check_seating(circles, everything)
        assert dived.worth - 1e-9 <= circles.worth <= relaxation.bound + 1e-9
    assert chosen.worth <= bound + 1e-9 <= relaxation.bound + 2e-9


def _check_seating(circles: CircleArrays, everything: dict[tuple[int, ...], float]) -> None:
    seated = [i for circle, _ in circles for i in circle]
    assert len(seated) == len(set(seated))
    assert all(worth == pytest.approx(everything[circle]) for circle, worth in circles)


def test_a_relaxation_bounds_what_any_choice_is_worth() -> None:
    table = MemberArrays.of(_largest_part(community(60, 8, 1.0)), WEIGHTS)
    circles = _list_all(table)
    numbers, is_proven = solve_integer_program(table.count, circles)
    assert is_proven
    relaxation = relax(table, lambda: False)
    assert circles.take(numbers).worth <= relaxation.bound + 1e-6
    assert relaxation.bound <= table.upper_bound() + 1e-9
    assert solve_integer_program(table.count, CircleArrays.of({}))[0].tolist() == []


def test_blocks_are_everybody_once_and_keep_those_together_who_live_together() -> None:
    members = community(200, seed=5)
    blocks = list(cut_into_blocks(members, 30))
    assert sorted(np.concatenate(blocks).tolist()) == list(range(200))
    assert max(len(block) for block in blocks) <= 30
    assert [block.tolist() for block in cut_into_blocks(members, 30, 1 / 3)] != [
        block.tolist() for block in blocks
    ]
    assert [block.tolist() for block in cut_into_blocks(members[:3], 30)] == [[0, 1, 2]]


def test_too_many_circles_are_not_listed() -> None:
    crowd = [member(number) for number in range(1, 41)]
    table = MemberArrays.of(_largest_part(crowd), WEIGHTS)
    with pytest.raises(TooManyCirclesError):
        enumerate_circles(table, np.zeros(table.count), 0.0, lambda: False, most=1000)


def test_the_cheapest_neighbour_is_the_least_of_a_row_and_neighbours_have_each_other() -> None:
    part = _largest_part(community(60, 3, 0.6))
    rows = [part.neighbours_of(i) for i in range(len(part.members))]
    assert part.cheapest.tolist() == [min(costs.tolist()) for _, costs in rows]
    cost = {
        (i, j): c for i, row in enumerate(rows) for j, c in zip(*map(np.ndarray.tolist, row), strict=True)
    }
    assert all(cost[j, i] == c for (i, j), c in cost.items())
    for (i, j), c in list(cost.items())[::7]:
        assert c == pytest.approx(pair_cost(part.members[i], part.members[j], History(), WEIGHTS))


def test_some_of_a_part_keep_what_they_are_to_each_other() -> None:
    part = _largest_part(community(60, 3, 0.6))
    some = np.array([7, 2, 11, 5, 3])
    fewer = part.subgraph(some)
    assert [one.id for one in fewer.members] == [part.members[i].id for i in some.tolist()]
    assert fewer.worths.tolist() == part.worths[some].tolist()
    wanted = MemberArrays.of(part, WEIGHTS).select(some)
    assert np.array_equal(MemberArrays.of(fewer, WEIGHTS).costs, wanted.costs)
    assert np.isfinite(wanted.costs).any()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_no_seating_gains_more_above_its_prices_than_a_listing_says(seed: int) -> None:
    random = Random(seed)
    table = MemberArrays.of(_largest_part(community(30, seed, spread=0.5)), WEIGHTS)
    prices = np.array([max(0.0, worth - random.random()) for worth in table.worths.tolist()])
    listing = enumerate_circles(table, prices, 0.0, lambda: False)
    circles = listing.circles
    above = CircleArrays(circles.members, circles.worths - circles.sum_of(prices))
    chosen, _ = solve_integer_program(table.count, above)
    assert above.take(chosen).worth <= listing.excess + 1e-9
    few = enumerate_circles(table, prices, 0.0, lambda: False, most_each=1)
    assert few.excess == pytest.approx(listing.excess)  # those that are not kept are counted all the same


def test_of_each_owners_circles_only_the_best_of_each_size_are_kept() -> None:
    crowd = [member(number, interests=frozenset("abcdef"[number % 5 :])) for number in range(1, 13)]
    table = MemberArrays.of(_largest_part(crowd), WEIGHTS)
    prices = np.zeros(table.count)
    everything = enumerate_circles(table, prices, 0.0, lambda: False).circles
    kept = enumerate_circles(table, prices, 0.0, lambda: False, most_each=2).circles
    assert dict(kept).items() <= dict(everything).items()
    assert len(everything) > 1000
    sizes = Counter(len(circle) for circle, _ in kept)
    assert all(table.count / 2 < count <= 2 * table.count for count in sizes.values())
    for size in (3, 4, 5):
        best = max(worth for circle, worth in everything if len(circle) == size)
        assert best == pytest.approx(max(worth for circle, worth in kept if len(circle) == size))
    narrow = enumerate_circles(table, prices, 0.0, lambda: False, width=3).circles
    assert dict(narrow).items() <= dict(everything).items()
    assert 0 < len(narrow) <= table.count * (3 + 3 + 1) < len(everything)


def test_a_listing_stops_when_it_is_told_to() -> None:
    table = MemberArrays.of(_largest_part(community(60, 8, 1.0)), WEIGHTS)
    with pytest.raises(OutOfTimeError):
        enumerate_circles(table, np.zeros(table.count), 0.0, lambda: True)


@pytest.mark.parametrize("seed", [1, 2])
def test_polishing_seats_those_who_were_left_over_and_never_makes_it_worse(seed: int) -> None:
    table = MemberArrays.of(_largest_part(community(32, seed, 0.5)), WEIGHTS)
    everything = dict(_list_all(table))
    worst = dict(sorted(everything.items(), key=lambda one: one[1])[:1])
    bound = relax(table, lambda: False).bound
    for begun in (CircleArrays.of({}), CircleArrays.of(worst)):
        polished = begun
        for rounds in (2, 10, 30):
            before, polished = polished, polish(table, polished, Random(seed), rounds, lambda: False)
            _check_seating(polished, everything)
            assert polished.worth >= before.worth - 1e-9
        assert polished.worth >= 0.97 * bound
    assert dict(polish(table, CircleArrays.of(worst), Random(1), 50, lambda: True)) == worst


def test_what_is_settled_stays_and_a_dearer_choice_is_found_among_whole_circles() -> None:
    circles = CircleArrays.of({(0, 1, 2): 3.0, (2, 3, 4): 3.1, (3, 4, 5): 2.0, (0, 1, 5): 2.5})
    program = LinearProgram(6, circles)
    values, prices = program.solve()
    assert program.worth == pytest.approx(5.6)
    assert values.round().tolist() == [0, 1, 0, 1]
    assert circles.sum_of(prices).max() >= 3.1 - 1e-9
    program.fix(np.array([0]))
    values, _ = program.solve()
    assert values.round().tolist() == [1, 0, 1, 0]
    assert program.worth == pytest.approx(5.0)


def test_where_circles_are_best_in_part_the_best_whole_ones_are_chosen() -> None:
    # Any two of these share somebody: half of each is worth 4.5, one of them 3.1.
    odd = CircleArrays.of({(0, 1, 2): 3.0, (2, 3, 4): 3.1, (0, 4, 5): 2.9})
    values, _ = LinearProgram(6, odd).solve()
    assert values.tolist() == pytest.approx([0.5] * 3)
    for known in ([], [0], [2]):
        chosen, is_proven = solve_integer_program(6, odd, np.array(known, dtype=np.int64))
        assert (chosen.tolist(), is_proven) == ([1], True)


def test_circles_are_rows_of_places_and_what_they_are_worth() -> None:
    circles = CircleArrays.of({(0, 1, 2): 3.0, (0, 1, 2, 3, 4): 5.0})
    assert circles.members.tolist() == [[0, 1, 2, -1, -1], [0, 1, 2, 3, 4]]
    assert circles.sum_of(np.array([1.0, 2.0, 4.0, 8.0, 16.0])).tolist() == [7.0, 31.0]
    assert (len(circles), circles.worth) == (2, 8.0)
    assert dict(CircleArrays.join([circles.take(np.array([1])), circles.take(np.array([0]))])) == dict(
        circles
    )
    assert len(CircleArrays.join([])) == 0


def test_blocks_are_cut_across_where_people_live_furthest_apart() -> None:
    west = [member(number, Point(52.0, 8.0 + number / 100)) for number in range(20)]
    east = [member(number, Point(52.5, 14.0 + number / 100)) for number in range(20, 40)]
    blocks = [block.tolist() for block in cut_into_blocks([*west, *east], 20)]
    assert blocks == [list(range(20)), list(range(20, 40))]
    assert [len(block) for block in cut_into_blocks(west, 10, 1 / 3)] == [6, 7, 7]
    assert [len(block) for block in cut_into_blocks(west, 20)] == [20]
    assert [block.tolist() for block in cut_into_blocks([member(number) for number in range(4)], 2)] == [
        [0, 1],
        [2, 3],
    ]


@pytest.mark.parametrize(("count", "seed", "share"), [(40, 2, 1e-6), (60, 8, 1e-6), (80, 5, 2e-3)])
def test_the_bound_is_as_near_to_the_best_in_part_as_it_promises(count: int, seed: int, share: float) -> None:
    table = MemberArrays.of(_largest_part(community(count, seed, 0.7)), WEIGHTS)
    circles = _list_all(table)
    program = LinearProgram(table.count, circles)
    program.solve()
    relaxation = relax(table, lambda: False)
    assert program.worth - 1e-6 <= relaxation.bound <= program.worth * (1 + share) + 1e-6
    # Whatever seating has a circle that lacks something to its price lacks as much to the bound.
    lacks = circles.sum_of(relaxation.prices) - circles.worths
    for number in np.argsort(lacks)[:: max(1, len(lacks) // 5)].tolist():
        forced = LinearProgram(table.count, circles)
        forced.fix(np.array([number]))
        forced.solve()
        assert forced.worth <= relaxation.bound - lacks[number] + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_what_is_called_proven_is_the_best_there_is_however_poor_the_beginning(seed: int) -> None:
    table = MemberArrays.of(_largest_part(community(26, seed, 0.5)), WEIGHTS)
    everything = _list_all(table)
    numbers, is_proven = solve_integer_program(table.count, everything)
    assert is_proven
    best = everything.take(numbers).worth
    relaxation = relax(table, lambda: False)
    poor = CircleArrays.of(dict(sorted(everything, key=lambda one: one[1])[:1]))
    for known in (CircleArrays.of({}), poor, dive(table, relaxation, lambda: False)):
        found, bound = choose_exactly(table, relaxation, known, 100_000, lambda: False)
        _check_seating(found, dict(everything))
        assert found.worth == pytest.approx(best)
        assert bound == pytest.approx(best)
    kept, bound = choose_exactly(table, relaxation, poor, 0, lambda: False)  # too many to choose from
    assert dict(kept) == dict(poor)
    assert bound == relaxation.bound


def test_a_job_of_polishing_makes_poor_circles_good_ones() -> None:
    part = _largest_part(community(40, 4, 0.6))
    everything = dict(_list_all(MemberArrays.of(part, WEIGHTS)))
    poor = CircleArrays.of(dict(sorted(everything.items(), key=lambda one: one[1])[:1]))
    seated = match_part(MatchTask(part, WEIGHTS, 1, 1.0, lambda: False))
    _check_seating(seated.circles, everything)
    assert seated.circles.worth <= seated.bound + 1e-9
    polished = polish_part(PolishTask(part, WEIGHTS, poor, 1, 1.0, lambda: False))
    _check_seating(polished, everything)
    assert polished.worth >= 0.9 * seated.circles.worth
    assert dict(polish_part(PolishTask(part, WEIGHTS, poor, 1, 0.0, lambda: False))) == dict(poor)


@pytest.mark.parametrize("seed", range(3))
def test_what_all_owners_may_gain_bounds_what_can_be_gained(seed: int) -> None:
    part = _largest_part(community(40, seed, 0.6))
    table = MemberArrays.of(part, WEIGHTS)
    prices = match_part(MatchTask(part, WEIGHTS, 1, 1.0, lambda: False)).prices * 0.9
    circles = _list_all(table)
    best = circles.take(solve_integer_program(table.count, circles)[0]).worth
    half = np.arange(table.count) % 2 == 0
    jobs = [ExcessTask(part, WEIGHTS, prices, owners, lambda: False) for owners in (half, ~half)]
    bound = float(prices.sum()) + sum(count_excess(job) for job in jobs)
    assert best <= bound + 1e-9 < table.upper_bound() + prices.sum()
    assert count_excess(ExcessTask(part, WEIGHTS, prices, half, lambda: True)) == table.upper_bound()
    # Circles that are worth less than a hundredth more are not listed: every three owners may have one.
    listed = enumerate_circles(table, prices, 0.01, lambda: False, owners=half).excess
    assert count_excess(jobs[0]) == pytest.approx(listed + 0.01 * int(half.sum()) / 3)


def test_the_rough_bound_gives_everybody_their_cheapest_neighbour_and_the_best_of_sizes() -> None:
    people = [member(number, company=0, interests=frozenset("a")) for number in range(1, 4)]
    table = MemberArrays.of(_largest_part(people), WEIGHTS)
    # Nobody costs anything; of what a circle is worth beside its seats, four share 0.2 and all have 0.1 each.
    assert table.upper_bound() == pytest.approx(3 * (1 + 0.2 / 4 + 0.1))
    assert table.bonus(3) == 0.0
    assert table.bonus(4) == pytest.approx(0.2)
    mixed = MemberArrays.of(_largest_part([*people[:2], replace(people[2], is_newcomer=True)]), WEIGHTS)
    assert mixed.bonus(3) == pytest.approx(0.3)
    assert mixed.bonus(5) == pytest.approx(0.2 + 0.5)
    dear = replace(WEIGHTS, interests=10.0)  # whoever costs more than they are worth stays at home
    strangers = [replace(one, interests=frozenset({str(one.id)})) for one in people]
    part = max(build_graph(strangers, History(), dear).parts, key=lambda one: len(one.members))
    assert MemberArrays.of(part, dear).upper_bound() == 0.0


def test_common_hours_are_told_from_fewer_bits_than_there_are_hours() -> None:
    random = Random(7)
    people = [
        member(number, free=sum(0b11111 << random.randrange(SLOTS - 5) for _ in range(1 + number)))
        for number in range(20)
    ]
    people += [member(30, free=TUESDAY), member(31, free=TUESDAY), member(32, free=0)]
    nobody = np.zeros(0, dtype=np.int64)
    first = np.zeros(len(people) + 1, dtype=np.int64)  # no neighbours: only hours matter here
    table = MemberArrays.of(Subgraph(people, np.ones(len(people)), first, nobody, np.zeros(0)), WEIGHTS)
    assert 1 < table.starts.shape[1] < 6  # more than a word, and less than 336 bits take
    for circle in [*combinations(range(len(people)), 2), *combinations(range(0, len(people), 2), 3)]:
        together = np.bitwise_and.reduce(table.starts[list(circle)], axis=0)
        wanted = reduce(and_, (people[i].starts for i in circle))
        assert bool(together.any()) is bool(wanted), circle
