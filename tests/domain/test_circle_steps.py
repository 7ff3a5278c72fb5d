"""The steps of matching, each by itself: listing, relaxing, rounding, polishing, cutting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.circles.arrays import CircleArrays, MemberArrays
from domain.circles.blocks import cut_into_blocks
from domain.circles.enumeration import TooManyCirclesError, enumerate_circles
from domain.circles.graph import Subgraph, build_graph
from domain.circles.linear_program import solve_integer_program
from domain.circles.member import History, Member
from domain.circles.polish import polish
from domain.circles.relaxation import relax
from domain.circles.rounding import choose_exactly, dive
from domain.circles.welfare import circle_worth
from tests.domain.people import WEIGHTS, community, feasible, member


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
