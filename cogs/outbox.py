"""What the bot posts by itself, on its way to Discord: claimed, sent, and marked with what became of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Generic, Protocol, TypeVar
from weakref import WeakValueDictionary

from cogs.delivery import Late, Outcome, Refused, Sent, Unknown
from cogs.errors import Reporter
from domain.posts import Post
from languages import speaking
from services.desk import Desk

_AT_ONCE = 40
_CLAIM = 20  # one by one would be a transaction each
_CROWD = 10  # of one server; a channel that holds up as many leaves room for others
_LOOK_AGAIN_S = 1.0


class Delivery(Protocol):
    """A leased post with all that is needed to write it."""

    @property
    def post(self) -> Post: ...

    @property
    def is_late(self) -> bool:
        """Whether it no longer helps: then it may be found to have arrived, but not be sent."""


D = TypeVar("D", bound=Delivery)


class Posting(Protocol[D]):
    """The use cases of a column's outbox."""

    @property
    def desk(self) -> Desk: ...

    async def claim_due(self, limit: int, crowded: Collection[int]) -> list[D]: ...

    async def mark_sent(self, delivery: D, channel_id: int, message_id: int) -> None: ...

    async def mark_refused(self, delivery: D, reason: str, channel_id: int | None) -> None: ...

    async def mark_unknown(self, delivery: D) -> None: ...

    async def mark_missed(self, delivery: D) -> None: ...


class Outbox(Generic[D]):
    """Sends what is due: subjects side by side, the posts about one subject one after another.

    A place that does not answer holds up the posts about its own subject alone, and a server of which many
    are on their way waits before it gets more.
    """

    def __init__(
        self,
        posting: Posting[D],
        send: Callable[[D], Awaitable[Outcome]],
        follow_up: Callable[[D, Sent], Awaitable[None]],
        reporter: Reporter,
    ) -> None:
        self.posting = posting
        self.send = send
        self.follow_up = follow_up
        self.reporter = reporter
        self._last: WeakValueDictionary[int, asyncio.Task[None]] = WeakValueDictionary()  # by subject

    async def run(self) -> None:
        """Send everything that is due, the most urgent first."""
        sending: dict[asyncio.Task[None], int] = {}  # to the server of each
        async with asyncio.TaskGroup() as group:
            while True:
                crowded = [
                    guild_id for guild_id, of_it in Counter(sending.values()).items() if of_it >= _CROWD
                ]
                deliveries = await self.posting.claim_due(_CLAIM, crowded)
                sending |= {self._begin(one, group): one.post.guild_id for one in deliveries}
                if not sending:
                    return
                if not deliveries:
                    await asyncio.wait(sending, timeout=_LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
                sending = _still(sending)
                while len(sending) > _AT_ONCE - _CLAIM:
                    await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                    sending = _still(sending)

    def _begin(self, delivery: D, group: asyncio.TaskGroup) -> asyncio.Task[None]:
        before = self._last.get(delivery.post.subject_id)
        task = group.create_task(self._send_after(before, delivery))
        self._last[delivery.post.subject_id] = task
        return task

    async def _send_after(self, before: asyncio.Task[None] | None, delivery: D) -> None:
        if before is not None:
            await asyncio.wait([before])
        language = self.posting.desk.language_of(delivery.post.guild_id)
        async with self.reporter.reporting(f"post {delivery.post.code}"):
            with speaking(language):
                await self._note(delivery, await self.send(delivery))

    async def _note(self, delivery: D, outcome: Outcome) -> None:
        match outcome:
            case Sent(channel_id, message_id):
                await self.posting.mark_sent(delivery, channel_id, message_id)
                await self.follow_up(delivery, outcome)
            case Late() | Refused() if delivery.is_late:
                await self.posting.mark_missed(delivery)
            case Refused(reason, channel_id):
                await self.posting.mark_refused(delivery, reason, channel_id)
            case Unknown():
                await self.posting.mark_unknown(delivery)


def _still(sending: dict[asyncio.Task[None], int]) -> dict[asyncio.Task[None], int]:
    return {task: guild_id for task, guild_id in sending.items() if not task.done()}
