"""Leading people through a date: it begins, its rounds run out, it ends."""

from __future__ import annotations

from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.reactions.reconciler import Reconciler
from domain.ids import DateId
from services.meetups import facilitating


class Facilitator(commands.Cog):
    """Does at the table what is due; what is to be said about it goes through the outbox."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def tick(self) -> bool:
        """Begin and end dates, and close rounds whose time is over; whether any date began or ended."""
        due = await self.bot.read(facilitating.list_due)
        for date_id in due.date_ids:
            async with self.bot.reporter.reporting("a date that begins or ends"):
                await self._take_turn(date_id)
        for one in due.rounds:
            async with self.bot.reporter.reporting("a round that ends"):
                await self.bot.write(facilitating.close_round, one)
        return bool(due.date_ids)

    async def _take_turn(self, date_id: DateId) -> None:
        """Before a date is skipped because nobody said yes, its card is read again: it knows better."""
        message_id = await self.bot.read(facilitating.find_message_without_yes, date_id)
        if message_id is None or await self.bot.cog(Reconciler).reconcile_message(message_id):
            await self.bot.write(facilitating.begin_or_end, date_id)
