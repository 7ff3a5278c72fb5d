"""Whoever leaves a server leaves what held them: noticed at once, or found out after an outage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence

import discord
from discord.ext import commands

from cogs.errors import Reporter
from cogs.members import find_present
from cogs.pace import Pace

Leave = Callable[[int, int], Awaitable[None]]  # of a guild and a user id
ListHeld = Callable[[int], Awaitable[Collection[int]]]  # user ids, of a guild


class Leavers(commands.Cog):
    """Lets go of those who have left. Whom cards show is asked for when these are read again."""

    def __init__(
        self,
        bot: commands.Bot,
        held: Sequence[ListHeld],
        leave: Sequence[Leave],
        reporter: Reporter,
        pace: Pace,
    ) -> None:
        self.bot = bot
        self.held = held
        self.leave = leave
        self.reporter = reporter
        self.pace = pace

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        async with self.reporter.reporting("member leaves"):
            await self._let_go(payload.guild_id, payload.user.id)

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
        async with self.reporter.reporting("who is still there"):
            held = sorted({user_id for list_held in self.held for user_id in await list_held(guild.id)})
            for user_id in set(held) - await find_present(guild, held, self.pace):
                await self._let_go(guild.id, user_id)

    async def _let_go(self, guild_id: int, user_id: int) -> None:
        for leave in self.leave:
            await leave(guild_id, user_id)
