"""What a matching says: circles, who is left over and why, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why nobody could be found for a member. None of them says anything about the member."""

    NOBODY_NEAR = "nobody within reach"
    NO_TIME = "no common time"
    NO_LANGUAGE = "no common language"
    TAKEN = "everyone near is taken"


@dataclass(frozen=True, slots=True)
class Matched:
    """Members who may meet, by id; an online circle has no place."""

    member_ids: tuple[int, ...]
    worth: float
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """The circles, who is left over and why, and how good it is.

    No seating can be worth more than `bound`; `gap` is the share of it that may be missing.
    """

    circles: list[Matched]
    left_over: dict[int, Reason] = field(default_factory=dict)
    bound: float = 0.0

    @property
    def worth(self) -> float:
        return sum(circle.worth for circle in self.circles)

    @property
    def gap(self) -> float:
        return max(0.0, self.bound - self.worth) / self.bound if self.bound > 0 else 0.0
