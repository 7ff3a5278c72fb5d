"""*What's on* of the table and of the front desk: the meetups to come."""

from __future__ import annotations

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import WHATS_ON_BUTTON
from cogs.ui.meetups import cards as ui
from services.meetups import finding


class WhatsOn(PersistentButton, custom_id=WHATS_ON_BUTTON):
    """*What's on*."""

    is_private = None

    async def press(self, interaction: Interaction) -> None:
        actor = actor_of(interaction)
        nearest, total = await interaction.client.read(finding.list_meetups, actor, ui.MOST_LISTED)
        sessions = [(session, ui.own_answer(session, actor.user_id)) for session in nearest]
        await interaction.response.send_message(embed=ui.listing(sessions, total), ephemeral=True)


BUTTONS = (WhatsOn,)
