"""The words of problems for the search: split anew after an update that splits them otherwise."""

from __future__ import annotations

import asyncio

from discord.ext import commands

from cogs.bot import LongtableBot
from services.problems import searching


class WordRenewal(commands.Cog):
    """The cog that renews words after a start, beside all else; what is not done then is done at the next."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._renewing: asyncio.Task[None] | None = None

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew(), name="renew the words of problems")

    async def cog_unload(self) -> None:
        if self._renewing is not None:
            self._renewing.cancel()

    async def _renew(self) -> None:
        async with self.bot.reporter.reporting("renewing the words of problems"):
            while await self.bot.write(searching.renew_words):
                pass
