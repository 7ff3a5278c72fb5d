"""Reactions of members who have erased themselves: taken away, where the bot may."""

from __future__ import annotations

import logging
from contextlib import suppress

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.refusals import RefusedError, Request
from domain.reaction_polls import ErasedReaction
from services import erased_reactions

log = logging.getLogger(__name__)


class ErasedReactions(commands.Cog):
    """The cog that takes them away, one after another; where it may not, it asks again after a pause."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._emoji = {
            choice: emoji for handler in bot.reaction_handlers for choice, emoji in handler.emoji.items()
        }

    async def tick(self) -> None:
        for reaction in await self.bot.read(erased_reactions.list_due):
            async with self.bot.reporter.reporting(f"an erased reaction to message {reaction.message_id}"):
                try:
                    await self._take_away(reaction)
                except RefusedError as error:
                    log.debug("an erased reaction to message %s stays: %s", reaction.message_id, error)

    async def _take_away(self, reaction: ErasedReaction) -> None:
        channel = self.bot.get_partial_messageable(reaction.channel_id, guild_id=reaction.guild_id)
        message = channel.get_partial_message(reaction.message_id)
        emoji, channel_id = self._emoji[reaction.choice], reaction.channel_id
        request: Request = ("reaction of a member", channel_id)
        async with self.bot.refusals.asking(request, reaction.guild_id, channel_id):
            await self.bot.limiter.acquire()
            with suppress(discord.NotFound):  # it does not stand any more, or its message does not
                await message.remove_reaction(emoji, discord.Object(reaction.user_id))
        await self.bot.write(erased_reactions.mark_gone, reaction)
