"""What Discord has refused of late, so that one refusal answers for all who would ask the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from weakref import WeakValueDictionary

import discord

from clock import Clock
from cogs.delivery import outcome_of
from domain.posts import Rejected, retry_delay

_REMEMBERED_FOR = timedelta(days=1)

_Kind = Literal["private thread", "thread", "reaction", "reaction of a member", "forum post", "event"]
Request = tuple[_Kind, int]
"""What is asked for, and the id of the channel, the message or the server that it is to be under."""


class RefusedError(Exception):
    """The error that something is refused, by Discord or for what the bot sees by itself."""

    def __init__(self, rejected: Rejected) -> None:
        super().__init__(rejected.reason)
        self.rejected = rejected


@dataclass(frozen=True, slots=True)
class _Known:
    guild_id: int
    rejected: Rejected
    times: int
    until: datetime


class Refusals:
    """The refusals of this process's time: who asks for the same before the pause is over is not to ask.

    The pauses are those of posts: an hour, then half a day.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._known: dict[Request, _Known] = {}
        self._turns: WeakValueDictionary[Request, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def asking(self, request: Request, guild_id: int, channel_id: int | None) -> AsyncIterator[None]:
        """Lets one after the other make a request about the channel, so that a refusal spares the rest.

        Raises RefusedError where it was refused of late, or is refused in the block.
        """
        turn = self._turns.setdefault(request, asyncio.Lock())
        async with turn:
            self.check(request)
            known = self._known.get(request)
            times = known.times + 1 if known is not None else 1
            try:
                yield
            except RefusedError as error:
                self._note(request, guild_id, error.rejected, times)
                raise
            except discord.HTTPException as error:
                outcome = outcome_of(error, channel_id)
                if not isinstance(outcome, Rejected):
                    raise
                self._note(request, guild_id, outcome, times)
                raise RefusedError(outcome) from error
            self._known.pop(request, None)

    def _note(self, request: Request, guild_id: int, rejected: Rejected, times: int) -> None:
        now = self._now()
        self._keep(lambda known: now < known.until + _REMEMBERED_FOR)
        until = now + retry_delay(times, was_refused=True)
        self._known[request] = _Known(guild_id, rejected, times, until)

    def check(self, request: Request) -> None:
        """Raises RefusedError where the request was refused of late."""
        known = self._known.get(request)
        if known is not None and self._now() < known.until:
            raise RefusedError(replace(known.rejected, was_asked=False))

    def forget(self, request: Request) -> None:
        """Forgets the refusal of a request to which nothing stands in the way any more."""
        self._known.pop(request, None)

    def forget_guild(self, guild_id: int) -> None:
        """Forgets the refusals in a server in which what stood in the way may have changed."""
        self._keep(lambda known: known.guild_id != guild_id)

    def _keep(self, is_kept: Callable[[_Known], bool]) -> None:
        self._known = {request: known for request, known in self._known.items() if is_kept(known)}
