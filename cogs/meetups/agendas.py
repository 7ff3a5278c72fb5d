"""The ▲ and ▼ under an agenda."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import Pressable, row
from cogs.custom_ids import MOVE_ITEM
from cogs.delivery import keep_code
from cogs.speaking import speaking_to_readers
from cogs.ui import agendas as ui
from domain.ids import DateId, ProblemId
from domain.meetups.agenda import Candidate, Direction
from services.meetups import agendas
from services.meetups.agendas import Agenda

_A_ROW = 4  # two items


class MoveItem(Pressable, custom_id=MOVE_ITEM):
    """▲ and ▼."""

    is_private = None

    async def press(
        self, interaction: Interaction, direction: Direction, date_id: DateId, problem_id: ProblemId
    ) -> None:
        actor, bot = actor_of(interaction), interaction.client
        agenda = await bot.write(agendas.wish, actor, date_id, problem_id, direction)
        with speaking_to_readers(interaction, bot.language_of):
            embed = ui.agenda(agenda.session, agenda.items, is_fixed=agenda.is_fixed)
        embed, view = keep_code(interaction, embed), buttons_of(agenda)
        await interaction.response.edit_message(embed=embed, view=view)


BUTTONS = (MoveItem,)


def buttons_of(agenda: Agenda) -> discord.ui.View | None:
    """▲ and ▼ for each item, while they can be moved."""
    return None if agenda.is_fixed else agenda_buttons(agenda.session.date.id, agenda.items)


def agenda_buttons(date_id: DateId, items: Sequence[Candidate]) -> discord.ui.View | None:
    """▲ and ▼ for each item; none where there is nothing to move."""
    if len(items) < 2:
        return None
    grey = discord.ButtonStyle.secondary
    buttons = [
        (f"{mark} {number}", MOVE_ITEM.make(direction, date_id, item.problem_id), grey)
        for number, item in enumerate(items, start=1)
        for mark, direction in (("▲", Direction.UP), ("▼", Direction.DOWN))
    ]
    return row(*buttons, length=_A_ROW)
