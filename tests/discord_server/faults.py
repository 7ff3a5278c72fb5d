"""What goes wrong between the bot and Discord, drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """Each names what the bot sees. “After” means that Discord did what was asked."""

    FORBIDDEN = "403"
    LIMITED = "429"
    FAILED = "500"
    BAD_GATEWAY = "502"
    UNAVAILABLE = "503"
    RESET_BEFORE = "reset before the effect"
    RESET_AFTER = "reset after the effect"
    SILENT_AFTER = "no answer after the effect"


@dataclass
class FaultPlan:
    """How often each kind of fault strikes, as shares of all requests whose path has `only` in it."""

    shares: Mapping[Fault, float] = field(default_factory=dict)
    random: Random = field(default_factory=lambda: Random(1))
    only: str = ""
    most: int | None = None  # faults in all
    struck: dict[Fault, int] = field(default_factory=dict)

    def draw(self, path: str) -> Fault | None:
        """What happens to this request."""
        if self.only not in path or self.most == sum(self.struck.values()):
            return None
        chance = self.random.random()
        for fault, share in self.shares.items():
            chance -= share
            if chance < 0:
                self.struck[fault] = self.struck.get(fault, 0) + 1
                return fault
        return None
