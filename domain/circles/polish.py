"""Polishing of a seating: one neighbourhood after the other is seated anew, as well as it can be."""

from __future__ import annotations

from random import Random

import numpy as np

from domain.circles.arrays import CircleArrays, CircleIndices, MemberArrays, MustStop
from domain.circles.enumeration import TooManyCirclesError, enumerate_circles
from domain.circles.graph import Ints
from domain.circles.linear_program import solve_integer_program

_SIZE = 16  # members looked at together: some hundred circles, solved in some milliseconds
_MOST_CIRCLES = 600
_LOOKED_AROUND = 6  # neighbours of each member whom a neighbourhood may grow to


def polish(
    table: MemberArrays, circles: CircleArrays, random: Random, rounds: int, must_stop: MustStop
) -> CircleArrays:
    """Returns the seating after `rounds` neighbourhoods were seated anew; it never gets worse."""
    seats = _Seats(table, circles)
    for _ in range(rounds):
        if must_stop():
            break
        seats.reseat(seats.neighbourhood(random))
    return seats.circles()


class _Seats:
    """A seating while it changes."""

    def __init__(self, table: MemberArrays, circles: CircleArrays) -> None:
        self.table = table
        self.worths = dict(circles)
        self.circle_of: list[CircleIndices | None] = [None] * table.count
        self.neighbours = [np.flatnonzero(row).tolist() for row in np.isfinite(table.costs)]
        for circle in self.worths:
            self._sit(circle, circle)

    def _sit(self, members: CircleIndices, circle: CircleIndices | None) -> None:
        for i in members:
            self.circle_of[i] = circle

    def circles(self) -> CircleArrays:
        """Returns the circles as they are now."""
        return CircleArrays.of(dict(sorted(self.worths.items())))

    def neighbourhood(self, random: Random) -> Ints:
        """Returns some 16 members around one who is drawn, always with all members of their circles."""
        taken: dict[int, None] = {}
        waiting = [random.randrange(self.table.count)]
        while waiting and len(taken) < _SIZE:
            i = waiting.pop(random.randrange(len(waiting)))
            if i not in taken:
                taken |= dict.fromkeys(self.circle_of[i] or (i,))
                near = self.neighbours[i]
                waiting += random.sample(near, min(len(near), _LOOKED_AROUND))
        return np.array(sorted(taken))

    def reseat(self, members: Ints) -> None:
        """Seats these members as well as possible; leaves them where they have too many circles to try."""
        known = {circle for i in members.tolist() if (circle := self.circle_of[i]) is not None}
        small = self.table.select(members)
        try:
            listed = enumerate_circles(
                small, np.zeros(len(members)), 0.0, lambda: False, most=_MOST_CIRCLES
            ).circles
        except TooManyCirclesError:
            return
        place = {i: at for at, i in enumerate(members.tolist())}
        seated = {tuple(place[i] for i in circle) for circle in known}
        begun = [number for number, (circle, _) in enumerate(listed) if circle in seated]
        chosen, _ = solve_integer_program(small.count, listed, np.array(begun, dtype=np.int64))
        found = listed.take(chosen)
        if found.worth > sum(self.worths[circle] for circle in known) + 1e-9:
            for circle in known:
                del self.worths[circle]
                self._sit(circle, None)
            for places, worth in found:
                circle = tuple(members[list(places)].tolist())
                self.worths[circle] = worth
                self._sit(circle, circle)
