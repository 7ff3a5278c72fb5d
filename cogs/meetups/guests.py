"""Guests whom members bring: the button under a card, and the private question how many they are."""

from __future__ import annotations

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import BRING, SET_GUESTS
from cogs.meetups.rsvps import RsvpReactions
from cogs.meetups.views import guest_buttons
from cogs.ui.meetups import overviews as ui
from domain.ids import DateId
from services.meetups import guests


class Bring(PersistentButton, custom_id=BRING):
    """*I'm bringing somebody*, under a card and under what a meetup shows: asks how many, in private."""

    is_private = None

    async def press(self, interaction: Interaction, number: int) -> None:
        actor = actor_of(interaction)
        session = await interaction.client.read(guests.ask, actor, DateId(number))
        await interaction.response.send_message(
            ui.guests_question(session, actor.user_id),
            view=guest_buttons(session, actor.user_id) or discord.utils.MISSING,
            ephemeral=True,
        )
        await interaction.client.tell_hints(interaction)


class SetGuests(PersistentButton, custom_id=SET_GUESTS):
    """*Just me*, *+1* and *+2* under that question and under the reply to an answer by command."""

    async def press(self, interaction: Interaction, number: int, count: int) -> None:
        bot, actor = interaction.client, actor_of(interaction)
        change, session = await bot.write(guests.bring, actor, DateId(number), count)
        await interaction.response.edit_message(
            content=ui.answered(session, actor.user_id), view=guest_buttons(session, actor.user_id)
        )
        await bot.cog(RsvpReactions).show(change)


BUTTONS = (Bring, SetGuests)
