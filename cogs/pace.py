"""The limit on all requests together; discord.py keeps those of each route."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from clock import Clock

_BURST = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(seconds=5)


class Pace:
    """So many requests a second, up to a second's worth at once. Answers to interactions need not wait."""

    def __init__(self, per_second: int, now: Clock) -> None:
        self._gap = timedelta(seconds=1) / per_second
        self._now = now
        self._booked_until = now()

    async def turn(self, requests: int = 1) -> None:
        """Wait until it is the turn of these requests."""
        now = self._now()
        if self._booked_until > now + _LONGEST_WAIT:  # the clock was set back
            self._booked_until = now
        self._booked_until = max(self._booked_until, now) + requests * self._gap
        wait = self._booked_until - now - _BURST
        if wait > timedelta(0):
            await asyncio.sleep(wait.total_seconds())
