"""Refills: whom to ask in place of those who did not come, by the same welfare as a matching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import combinations

from domain.circles.arrays import CircleArrays
from domain.circles.hard_rules import broken_rules
from domain.circles.linear_program import solve_integer_program
from domain.circles.member import LARGEST, SMALLEST, History, Member
from domain.circles.open_circles import OpenCircle
from domain.circles.welfare import Weights, circle_worth

_MOST_CANDIDATES = 12  # for one circle: those who look best; they make 793 groups of one to four
_MOST_ADDITIONS = 60  # for one circle: the best of these groups


def find_refills(
    gaps: Sequence[OpenCircle], waiting: Sequence[Member], history: History, weights: Weights
) -> dict[int, list[int]]:
    """Returns the ids of the members to ask, by circle id, so that all gain most. Nobody is asked for two."""
    place = {member.id: len(gaps) + number for number, member in enumerate(waiting)}
    gains: dict[tuple[int, ...], float] = {}
    for number, gap in enumerate(gaps):
        additions = _list_additions(gap, waiting, history, weights)
        for gain, added in nlargest(_MOST_ADDITIONS, additions, key=lambda one: one[0]):
            gains[(number, *(place[member.id] for member in added))] = gain
    ids = {number: member_id for member_id, number in place.items()}
    chosen, _ = solve_integer_program(len(gaps) + len(waiting), CircleArrays.of(gains))
    filled = [list(gains)[number] for number in chosen.tolist()]
    return {gaps[first].circle_id: [ids[number] for number in added] for first, *added in filled}


def _list_additions(
    gap: OpenCircle, waiting: Sequence[Member], history: History, weights: Weights
) -> Iterable[tuple[float, tuple[Member, ...]]]:
    """Yields each group of members that makes the circle better, with how much it gains by them."""
    before = circle_worth(gap.staying, history, weights) if len(gap.staying) >= SMALLEST else 0.0
    candidates = [member for member in waiting if member.id not in gap.asked]
    if gap.is_online:
        candidates = [member.as_online() for member in candidates if member.is_online]
    fitting = [member for member in candidates if _fits(gap.staying, member, history)]
    fitting.sort(key=lambda member: (-_likeliness(gap.staying, member, history, weights), member.id))
    for count in range(1, LARGEST - len(gap.staying) + 1):
        for added in combinations(fitting[:_MOST_CANDIDATES], count):
            circle = (*gap.staying, *added)
            if len(circle) >= SMALLEST and not broken_rules(circle, history):
                gain = circle_worth(circle, history, weights) - before
                if gain > 0:
                    yield gain, added


def _fits(staying: Sequence[Member], member: Member, history: History) -> bool:
    """Returns whether the member breaks no rule with those who stay, apart from how many they are."""
    if not all(one.starts & member.starts and one.languages & member.languages for one in staying):
        return False
    return not [rule for rule in broken_rules((*staying, member), history) if not rule.endswith(" members")]


def _likeliness(staying: Sequence[Member], member: Member, history: History, weights: Weights) -> float:
    """Returns what a candidate is ranked by: the circle's worth, or the candidate's need where one stays."""
    if len(staying) >= SMALLEST - 1:
        return circle_worth((*staying[: LARGEST - 1], member), history, weights)
    return weights.left_over * member.left_over + member.company
