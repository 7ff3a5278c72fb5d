"""Feedback: the button *Would you come again?*, its private answers, and when they are counted."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import PersistentButton
from cogs.custom_ids import ASK_FEEDBACK, FEEDBACK
from cogs.meetups.views import feedback_buttons
from cogs.ui import feedback as ui
from domain.ids import DateId
from services.meetups import feedback
from services.meetups.feedback import FeedbackQuestion

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
        text, view = _ask(asked)
        await interaction.response.send_message(text, view=view, ephemeral=True)


class AnswerFeedback(PersistentButton, custom_id=FEEDBACK):
    """👍, 👎 and *Take it back* under the question."""

    async def press(self, interaction: Interaction, date_id: DateId, chosen: str) -> None:
        actor, answer = actor_of(interaction), _ANSWERS[chosen]
        text, view = _ask(await interaction.client.write(feedback.answer, actor, date_id, answer))
        await interaction.response.edit_message(content=text, view=view)


def _ask(asked: FeedbackQuestion) -> tuple[str, discord.ui.View]:
    """Returns the question as it is answered now, and its buttons."""
    session = asked.session
    text = ui.question(session.details.title, session.date.starts_at, asked.answer, asked.until)
    return text, feedback_buttons(session.date.id, is_answered=asked.answer is not None)


BUTTONS = (AskFeedback, AnswerFeedback)
