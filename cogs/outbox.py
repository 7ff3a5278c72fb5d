"""The outbox: claims the posts that are due, sends them, and marks each with its outcome."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Generic, Protocol, TypeVar
from weakref import WeakValueDictionary

import discord

from cogs.bot import LongtableBot
from cogs.delivery import Deleted, DeliveryOutcome, Sent, TooLate, Unknown
from domain.obstacles import Obstacle
from domain.posts import Rejected
from languages import use_language
from services.outbox import Delivery
from services.transaction import Transaction

_AT_ONCE = 40
_CLAIM = 20  # at a time: each claim is a transaction
_CROWD = 10  # posts of one server: a slow channel must not hold up those of others
_LOOK_AGAIN_S = 1.0


D = TypeVar("D", bound=Delivery)


class NotTakenError(Exception):
    """Raised, to be reported, where Discord does not take what the bot sends: the bot is at fault."""


class OutboxUseCases(Protocol[D]):
    """The use cases of one feature's outbox: a module of services."""

    def claim_due(self, tx: Transaction, limit: int, crowded: Collection[int]) -> list[D]:
        """Leases and returns at most `limit` posts that are due, none of them of the servers in `crowded`."""

    def mark_sent(self, tx: Transaction, delivery: D, channel_id: int, message_id: int) -> None:
        """Notes where the post stands in Discord."""

    def mark_deleted(self, tx: Transaction, delivery: D) -> None:
        """Notes that the post has arrived, and that its message was deleted since."""

    def mark_rejected(self, tx: Transaction, delivery: D, rejected: Rejected) -> None:
        """Notes that the post was rejected."""

    def mark_unknown(self, tx: Transaction, delivery: D) -> None:
        """Notes that the post may have arrived, to be looked for at the next try."""

    def mark_missed(self, tx: Transaction, delivery: D) -> None:
        """Notes that the post came too late."""


async def _do_nothing(delivery: Delivery, sent: Sent) -> None:
    """Follows up a message that needs nothing more."""


class Outbox(Generic[D]):
    """The sender of one feature's posts: those about one subject in turn, subjects side by side.

    A channel that does not answer holds up only the posts about its own subject, and a server gets no more
    posts while many to it are still being sent. `follow_up` is called after a post is marked as sent.
    """

    def __init__(
        self,
        bot: LongtableBot,
        posting: OutboxUseCases[D],
        send: Callable[[D, discord.Guild], Awaitable[DeliveryOutcome]],
        follow_up: Callable[[D, Sent], Awaitable[None]] = _do_nothing,
    ) -> None:
        self.bot = bot
        self.posting = posting
        self.send = send
        self.follow_up = follow_up
        self._last: WeakValueDictionary[int, asyncio.Task[None]] = WeakValueDictionary()  # by subject

    async def run(self) -> None:
        """Sends everything that is due, the most urgent first."""
        sending: dict[asyncio.Task[None], int] = {}  # to the server of each post
        async with asyncio.TaskGroup() as group:
            while True:
                counts = Counter(sending.values())
                crowded = [guild_id for guild_id, count in counts.items() if count >= _CROWD]
                deliveries = await self.bot.write(self.posting.claim_due, _CLAIM, crowded)
                sending |= {self._start(delivery, group): delivery.post.guild_id for delivery in deliveries}
                if not sending:
                    return
                if not deliveries:
                    await asyncio.wait(sending, timeout=_LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
                sending = _unfinished(sending)
                while len(sending) > _AT_ONCE - _CLAIM:
                    await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                    sending = _unfinished(sending)

    def _start(self, delivery: D, group: asyncio.TaskGroup) -> asyncio.Task[None]:
        before = self._last.get(delivery.post.subject_id)
        task = group.create_task(self._send_after(before, delivery))
        self._last[delivery.post.subject_id] = task
        return task

    async def _send_after(self, before: asyncio.Task[None] | None, delivery: D) -> None:
        if before is not None:
            await asyncio.wait([before])
        guild_id = delivery.post.guild_id
        guild = self.bot.find_guild(guild_id)
        async with self.bot.reporter.reporting(f"post {delivery.post.mark}"):
            with use_language(self.bot.language_of(guild_id)):
                outcome = await self.send(delivery, guild) if guild is not None else Unknown()
                await self._mark(delivery, outcome)

    async def _mark(self, delivery: D, outcome: DeliveryOutcome) -> None:
        match outcome:
            case Sent(channel_id, message_id):
                await self.bot.write(self.posting.mark_sent, delivery, channel_id, message_id)
                await self.follow_up(delivery, outcome)
            case Deleted():
                await self.bot.write(self.posting.mark_deleted, delivery)
            case TooLate() | Rejected() if delivery.is_late:
                await self.bot.write(self.posting.mark_missed, delivery)
            case Rejected():
                await self.bot.write(self.posting.mark_rejected, delivery, outcome)
                if outcome.obstacle is Obstacle.FAULT:
                    raise NotTakenError(f"Discord does not take post {delivery.post.mark}: {outcome.reason}")
            case Unknown():
                await self.bot.write(self.posting.mark_unknown, delivery)


def _unfinished(sending: dict[asyncio.Task[None], int]) -> dict[asyncio.Task[None], int]:
    return {task: guild_id for task, guild_id in sending.items() if not task.done()}
