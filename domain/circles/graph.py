"""Who could sit with whom: members as the nodes of parts that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from domain.circles.member import REACH_SLACK_KM, SMALLEST, History, Member
from domain.circles.result import Reason
from domain.circles.welfare import Weights, pair_cost, seat_worth
from domain.places import EARTH_RADIUS_KM, Point, distance_km

MOST_NEIGHBOURS = 64  # kept for each member, the best: enough for within a per cent
_WORDS, _WORD_BITS = 6, 64  # 336 half-hours in words of 64 bits

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Part:
    """Members who may sit together directly or by way of others.

    `costs[i]` are the neighbours of member i and what sitting with them costs.
    """

    members: list[Member]
    costs: list[dict[int, float]]
    worths: list[float]


@dataclass(frozen=True, slots=True)
class Graph:
    """The parts of three and more, and why the others are in none.

    `shunned` are those whom a member could sit with but for who avoids whom. What a member hears must not
    tell that, so they count when it is said why there was no circle.
    """

    parts: list[Part]
    alone: dict[int, Reason] = field(default_factory=dict)
    shunned: dict[int, list[Member]] = field(default_factory=dict)


def build_graph(members: Sequence[Member], history: History, weights: Weights) -> Graph:
    """Parts of members who could meet, each member with some 64 neighbours."""
    members = sorted(members, key=lambda member: member.id)
    worths = [seat_worth(member, weights) for member in members]
    neighbours = _Neighbours(members, history, weights, worths)
    graph = Graph([])
    costs: list[dict[int, float]] = []
    reasons: list[Reason | None] = []
    for i in range(len(members)):
        row, shunned, reason = neighbours.find(i)
        costs.append(row)
        reasons.append(reason)
        if shunned:
            graph.shunned[members[i].id] = [members[j] for j in shunned]
    _make_mutual(costs)
    for component in _components(costs):
        if len(component) < SMALLEST:
            for i in component:
                near = [members[j] for j in costs[i]] + graph.shunned.get(members[i].id, [])
                graph.alone[members[i].id] = reasons[i] or why_left_over(members[i], near)
            continue
        place = {i: position for position, i in enumerate(component)}
        graph.parts.append(
            Part(
                members=[members[i] for i in component],
                costs=[{place[j]: cost for j, cost in costs[i].items()} for i in component],
                worths=[worths[i] for i in component],
            )
        )
    return graph


def why_left_over(member: Member, near: Sequence[Member]) -> Reason:
    """Why there is no circle for a member who could sit with each of these."""
    trios = ((member, one, other) for one, other in combinations(near, 2))
    if any(_may_meet(trio) for trio in trios):
        return Reason.TAKEN
    return Reason.NOBODY_NEAR if len(near) < SMALLEST - 1 else Reason.NO_TIME


def _may_meet(trio: tuple[Member, Member, Member]) -> bool:
    """The hard rules of three, but for who avoids whom."""
    first, one, other = trio
    way = distance_km(one.centre, other.centre)
    is_near = way <= min(one.limit_km, other.limit_km) + REACH_SLACK_KM
    starts = first.starts & one.starts & other.starts
    return is_near and bool(starts and first.languages & one.languages & other.languages)


class _Neighbours:
    """Members as columns of numbers, and by the city they live in: distances are between cities."""

    def __init__(
        self, members: Sequence[Member], history: History, weights: Weights, worths: Sequence[float]
    ) -> None:
        self.members = members
        self.history = history
        self.weights = weights
        self.worths = np.array(worths)
        self.limits = np.array([member.limit_km for member in members])
        self.languages = np.array([member.languages for member in members], dtype=np.int64)
        self.starts = np.array([list(_words(member.starts)) for member in members], dtype=np.uint64)
        self.interests = _interest_bits(members)
        self.avoided = _by_member(members, history)
        centres = list(dict.fromkeys(member.centre for member in members))
        place = {centre: city for city, centre in enumerate(centres)}
        self.city_of = np.array([place[member.centre] for member in members], dtype=np.int64)
        self.points = _unit_vectors(centres)
        self.residents = [np.flatnonzero(self.city_of == city) for city in range(len(centres))]
        self.widest = [float(self.limits[people].max()) for people in self.residents]
        self._known: tuple[int, Ints, NDArray[np.float64]] | None = None

    def find(self, i: int) -> tuple[dict[int, float], list[int], Reason | None]:
        """The best neighbours of a member with what they cost; whom they could sit with but for who avoids
        whom; and why there is nobody at all, if there is nobody."""
        others, ways = self._around(int(self.city_of[i]))
        reach = np.minimum(self.limits[i], self.limits[others])
        is_near = (ways <= reach + REACH_SLACK_KM) & (others != i)
        if not is_near.any():
            return {}, [], Reason.NOBODY_NEAR
        near = others[is_near]
        speaks = (self.languages[near] & self.languages[i]) != 0
        if not speaks.any():
            return {}, [], Reason.NO_LANGUAGE
        fits = speaks & (self.starts[near] & self.starts[i]).any(axis=1)
        if not fits.any():
            return {}, [], Reason.NO_TIME
        found, found_ways = near[fits], ways[is_near][fits]
        is_shunned = np.isin(found, self.avoided[i])
        row = self._cheapest(i, found[~is_shunned], found_ways[~is_shunned])
        return row, found[is_shunned].tolist(), None

    def _around(self, city: int) -> tuple[Ints, NDArray[np.float64]]:
        """Everybody who lives in a city near enough for anybody of this one, with the distance."""
        if self._known is None or self._known[0] != city:
            chord = np.sqrt(np.maximum(0.0, 2 - 2 * self.points @ self.points[city]))
            ways = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, chord / 2))
            ways[city] = 0.0
            cities = np.flatnonzero(ways <= self.widest[city] + REACH_SLACK_KM)
            people = np.concatenate([self.residents[one] for one in cities])
            self._known = (city, people, ways[self.city_of[people]])
        return self._known[1], self._known[2]

    def _cheapest(self, i: int, found: Ints, ways: NDArray[np.float64]) -> dict[int, float]:
        """Costs as `pair_cost` has them; exactly that function where there is a history."""
        weights, reach = self.weights, np.minimum(self.limits[i], self.limits[found])
        shares = np.minimum(np.divide(ways, reach, out=np.zeros_like(ways), where=reach > 0), 1.0)
        shared = np.bitwise_count(self.interests[found] & self.interests[i]).sum(axis=1)
        either = np.bitwise_count(self.interests[found] | self.interests[i]).sum(axis=1)
        alike = np.divide(shared, either, out=np.zeros(len(found)), where=either > 0)
        costs = weights.distance * shares + weights.interests * (1 - alike)
        if len(found) > MOST_NEIGHBOURS:
            kept = np.lexsort((found, np.round(costs - self.worths[found], 9)))[:MOST_NEIGHBOURS]
            found, costs = found[kept], costs[kept]
        one = self.members[i]
        has_history = self.history.weeks_apart or self.history.solved_together
        if has_history:
            return {j: pair_cost(one, self.members[j], self.history, weights) for j in found.tolist()}
        return dict(zip(found.tolist(), costs.tolist(), strict=True))


def _words(bits: int) -> Iterator[int]:
    for word in range(_WORDS):
        yield bits >> (word * _WORD_BITS) & (1 << _WORD_BITS) - 1


def _interest_bits(members: Sequence[Member]) -> Words:
    """Interests as bits, in as many words as they need."""
    names = sorted({name for member in members for name in member.interests})
    place = {name: number for number, name in enumerate(names)}
    words = max(1, -(-len(names) // _WORD_BITS))
    bits = np.zeros((len(members), words), dtype=np.uint64)
    for i, member in enumerate(members):
        for name in member.interests:
            word, bit = divmod(place[name], _WORD_BITS)
            bits[i, word] |= np.uint64(1 << bit)
    return bits


def _by_member(members: Sequence[Member], history: History) -> list[list[int]]:
    """Places of those whom each member never sits with."""
    place: Mapping[int, int] = {member.id: i for i, member in enumerate(members)}
    found: list[list[int]] = [[] for _ in members]
    for one, other in history.avoided:
        if one in place and other in place:
            found[place[one]].append(place[other])
            found[place[other]].append(place[one])
    return found


def _unit_vectors(centres: Sequence[Point]) -> NDArray[np.float64]:
    """Places on a ball: no date line and no poles."""
    north = np.radians([centre.latitude for centre in centres])
    east = np.radians([centre.longitude for centre in centres])
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def _make_mutual(costs: list[dict[int, float]]) -> None:
    """Whom one of two keeps, the other keeps, too."""
    for i, row in enumerate(costs):
        for j, cost in row.items():
            costs[j].setdefault(i, cost)


def _components(costs: Sequence[dict[int, float]]) -> list[list[int]]:
    seen = [False] * len(costs)
    found = []
    for start in range(len(costs)):
        if seen[start]:
            continue
        seen[start], stack, component = True, [start], []
        while stack:
            i = stack.pop()
            component.append(i)
            for j in costs[i]:
                if not seen[j]:
                    seen[j] = True
                    stack.append(j)
        found.append(sorted(component))
    return found
