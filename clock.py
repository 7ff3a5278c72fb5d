"""The only reader of the time. Everything else is told what time it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

import discord

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant: aware, UTC. A simulated Discord moves this clock with its own."""
    return discord.utils.utcnow()


def stopwatch() -> Callable[[], float]:
    """Started now; tells the seconds since. No clock that is set moves it."""
    start = time.monotonic()
    return lambda: time.monotonic() - start
