"""The result of a matching: circles, who is left over and why, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class LeftOverReason(StrEnum):
    """Why there is no circle for a member. None of the reasons says anything about the member."""

    NOBODY_NEAR = "nobody within reach"
    NO_TIME = "no common time"
    NO_LANGUAGE = "no common language"
    NO_GROUP = "no group came together"  # said alike of seats elsewhere and of who avoids whom


@dataclass(frozen=True, slots=True)
class MatchedCircle:
    """One circle that was found: the ids of its members, and what it is worth."""

    member_ids: tuple[int, ...]
    worth: float
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """The circles that were found, and why each of the other members has none.

    No seating can be worth more than `bound`.
    """

    circles: list[MatchedCircle]
    left_over: dict[int, LeftOverReason] = field(default_factory=dict)
    bound: float = 0.0

    @property
    def worth(self) -> float:
        """What all circles are worth together."""
        return sum(circle.worth for circle in self.circles)

    @property
    def gap(self) -> float:
        """The share of the bound that is missing, from 0 to 1: no seating is better by more."""
        return max(0.0, self.bound - self.worth) / self.bound if self.bound > 0 else 0.0
