"""Members who leave a server, noticed at once or after an outage: they leave their circles and the like."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.members import find_present
from services import leaving


class Leavers(commands.Cog):
    """The listener for members who leave. Those with reactions are also found by Reconciler."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        async with self.bot.reporter.reporting("member leaves"):
            await self.bot.write(leaving.leave_server, payload.guild_id, payload.user.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Asks who is still in each server: a new session with Discord replays no events."""
        for guild in self.bot.guilds:
            await self.on_guild_available(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Asks who is still in a server that is back after an outage, during which it sent no events."""
        if not self.bot.is_ready() or guild.unavailable:
            return
        async with self.bot.reporter.reporting("who is still there"):
            held = await self.bot.read(leaving.list_held, guild.id)
            for user_id in set(held) - await find_present(guild, held, self.bot.limiter):
                await self.bot.write(leaving.leave_server, guild.id, user_id)
