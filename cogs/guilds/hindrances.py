"""What may have stood in the way of posts and has changed: they are tried again at once."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from services import outbox


class Hindrances(commands.Cog):
    """The listener to changes of channels, roles and servers by which Discord may let the bot do more.

    Topics, names of channels and the like change often, and let nothing through.
    """

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        if _demands(before) != _demands(after):
            await self._retry(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions and after in after.guild.me.roles:
            await self._retry(after.guild)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        if after.id == after.guild.me.id and before.roles != after.roles:
            await self._retry(after.guild)

    @commands.Cog.listener()
    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        if before.mfa_level != after.mfa_level:
            await self._retry(after)

    async def _retry(self, guild: discord.Guild) -> None:
        async with self.bot.reporter.reporting("what stood in the way"):
            self.bot.refusals.forget_guild(guild.id)
            await self.bot.write(outbox.retry_now, guild.id)


def _demands(channel: discord.abc.GuildChannel) -> tuple[object, ...]:
    """Returns what of the channel decides whether the bot may write there."""
    tags: object = ()
    if isinstance(channel, discord.ForumChannel):
        known = [(tag.id, tag.name, tag.moderated) for tag in channel.available_tags]  # found by name, too
        tags = channel.flags.require_tag, known
    return channel.type, channel.overwrites, tags
