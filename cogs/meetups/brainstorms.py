"""The buttons of a brainstorm: an idea, the next problem, and what came of one.

💡 is the same button as under a problem: an idea is a proposal from its first moment.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord

from cogs.asking import actor_of
from cogs.buttons import Pressable, row
from cogs.errors import Reporter
from cogs.ui import brainstorms as ui
from cogs.ui.problems import proposal_label
from cogs.ui.results import LABELS
from domain.errors import Refusal
from domain.ids import DateId, ProblemId, ProposalId, get_id
from domain.meetups.brainstorm import Result, Talk
from languages import gettext
from services.meetups.brainstorming import Brainstorming

_ID = r"\d{1,19}"
_MOST_IDEAS = 20
_LABEL_LENGTH = 60
_BLUE, _GREEN, _GREY = (
    discord.ButtonStyle.primary,
    discord.ButtonStyle.success,
    discord.ButtonStyle.secondary,
)

FollowUp = Callable[[], Awaitable[None]]


def make_brainstorm_buttons(
    brainstorming: Brainstorming, follow_up: FollowUp, reporter_: Reporter
) -> list[type[Pressable]]:
    """The button classes, bound to what they press; `follow_up` posts what has become due."""

    class Next(Pressable, template=rf"next\|{_ID}\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await brainstorming.go_on(actor_of(interaction), *_names(arguments))
            await interaction.response.send_message(gettext("On to the next."), ephemeral=True)
            await follow_up()

    class Came(Pressable, template=rf"came\|(?:{'|'.join(Result)})\|{_ID}\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            actor, result = actor_of(interaction), Result(arguments[0])
            date_id, problem_id = _names(arguments[1:])
            if result in {Result.SOLVED, Result.TRYING}:
                talk = await brainstorming.list_ideas(actor, date_id, problem_id)
                view = _idea_buttons(talk, result)
                await interaction.response.send_message(ui.which_idea(result), view=view, ephemeral=True)
            else:
                talk = await brainstorming.conclude(actor, date_id, problem_id, result)
                await interaction.response.send_message(ui.noted(talk), ephemeral=True)

    class Try(Pressable, template=rf"try\|{_ID}\|{_ID}\|{_ID}"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            idea_id = ProposalId(get_id(arguments[2]))
            names = _names(arguments)
            talk = await brainstorming.conclude(actor_of(interaction), *names, Result.TRYING, idea_id)
            await interaction.response.edit_message(content=ui.noted(talk), view=None)

    return [Next, Came, Try]


def _names(arguments: list[str]) -> tuple[DateId, ProblemId]:
    return DateId(get_id(arguments[0])), ProblemId(get_id(arguments[1]))


def round_buttons(talk: Talk) -> discord.ui.View:
    """Under the problem that is worked on."""
    problem_id = talk.problem.id
    return row(
        (gettext("💡 Idea"), f"propose|{problem_id}", _BLUE),
        (gettext("⏭️ Next"), f"next|{talk.round.date_id}|{problem_id}", _GREY),
    )


def result_buttons(talk: Talk) -> discord.ui.View:
    """Under the question what came of a round."""
    name = f"{talk.round.date_id}|{talk.problem.id}"
    styles = {Result.SOLVED: _GREEN, Result.TRYING: _BLUE}
    return row(
        *(
            (gettext(label), f"came|{result}|{name}", styles.get(result, _GREY))
            for result, label in LABELS.items()
        )
    )


def _idea_buttons(talk: Talk, result: Result) -> discord.ui.View:
    """One for each idea: to accept it, as on the board, or to try it; raises Refusal if there is none."""
    if not talk.ideas:
        raise Refusal(
            gettext("No idea has been written down in this round yet. 💡 keeps one; then tap again.")
        )
    name = f"{talk.round.date_id}|{talk.problem.id}"
    prefix = f"accept|{talk.problem.id}" if result is Result.SOLVED else f"try|{name}"
    return row(
        *(
            (proposal_label(place, idea, _LABEL_LENGTH), f"{prefix}|{idea.id}", _GREY)
            for place, idea in enumerate(talk.ideas[:_MOST_IDEAS], start=1)
        ),
        length=1 if len(talk.ideas) <= 5 else 5,
    )
