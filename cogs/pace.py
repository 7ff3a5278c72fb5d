"""The limit on all requests together; discord.py keeps those of each route."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from clock import Clock

_BURST = timedelta(seconds=0.1)  # with 40 a second, any second has 44 at most; Discord refuses the 51st
_HELD_S = 1.0
_LONGEST_WAIT = timedelta(seconds=5)


class Pace:
    """So many requests a second, a tenth of a second's worth at once; none at all while they are held back.

    Answers to interactions need not wait.
    """

    def __init__(self, per_second: int, now: Clock, are_held: Callable[[], bool] = lambda: False) -> None:
        self._gap = timedelta(seconds=1) / per_second
        self._now = now
        self._are_held = are_held
        self._booked_until = now()

    async def turn(self, requests: int = 1) -> None:
        """Wait until it is the turn of these requests."""
        while True:
            while self._are_held():  # noqa: ASYNC110 - it is time alone that ends it
                await asyncio.sleep(_HELD_S)
            wait = self._book(requests)
            if wait > timedelta(0):
                await asyncio.sleep(wait.total_seconds())
            if not self._are_held():
                return

    def _book(self, requests: int) -> timedelta:
        """How long it is until their turn."""
        now = self._now()
        if self._booked_until > now + _LONGEST_WAIT:  # the clock was set back
            self._booked_until = now
        self._booked_until = max(self._booked_until, now) + requests * self._gap
        return self._booked_until - now - _BURST
