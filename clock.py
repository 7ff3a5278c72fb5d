"""The only reader of the time. Everything else is told what time it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import discord

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant: aware, UTC. A simulated Discord moves this clock with its own."""
    return discord.utils.utcnow()


@dataclass(frozen=True, slots=True)
class Deadline:
    """Says whether a moment of the machine's own clock is over; other processes may ask, too."""

    at: float

    @classmethod
    def in_seconds(cls, seconds: float) -> Deadline:
        """So many seconds from now. No clock that is set moves it."""
        return cls(time.monotonic() + seconds)

    def __call__(self) -> bool:
        return time.monotonic() > self.at
