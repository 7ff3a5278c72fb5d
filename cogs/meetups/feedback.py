"""Feedback: the button *Would you come again?*, its private answers, and when they are counted."""

from __future__ import annotations

from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import PersistentButton
from cogs.custom_ids import ASK_FEEDBACK, FEEDBACK
from cogs.meetups.views import feedback_buttons
from cogs.ui.meetups import feedback as ui
from domain.ids import DateId
from services.meetups import feedback

_ANSWERS = {"yes": True, "no": False, "unsaid": None}


class FeedbackCount(commands.Cog):
    """The cog that has answers counted when their time is over."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def tick(self) -> None:
        """Counts what is due, each date in a transaction of its own."""
        for date_id in await self.bot.read(feedback.list_due):
            async with self.bot.reporter.reporting("counting feedback"):
                await self.bot.write(feedback.count, date_id)


class AskFeedback(PersistentButton, custom_id=ASK_FEEDBACK):
    """*Would you come again?* under a recap and at one's table: asks in private."""

    is_private = None

    async def press(self, interaction: Interaction, date_id: DateId) -> None:
        asked = await interaction.client.read(feedback.get_question, actor_of(interaction), date_id)
        await interaction.response.send_message(
            ui.question(asked.session, asked.answer, asked.until),
            view=feedback_buttons(date_id, is_answered=asked.answer is not None),
            ephemeral=True,
        )


class AnswerFeedback(PersistentButton, custom_id=FEEDBACK):
    """👍, 👎 and *Take it back* under the question."""

    async def press(self, interaction: Interaction, date_id: DateId, answer: str) -> None:
        asked = await interaction.client.write(
            feedback.answer, actor_of(interaction), date_id, _ANSWERS[answer]
        )
        await interaction.response.edit_message(
            content=ui.question(asked.session, asked.answer, asked.until),
            view=feedback_buttons(date_id, is_answered=asked.answer is not None),
        )


BUTTONS = (AskFeedback, AnswerFeedback)
