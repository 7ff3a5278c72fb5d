"""The graph of who could sit with whom, in parts that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from domain.circles.matching_result import LeftOverReason
from domain.circles.member import REACH_SLACK_KM, SMALLEST, History, Member
from domain.circles.welfare import Weights, pair_cost, seat_worth
from domain.cities import EARTH_RADIUS_KM, Point, distance_km

MOST_NEIGHBOURS = 64  # that are kept for each member, those who cost least: with more, circles gain under 1 %
_WORDS, _WORD_BITS = 6, 64  # 336 half-hours in words of 64 bits

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
BitWords = NDArray[np.uint64]

_NOBODY: Ints = np.empty(0, dtype=np.int64)
_NO_COSTS: Floats = np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Subgraph:
    """A connected part of the graph: members, each by their place in `members`, and who could sit with whom.

    `worths` has what the seat of each member is worth. The neighbours of member i are
    `others[first[i]:first[i + 1]]`, by place; what it costs to sit with each of them stands at the same place
    of `costs`.
    """

    members: list[Member]
    worths: Floats
    first: Ints
    others: Ints
    costs: Floats

    def neighbours_of(self, i: int) -> tuple[Ints, Floats]:
        """Returns the neighbours of the member at place `i`, by place, and what each costs."""
        here = slice(self.first[i], self.first[i + 1])
        return self.others[here], self.costs[here]

    @property
    def cheapest(self) -> Floats:
        """The cost of each member's cheapest neighbour. Every member of a part has one."""
        least: Floats = np.minimum.reduceat(self.costs, self.first[:-1])
        return least

    def subgraph(self, some: Ints) -> Subgraph:
        """Returns the part of the members at some places, in the given order, who get new places."""
        place = np.full(len(self.members), -1)
        place[some] = np.arange(len(some))
        # All rows at once: those of the members, then what is left of them by the new places.
        rows = np.concatenate([np.arange(self.first[i], self.first[i + 1]) for i in some.tolist()])
        ones = np.repeat(np.arange(len(some)), np.diff(self.first)[some])
        kept = place[self.others[rows]] >= 0
        first = np.zeros(len(some) + 1, dtype=np.int64)
        np.cumsum(np.bincount(ones[kept], minlength=len(some)), out=first[1:])
        return Subgraph(
            members=[self.members[i] for i in some.tolist()],
            worths=self.worths[some],
            first=first,
            others=place[self.others[rows[kept]]],
            costs=self.costs[rows[kept]],
        )


@dataclass(frozen=True, slots=True)
class Graph:
    """The parts with at least three members, and why members of smaller ones have no circle.

    `alone` has the reasons by member id. `shunned` has, by member id, those with whom the member could sit if
    neither avoided the other. What a member is told must not give that away, so the reason is chosen as if
    they could sit together.
    """

    parts: list[Subgraph]
    alone: dict[int, LeftOverReason] = field(default_factory=dict)
    shunned: dict[int, list[Member]] = field(default_factory=dict)


def build_graph(members: Sequence[Member], history: History, weights: Weights) -> Graph:
    """Returns the parts of members who could meet, in which each member keeps about 64 neighbours."""
    members = sorted(members, key=lambda member: member.id)
    found = find_neighbours(members, history, weights)
    whole, shunned = found.whole, found.shunned
    graph = Graph([], shunned=shunned)
    for component in _components(whole):
        if len(component) >= SMALLEST:
            graph.parts.append(whole.subgraph(np.array(component)))
            continue
        for i in component:
            near = [members[j] for j in whole.neighbours_of(i)[0].tolist()] + shunned.get(members[i].id, [])
            graph.alone[members[i].id] = found.reasons[i] or why_left_over(members[i], near)
    return graph


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All members as one part, which need not be connected.

    `shunned` is as in Graph. `reasons` has, for each member, why they have no neighbour; None where they
    have.
    """

    whole: Subgraph
    shunned: dict[int, list[Member]]
    reasons: list[LeftOverReason | None]


def find_neighbours(members: Sequence[Member], history: History, weights: Weights) -> Neighbours:
    """Returns all members with those neighbours of each who cost least."""
    rows: list[tuple[Ints, Floats]] = [(_NOBODY, _NO_COSTS)] * len(members)
    reasons: list[LeftOverReason | None] = [None] * len(members)
    shunned: dict[int, list[Member]] = {}
    for i, (others, costs, avoided, reason) in _Neighbours(members, history, weights).find_all():
        rows[i], reasons[i] = (others, costs), reason
        if len(avoided):
            shunned[members[i].id] = [members[j] for j in avoided.tolist()]
    worths = np.array([seat_worth(member, weights) for member in members])
    return Neighbours(Subgraph(list(members), worths, *_make_mutual(rows)), shunned, reasons)


def why_left_over(member: Member, near: Sequence[Member]) -> LeftOverReason:
    """Returns why there is no circle for a member who could sit with each of those in `near`."""
    trios = ((member, one, other) for one, other in combinations(near, 2))
    if any(_may_meet(trio) for trio in trios):
        return LeftOverReason.NO_GROUP
    return LeftOverReason.NOBODY_NEAR if len(near) < SMALLEST - 1 else LeftOverReason.NO_TIME


def _may_meet(trio: tuple[Member, Member, Member]) -> bool:
    """Returns whether three may meet, apart from who avoids whom; the first fits with both others."""
    first, one, other = trio
    way = distance_km(one.centre, other.centre)
    is_near = way <= min(one.limit_km, other.limit_km) + REACH_SLACK_KM
    starts = first.starts & one.starts & other.starts
    return is_near and bool(starts and first.languages & one.languages & other.languages)


class _Neighbours:
    """Members as arrays of numbers, grouped by city, since distances are those between cities."""

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

    def find_all(self) -> Iterator[tuple[int, tuple[Ints, Floats, Ints, LeftOverReason | None]]]:
        """Yields the place of each member with what `_find` returns for it, city by city."""
        for city, people in enumerate(self.residents):
            others, ways = self._around(city)
            for i in people.tolist():
                yield i, self._find(i, others, ways)

    def _find(self, i: int, others: Ints, ways: Floats) -> tuple[Ints, Floats, Ints, LeftOverReason | None]:
        """Returns the cheapest neighbours of member i, their costs, the shunned, and why there is nobody.

        `others` live near enough to be looked at, `ways` are their distances in km. The shunned are those
        with whom the member could sit if neither avoided the other. The reason is None where somebody fits.
        """
        reach = np.minimum(self.limits[i], self.limits[others])
        is_near = (ways <= reach + REACH_SLACK_KM) & (others != i)
        if not is_near.any():
            return _NOBODY, _NO_COSTS, _NOBODY, LeftOverReason.NOBODY_NEAR
        near = others[is_near]
        speaks = (self.languages[near] & self.languages[i]) != 0
        if not speaks.any():
            return _NOBODY, _NO_COSTS, _NOBODY, LeftOverReason.NO_LANGUAGE
        fits = speaks & (self.starts[near] & self.starts[i]).any(axis=1)
        if not fits.any():
            return _NOBODY, _NO_COSTS, _NOBODY, LeftOverReason.NO_TIME
        found, found_ways = near[fits], ways[is_near][fits]
        if not self.avoided[i]:
            return *self._cheapest(i, found, found_ways), _NOBODY, None
        is_shunned = np.isin(found, self.avoided[i])
        row = self._cheapest(i, found[~is_shunned], found_ways[~is_shunned])
        return *row, found[is_shunned], None

    def _around(self, city: int) -> tuple[Ints, Floats]:
        """Returns all within the longest reach of anybody of this city, with their distances in km."""
        most_km = self.widest[city] + REACH_SLACK_KM
        # First those in the band of latitudes, which a binary search finds: the distance is at least as long.
        span = min(most_km / EARTH_RADIUS_KM, np.pi)
        first = np.searchsorted(self.sorted_norths, self.norths[city] - span)
        last = np.searchsorted(self.sorted_norths, self.norths[city] + span, "right")
        cities = self.by_north[first:last]
        chord = np.sqrt(np.maximum(0.0, 2 - 2 * self.points[cities] @ self.points[city]))
        ways = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, chord / 2))
        ways[cities == city] = 0.0  # where rounding makes up to 0.2 m of nothing, under the root
        cities, ways = cities[ways <= most_km], ways[ways <= most_km]
        residents = [self.residents[one] for one in cities.tolist()]
        return np.concatenate(residents), np.repeat(ways, [len(people) for people in residents])

    def _cheapest(self, i: int, found: Ints, ways: Floats) -> tuple[Ints, Floats]:
        """Returns at most MOST_NEIGHBOURS of those found, the cheapest, and what they cost.

        The costs are those of `pair_cost`, computed for all at once; that function itself is called for pairs
        with a history, which are few. Of several who cost the same, those with the next places after the
        member are kept, the first following the last: so everybody is kept by somebody, even where all are
        alike.
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
            # Rounded, since costs that are alike may differ in the last bit.
            kept = np.lexsort((after, np.round(costs, 9)))[:MOST_NEIGHBOURS]
            found, costs = found[kept], costs[kept]
        return found, costs


def _words(bits: int) -> Iterator[int]:
    """Yields the bits in words, since no integer of NumPy holds 336 of them."""
    for word in range(_WORDS):
        yield bits >> (word * _WORD_BITS) & (1 << _WORD_BITS) - 1


def _interest_bits(members: Sequence[Member]) -> BitWords:
    """Returns the interests of each member as bits, in as many words as all interests need."""
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
    """Returns for each member the places of those with whom they are one of the pairs."""
    place: Mapping[int, int] = {member.id: i for i, member in enumerate(members)}
    found: list[list[int]] = [[] for _ in members]
    for one, other in pairs:
        if one in place and other in place:
            found[place[one]].append(place[other])
            found[place[other]].append(place[one])
    return found


def unit_vectors(centres: Sequence[Point]) -> Floats:
    """Returns the points as vectors of length 1, for which neither date line nor poles are special."""
    north = np.radians([centre.latitude for centre in centres])
    east = np.radians([centre.longitude for centre in centres])
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def _make_mutual(rows: Sequence[tuple[Ints, Floats]]) -> tuple[Ints, Ints, Floats]:
    """Returns `first`, `others` and `costs` of a Part in which all neighbours have each other."""
    lengths = [len(others) for others, _ in rows]
    ones = np.repeat(np.arange(len(rows)), lengths)
    others = np.concatenate([others for others, _ in rows]) if rows else _NOBODY
    costs = np.concatenate([costs for _, costs in rows]) if rows else _NO_COSTS
    # Each pair both ways, as one number: sorting these brings them into rows and drops what is there twice.
    keys = np.concatenate([ones * len(rows) + others, others * len(rows) + ones])
    kept, where = np.unique(keys, return_index=True)
    ones, others = np.divmod(kept, max(len(rows), 1))
    first = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(np.bincount(ones, minlength=len(rows)), out=first[1:])
    return first, others, np.concatenate([costs, costs])[where]


def _components(whole: Subgraph) -> list[list[int]]:
    """Returns the places of the members of each connected part, ascending."""
    seen = [False] * len(whole.members)
    found = []
    for start in range(len(seen)):
        if seen[start]:
            continue
        seen[start], stack, component = True, [start], []
        while stack:
            i = stack.pop()
            component.append(i)
            for j in whole.neighbours_of(i)[0].tolist():
                if not seen[j]:
                    seen[j] = True
                    stack.append(j)
        found.append(sorted(component))
    return found
