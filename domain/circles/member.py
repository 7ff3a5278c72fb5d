"""Who looks for company, as the matching sees them: numbers and bits, no names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.places import Point

SMALLEST, LARGEST = 3, 5
MEETING_SLOTS = 4  # two hours of half-hours
REACH_SLACK_KM = 0.002  # what rounding may add to a distance


@dataclass(frozen=True, slots=True)
class Member:
    """`free` are half-hours of the round's week in UTC, as bits; `languages` bits, too.

    `company` is what they wish for, 0 to 10; `weeks_alone` since they last met anybody. `left_over` counts
    the rounds in a row that had no circle for them. A newcomer has not met anybody yet. `awake` are the
    half-hours in which one may meet them online, if `is_online`.
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
        """The half-hours at which two free hours begin: those of a circle are those that all have."""
        bits = self.free
        for step in range(1, MEETING_SLOTS):
            bits &= self.free >> step
        return bits

    def as_online(self) -> Member:
        """The member as part of an online circle: no way is too long, and being awake is enough."""
        return replace(self, limit_km=math.inf, free=self.awake)


def pair(one: int, other: int) -> tuple[int, int]:
    """Two members in the order in which pairs are named."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of pairs: who never sits together, how long ago they did, what they solved together.

    Each pair is named by `pair`. Weeks are since their last circle.
    """

    avoided: frozenset[tuple[int, int]] = frozenset()
    weeks_apart: Mapping[tuple[int, int], float] = field(default_factory=dict)
    solved_together: Mapping[tuple[int, int], int] = field(default_factory=dict)


def avoidances(rows: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Who avoids whom, both ways: a pair does not say who of the two it was."""
    return frozenset(pair(one, other) for one, other in rows)
