"""The buttons of a brainstorm: the next problem, and what came of the last one.

💡 is the button *Propose* of problems: an idea is a proposal from the start.
"""

from __future__ import annotations

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import NEXT_ROUND, ROUND_RESULT, TRY_IDEA
from cogs.meetups.due_work import DueWork
from cogs.meetups.views import idea_buttons
from cogs.ui.meetups import brainstorms as ui
from domain.ids import DateId, ProblemId, ProposalId
from domain.meetups.brainstorm import RoundResult
from languages import gettext
from services.meetups import brainstorming


class NextRound(PersistentButton, custom_id=NEXT_ROUND):
    """*Next* under the problem that is worked on."""

    is_private = None

    async def press(self, interaction: Interaction, date_id: DateId, problem_id: ProblemId) -> None:
        bot = interaction.client
        await bot.write(brainstorming.close_and_open_next, actor_of(interaction), date_id, problem_id)
        await interaction.response.send_message(gettext("On to the next."), ephemeral=True)
        await bot.cog(DueWork).do_due()


class ChooseResult(PersistentButton, custom_id=ROUND_RESULT):
    """The result of a round; where that is an idea, the author is asked which one."""

    is_private = None

    async def press(
        self, interaction: Interaction, result: RoundResult, date_id: DateId, problem_id: ProblemId
    ) -> None:
        actor, bot = actor_of(interaction), interaction.client
        if result in {RoundResult.SOLVED, RoundResult.TRYING}:
            discussion = await bot.read(brainstorming.get_discussion, bot.keyring, actor, date_id, problem_id)
            view = idea_buttons(discussion, result)
            await interaction.response.send_message(ui.which_idea(result), view=view, ephemeral=True)
        else:
            discussion = await bot.write(
                brainstorming.conclude, bot.keyring, actor, date_id, problem_id, result, None
            )
            await interaction.response.send_message(ui.result_noted(discussion), ephemeral=True)


class TryIdea(PersistentButton, custom_id=TRY_IDEA):
    """The idea that the author tries next."""

    async def press(
        self, interaction: Interaction, date_id: DateId, problem_id: ProblemId, idea_id: ProposalId
    ) -> None:
        actor, bot = actor_of(interaction), interaction.client
        discussion = await bot.write(
            brainstorming.conclude, bot.keyring, actor, date_id, problem_id, RoundResult.TRYING, idea_id
        )
        await interaction.response.edit_message(content=ui.result_noted(discussion), view=None)


BUTTONS = (NextRound, ChooseResult, TryIdea)
