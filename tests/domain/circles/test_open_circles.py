"""Circles with room: who is asked to fill a gap, and which circle another joins as a whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.circles.hard_rules import broken_rules
from domain.circles.member import History, Member
from domain.circles.open_circles import OpenCircle, find_merge
from domain.circles.refill import find_refills
from domain.circles.welfare import circle_worth
from tests.domain.people import FRIDAY, HAMBURG, TUESDAY, WEIGHTS, community, member

BOOKS, CHESS = frozenset({"books"}), frozenset({"chess"})
TWO, THREE = (member(1), member(2)), (member(1), member(2), member(3))


def _asked(gap: OpenCircle, *waiting: Member, history: History | None = None) -> list[int]:
    return find_refills([gap], waiting, history or History(), WEIGHTS).get(gap.circle_id, [])


def test_a_gap_is_filled_up_to_five_with_those_who_fit() -> None:
    waiting = [member(number) for number in range(10, 14)]
    assert len(_asked(OpenCircle(7, THREE), *waiting)) == 2
    assert sorted(_asked(OpenCircle(7, (member(1),)), *waiting)) == [10, 11, 12, 13]
    assert find_refills([OpenCircle(7, THREE)], [], History(), WEIGHTS) == {}
    assert find_refills([], waiting, History(), WEIGHTS) == {}


@pytest.mark.parametrize(
    "changes",
    [{"centre": HAMBURG}, {"free": FRIDAY}, {"languages": 2}, {"limit_km": 0.0, "centre": HAMBURG}],
)
def test_whoever_cannot_meet_those_who_stay_is_not_asked(changes: dict[str, object]) -> None:
    stranger = replace(member(10), **changes)  # type: ignore[arg-type]
    assert _asked(OpenCircle(7, THREE), stranger, member(11)) == [11]
    assert _asked(OpenCircle(7, TWO), stranger) == []


def test_nobody_is_asked_again_in_a_round_or_beside_somebody_they_avoid() -> None:
    assert _asked(OpenCircle(7, THREE, asked=frozenset({10})), member(10)) == []
    avoiding = History(avoided=frozenset({(3, 10)}))
    assert _asked(OpenCircle(7, THREE), member(10), member(11), history=avoiding) == [11]
    strangers = History(avoided=frozenset({(10, 11)}))  # the two who are asked may avoid each other as well
    assert len(_asked(OpenCircle(7, THREE), member(10), member(11), history=strangers)) == 1


def test_an_online_circle_asks_those_who_would_meet_online_wherever_they_live() -> None:
    staying = tuple(member(number, is_online=True, awake=TUESDAY).as_online() for number in (1, 2))
    far = member(10, HAMBURG, free=FRIDAY, is_online=True, awake=TUESDAY)
    assert _asked(OpenCircle(7, staying, is_online=True), far, member(11)) == [10]
    assert _asked(OpenCircle(7, staying), far) == []


def test_whoever_has_waited_longest_is_asked_first_where_there_is_one_seat() -> None:
    four = tuple(member(number) for number in range(1, 5))
    assert _asked(OpenCircle(7, four), member(10), member(11, left_over=1), member(12, company=10)) == [11]
    waiting = [member(number) for number in range(10, 30)]
    needy = member(30, left_over=2)  # found among more than are looked at, also where one alone stays
    assert 30 in _asked(OpenCircle(7, (member(1),)), *waiting, needy)
    assert 30 in _asked(OpenCircle(7, four), *waiting, needy)


def test_nobody_is_asked_where_they_would_make_it_worse() -> None:
    weights = replace(WEIGHTS, isolation=0.0, size=0.0, interests=1000.0)
    bookish = tuple(member(number, interests=BOOKS) for number in range(1, 4))
    assert find_refills([OpenCircle(7, bookish)], [member(10, interests=CHESS)], History(), weights) == {}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_refills_of_two_circles_gain_as_much_as_can_be_gained(seed: int) -> None:
    people = [replace(one, is_online=False) for one in community(9, seed, spread=0.3)]
    history = History()
    gaps = [OpenCircle(1, tuple(people[:2])), OpenCircle(2, tuple(people[2:5]))]
    waiting = people[5:]
    found = find_refills(gaps, waiting, history, WEIGHTS)
    by_id = {one.id: one for one in people}
    asked = [id_ for ids in found.values() for id_ in ids]
    assert len(asked) == len(set(asked))
    best = 0.0
    groups = [tuple(chain.from_iterable(combinations(waiting, size) for size in range(4)))] * 2
    for added in product(*groups):
        if not {one.id for one in added[0]} & {one.id for one in added[1]}:
            gains = [_gain(gap, group, history) for gap, group in zip(gaps, added, strict=True)]
            if None not in gains:
                best = max(best, sum(gain for gain in gains if gain is not None))
    gained = [_gain(gap, tuple(by_id[id_] for id_ in found.get(gap.circle_id, [])), history) for gap in gaps]
    assert sum(gain for gain in gained if gain is not None) == pytest.approx(best)


def _gain(gap: OpenCircle, added: tuple[Member, ...], history: History) -> float | None:
    """How much a circle gains by these; None where it may not meet with them."""
    if not added:
        return 0.0
    circle = (*gap.staying, *added)
    if broken_rules(circle, history):
        return None
    before = circle_worth(gap.staying, history, WEIGHTS) if len(gap.staying) >= 3 else 0.0
    return circle_worth(circle, history, WEIGHTS) - before


def test_a_circle_joins_the_one_it_suits_best_of_those_with_room_for_all() -> None:
    bookish = [member(number, interests=BOOKS) for number in (1, 2)]
    readers = [member(number, interests=BOOKS) for number in (11, 12)]
    players = [member(number, interests=CHESS) for number in (21, 22, 23)]
    crowd = [member(number, interests=BOOKS) for number in (31, 32, 33, 34)]
    others = {2: players, 3: crowd}
    assert find_merge(bookish, others, History(), WEIGHTS) == 2  # five at the most
    calm = replace(WEIGHTS, isolation=0.0, interests=100.0)
    assert find_merge(bookish, {1: readers, **others}, History(), calm) == 1
    twins = {number: [member(number + 50), member(number + 60)] for number in (5, 4)}
    assert find_merge(bookish, twins, History(), WEIGHTS) == 5  # alike: always the same one
    assert find_merge(bookish, dict(reversed(twins.items())), History(), WEIGHTS) == 5
    avoided = History(avoided=frozenset({(1, 21)}))
    assert find_merge(bookish, others, avoided, WEIGHTS) is None
    assert find_merge(bookish, {}, History(), WEIGHTS) is None


@pytest.mark.parametrize("changes", [{"centre": HAMBURG}, {"free": FRIDAY}, {"languages": 2}])
def test_a_crowd_of_those_who_cannot_meet_hides_nobody_who_can(changes: dict[str, object]) -> None:
    crowd = [replace(member(number, left_over=9), **changes) for number in range(10, 40)]  # type: ignore[arg-type]
    for staying in (TWO, THREE):
        assert _asked(OpenCircle(7, staying), *crowd, member(50)) == [50]


def test_whoever_could_fill_two_gaps_fills_the_one_that_gains_more() -> None:
    two = (member(4), member(5))
    assert find_refills([OpenCircle(7, THREE), OpenCircle(8, two)], [member(10)], History(), WEIGHTS) == {
        8: [10]
    }
    assert find_refills([OpenCircle(8, two), OpenCircle(7, THREE)], [member(10)], History(), WEIGHTS) == {
        8: [10]
    }


def test_a_small_gain_is_a_gain() -> None:
    content = tuple(member(number, company=0) for number in (1, 2, 3))
    assert _asked(OpenCircle(7, content), member(10, company=0)) == [10]
