"""What the buttons of circles do; views.py lays them out.

They work in a thread and in a direct message alike: the custom id says which circle, Discord who presses.
"""

from __future__ import annotations

from collections.abc import Callable

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.circles import views
from cogs.circles.avoiding import LetGo
from cogs.custom_ids import (
    CIRCLE_VOTE,
    DECLINE,
    JOIN,
    LEAVE,
    LEAVE_QUESTION,
    MERGE,
    MET,
    NEW_TIMES,
    NOT_YET,
    ONE_MORE,
    ROUND,
    STAY,
    CustomId,
)
from cogs.localisation import use_language_of_readers
from cogs.marks import keep_mark
from cogs.ui.circles import messages as ui
from cogs.ui.circles.rounds import BEGUN
from domain.circles.circle import Circle, CircleState, SeatState
from domain.errors import Refusal
from domain.ids import CircleId
from languages import gettext
from services.circles import answering, rounds
from services.circles.answering import CirclePoll
from services.transaction import Transaction


class BeginRound(PersistentButton, custom_id=ROUND):
    """*Send the proposals* and *Not now* under a preview."""

    async def press(self, interaction: Interaction, what: str) -> None:
        if not interaction.permissions.manage_guild:
            raise Refusal(gettext("That is for the organisers of this server: it needs Manage Server."))
        if what == "go":
            await interaction.client.write(rounds.begin, actor_of(interaction).guild_id)
        text = gettext(BEGUN) if what == "go" else gettext("All right, nothing was sent.")
        await interaction.response.edit_message(content=text, view=None)


class Join(PersistentButton, custom_id=JOIN):
    """*Accept* under a proposal."""

    is_private = None

    async def press(self, interaction: Interaction, circle_id: CircleId) -> None:
        circle = await interaction.client.write(answering.accept, circle_id, interaction.user.id)
        await _show_answer(interaction, circle)


class Decline(PersistentButton, custom_id=DECLINE):
    """*Not this time* under a proposal."""

    is_private = None

    async def press(self, interaction: Interaction, circle_id: CircleId) -> None:
        circle = await interaction.client.write(answering.decline, circle_id, interaction.user.id)
        await _show_answer(interaction, circle)


class VoteForTime(PersistentButton, custom_id=CIRCLE_VOTE):
    """A time in a circle's poll; `index` counts from 0, `number` is that of the poll."""

    is_private = None

    async def press(self, interaction: Interaction, circle_id: CircleId, number: int, index: int) -> None:
        bot = interaction.client
        poll = await bot.write(answering.vote, circle_id, interaction.user.id, index, number)
        with use_language_of_readers(interaction, bot.language_of):
            await _show_poll(interaction, poll)


class HaveMet(PersistentButton, custom_id=MET):
    """*Yes, we met* under the question whether they met."""

    is_private = None

    async def press(self, interaction: Interaction, circle_id: CircleId) -> None:
        bot = interaction.client
        await bot.write(answering.mark_met, circle_id, interaction.user.id)
        with use_language_of_readers(interaction, bot.language_of):
            embed = keep_mark(interaction, ui.answered_met())
        await interaction.response.edit_message(content="", embed=embed, view=None)


class AskWhetherToLeave(PersistentButton, custom_id=LEAVE_QUESTION):
    """*Leave …* under one's own circle."""

    async def press(self, interaction: Interaction, circle_id: CircleId) -> None:
        user_id = interaction.user.id
        circle = await interaction.client.read(answering.get_held, user_id, circle_id)
        await interaction.response.edit_message(
            content=ui.leave_question(circle, user_id), view=views.leave_buttons(circle)
        )


class Stay(PersistentButton, custom_id=STAY):
    """*Stay*."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(content=gettext("Good! Nothing has changed."), view=None)


class Leave(PersistentButton, custom_id=LEAVE):
    """*Leave* after the question, and *It's not for me* in the circle's thread."""

    is_private = None

    async def press(self, interaction: Interaction, circle_id: CircleId) -> None:
        await interaction.client.write(answering.leave_circle, circle_id, interaction.user.id)
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(content=gettext(ui.LEFT), view=None)
        else:
            await interaction.response.send_message(gettext(ui.LEFT), ephemeral=True)


def _private_button(
    kind: CustomId, use_case: Callable[[Transaction, CircleId, int], object], answer: str
) -> type[PersistentButton]:
    """Returns a button that calls the use case and answers in private the member who pressed it."""

    class PrivateButton(PersistentButton, custom_id=kind):
        is_private = None

        async def press(self, interaction: Interaction, circle_id: CircleId) -> None:
            await interaction.client.write(use_case, circle_id, interaction.user.id)
            await interaction.response.send_message(gettext(answer), ephemeral=True)

    return PrivateButton


BUTTONS: list[type[PersistentButton]] = [
    BeginRound,
    Join,
    Decline,
    VoteForTime,
    HaveMet,
    AskWhetherToLeave,
    Stay,
    Leave,
    LetGo,
    _private_button(NOT_YET, answering.mark_not_met_yet, ui.NOT_YET),
    _private_button(NEW_TIMES, answering.ask_new_times, ui.NEW_TIMES),
    _private_button(ONE_MORE, answering.ask_refill, ui.ONE_MORE),
    _private_button(MERGE, answering.merge_with_nearest, ui.MERGED),
]


async def _show_poll(interaction: Interaction, poll: CirclePoll) -> None:
    """Edits the message with the poll to its counts now. Raises Refusal where its embed was removed."""
    embeds = interaction.message.embeds if interaction.message else []
    if not embeds:
        raise Refusal(gettext("The poll's message is gone, but your vote counts."))
    embed = ui.with_poll(embeds[0], poll.circle, poll.counts)
    await interaction.response.edit_message(
        embed=embed, view=views.poll_buttons(poll.circle, poll.circle.polls)
    )


async def _show_answer(interaction: Interaction, circle: Circle) -> None:
    """Edits the message with a proposal to what the member has answered."""
    state = circle.state_of(interaction.user.id)
    view: discord.ui.View | None = None
    if state is SeatState.ACCEPTED:
        view = views.accepted_buttons(circle) if circle.state is CircleState.PROPOSED else None
        embed = ui.accepted(circle)
    else:
        embed = ui.declined()
    await interaction.response.edit_message(content="", embed=keep_mark(interaction, embed), view=view)
