"""The ▲ and ▼ under an agenda."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.asking import actor_of
from cogs.buttons import Pressable, row
from cogs.delivery import keep_code
from cogs.errors import Reporter
from cogs.speaking import speaking_to_readers
from cogs.ui import agendas as ui
from domain.ids import DateId, ProblemId, get_id
from domain.meetups.agenda import Candidate, Direction
from services.meetups.agendas import Agenda, Agendas

_ID = r"\d{1,19}"
_A_ROW = 4  # two items


def make_agenda_buttons(agendas: Agendas, reporter_: Reporter) -> list[type[Pressable]]:
    """The button class, bound to what it presses."""

    class Wish(Pressable, template=rf"agenda\|(?:up|down)\|{_ID}\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            direction, date_id, problem_id = arguments
            agenda = await agendas.wish(
                actor_of(interaction),
                DateId(get_id(date_id)),
                ProblemId(get_id(problem_id)),
                Direction(direction),
            )
            with speaking_to_readers(interaction, agendas.desk.language_of):
                embed = ui.agenda(agenda.session, agenda.items, is_fixed=agenda.is_fixed)
            embed, view = keep_code(interaction, embed), buttons_of(agenda)
            await interaction.response.edit_message(embed=embed, view=view)

    return [Wish]


def buttons_of(agenda: Agenda) -> discord.ui.View | None:
    """▲ and ▼ for each item, while they can be moved."""
    return None if agenda.is_fixed else agenda_buttons(agenda.session.date.id, agenda.items)


def agenda_buttons(date_id: DateId, items: Sequence[Candidate]) -> discord.ui.View | None:
    """▲ and ▼ for each item; none where there is nothing to move."""
    if len(items) < 2:
        return None
    grey = discord.ButtonStyle.secondary
    buttons = [
        (f"{mark} {number}", f"agenda|{direction}|{date_id}|{item.problem_id}", grey)
        for number, item in enumerate(items, start=1)
        for mark, direction in (("▲", Direction.UP), ("▼", Direction.DOWN))
    ]
    return row(*buttons, length=_A_ROW)
