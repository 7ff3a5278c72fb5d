"""The two buttons under the question to those who said maybe."""

from __future__ import annotations

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import DECIDE
from cogs.meetups.rsvps import RsvpReactions
from cogs.ui.meetups import overviews as ui
from domain.ids import DateId
from domain.meetups.rsvp import Answer
from services.meetups import answers


class Decide(PersistentButton, custom_id=DECIDE):
    """*I'm coming* and *Can't make it*: an answer of whoever presses, as `/meetup rsvp` gives it."""

    is_private = None

    async def press(self, interaction: Interaction, date_id: DateId, is_coming: bool) -> None:
        actor, bot = actor_of(interaction), interaction.client
        given = Answer.GOING if is_coming else Answer.NO
        change, session = await bot.write(answers.answer_date, actor, date_id, given)
        await interaction.response.send_message(ui.answered(session, actor.user_id), ephemeral=True)
        await bot.cog(RsvpReactions).show(change)
        await bot.tell_hints(interaction)


BUTTONS = (Decide,)
