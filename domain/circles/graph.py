"""Who could sit with whom: members as the nodes of parts that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]

_NOBODY: Ints = np.empty(0, dtype=np.int64)
_NO_COSTS: Floats = np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Members who may sit together directly or by way of others, and what each seat is worth.

    The neighbours of member i and what sitting with them costs stand from `first[i]` to `first[i + 1]`.
    """

    members: list[Member]
    worths: Floats
    first: Ints
    others: Ints
    costs: Floats

    def row(self, i: int) -> tuple[Ints, Floats]:
        """The neighbours of a member, by place, and their costs."""
        here = slice(self.first[i], self.first[i + 1])
        return self.others[here], self.costs[here]

    @property
    def cheapest(self) -> Floats:
        """For each member what the neighbour costs whom they like best; everybody has one."""
        least: Floats = np.minimum.reduceat(self.costs, self.first[:-1])
        return least

    def only(self, some: Ints) -> Part:
        """These of its members, with places of their own."""
        place = np.full(len(self.members), -1)
        place[some] = np.arange(len(some))
        rows = np.concatenate([np.arange(self.first[i], self.first[i + 1]) for i in some.tolist()])
        ones = np.repeat(np.arange(len(some)), np.diff(self.first)[some])
        kept = place[self.others[rows]] >= 0
        first = np.zeros(len(some) + 1, dtype=np.int64)
        np.cumsum(np.bincount(ones[kept], minlength=len(some)), out=first[1:])
        return Part(
            members=[self.members[i] for i in some.tolist()],
            worths=self.worths[some],
            first=first,
            others=place[self.others[rows[kept]]],
            costs=self.costs[rows[kept]],
        )


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
    found = find_neighbours(members, history, weights)
    whole, shunned = found.whole, found.shunned
    graph = Graph([], shunned=shunned)
    for component in _components(whole):
        if len(component) >= SMALLEST:
            graph.parts.append(whole.only(np.array(component)))
            continue
        for i in component:
            near = [members[j] for j in whole.row(i)[0].tolist()] + shunned.get(members[i].id, [])
            graph.alone[members[i].id] = found.reasons[i] or why_left_over(members[i], near)
    return graph


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All members as one part, those who are shunned, and why somebody has nobody."""

    whole: Part
    shunned: dict[int, list[Member]]
    reasons: list[Reason | None]


def find_neighbours(members: Sequence[Member], history: History, weights: Weights) -> Neighbours:
    """For each member those they like best."""
    rows: list[tuple[Ints, Floats]] = [(_NOBODY, _NO_COSTS)] * len(members)
    reasons: list[Reason | None] = [None] * len(members)
    shunned: dict[int, list[Member]] = {}
    for i, (others, costs, avoided, reason) in _Neighbours(members, history, weights).find_all():
        rows[i], reasons[i] = (others, costs), reason
        if len(avoided):
            shunned[members[i].id] = [members[j] for j in avoided.tolist()]
    worths = np.array([seat_worth(member, weights) for member in members])
    return Neighbours(Part(list(members), worths, *_make_mutual(rows)), shunned, reasons)


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

    def __init__(self, members: Sequence[Member], history: History, weights: Weights) -> None:
        self.members = members
        self.history = history
        self.weights = weights
        self.limits = np.array([member.limit_km for member in members])
        self.languages = np.array([member.languages for member in members], dtype=np.int64)
        self.starts = np.array([list(_words(member.starts)) for member in members], dtype=np.uint64)
        self.interests = _interest_bits(members)
        self.avoided = _by_member(members, history.avoided)
        self.known = _by_member(members, [*history.weeks_apart, *history.solved_together])
        centres = list(dict.fromkeys(member.centre for member in members))
        place = {centre: city for city, centre in enumerate(centres)}
        self.city_of = np.array([place[member.centre] for member in members], dtype=np.int64)
        self.points = unit_vectors(centres)
        self.norths = np.radians([centre.latitude for centre in centres])
        self.by_north = np.argsort(self.norths, kind="stable")
        self.sorted_norths = self.norths[self.by_north]
        order = np.argsort(self.city_of, kind="stable")
        ends = np.cumsum(np.bincount(self.city_of, minlength=len(centres)))
        self.residents: list[Ints] = np.split(order, ends[:-1]) if len(members) else []
        self.widest = [float(self.limits[people].max()) for people in self.residents]

    def find_all(self) -> Iterator[tuple[int, tuple[Ints, Floats, Ints, Reason | None]]]:
        """What `_find` says of each member, city by city."""
        for city, people in enumerate(self.residents):
            others, ways = self._around(city)
            for i in people.tolist():
                yield i, self._find(i, others, ways)

    def _find(self, i: int, others: Ints, ways: Floats) -> tuple[Ints, Floats, Ints, Reason | None]:
        """The best neighbours of a member and what they cost; whom they could sit with but for who avoids
        whom; and why there is nobody at all, if there is nobody."""
        reach = np.minimum(self.limits[i], self.limits[others])
        is_near = (ways <= reach + REACH_SLACK_KM) & (others != i)
        if not is_near.any():
            return _NOBODY, _NO_COSTS, _NOBODY, Reason.NOBODY_NEAR
        near = others[is_near]
        speaks = (self.languages[near] & self.languages[i]) != 0
        if not speaks.any():
            return _NOBODY, _NO_COSTS, _NOBODY, Reason.NO_LANGUAGE
        fits = speaks & (self.starts[near] & self.starts[i]).any(axis=1)
        if not fits.any():
            return _NOBODY, _NO_COSTS, _NOBODY, Reason.NO_TIME
        found, found_ways = near[fits], ways[is_near][fits]
        if not self.avoided[i]:
            return *self._cheapest(i, found, found_ways), _NOBODY, None
        is_shunned = np.isin(found, self.avoided[i])
        row = self._cheapest(i, found[~is_shunned], found_ways[~is_shunned])
        return *row, found[is_shunned], None

    def _around(self, city: int) -> tuple[Ints, Floats]:
        """Everybody who lives in a city near enough for anybody of this one, with the distance."""
        most_km = self.widest[city] + REACH_SLACK_KM
        span = min(most_km / EARTH_RADIUS_KM, np.pi)
        first = np.searchsorted(self.sorted_norths, self.norths[city] - span)
        last = np.searchsorted(self.sorted_norths, self.norths[city] + span, "right")
        cities = self.by_north[first:last]
        chord = np.sqrt(np.maximum(0.0, 2 - 2 * self.points[cities] @ self.points[city]))
        ways = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, chord / 2))
        ways[cities == city] = 0.0
        cities, ways = cities[ways <= most_km], ways[ways <= most_km]
        residents = [self.residents[one] for one in cities.tolist()]
        return np.concatenate(residents), np.repeat(ways, [len(people) for people in residents])

    def _cheapest(self, i: int, found: Ints, ways: Floats) -> tuple[Ints, Floats]:
        """Costs as `pair_cost` has them; exactly that function where there is a history.

        Of many who cost the same, those after the member are kept, and on around: everybody is kept by some.
        """
        weights, reach = self.weights, np.minimum(self.limits[i], self.limits[found])
        shares = np.minimum(np.divide(ways, reach, out=np.zeros_like(ways), where=reach > 0), 1.0)
        shared = np.bitwise_count(self.interests[found] & self.interests[i]).sum(axis=1)
        either = np.bitwise_count(self.interests[found] | self.interests[i]).sum(axis=1)
        alike = np.divide(shared, either, out=np.zeros(len(found)), where=either > 0)
        costs = weights.distance * shares + weights.interests * (1 - alike)
        if self.known[i]:
            for place in np.flatnonzero(np.isin(found, self.known[i])).tolist():
                costs[place] = pair_cost(self.members[i], self.members[found[place]], self.history, weights)
        if len(found) > MOST_NEIGHBOURS:
            after = (found - i) % len(self.members)
            kept = np.lexsort((after, np.round(costs, 9)))[:MOST_NEIGHBOURS]
            found, costs = found[kept], costs[kept]
        return found, costs


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


def _by_member(members: Sequence[Member], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """For each member the places of those with whom they are a pair."""
    place: Mapping[int, int] = {member.id: i for i, member in enumerate(members)}
    found: list[list[int]] = [[] for _ in members]
    for one, other in pairs:
        if one in place and other in place:
            found[place[one]].append(place[other])
            found[place[other]].append(place[one])
    return found


def unit_vectors(centres: Sequence[Point]) -> Floats:
    """Places on a ball: no date line and no poles."""
    north = np.radians([centre.latitude for centre in centres])
    east = np.radians([centre.longitude for centre in centres])
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def _make_mutual(rows: Sequence[tuple[Ints, Floats]]) -> tuple[Ints, Ints, Floats]:
    """Whom one of two keeps, the other keeps, too: where each row begins, the others in it, their costs."""
    lengths = [len(others) for others, _ in rows]
    ones = np.repeat(np.arange(len(rows)), lengths)
    others = np.concatenate([others for others, _ in rows]) if rows else _NOBODY
    costs = np.concatenate([costs for _, costs in rows]) if rows else _NO_COSTS
    keys = np.concatenate([ones * len(rows) + others, others * len(rows) + ones])
    kept, where = np.unique(keys, return_index=True)
    ones, others = np.divmod(kept, max(len(rows), 1))
    first = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(np.bincount(ones, minlength=len(rows)), out=first[1:])
    return first, others, np.concatenate([costs, costs])[where]


def _components(whole: Part) -> list[list[int]]:
    seen = [False] * len(whole.members)
    found = []
    for start in range(len(seen)):
        if seen[start]:
            continue
        seen[start], stack, component = True, [start], []
        while stack:
            i = stack.pop()
            component.append(i)
            for j in whole.row(i)[0].tolist():
                if not seen[j]:
                    seen[j] = True
                    stack.append(j)
        found.append(sorted(component))
    return found
