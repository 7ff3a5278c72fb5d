"""The buttons under an offer of a seat: *Take it*, and *Not today*."""

from __future__ import annotations

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import SEAT_OFFER
from cogs.meetups.rsvps import RsvpReactions
from cogs.ui.meetups import seat_offers as ui
from domain.ids import DateId
from services.meetups import seat_offers


class AnswerSeatOffer(PersistentButton, custom_id=SEAT_OFFER):
    """*Take it* and *Not today*, in the thread and on the member's own pages."""

    is_private = None

    async def press(self, interaction: Interaction, date_id: DateId, user_id: int, is_taken: bool) -> None:
        bot, use_case = interaction.client, seat_offers.take if is_taken else seat_offers.decline
        change, session = await bot.write(use_case, actor_of(interaction), date_id, user_id)
        text = ui.taken(session, user_id) if is_taken else ui.declined()
        await interaction.response.send_message(text, ephemeral=True)
        await bot.cog(RsvpReactions).show(change)
        await bot.tell_hints(interaction)


BUTTONS = (AnswerSeatOffer,)
