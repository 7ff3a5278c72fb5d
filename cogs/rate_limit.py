"""The rate limit on all requests of the bot together; discord.py keeps the limits of single routes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from clock import Clock

_BURST = timedelta(seconds=0.1)  # with 40 a second, any second has 44 at most; Discord refuses the 51st
_HELD_S = 1.0
_LONGEST_WAIT = timedelta(seconds=5)

TakeTurn = Callable[[], Awaitable[datetime]]


class RateLimiter:
    """A limit of `per_second` requests a second; none may go while `are_held` returns True.

    Up to a tenth of a second's worth may go at once. Where processes share the limit, `take_turn` returns
    when the next request may go; no two get the same turn. Answers to interactions need not wait. Only the
    first in the queue looks at the clock: after the process stood still for a moment, those who waited go one
    after another and not all at once.
    """

    def __init__(
        self,
        per_second: float,
        now: Clock,
        are_held: Callable[[], bool] = lambda: False,
        take_turn: TakeTurn | None = None,
    ) -> None:
        self._gap = timedelta(seconds=1) / per_second
        self._now = now
        self._are_held = are_held
        self._take_turn = take_turn
        self._taken_until = now()
        self._queue = asyncio.Lock()

    async def acquire(self, requests: int = 1) -> None:
        """Waits until as many requests as `requests` may be sent."""
        async with self._queue:
            for _ in range(requests):
                if self._take_turn is not None:
                    await self._wait_among_others(self._take_turn)
                else:
                    await self._wait_alone()

    async def _wait_among_others(self, take_turn: TakeTurn) -> None:
        while self._are_held():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(_HELD_S)
        turn_at = await take_turn()
        await asyncio.sleep(max(0.0, (turn_at - self._now()).total_seconds()))

    async def _wait_alone(self) -> None:
        while (wait_s := self._wait_s()) > 0:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(wait_s)
        self._taken_until = max(self._taken_until, self._now()) + self._gap

    def _wait_s(self) -> float:
        """Returns the seconds until one more request may go."""
        if self._are_held():
            return _HELD_S
        now = self._now()
        if self._taken_until > now + _LONGEST_WAIT:  # the clock was set back
            self._taken_until = now
        return (self._taken_until + self._gap - now - _BURST).total_seconds()
