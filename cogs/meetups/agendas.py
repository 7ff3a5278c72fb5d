"""The buttons ▲ and ▼ under an agenda."""

from __future__ import annotations

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import MOVE_ITEM
from cogs.localisation import use_language_of_readers
from cogs.marks import keep_mark
from cogs.meetups.views import buttons_of
from cogs.ui.meetups import agendas as ui
from domain.ids import DateId, ProblemId
from domain.meetups.agenda import WishDirection
from services.meetups import agendas


class MoveItem(PersistentButton, custom_id=MOVE_ITEM):
    """▲ and ▼: the member's wish that an item comes sooner or later."""

    is_private = None

    async def press(
        self, interaction: Interaction, direction: WishDirection, date_id: DateId, problem_id: ProblemId
    ) -> None:
        actor, bot = actor_of(interaction), interaction.client
        agenda = await bot.write(agendas.wish, actor, date_id, problem_id, direction)
        with use_language_of_readers(interaction, bot.language_of):
            embed = ui.agenda(agenda.session, agenda.items, is_fixed=agenda.is_fixed)
        embed, view = keep_mark(interaction, embed), buttons_of(agenda)
        await interaction.response.edit_message(embed=embed, view=view)


BUTTONS = (MoveItem,)
