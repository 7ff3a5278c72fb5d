"""From members to circles: part by part, exactly where that can be, and with how good the answer is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

from domain.circles.exact import TooManyError, list_circles, solve
from domain.circles.graph import Part, build_graph, why_left_over
from domain.circles.member import History, Member
from domain.circles.polish import polish
from domain.circles.result import Matched, Matching
from domain.circles.search import Seating, improve, seat_greedily
from domain.circles.welfare import Weights

_MOST_CIRCLES, _FEWEST_CIRCLES = 60_000, 3_000  # of a part that are looked at one by one
_STEPS_A_MEMBER = 150
_POLISH_ROUNDS = 37  # for each square root of a member, of parts that have more circles than that
_MOST_POLISH_ROUNDS = 3_000
_MANY_MEMBERS = 1_000  # with more, fewer circles are looked at, so that the time grows with the members
_EXACT_SECONDS = 10.0


def match(
    members: Sequence[Member],
    history: History,
    weights: Weights,
    random: Random,
    must_stop: Callable[[], bool] = lambda: False,
) -> Matching:
    """Circles of members who can meet; then online ones of those who want that and have nobody.

    The same members and seed give the same circles. `must_stop` is asked often: when it says so, the best
    that is known is returned. Raises Refusal for weights that are none.
    """
    weights.check()
    local = _match(members, history, weights, random, must_stop)
    alone = [member for member in members if member.is_online and member.id in local.left_over]
    if len(alone) < 3:
        return local
    far = _match([member.as_online() for member in alone], history, weights, random, must_stop)
    seated = {id_ for circle in far.circles for id_ in circle.member_ids}
    bound = None if local.bound is None or far.bound is None else local.bound + far.bound
    return Matching(
        circles=[*local.circles, *(Matched(one.member_ids, one.worth, True) for one in far.circles)],
        left_over={id_: reason for id_, reason in local.left_over.items() if id_ not in seated},
        bound=bound,
    )


def _match(
    members: Sequence[Member],
    history: History,
    weights: Weights,
    random: Random,
    must_stop: Callable[[], bool],
) -> Matching:
    graph = build_graph(members, history, weights)
    circles: list[Matched] = []
    left_over = dict(graph.alone)
    bound: float | None = 0.0
    most = max(_FEWEST_CIRCLES, int(_MOST_CIRCLES * min(1.0, _MANY_MEMBERS / max(len(members), 1))))
    rounds = min(_MOST_POLISH_ROUNDS, _POLISH_ROUNDS * math.sqrt(len(members)))
    for part in graph.parts:
        share = math.ceil(rounds * len(part.members) / len(members))
        seating, part_bound = solve_part(part, weights, random, most, share, must_stop)
        for circle, worth in sorted(seating.worths.items()):
            circles.append(Matched(tuple(part.members[i].id for i in circle), worth))
        for i, circle_of_one in enumerate(seating.circle_of):
            if circle_of_one is None:
                one = part.members[i]
                near = [part.members[j] for j in part.costs[i]] + graph.shunned.get(one.id, [])
                left_over[one.id] = why_left_over(one, near)
        bound = None if bound is None or part_bound is None else bound + part_bound
    return Matching(circles, left_over, bound)


def solve_part(
    part: Part,
    weights: Weights,
    random: Random,
    most_circles: int,
    polish_rounds: int,
    must_stop: Callable[[], bool],
) -> tuple[Seating, float | None]:
    """The best seating of a part that was found, and what none can be worth more than, if that is known.

    A part with more than `most_circles` is polished that many times instead of being solved exactly.
    """
    seating = Seating(part, weights)
    seat_greedily(seating)
    improve(seating, random, _STEPS_A_MEMBER * len(part.members), must_stop)
    try:
        circles = list_circles(seating, most_circles, must_stop)
    except TooManyError:
        polish(seating, random, polish_rounds, must_stop)
        return seating, None
    known = sorted(seating.worths)
    solution = solve(part, circles, known, _EXACT_SECONDS)
    seating.change(known, [(circle, circles[circle]) for circle in solution.circles])
    return seating, solution.bound
