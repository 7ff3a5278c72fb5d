"""Finding circles beside everything else: rounds that have begun, gaps that wait to be filled."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from discord.ext import commands

import clock
from cogs.bot import LongtableBot
from services.circles import rounds

_PAUSE_AFTER_A_FAULT = timedelta(minutes=1)


class Matchmaker(commands.Cog):
    """One matching at a time, in a task that no tick waits for."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._task: asyncio.Task[None] | None = None
        self._not_before: datetime | None = None

    async def tick(self) -> None:
        """Begin the rounds whose time has come, and go to work if there is any."""
        await self.bot.write(rounds.advance)
        is_resting = self._not_before is not None and clock.now() < self._not_before
        is_at_work = self._task is not None and not self._task.done()
        if not is_at_work and not is_resting and await self.bot.read(rounds.has_matching_due):
            self._task = asyncio.create_task(self._work(), name="find circles")

    async def finish(self) -> bool:
        """Wait until there is nothing left to find; whether it was at work."""
        if self._task is None or self._task.done():
            return False
        await self._task
        return True

    async def cog_unload(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _work(self) -> None:
        self._not_before = clock.now() + _PAUSE_AFTER_A_FAULT
        async with self.bot.reporter.reporting("finding circles"):
            while await rounds.match_next(self.bot.transactions, self.bot.matching_pool):
                pass
            self._not_before = None
