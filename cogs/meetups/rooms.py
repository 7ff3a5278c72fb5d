"""Channels in which meetups are announced or take place: their hosts hear of it when one is deleted."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from services.meetups import discord_changes


class Rooms(commands.Cog):
    """The listener to channels that are deleted."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        async with self.bot.reporter.reporting("a channel of meetups is deleted"):
            if isinstance(channel, discord.VoiceChannel | discord.StageChannel):
                await self.bot.write(discord_changes.note_room_gone, channel.guild.id, channel.id)
            else:
                await self.bot.write(discord_changes.forget_channel, channel.guild.id, channel.id)
