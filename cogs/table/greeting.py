"""What the bot says in a server that it has joined: one message, once, and nothing where it may not write."""

from __future__ import annotations

from datetime import timedelta

import discord
from discord.ext import commands

import clock
from cogs.bot import LongtableBot
from cogs.permissions import find_missing
from services.table import front_desk

_NEW_FOR = timedelta(days=1)
_TO_SPEAK = ("view_channel", "send_messages", "embed_links")


class Greeting(commands.Cog):
    """The listener that has a server greeted which the bot has joined, also while it did not run.

    After an outage Discord may tell of old servers as of new ones; since when the bot is in them is what
    tells them apart.
    """

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._greet(guild)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        for guild in self.bot.guilds:
            await self._greet(guild)

    async def _greet(self, guild: discord.Guild) -> None:
        joined_at = guild.me.joined_at
        if joined_at is None or clock.now() - joined_at > _NEW_FOR:
            return
        async with self.bot.reporter.reporting("greeting a server"):
            channel = _find_channel(guild)
            await self.bot.write(front_desk.greet, guild.id, channel.id if channel is not None else None)


def _find_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """Returns where the bot may write: the channel for such news, else the first one; None for nowhere."""
    usual = [guild.system_channel] if guild.system_channel is not None else []
    channels = (*usual, *guild.text_channels)
    return next((channel for channel in channels if not find_missing(channel, _TO_SPEAK)), None)
