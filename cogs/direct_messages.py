"""Direct messages to members who have asked for them: opened slowly, since Discord counts them together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import discord

import clock
from cogs.delivery import (
    UNREACHABLE,
    DeliveryOutcome,
    OutgoingMessage,
    Unknown,
    deliver,
    outcome_of,
)
from cogs.rate_limit import RateLimiter
from domain.obstacles import Obstacle
from domain.posts import Post, Rejected
from languages import gettext

_OPENING_LIMIT_S = 10.0
_NONE_OPENED_FOR = timedelta(minutes=10)  # after Discord let one wait: the others are told elsewhere

OpenMessages = Callable[[discord.Object], Awaitable[discord.DMChannel]]


class DirectMessages:
    """The direct messages of one process."""

    def __init__(self, open_messages: OpenMessages) -> None:
        self._open = open_messages
        self._none_until: datetime | None = None

    async def send(
        self, user_id: int, post: Post, message: OutgoingMessage, limiter: RateLimiter, *, is_late: bool
    ) -> DeliveryOutcome:
        """Sends a post to the member alone, which Discord rejects where they take none from this server.

        It counts as rejected, too, where Discord lets none be opened for a while and none was sent before.
        """
        slowly = Rejected(Obstacle.LIMIT, gettext("Discord lets direct messages be opened slowly"))
        if self._is_pausing() and post.first_tried_at is None:
            return replace(slowly, was_asked=False)
        try:
            await limiter.acquire()
            async with asyncio.timeout(_OPENING_LIMIT_S):
                destination = await self._open(discord.Object(user_id))
        except UNREACHABLE as error:
            outcome = outcome_of(error, None)
            if isinstance(outcome, Unknown) or outcome.obstacle is Obstacle.LIMIT:
                self._none_until = clock.now() + _NONE_OPENED_FOR
            if isinstance(outcome, Unknown) and post.first_tried_at is None:
                return slowly
            return outcome
        return await deliver(destination, post, message, limiter, is_late=is_late)

    def _is_pausing(self) -> bool:
        return self._none_until is not None and clock.now() < self._none_until
