"""A good seating made better, a neighbourhood at a time: some circles are put together anew at their best."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from domain.circles.exact import TooManyError, list_circles, solve
from domain.circles.graph import Part
from domain.circles.search import Circle, Seating, Stop

_SIZE = 16  # members looked at together: some hundred circles, solved in some milliseconds
_MOST_CIRCLES = 600
_SECONDS = 0.5


def polish(seating: Seating, random: Random, rounds: int, must_stop: Stop) -> None:
    """Put neighbourhoods at their best, so many times; the seating never gets worse."""
    count = len(seating.part.members)
    for _ in range(rounds):
        if must_stop():
            return
        _reseat(seating, _neighbourhood(seating, random, random.randrange(count)))


def _neighbourhood(seating: Seating, random: Random, start: int) -> list[int]:
    """A member with those around, circles whole."""
    taken: dict[int, None] = {}
    waiting = [start]
    while waiting and len(taken) < _SIZE:
        i = waiting.pop(random.randrange(len(waiting)))
        if i in taken:
            continue
        taken |= dict.fromkeys(seating.circle_of[i] or (i,))
        neighbours = seating.neighbours[i]
        waiting += random.sample(neighbours, min(len(neighbours), 6))
    return sorted(taken)


def _reseat(seating: Seating, members: list[int]) -> None:
    place = {i: position for position, i in enumerate(members)}
    part = seating.part
    small = Part(
        members=[part.members[i] for i in members],
        costs=[{place[j]: cost for j, cost in part.costs[i].items() if j in place} for i in members],
        worths=[part.worths[i] for i in members],
    )
    known = sorted({circle for i in members if (circle := seating.circle_of[i]) is not None})
    try:
        circles = list_circles(Seating(small, seating.weights), _MOST_CIRCLES, lambda: False)
    except TooManyError:
        return
    solution = solve(small, circles, [_mapped(circle, place.__getitem__) for circle in known], _SECONDS)
    if solution.worth > sum(seating.worths[circle] for circle in known) + 1e-9:
        found = [(_mapped(circle, members.__getitem__), circles[circle]) for circle in solution.circles]
        seating.change(known, found)


def _mapped(circle: Circle, place: Callable[[int], int]) -> Circle:
    return tuple(sorted(place(i) for i in circle))
