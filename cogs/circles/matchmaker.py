"""The matching of circles in the background: rounds that have begun, circles with free seats."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from discord.ext import commands

import clock
from cogs.bot import LongtableBot
from services.circles import rounds

_PAUSE_AFTER_A_FAULT = timedelta(minutes=1)


class Matchmaker(commands.Cog):
    """The background task of the matching, which runs one matching at a time."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._task: asyncio.Task[None] | None = None
        self._not_before: datetime | None = None

    async def tick(self) -> None:
        """Begins the rounds that are due, and starts the matching where there is something to match."""
        await self.bot.write(rounds.advance)
        is_paused = self._not_before is not None and clock.now() < self._not_before
        is_running = self._task is not None and not self._task.done()
        if not is_running and not is_paused and await self.bot.read(rounds.has_matching_due):
            self._task = asyncio.create_task(self._match_all(), name="find circles")

    async def finish(self) -> bool:
        """Waits until nothing is left to match. Returns whether the matching was running."""
        if self._task is None or self._task.done():
            return False
        await self._task
        return True

    async def cog_unload(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _match_all(self) -> None:
        self._not_before = clock.now() + _PAUSE_AFTER_A_FAULT
        async with self.bot.reporter.reporting("finding circles"):
            while await rounds.match_next(self.bot.transactions, self.bot.matching_pool):
                pass
            self._not_before = None
