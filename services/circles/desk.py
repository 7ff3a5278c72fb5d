"""What every use case of circles works with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.circles.welfare import Weights
from services.circles.workshop import Workshop
from services.desk import Desk


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator has set for all circles."""

    answer_within: timedelta
    poll_for: timedelta
    ask_after: timedelta
    length_min: int
    pings_min: tuple[int, ...]
    zone: str  # of servers that have set none


@dataclass(frozen=True, slots=True)
class CircleDesk(Desk):
    """The desk with the process that finds circles, what it prefers, and the rules of their life."""

    workshop: Workshop
    weights: Weights
    rules: Rules

    def stopped(self) -> CircleDesk:
        """The desk with its clock stopped now, for one transaction: a use case reads the clock once."""
        now = self.now()
        return replace(self, now=lambda: now)
