"""What the bot posts by itself, on its way to Discord: claimed, sent, and marked with what became of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Generic, Protocol, TypeVar
from weakref import WeakValueDictionary

from cogs.bot import LongtableBot
from cogs.delivery import DeliveryOutcome, Rejected, Sent, TooLate, Unknown
from domain.posts import Post
from languages import use_language
from services.transaction import Transaction

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
    """A feature's module of use cases for its outbox."""

    def claim_due(self, tx: Transaction, limit: int, crowded: Collection[int]) -> list[D]: ...

    def mark_sent(self, tx: Transaction, delivery: D, channel_id: int, message_id: int) -> None: ...

    def mark_rejected(self, tx: Transaction, delivery: D, reason: str, channel_id: int | None) -> None: ...

    def mark_unknown(self, tx: Transaction, delivery: D) -> None: ...

    def mark_missed(self, tx: Transaction, delivery: D) -> None: ...


async def _nothing_more(delivery: Delivery, sent: Sent) -> None:
    """Does nothing after a message that is complete as it is."""


class Outbox(Generic[D]):
    """Sends what is due: subjects side by side, the posts about one subject one after another.

    A place that does not answer holds up the posts about its own subject alone, and a server of which many
    are on their way waits before it gets more.
    """

    def __init__(
        self,
        bot: LongtableBot,
        posting: Posting[D],
        send: Callable[[D], Awaitable[DeliveryOutcome]],
        follow_up: Callable[[D, Sent], Awaitable[None]] = _nothing_more,
    ) -> None:
        self.bot = bot
        self.posting = posting
        self.send = send
        self.follow_up = follow_up
        self._last: WeakValueDictionary[int, asyncio.Task[None]] = WeakValueDictionary()  # by subject

    async def run(self) -> None:
        """Send everything that is due, the most urgent first."""
        sending: dict[asyncio.Task[None], int] = {}  # to the server of each
        async with asyncio.TaskGroup() as group:
            while True:
                crowded = [
                    guild_id for guild_id, of_it in Counter(sending.values()).items() if of_it >= _CROWD
                ]
                deliveries = await self.bot.write(self.posting.claim_due, _CLAIM, crowded)
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
        language = self.bot.language_of(delivery.post.guild_id)
        async with self.bot.reporter.reporting(f"post {delivery.post.code}"):
            with use_language(language):
                await self._note(delivery, await self.send(delivery))

    async def _note(self, delivery: D, outcome: DeliveryOutcome) -> None:
        match outcome:
            case Sent(channel_id, message_id):
                await self.bot.write(self.posting.mark_sent, delivery, channel_id, message_id)
                await self.follow_up(delivery, outcome)
            case TooLate() | Rejected() if delivery.is_late:
                await self.bot.write(self.posting.mark_missed, delivery)
            case Rejected(reason, channel_id):
                await self.bot.write(self.posting.mark_rejected, delivery, reason, channel_id)
            case Unknown():
                await self.bot.write(self.posting.mark_unknown, delivery)


def _still(sending: dict[asyncio.Task[None], int]) -> dict[asyncio.Task[None], int]:
    return {task: guild_id for task, guild_id in sending.items() if not task.done()}
