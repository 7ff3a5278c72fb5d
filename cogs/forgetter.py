"""Once a day: who has left, and is to be forgotten by now."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import discord
from discord.ext import commands

from cogs.errors import Reporter
from cogs.leavers import Leave
from cogs.members import find_present
from cogs.pace import Pace
from domain.guilds import Actor
from services.forgetting import Forgetting
from services.privacy import Privacy

log = logging.getLogger("longtable")


class Forgetter(commands.Cog):
    """Asks Discord who of the known members is still there; erases those who have long been gone."""

    def __init__(
        self,
        bot: commands.Bot,
        forgetting: Forgetting,
        privacy: Privacy,
        leave: Sequence[Leave],
        reporter: Reporter,
        pace: Pace,
    ) -> None:
        self.bot = bot
        self.forgetting = forgetting
        self.privacy = privacy
        self.leave = leave
        self.reporter = reporter
        self.pace = pace

    async def sweep(self) -> None:
        """Go through every server once."""
        async with self.reporter.reporting("forgetting servers"):
            await self.forgetting.forget_servers()
        for guild in self.bot.guilds:
            if not guild.unavailable:
                async with self.reporter.reporting("forgetting members"):
                    await self._sweep(guild)

    async def _sweep(self, guild: discord.Guild) -> None:
        known = await self.forgetting.list_known(guild.id)
        present = await find_present(guild, known, self.pace)
        await self.forgetting.note(guild.id, present, set(known) - present)
        for user_id in await self.forgetting.list_gone(guild.id):
            for leave in self.leave:
                await leave(guild.id, user_id)
            await self.privacy.erase(Actor(guild.id, user_id))
            log.info("a member who left long ago is forgotten")
