"""The raw events of reactions and of messages that go, handed to the polls they belong to."""

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

MessageKey = tuple[int, ReactionHandler]  # a message, and whose reactions under it are meant


class ReactionListener(commands.Cog):
    """Raw event to the polls's own use case."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self.all_polls = bot.reaction_handlers
        self.rereader = bot.cog(Reconciler)
        # Reactions under one message that came while others were being kept: they are kept together.
        self._waiting: dict[MessageKey, list[Reaction]] = {}
        self._turns: WeakValueDictionary[MessageKey, asyncio.Lock] = WeakValueDictionary()
        self._by_emoji = {
            emoji: (polls, choice) for polls in self.all_polls for choice, emoji in polls.emoji.items()
        }

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        is_bot = payload.member is not None and payload.member.bot
        if not is_bot:
            await self._react(payload, is_added=True)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        if self._is_me(payload.user_id):
            await self._refill(payload.channel_id, payload.message_id, [payload.emoji.name or ""])
        else:
            await self._react(payload, is_added=False)

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        await self._refill(payload.channel_id, payload.message_id, self._by_emoji)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        await self._refill(payload.channel_id, payload.message_id, [payload.emoji.name or ""])

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
        polls, choice = known
        self.rereader.note_live_event(payload.message_id, payload.user_id)
        place, reaction = (payload.message_id, polls), Reaction(payload.user_id, choice, is_added)
        if (waiting := self._waiting.get(place)) is not None:
            waiting.append(reaction)
        else:
            self._waiting[place] = waiting = [reaction]
            await self._keep(place, waiting)

    async def _keep(self, place: MessageKey, waiting: list[Reaction]) -> None:
        """Keep what waits as soon as all before it is kept, with what comes until then."""
        message_id, polls = place
        async with self.rereader.reconcile_on_error(message_id):
            async with self._turn(place):
                if self._waiting.get(place) is waiting:
                    del self._waiting[place]
                kept = await polls.keep(message_id, waiting)
            if kept is not None:
                await polls.show(kept)

    def _turn(self, place: MessageKey) -> asyncio.Lock:
        return self._turns.setdefault(place, asyncio.Lock())

    @asynccontextmanager
    async def _after_all(self, message_id: int, polls: ReactionHandler) -> AsyncIterator[None]:
        """As soon as all is kept that has come by now, and before what comes from now on."""
        self._waiting.pop((message_id, polls), None)
        async with self._turn((message_id, polls)):
            yield

    async def _refill(self, channel_id: int, message_id: int, emoji: Collection[str]) -> None:
        for polls, choices in self._by_polls(emoji):
            async with self.rereader.reconcile_on_error(message_id):
                async with self._after_all(message_id, polls):
                    wanted = await polls.clear(message_id, choices)
                if wanted:
                    message = self.bot.get_partial_messageable(channel_id).get_partial_message(message_id)
                    await self.rereader.add_reactions(message, polls, wanted)

    def _by_polls(self, emoji: Collection[str]) -> Iterator[tuple[ReactionHandler, list[str]]]:
        for polls in self.all_polls:
            if choices := [choice for choice, one in polls.emoji.items() if one in emoji]:
                yield polls, choices

    async def _forget(self, message_ids: Collection[int]) -> None:
        for message_id in message_ids:
            async with self.rereader.reconcile_on_error(message_id):
                for polls in self.all_polls:
                    async with self._after_all(message_id, polls):
                        await polls.forget_message(message_id)

    def _is_me(self, user_id: int) -> bool:
        return self.bot.user is not None and user_id == self.bot.user.id
