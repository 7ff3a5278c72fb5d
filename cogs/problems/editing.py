"""Changing a problem or a proposal that is posted: the forms, and what is answered in private."""

from __future__ import annotations

from dataclasses import dataclass

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.modals import ModalValues, send_modal
from cogs.problems import modals, views
from cogs.problems.actions import post_due
from cogs.problems.boards import list_forum_tags, list_moderated_tags
from cogs.ui.problems import cards as ui
from domain.errors import NotSaved, Refusal
from domain.ids import ProblemId, ProposalId
from domain.problems.problem import Problem
from domain.problems.tags import MOST_TAGS, tag_key
from languages import gettext
from services.problems import editing, finding
from services.problems.editing import ChangeDraft
from services.problems.sharing import ProblemForm


@dataclass(frozen=True, slots=True)
class TagChoice:
    """What the form of a problem says about its tags.

    `offered` are those to choose from, empty where they are typed; `theirs` are the problem's that its author
    may choose or take away, `kept` the others, `banned` the keys of those that they may not add.
    """

    offered: list[str]
    theirs: tuple[str, ...]
    kept: tuple[str, ...]
    banned: frozenset[str]

    @property
    def most(self) -> int:
        """How many can be chosen beside those that are kept."""
        return max(1, MOST_TAGS - len(self.kept))


async def _find_tags(interaction: Interaction, problem: Problem) -> TagChoice:
    settings = await interaction.client.read(finding.get_settings, problem.guild_id)
    offered = list_forum_tags(interaction.user, problem.board, settings.state_tag_ids)
    banned = frozenset(map(tag_key, list_moderated_tags(interaction.user, problem.board)))
    known = {tag_key(tag) for tag in offered}
    kept = tuple(
        tag
        for tag in problem.details.tags
        if tag_key(tag) in banned or (offered and tag_key(tag) not in known)
    )
    theirs = tuple(tag for tag in problem.details.tags if tag not in kept)
    return TagChoice(offered, theirs, kept, banned)


async def ask_for_problem(interaction: Interaction, problem_id: ProblemId) -> None:
    """Opens the form with what the problem says. Raises Refusal where the member may not change it."""
    bot = interaction.client
    problem = await bot.read(editing.check_problem, bot.keyring, actor_of(interaction), problem_id)
    tags, details = await _find_tags(interaction, problem), problem.details
    form = ProblemForm(details.title, details.wants, details.tried, tags.theirs)
    draft = ChangeDraft(bot.transactions.new_id(), problem.id, form=form)
    await send_modal(interaction, modals.edit_modal(draft, problem.revision, tags.offered, tags.most))


async def take_problem(
    interaction: Interaction, values: ModalValues, problem_id: ProblemId, draft_id: int, revision: int
) -> None:
    """Keeps what was typed, and has it hold; where that is refused, offers to go on with it."""
    bot, actor = interaction.client, actor_of(interaction)
    draft = ChangeDraft(draft_id, problem_id, form=modals.read_share_modal(values))
    await bot.write(editing.save_draft, bot.keyring, actor, draft)
    try:
        problem = await bot.read(editing.check_problem, bot.keyring, actor, problem_id)
        tags = await _find_tags(interaction, problem)
        problem = await bot.write(
            editing.change_problem, bot.keyring, actor, draft_id, revision, tags.kept, tags.banned
        )
    except NotSaved:
        raise
    except Refusal as refusal:
        await _offer_again(interaction, refusal, draft_id)
        return
    await interaction.response.send_message(
        gettext("Changed: {problem}.", problem=ui.link(problem)), ephemeral=True
    )
    await post_due(bot)


async def ask_for_proposal(interaction: Interaction, problem_id: ProblemId, proposal_id: ProposalId) -> None:
    """Opens the form with a proposal's text. Raises Refusal where the member may not change it."""
    bot = interaction.client
    _, proposal = await bot.read(
        editing.check_own_proposal, bot.keyring, actor_of(interaction), problem_id, proposal_id
    )
    draft = ChangeDraft(bot.transactions.new_id(), problem_id, proposal_id, text=proposal.text)
    await send_modal(interaction, modals.edit_proposal_modal(draft, proposal.revision))


async def take_proposal(
    interaction: Interaction,
    values: ModalValues,
    problem_id: ProblemId,
    proposal_id: ProposalId,
    draft_id: int,
    revision: int,
) -> None:
    """Keeps what was typed, and has it hold; where that is refused, offers to go on with it."""
    bot, actor = interaction.client, actor_of(interaction)
    draft = ChangeDraft(draft_id, problem_id, proposal_id, text=values["text"])
    await bot.write(editing.save_draft, bot.keyring, actor, draft)
    try:
        problem, proposal = await bot.write(editing.change_proposal, bot.keyring, actor, draft_id, revision)
    except NotSaved:
        raise
    except Refusal as refusal:
        await _offer_again(interaction, refusal, draft_id)
        return
    text = gettext("Changed: {proposal}.", proposal=ui.link_to_proposal(problem, proposal))
    await interaction.response.send_message(text, ephemeral=True)


async def ask_again(interaction: Interaction, draft_id: int) -> None:
    """Opens the form as it was filled in last, whatever has become of the problem meanwhile.

    Raises Refusal where that is forgotten.
    """
    bot, actor = interaction.client, actor_of(interaction)
    draft = await bot.read(editing.get_draft, bot.keyring, actor, draft_id)
    revision = await bot.read(editing.find_revision, actor.guild_id, draft)
    if draft.proposal_id is not None:
        await send_modal(interaction, modals.edit_proposal_modal(draft, revision))
        return
    problem = await bot.read(editing.find_problem, actor.guild_id, draft)
    tags = await _find_tags(interaction, problem)
    await send_modal(interaction, modals.edit_modal(draft, revision, tags.offered, tags.most))


async def _offer_again(interaction: Interaction, refusal: Refusal, draft_id: int) -> None:
    await interaction.response.send_message(
        f"{refusal}", view=views.edit_again_button(draft_id), ephemeral=True
    )
