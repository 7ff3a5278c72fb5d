"""The servers that the bot is in."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from services import guilds


class Presence(commands.Cog):
    """The listener that notes which servers the bot joins and leaves: its work rests in those it has left."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        async with self.bot.reporter.reporting("ready"):
            await self.bot.write(guilds.note_present, [guild.id for guild in self.bot.guilds])

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        async with self.bot.reporter.reporting("joining a server"):
            await self.bot.write(guilds.note_joined, guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        async with self.bot.reporter.reporting("leaving a server"):
            await self.bot.write(guilds.note_left, guild.id)
