"""The facilitation of dates: answers and offers of seats end, dates begin and end, and so do their rounds."""

from __future__ import annotations

from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.reactions.reconciler import Reconciler
from domain.ids import DateId
from services.meetups import facilitating


class Facilitator(commands.Cog):
    """The cog that does to dates and rounds what is due; the outbox posts what is said about it."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def tick(self) -> bool:
        """Does to dates, rounds and offers what is due. Returns whether a date began or ended."""
        due = await self.bot.read(facilitating.list_due)
        for date_id in due.closing_ids:
            async with self.bot.reporter.reporting("answers that end"):
                await self._close_answers(date_id)
        for date_id in due.date_ids:
            async with self.bot.reporter.reporting("a date that begins or ends"):
                await self._begin_or_end(date_id)
        for round_ in due.rounds:
            async with self.bot.reporter.reporting("a round that ends"):
                await self.bot.write(facilitating.close_round, round_)
        for date_id in due.offering_ids:
            async with self.bot.reporter.reporting("an offer of a seat that ends"):
                await self.bot.write(facilitating.end_offers, date_id)
        return bool(due.date_ids)

    async def _close_answers(self, date_id: DateId) -> None:
        """Closes the answers to a date; reads its reactions again first: what stands there came in time."""
        message_id = await self.bot.read(facilitating.find_message_to_close, date_id)
        if message_id is None or await self.bot.cog(Reconciler).reconcile_message(message_id):
            await self.bot.write(facilitating.close_answers, date_id)

    async def _begin_or_end(self, date_id: DateId) -> None:
        """Begins or ends the date; reads its reactions again before it is skipped because nobody said yes."""
        message_id = await self.bot.read(facilitating.find_message_without_yes, date_id)
        if message_id is None or await self.bot.cog(Reconciler).reconcile_message(message_id):
            await self.bot.write(facilitating.begin_or_end, date_id)
