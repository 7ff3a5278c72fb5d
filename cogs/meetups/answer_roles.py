"""Roles that may answer meetups and are gone: they are dropped, and hosts hear where none is left."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from services.meetups import admission


class AnswerRoles(commands.Cog):
    """The listener to roles that are deleted; those that went meanwhile are found after a start."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._drop(role.guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        if self.bot.is_ready():
            await self._drop(guild)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        async with self.bot.reporter.reporting("roles that may answer"):
            for guild_id in await self.bot.read(admission.list_guilds):
                if (guild := self.bot.find_guild(guild_id)) is not None:
                    await self._drop(guild)

    async def _drop(self, guild: discord.Guild) -> None:
        async with self.bot.reporter.reporting("roles that may answer"):
            await self.bot.write(admission.drop_roles, guild.id, [role.id for role in guild.roles])
