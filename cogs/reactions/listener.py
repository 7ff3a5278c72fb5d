"""The events of reactions and deleted messages, handed to the reaction handlers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.reaction_handler import ReactionHandler
from cogs.reactions.reconciler import Reconciler
from domain.reaction_polls import Reaction

_Removal = discord.RawReactionActionEvent | discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent
MessageKey = tuple[int, ReactionHandler]  # a message, and the handler of the reactions that are meant


class ReactionListener(commands.Cog):
    """The listener that hands each event to the handler of its emoji, those of one message in order."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self.handlers = bot.reaction_handlers
        self.reconciler = bot.cog(Reconciler)
        # Reactions to a message that came while others to it were being stored: they are stored together.
        self._waiting: dict[MessageKey, list[Reaction]] = {}
        self._locks: WeakValueDictionary[MessageKey, asyncio.Lock] = WeakValueDictionary()
        self._by_emoji = {
            emoji: (handler, choice) for handler in self.handlers for choice, emoji in handler.emoji.items()
        }

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        is_bot = payload.member is not None and payload.member.bot
        if not is_bot:
            self._note_burst(payload, is_given=True)
            await self._react(payload, is_added=True)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        if self._is_me(payload.user_id):
            await self._restore(payload, [payload.emoji.name or ""])
        elif payload.burst:
            self._note_burst(payload, is_given=False)
            if (
                payload.emoji.name or ""
            ) in self._by_emoji:  # their normal one may stand: nobody remembers it
                self.reconciler.read_soon(payload.message_id)
        elif not self.reconciler.bursts.has(payload.message_id, payload.user_id, payload.emoji.name or ""):
            await self._react(payload, is_added=False)

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        self.reconciler.note_all_cleared(payload.message_id)
        await self._restore(payload, self._by_emoji)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        self.reconciler.bursts.clear(payload.message_id, payload.emoji.name or "")
        await self._restore(payload, [payload.emoji.name or ""])

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._forget([payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self._forget(payload.message_ids)

    async def _react(self, payload: discord.RawReactionActionEvent, *, is_added: bool) -> None:
        known = self._by_emoji.get(payload.emoji.name or "")
        if known is None or payload.guild_id is None or self._is_me(payload.user_id):
            return
        handler, choice = known
        self.reconciler.note_live_event(payload.message_id, payload.user_id)
        role_ids = tuple(role.id for role in payload.member.roles) if payload.member is not None else None
        key, reaction = (payload.message_id, handler), Reaction(payload.user_id, choice, is_added, role_ids)
        if (waiting := self._waiting.get(key)) is not None:
            waiting.append(reaction)
        else:
            self._waiting[key] = waiting = [reaction]
            await self._keep(key, waiting)

    def _note_burst(self, payload: discord.RawReactionActionEvent, *, is_given: bool) -> None:
        emoji = payload.emoji.name or ""
        if payload.burst and emoji in self._by_emoji:
            self.reconciler.bursts.note(payload.message_id, payload.user_id, emoji, is_given=is_given)

    async def _keep(self, key: MessageKey, waiting: list[Reaction]) -> None:
        """Stores these reactions, and those that come until then, as soon as all before them are stored."""
        message_id, handler = key
        async with self.reconciler.reconcile_on_error(message_id):
            async with self._lock(key):
                if self._waiting.get(key) is waiting:
                    del self._waiting[key]
                change = await handler.keep(message_id, waiting)
            if change is not None:
                await handler.show(change)

    def _lock(self, key: MessageKey) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    @asynccontextmanager
    async def _after_earlier(self, message_id: int, handler: ReactionHandler) -> AsyncIterator[None]:
        """Runs the block after the reactions that have come by now, and before those that come later."""
        self._waiting.pop(
            (message_id, handler), None
        )  # no longer joined by later ones, which wait for the lock
        async with self._lock((message_id, handler)):
            yield

    async def _restore(self, payload: _Removal, emoji: Collection[str]) -> None:
        message_id = payload.message_id
        for handler, choices in self._by_handler(emoji):
            async with self.reconciler.reconcile_on_error(message_id):
                async with self._after_earlier(message_id, handler):
                    missing = await handler.clear(message_id, choices)
                if missing:
                    channel = self.bot.get_partial_messageable(payload.channel_id, guild_id=payload.guild_id)
                    message = channel.get_partial_message(message_id)
                    await self.reconciler.add_reactions(message, handler, missing)

    def _by_handler(self, emoji: Collection[str]) -> Iterator[tuple[ReactionHandler, list[str]]]:
        for handler in self.handlers:
            if choices := [choice for choice, own in handler.emoji.items() if own in emoji]:
                yield handler, choices

    async def _forget(self, message_ids: Collection[int]) -> None:
        for message_id in message_ids:
            async with self.reconciler.reconcile_on_error(message_id):
                for handler in self.handlers:
                    async with self._after_earlier(message_id, handler):
                        await handler.forget_message(message_id)

    def _is_me(self, user_id: int) -> bool:
        return self.bot.user is not None and user_id == self.bot.user.id
