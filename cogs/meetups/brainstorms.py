"""The buttons of a brainstorm: an idea, the next problem, and what came of one.

💡 is the same button as under a problem: an idea is a proposal from its first moment.
"""

from __future__ import annotations

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import Pressable, row
from cogs.custom_ids import ACCEPT, NEXT_ROUND, PROPOSE, ROUND_RESULT, TRY_IDEA
from cogs.meetups.session_work import SessionWork
from cogs.ui import brainstorms as ui
from cogs.ui.problems import proposal_label
from cogs.ui.results import LABELS
from domain.errors import Refusal
from domain.ids import DateId, ProblemId, ProposalId
from domain.meetups.brainstorm import Result, Talk
from languages import gettext
from services.meetups import brainstorming

_MOST_IDEAS = 20
_LABEL_LENGTH = 60
_BLUE, _GREEN, _GREY = (
    discord.ButtonStyle.primary,
    discord.ButtonStyle.success,
    discord.ButtonStyle.secondary,
)


class Next(Pressable, custom_id=NEXT_ROUND):
    """*Next* under the problem that is worked on."""

    is_private = None

    async def press(self, interaction: Interaction, date_id: DateId, problem_id: ProblemId) -> None:
        bot = interaction.client
        await bot.write(brainstorming.go_on, actor_of(interaction), date_id, problem_id)
        await interaction.response.send_message(gettext("On to the next."), ephemeral=True)
        await bot.cog(SessionWork).do_due()


class RoundResult(Pressable, custom_id=ROUND_RESULT):
    """What came of a round; of an idea, which one is asked next."""

    is_private = None

    async def press(
        self, interaction: Interaction, result: Result, date_id: DateId, problem_id: ProblemId
    ) -> None:
        actor, bot = actor_of(interaction), interaction.client
        if result in {Result.SOLVED, Result.TRYING}:
            talk = await bot.read(brainstorming.list_ideas, bot.keyring, actor, date_id, problem_id)
            view = _idea_buttons(talk, result)
            await interaction.response.send_message(ui.which_idea(result), view=view, ephemeral=True)
        else:
            talk = await bot.write(
                brainstorming.conclude, bot.keyring, actor, date_id, problem_id, result, None
            )
            await interaction.response.send_message(ui.noted(talk), ephemeral=True)


class TryIdea(Pressable, custom_id=TRY_IDEA):
    """The idea that is tried next."""

    async def press(
        self, interaction: Interaction, date_id: DateId, problem_id: ProblemId, idea_id: ProposalId
    ) -> None:
        actor, bot = actor_of(interaction), interaction.client
        talk = await bot.write(
            brainstorming.conclude, bot.keyring, actor, date_id, problem_id, Result.TRYING, idea_id
        )
        await interaction.response.edit_message(content=ui.noted(talk), view=None)


BUTTONS = (Next, RoundResult, TryIdea)


def round_buttons(talk: Talk) -> discord.ui.View:
    """Under the problem that is worked on."""
    problem_id = talk.problem.id
    return row(
        (gettext("💡 Idea"), PROPOSE.make(problem_id), _BLUE),
        (gettext("⏭️ Next"), NEXT_ROUND.make(talk.round.date_id, problem_id), _GREY),
    )


def result_buttons(talk: Talk) -> discord.ui.View:
    """Under the question what came of a round."""
    date_id, problem_id = talk.round.date_id, talk.problem.id
    styles = {Result.SOLVED: _GREEN, Result.TRYING: _BLUE}
    return row(
        *(
            (gettext(label), ROUND_RESULT.make(result, date_id, problem_id), styles.get(result, _GREY))
            for result, label in LABELS.items()
        )
    )


def _idea_buttons(talk: Talk, result: Result) -> discord.ui.View:
    """One for each idea: to accept it, as on the board, or to try it; raises Refusal if there is none."""
    if not talk.ideas:
        raise Refusal(
            gettext("No idea has been written down in this round yet. 💡 keeps one; then tap again.")
        )
    date_id, problem_id = talk.round.date_id, talk.problem.id

    def custom_id(idea_id: ProposalId) -> str:
        if result is Result.SOLVED:
            return ACCEPT.make(problem_id, idea_id)
        return TRY_IDEA.make(date_id, problem_id, idea_id)

    return row(
        *(
            (proposal_label(place, idea, _LABEL_LENGTH), custom_id(idea.id), _GREY)
            for place, idea in enumerate(talk.ideas[:_MOST_IDEAS], start=1)
        ),
        length=1 if len(talk.ideas) <= 5 else 5,
    )
