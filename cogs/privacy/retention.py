"""The daily erasure of old drafts, of members who left long ago, and of servers that the bot left."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.members import find_present
from services import erased_reactions, leaving, privacy, retention

log = logging.getLogger("longtable")


class RetentionSweeper(commands.Cog):
    """The cog that asks Discord which known members are still there, and erases those long gone."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        await self.bot.write(retention.forget_drafts)  # those that came of age while the bot was away

    async def erase_leavers(self) -> None:
        """Erases what is due in every server."""
        async with self.bot.reporter.reporting("forgetting drafts"):
            await self.bot.write(retention.forget_drafts)
        async with self.bot.reporter.reporting("forgetting feedback"):
            await self.bot.write(retention.forget_feedback)
        async with self.bot.reporter.reporting("forgetting erased reactions"):
            await self.bot.write(erased_reactions.forget_unread)
        async with self.bot.reporter.reporting("forgetting servers"):
            await retention.forget_servers(self.bot.transactions)
        for guild in self.bot.guilds:
            if not guild.unavailable:
                async with self.bot.reporter.reporting("forgetting members"):
                    await self._sweep(guild)
        async with self.bot.reporter.reporting("overwriting what was deleted"):
            await retention.overwrite_deleted(self.bot.transactions)

    async def _sweep(self, guild: discord.Guild) -> None:
        known = await self.bot.read(retention.list_known, guild.id)
        present = await find_present(guild, known, self.bot.limiter)
        await self.bot.write(leaving.note, guild.id, present, set(known) - present)
        for user_id in await self.bot.read(retention.list_gone, guild.id):
            await self.bot.write(privacy.forget, self.bot.keyring, guild.id, user_id)
            log.info("a member who left long ago is forgotten")
