"""The clock: the only reader of the time. All other code is told what time it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import discord

Clock = Callable[[], datetime]


def now() -> datetime:
    """Returns the present instant, aware and in UTC. A simulated Discord moves this clock with its own."""
    return discord.utils.utcnow()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the machine's monotonic clock, in seconds; calling it says whether the moment has passed.

    That clock is the same for all processes of a machine, so that a deadline can be handed to another one.
    """

    at: float

    @classmethod
    def in_seconds(cls, seconds: float) -> Deadline:
        """Returns the deadline in `seconds` from now. Setting the machine's time does not move it."""
        return cls(time.monotonic() + seconds)

    def __call__(self) -> bool:
        return time.monotonic() > self.at
