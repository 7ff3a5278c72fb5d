"""*What's on* of the table and of the front desk: the meetups to come."""

from __future__ import annotations

import clock
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import WHATS_ON_BUTTON
from cogs.ui.meetups import overviews as ui
from services.meetups import finding


class WhatsOn(PersistentButton, custom_id=WHATS_ON_BUTTON):
    """*What's on*."""

    is_private = None

    async def press(self, interaction: Interaction) -> None:
        await show_meetups(interaction)


async def show_meetups(interaction: Interaction) -> None:
    """Answers in private with the meetups to come, and the member's own answers."""
    actor, bot = actor_of(interaction), interaction.client
    nearest, total = await bot.read(finding.list_meetups, actor, ui.MOST_LISTED)
    may_plan = await bot.read(finding.may_plan, actor)
    sessions = [(session, ui.own_answer(session, actor.user_id)) for session in nearest]
    embed = ui.listing(sessions, total, clock.now(), may_plan=may_plan, role_ids=actor.role_ids)
    await interaction.response.send_message(embed=embed, ephemeral=True)


BUTTONS = (WhatsOn,)
