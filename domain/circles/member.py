"""Members who look for company, as the matching sees them: numbers and bits, no names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.cities import Point

SMALLEST, LARGEST = 3, 5  # members of a circle
MEETING_SLOTS = 4  # two hours of half-hours
REACH_SLACK_KM = 0.002  # rounding can add 0.2 m to a distance, see `_around` in graph.py


@dataclass(frozen=True, slots=True)
class Member:
    """One member who looks for company.

    `limit_km` is how far they travel. `free` are the half-hours of the round's week in UTC at which they are
    free, as bits; `languages` has one bit for each. `company` is how much of it they would like, from 0 to
    10. `weeks_alone` are the weeks since they last met anybody. `left_over` counts the rounds in a row that
    had no circle for them. A newcomer has not met anybody yet. `awake` are the half-hours at which they may
    meet online, if `is_online`.
    """

    id: int
    centre: Point
    limit_km: float
    free: int
    languages: int
    interests: frozenset[str] = frozenset()
    company: int = 5
    weeks_alone: float = 0.0
    left_over: int = 0
    is_newcomer: bool = False
    is_online: bool = False
    awake: int = 0

    @property
    def starts(self) -> int:
        """The half-hours from which they are free for two hours.

        A circle may meet at those that all members have.
        """
        bits = self.free
        for step in range(1, MEETING_SLOTS):
            bits &= self.free >> step
        return bits

    def as_online(self) -> Member:
        """Returns the member as part of an online circle: no way is too long, and being awake is enough."""
        return replace(self, limit_km=math.inf, free=self.awake)


def pair(one: int, other: int) -> tuple[int, int]:
    """Returns two ids as the name of their pair, the lower one first."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of pairs of members, each named by `pair`.

    `avoided` never sit together. `weeks_apart` are the weeks since they last sat in a circle together,
    `solved_together` counts the problems that one of them solved for the other.
    """

    avoided: frozenset[tuple[int, int]] = frozenset()
    weeks_apart: Mapping[tuple[int, int], float] = field(default_factory=dict)
    solved_together: Mapping[tuple[int, int], int] = field(default_factory=dict)


def avoided_pairs(rows: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Returns the pairs in which one avoids the other; a pair does not say who of the two it is."""
    return frozenset(pair(one, other) for one, other in rows)
