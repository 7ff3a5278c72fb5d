"""Whoever leaves a server leaves its circles: noticed at once, or found out after a time without events."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.errors import Reporter
from cogs.members import find_present
from cogs.pace import Pace
from services.circles.answering import Answering


class CircleLeavers(commands.Cog):
    """Takes those who have left out of the circles that hold them."""

    def __init__(self, bot: commands.Bot, answering: Answering, reporter: Reporter, pace: Pace) -> None:
        self.bot = bot
        self.answering = answering
        self.reporter = reporter
        self.pace = pace

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        async with self.reporter.reporting("member leaves"):
            await self.answering.drop_leaver(payload.guild_id, payload.user.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """A new session with Discord replays nothing: ask who is still there."""
        for guild in self.bot.guilds:
            await self.on_guild_available(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is back after an outage, during which it sent no events."""
        if not self.bot.is_ready() or guild.unavailable:
            return
        async with self.reporter.reporting("who is in circles still"):
            held = await self.answering.list_held(guild.id)
            present = await find_present(guild, held, self.pace)
            for user_id in set(held) - present:
                await self.answering.drop_leaver(guild.id, user_id)
