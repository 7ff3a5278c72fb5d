"""Good circles fast: the best first, then many small changes, worse ones too while it is early."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import combinations
from random import Random

from domain.circles.graph import Part
from domain.circles.member import LARGEST, SMALLEST
from domain.circles.welfare import Weights, mix_worth, size_worth

Circle = tuple[int, ...]  # places in the part, ascending
Stop = Callable[[], bool]

_SEEDS_TRIED = 12
_CHECK_EVERY = 256
_HOTTEST, _COLDEST = 0.6, 0.01


class Seating:
    """Circles of a part while they are being changed: who sits where, and what each circle is worth."""

    def __init__(self, part: Part, weights: Weights) -> None:
        self.part = part
        self.weights = weights
        self.starts = [member.starts for member in part.members]
        self.languages = [member.languages for member in part.members]
        self.is_newcomer = [member.is_newcomer for member in part.members]
        self.neighbours = [list(row) for row in part.costs]
        self.circle_of: list[Circle | None] = [None] * len(part.members)
        self.worths: dict[Circle, float] = {}

    def worth(self, circle: Iterable[int]) -> float:
        """The welfare of these members together; minus infinity where they may not."""
        members = sorted(circle)
        size, costs = len(members), self.part.costs
        if not SMALLEST <= size <= LARGEST:
            return -math.inf
        starts = languages = -1
        total = cost = 0.0
        newcomers = 0
        for place, i in enumerate(members):
            starts &= self.starts[i]
            languages &= self.languages[i]
            total += self.part.worths[i]
            newcomers += self.is_newcomer[i]
            row = costs[i]
            for j in members[place + 1 :]:
                if j not in row:
                    return -math.inf
                cost += row[j]
        if not starts or not languages:
            return -math.inf
        total += size_worth(size, self.weights) + mix_worth(newcomers, size, self.weights)
        return total - 2 / (size - 1) * cost

    def change(self, removed: Iterable[Circle], added: Iterable[tuple[Circle, float]]) -> None:
        """Take circles apart and put others together."""
        for circle in removed:
            del self.worths[circle]
            for i in circle:
                self.circle_of[i] = None
        for circle, worth in added:
            self.worths[circle] = worth
            for i in circle:
                self.circle_of[i] = circle

    @property
    def total(self) -> float:
        return sum(self.worths.values())


def seat_greedily(seating: Seating, order: Iterable[int] | None = None) -> None:
    """For each free member, those in most need first, the best circle among free neighbours."""
    part = seating.part
    if order is None:
        order = sorted(range(len(part.members)), key=lambda i: (-part.worths[i], part.members[i].id))
    for i in order:
        if seating.circle_of[i] is None:
            best = _best_around(seating, i)
            if best is not None:
                seating.change([], [best])


def _best_around(seating: Seating, i: int) -> tuple[Circle, float] | None:
    """The best circle of a free member with free neighbours: the best three, and who makes it better."""
    row = seating.part.costs[i]
    free = [j for j in row if seating.circle_of[j] is None]
    free.sort(key=lambda j: (row[j] - seating.part.worths[j], j))
    best: Circle | None = None
    best_worth = 0.0
    for j, k in combinations(free[:_SEEDS_TRIED], 2):
        circle = tuple(sorted((i, j, k)))
        worth = seating.worth(circle)
        if worth > best_worth:
            best, best_worth = circle, worth
    while best is not None and len(best) < LARGEST:
        grown = [(seating.worth((*best, j)), j) for j in free if j not in best]
        worth, j = max(grown, default=(-math.inf, 0))
        if worth <= best_worth:
            break
        best, best_worth = tuple(sorted((*best, j))), worth
    return (best, best_worth) if best is not None else None


def improve(seating: Seating, random: Random, steps: int, must_stop: Stop) -> None:
    """Change the seating step by step, and leave it as the best that was met."""
    best, best_total, total = dict(seating.worths), seating.total, seating.total
    for step in range(steps):
        if step % _CHECK_EVERY == 0 and must_stop():
            break
        heat = _HOTTEST * (_COLDEST / _HOTTEST) ** (step / steps)
        move = _propose(seating, random)
        if move is None:
            continue
        removed, added = move
        gain = sum(worth for _, worth in added) - sum(seating.worths[circle] for circle in removed)
        if gain >= 0 or random.random() < math.exp(gain / heat):
            seating.change(removed, added)
            total += gain
            if total > best_total + 1e-9:
                best, best_total = dict(seating.worths), total
    seating.change(list(seating.worths), [])
    seating.change([], best.items())


Move = tuple[list[Circle], list[tuple[Circle, float]]]


def _propose(seating: Seating, random: Random) -> Move | None:
    """One small change around a member: join, swap, leave, or start a circle with a neighbour."""
    i = random.randrange(len(seating.part.members))
    j = random.choice(seating.neighbours[i])
    here, there = seating.circle_of[i], seating.circle_of[j]
    if here == there and here is not None:
        return _without(seating, i, here)
    if there is None:
        return _start(seating, random, i, j, here)
    if len(there) < LARGEST and random.random() < 0.5:
        return _join(seating, i, here, there)
    return _swap(seating, random, i, here, there)


def _pieces(seating: Seating, *circles: tuple[int, ...]) -> list[tuple[Circle, float]] | None:
    """The circles with what each is worth; None if one of three or more may not meet. Fewer dissolve."""
    found = []
    for members in circles:
        if len(members) >= SMALLEST:
            worth = seating.worth(members)
            if worth == -math.inf:
                return None
            found.append((tuple(sorted(members)), worth))
    return found


def _minus(circle: Circle | None, i: int) -> tuple[int, ...]:
    return tuple(one for one in circle if one != i) if circle is not None else ()


def _without(seating: Seating, i: int, here: Circle) -> Move | None:
    added = _pieces(seating, _minus(here, i))
    return ([here], added) if added is not None else None


def _join(seating: Seating, i: int, here: Circle | None, there: Circle) -> Move | None:
    added = _pieces(seating, _minus(here, i), (*there, i))
    if added is None:
        return None
    return ([there] if here is None else [here, there]), added


def _swap(seating: Seating, random: Random, i: int, here: Circle | None, there: Circle) -> Move | None:
    """Member i takes the seat of one of that circle, who takes theirs or none."""
    out = random.choice(there)
    stays = _minus(here, i)
    added = _pieces(seating, (*_minus(there, out), i), (*stays, out) if here is not None else ())
    if added is None:
        added = _pieces(seating, (*_minus(there, out), i), stays)
    if added is None:
        return None
    return ([there] if here is None else [here, there]), added


def _start(seating: Seating, random: Random, i: int, j: int, here: Circle | None) -> Move | None:
    """A free neighbour j: join this circle, or make a new one with i and a third."""
    if here is not None and len(here) < LARGEST and random.random() < 0.7:
        added = _pieces(seating, (*here, j))
        return ([here], added) if added is not None else None
    third = random.choice(seating.neighbours[j])
    if third in {i, j}:
        return None
    home = seating.circle_of[third]
    if home is not None and home == here:
        added = _pieces(seating, (i, j, third), _minus(_minus(here, i), third))
        return ([home], added) if added is not None else None
    added = _pieces(seating, (i, j, third), _minus(here, i), _minus(home, third))
    if added is None:
        return None
    return [circle for circle in (here, home) if circle is not None], added
