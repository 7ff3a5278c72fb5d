"""Matching of members into circles: part by part, large parts block by block, with how good the answer is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from domain.circles.arrays import CircleArrays, MustStop, upper_bound
from domain.circles.blocks import cut_into_blocks
from domain.circles.graph import Floats, Graph, Ints, Subgraph, build_graph, find_neighbours, why_left_over
from domain.circles.matching_result import LeftOverReason, MatchedCircle, Matching
from domain.circles.member import SMALLEST, History, Member
from domain.circles.pool_tasks import (
    ExcessTask,
    MatchTask,
    PartMatching,
    PolishTask,
    count_excess,
    match_part,
    polish_part,
)
from domain.circles.welfare import Weights

_LARGEST = 300  # members that are seated at once; larger parts are cut
_MOST_AROUND = 2_500  # members of a block and their neighbours, whose circles are counted for the bound
_OTHER_CUT = 1 / 3  # first share when seams are polished: far from the half where it was cut before
_FEW_MEMBERS = 300  # with more in all, each part gets less effort
_LEAST_EFFORT = 0.25

RunParallel = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


def match(
    members: Sequence[Member],
    history: History,
    weights: Weights,
    random: Random,
    must_stop: MustStop = lambda: False,
    run: RunParallel = map,
) -> Matching:
    """Returns circles of members who can meet, then online ones of those who want that and are left over.

    The same members and seed give the same circles. `must_stop` is asked often; as soon as it says so, the
    best that is known is returned. `run` maps a function over its jobs: `map`, or one that uses several
    processes. Raises Refusal where `Weights.check` does.
    """
    weights.check()
    effort = max(_LEAST_EFFORT, min(1.0, _FEW_MEMBERS / max(len(members), 1)))
    matcher = _Matcher(history, weights, random, must_stop, run, effort)
    local = matcher.match_all(members)
    alone = [member for member in members if member.is_online and member.id in local.left_over]
    if len(alone) < SMALLEST:
        return local
    far = matcher.match([member.as_online() for member in alone])
    seated = {id_ for circle in far.circles for id_ in circle.member_ids}
    return Matching(
        circles=[*local.circles, *(MatchedCircle(one.member_ids, one.worth, True) for one in far.circles)],
        left_over={id_: reason for id_, reason in local.left_over.items() if id_ not in seated},
        bound=local.bound + far.bound,
    )


@dataclass(frozen=True, slots=True)
class _Matcher:
    history: History
    weights: Weights
    random: Random
    must_stop: MustStop
    run: RunParallel
    effort: float

    def match_all(self, members: Sequence[Member]) -> Matching:
        """Returns circles of all members, and then of those left over among themselves.

        Each member keeps only the cheapest neighbours, so those who are left over may not have been
        neighbours.
        """
        first = self.match(members)
        rest = [member for member in members if first.left_over.get(member.id) is LeftOverReason.NO_GROUP]
        more = self.match(rest).circles if len(rest) >= SMALLEST else []
        circles = [*first.circles, *more]
        seated = {id_ for circle in more for id_ in circle.member_ids}
        return Matching(
            circles,
            {id_: reason for id_, reason in first.left_over.items() if id_ not in seated},
            max(first.bound, sum(circle.worth for circle in circles)),
        )

    def match(self, members: Sequence[Member]) -> Matching:
        """Returns circles of members who are neighbours."""
        graph = build_graph(members, self.history, self.weights)
        small = [part for part in graph.parts if len(part.members) <= _LARGEST]
        found: list[MatchedCircle] = []
        bound = 0.0
        for part, seated in zip(small, self._seat(small), strict=True):
            found += _matched(part.members, seated.circles)
            bound += seated.bound
        for part in graph.parts:
            if len(part.members) > _LARGEST:
                circles, part_bound = self._seat_by_blocks(part)
                found += circles
                bound += part_bound
        return Matching(found, _left_over(graph, found), bound)

    def _seat(self, parts: Sequence[Subgraph]) -> Iterator[PartMatching]:
        jobs = [MatchTask(part, self.weights, self._seed(), self.effort, self.must_stop) for part in parts]
        yield from self.run(match_part, jobs)

    def _seed(self) -> int:
        return self.random.getrandbits(32)

    def _seat_by_blocks(self, part: Subgraph) -> tuple[list[MatchedCircle], float]:
        """Returns circles of a large part, found block by block, and what no seating is worth more than."""
        blocks = list(cut_into_blocks(part.members, _LARGEST))
        wholes = [self._among([part.members[i] for i in block]) for block in blocks]
        circle_of: dict[int, MatchedCircle] = {}
        prices = np.zeros(len(part.members))
        for block, whole, seated in zip(blocks, wholes, self._seat(wholes), strict=True):
            prices[block] = seated.prices
            _sit(circle_of, _matched(whole.members, seated.circles))
        self._mend_seams(part, circle_of)
        found = sorted(set(circle_of.values()), key=lambda circle: circle.member_ids)
        worth = sum(circle.worth for circle in found)
        return found, max(worth, self._bound(part, blocks, prices))

    def _mend_seams(self, part: Subgraph, circle_of: dict[int, MatchedCircle]) -> None:
        """Polishes the circles in other blocks, so that it matters little where the first were cut."""
        if self.must_stop():
            return
        jobs, wholes = [], []
        for block in cut_into_blocks(part.members, _LARGEST, _OTHER_CUT):
            ids = {part.members[i].id for i in block.tolist()}
            around = dict.fromkeys(circle_of[id_] for id_ in sorted(ids) if id_ in circle_of)
            # Circles across this cut stay as they are, and with them the members who sit in them.
            inside = [circle for circle in around if ids.issuperset(circle.member_ids)]
            sitting = {id_ for circle in inside for id_ in circle.member_ids}
            people = [part.members[i] for i in block.tolist()]
            whole = self._among([one for one in people if one.id not in circle_of or one.id in sitting])
            known = _placed(whole.members, inside)
            jobs.append(PolishTask(whole, self.weights, known, self._seed(), self.effort, self.must_stop))
            wholes.append(whole)
        for whole, circles in zip(wholes, self.run(polish_part, jobs), strict=True):
            for one in whole.members:
                circle_of.pop(one.id, None)
            _sit(circle_of, _matched(whole.members, circles))

    def _among(self, people: Sequence[Member]) -> Subgraph:
        """Returns these members as a part, with neighbours among themselves."""
        return find_neighbours(people, self.history, self.weights).whole

    def _bound(self, part: Subgraph, blocks: Sequence[Ints], prices: Floats) -> float:
        """Returns what no seating of a part is worth more than.

        That is the sum of all prices, and what circles of each block's owners may be worth above them. Where
        time is up, or blocks have neighbours almost everywhere, it is a rough bound that takes no time.
        """
        arounds = [_with_neighbours(part, block) for block in blocks]
        if self.must_stop() or max(len(around) for around in arounds) > _MOST_AROUND:
            return upper_bound(part.worths, part.cheapest, self.weights)
        jobs = (
            ExcessTask(
                part.subgraph(around), self.weights, prices[around], np.isin(around, block), self.must_stop
            )
            for block, around in zip(blocks, arounds, strict=True)
        )
        return float(prices.sum()) + sum(self.run(count_excess, jobs))


def _with_neighbours(part: Subgraph, block: Ints) -> Ints:
    """Returns a block with all neighbours of its members, wherever they live."""
    return np.unique(np.concatenate([block, *(part.neighbours_of(i)[0] for i in block.tolist())]))


def _left_over(graph: Graph, found: Sequence[MatchedCircle]) -> dict[int, LeftOverReason]:
    seated = {id_ for circle in found for id_ in circle.member_ids}
    left_over = dict(graph.alone)
    for part in graph.parts:
        for i, one in enumerate(part.members):
            if one.id not in seated:
                near = [part.members[j] for j in part.neighbours_of(i)[0].tolist()]
                left_over[one.id] = why_left_over(one, near + graph.shunned.get(one.id, []))
    return left_over


def _sit(circle_of: dict[int, MatchedCircle], circles: Iterable[MatchedCircle]) -> None:
    for circle in circles:
        circle_of |= dict.fromkeys(circle.member_ids, circle)


def _matched(members: Sequence[Member], circles: CircleArrays) -> list[MatchedCircle]:
    return [MatchedCircle(tuple(members[i].id for i in places), worth) for places, worth in sorted(circles)]


def _placed(members: Sequence[Member], circles: Sequence[MatchedCircle]) -> CircleArrays:
    """Returns the circles by the places that their members have among these."""
    place: Mapping[int, int] = {one.id: i for i, one in enumerate(members)}
    return CircleArrays.of(
        {tuple(sorted(place[id_] for id_ in one.member_ids)): one.worth for one in circles}
    )
