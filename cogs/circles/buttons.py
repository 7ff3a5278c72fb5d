"""What the buttons of circles press. How they are laid out stands in rows.py.

They answer in a thread and in a direct message alike: the custom id names the circle, Discord who presses.
"""

from __future__ import annotations

import discord

from cogs.asking import actor_of
from cogs.buttons import Pressable
from cogs.circles import rows
from cogs.delivery import keep_code
from cogs.errors import Reporter
from cogs.speaking import speaking_to_readers
from cogs.ui import circles as ui
from cogs.ui.circle_rounds import BEGUN
from domain.circles.circle import Circle, CircleState, SeatState
from domain.errors import Refusal
from domain.ids import CircleId, get_id
from languages import gettext
from services.circles.answering import Answering, Poll
from services.circles.rounds import Rounds

_ID = r"\d{1,19}"


def make_buttons(answering: Answering, rounds: Rounds, reporter_: Reporter) -> list[type[Pressable]]:
    """The button classes, bound to what they press."""

    class Round(Pressable, template=r"circle\|round\|(?:go|no)"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            if not interaction.permissions.manage_guild:
                raise Refusal(gettext("That is for the organisers of this server: it needs Manage Server."))
            if arguments[1] == "go":
                await rounds.begin(actor_of(interaction).guild_id)
            text = gettext(BEGUN) if arguments[1] == "go" else gettext("All right, nothing was sent.")
            await interaction.response.edit_message(content=text, view=None)

    class Answer(Pressable, template=rf"circle\|(?:join|skip)\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            give = answering.accept if arguments[0] == "join" else answering.decline
            await _show_answer(interaction, await give(_circle_id(arguments), interaction.user.id))

    class Time(Pressable, template=rf"circle\|time\|{_ID}\|\d{{1,3}}\|\d"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            number, place = int(arguments[2]), int(arguments[3])
            poll = await answering.vote(_circle_id(arguments), interaction.user.id, place, number)
            with speaking_to_readers(interaction, reporter_.desk.language_of):
                await _show_poll(interaction, poll)

    class Met(Pressable, template=rf"circle\|met\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await answering.note_met(_circle_id(arguments), interaction.user.id)
            with speaking_to_readers(interaction, reporter_.desk.language_of):
                embed = keep_code(interaction, ui.has_met())
            await interaction.response.edit_message(content="", embed=embed, view=None)

    return [Round, Answer, Time, Met, _make_wish(answering, reporter_)]


def _make_wish(answering: Answering, reporter_: Reporter) -> type[Pressable]:
    """What changes a circle and is answered to the one who wished for it."""
    wishes = {
        "notyet": (answering.note_not_yet, ui.NOT_YET),
        "leave": (answering.leave_circle, ui.LEFT),
        "again": (answering.ask_new_times, ui.NEW_TIMES),
        "more": (answering.ask_refill, ui.ONE_MORE),
        "merge": (answering.ask_merge, ui.MERGED),
    }

    class Wish(Pressable, template=rf"circle\|(?:{'|'.join(wishes)})\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            wish, text = wishes[arguments[0]]
            await wish(_circle_id(arguments), interaction.user.id)
            await interaction.response.send_message(gettext(text), ephemeral=True)

    return Wish


def _circle_id(arguments: list[str]) -> CircleId:
    return CircleId(get_id(arguments[1]))


async def _show_poll(interaction: discord.Interaction, poll: Poll) -> None:
    """The message with the poll, as it stands now."""
    shown = interaction.message.embeds if interaction.message else []
    if not shown:
        raise Refusal(gettext("The poll was taken away here. Your vote counts all the same."))
    embed = ui.redrawn(shown[0], poll.circle, poll.counts)
    await interaction.response.edit_message(embed=embed, view=rows.poll_buttons(poll.circle))


async def _show_answer(interaction: discord.Interaction, circle: Circle) -> None:
    """The proposal becomes what was answered to it."""
    state = circle.state_of(interaction.user.id)
    if state is SeatState.ACCEPTED:
        is_open = circle.state is CircleState.PROPOSED
        view = rows.accepted_buttons(circle) if is_open else None
        embed = ui.accepted(circle)
    else:
        embed, view = ui.declined(), None
    await interaction.response.edit_message(content="", embed=keep_code(interaction, embed), view=view)
