"""The private page of a problem: all of it, and whatever this member may do with it now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import (
    BLUE,
    GREEN,
    GREY,
    ButtonSpec,
    Option,
    PersistentButton,
    PersistentSelect,
    button_view,
    make_select,
)
from cogs.custom_ids import (
    EDIT_PROBLEM,
    EDIT_PROPOSAL,
    OPEN_PROBLEM,
    PAGE,
    PAGE_OUTCOME,
    PAGE_PROPOSAL,
    PROPOSE,
    STOPPED_AUTHORS,
)
from cogs.problems import actions
from cogs.problems.poster import ProblemPoster
from cogs.ui import markup
from cogs.ui.problems import cards as ui
from domain.ids import ProblemId, ProposalId
from domain.problems.problem import Problem, ProblemState, Proposal, ProposalOutcome
from domain.problems.state_machine import Action
from languages import gettext, gettext_noop
from services.problems import finding, proposing, voting
from services.problems.finding import ProblemOverview

_MOST_BUTTONS = 10  # two rows; each of the three selects takes one of the other rows
_LABEL_LENGTH = 60
_TAKE_BACK = "-"  # before the id of a proposal whose 👍 is to be taken back
_STATES = {  # what changes where the problem stands, beside its solution
    Action.TAKE_BACK: ("takeback", gettext_noop("Take the acceptance back")),
    Action.REOPEN: ("reopen", gettext_noop("Open it again")),
    Action.CLOSE: ("close", gettext_noop("Close it")),
}
_OUTCOMES = {
    ProposalOutcome.YES: gettext_noop("It worked"),
    ProposalOutcome.PARTLY: gettext_noop("It worked partly"),
    ProposalOutcome.NO: gettext_noop("It did not work"),
}


async def show(interaction: Interaction, problem_id: ProblemId) -> None:
    """Sends the page. Raises Refusal where the problem is not on the board."""
    embed, view = await _draw(interaction, problem_id)
    view = view if view.children else discord.utils.MISSING
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


async def _redraw(interaction: Interaction, problem_id: ProblemId, text: str) -> None:
    """Draws the page as it is after an action, under what was done."""
    embed, view = await _draw(interaction, problem_id)
    await interaction.response.edit_message(content=text, embed=embed, view=view)


async def _draw(interaction: Interaction, problem_id: ProblemId) -> tuple[discord.Embed, discord.ui.View]:
    bot, actor = interaction.client, actor_of(interaction)
    overview = await bot.read(finding.show, bot.keyring, actor, problem_id)
    embed = ui.overview(overview.problem, overview.proposals, is_own=overview.is_own)
    return embed, page_items(overview, actor.user_id)


def page_items(overview: ProblemOverview, user_id: int) -> discord.ui.View:
    """Returns what the member may do now, as buttons and selects of proposals; it may be empty."""
    buttons = [*_buttons(overview), *_edit_buttons(overview, user_id)][:_MOST_BUTTONS]
    return button_view(*buttons, selects=_selects(overview, user_id))


def _buttons(overview: ProblemOverview) -> Iterator[ButtonSpec]:
    problem, possible = overview.problem, overview.possible
    if proposing.takes_another(problem) and Action.PROPOSE in possible:
        yield gettext("💡 Propose"), PROPOSE.make(problem.id), BLUE
    if not overview.is_own and problem.state is not ProblemState.CLOSED:
        if problem.id in overview.voted:
            yield gettext("Take back 🙋"), PAGE.make("notme", problem.id), GREY
        else:
            yield gettext("🙋 Me, too"), PAGE.make("metoo", problem.id), GREY
    if overview.takes_edits:
        yield gettext("Edit"), EDIT_PROBLEM.make(problem.id), GREY
    yield from _outcome_buttons(overview)
    for action, (what, label) in _STATES.items():
        if action in possible:
            yield gettext(label), PAGE.make(what, problem.id), GREY
    if overview.is_author_stopped is not None:
        yield _stop_button(problem, is_stopped=overview.is_author_stopped)
        yield gettext("Anonymous authors"), STOPPED_AUTHORS.make(), GREY


def _outcome_buttons(overview: ProblemOverview) -> Iterator[ButtonSpec]:
    """Yields what the author can report about the accepted proposal, besides what they have said."""
    accepted = next((one for one in overview.proposals if one.id == overview.problem.accepted_id), None)
    if accepted is None or Action.REPORT not in overview.possible:
        return
    for outcome, label in _OUTCOMES.items():
        if outcome is not accepted.outcome:
            style = GREEN if outcome is ProposalOutcome.YES else GREY
            yield gettext(label), PAGE_OUTCOME.make(overview.problem.id, accepted.id, outcome), style


def _stop_button(problem: Problem, *, is_stopped: bool) -> ButtonSpec:
    if is_stopped:
        return gettext("Let its author share anonymously again"), PAGE.make("allow", problem.id), GREY
    return gettext("Stop its author from sharing anonymously"), PAGE.make("stop", problem.id), GREY


def _edit_buttons(overview: ProblemOverview, user_id: int) -> Iterator[ButtonSpec]:
    if Action.PROPOSE not in overview.possible:
        return
    for number, proposal in enumerate(overview.proposals, start=1):
        if proposal.author_id == user_id:
            label = gettext("Edit {proposal}", proposal=ui.proposal_label(number, proposal, _LABEL_LENGTH))
            yield label, EDIT_PROPOSAL.make(overview.problem.id, proposal.id), GREY


def _selects(overview: ProblemOverview, user_id: int) -> list[discord.ui.Select[Any]]:
    problem = overview.problem
    numbered = list(enumerate(overview.proposals, start=1))
    others = [(number, one) for number, one in numbered if one.author_id != user_id]
    can_accept = Action.ACCEPT in overview.possible
    acceptable = [(number, one) for number, one in numbered if can_accept and one.id != problem.accepted_id]
    likeable = others if problem.state is not ProblemState.CLOSED else []
    removable = [(number, one) for number, one in numbered if one.author_id == user_id]
    removable += others if overview.is_moderator else []
    return [
        select
        for what, prompt, offered in (
            ("accept", gettext("Accept a solution …"), acceptable),
            ("like", gettext("👍 a proposal, or take your 👍 back …"), likeable),
            ("withdraw", gettext("Take a proposal away …"), removable),
        )
        for select in make_select(
            PAGE_PROPOSAL.make(what, problem.id),
            prompt,
            [_option(overview, what, number, one) for number, one in offered],
        )
    ]


def _option(overview: ProblemOverview, what: str, number: int, proposal: Proposal) -> Option:
    """Returns a proposal as it is offered; a 👍 that was given is offered to be taken back."""
    label = ui.proposal_label(number, proposal, markup.CHOICE_LENGTH)
    if what != "like":
        return str(proposal.id), label
    if proposal.id in overview.voted:
        return f"{_TAKE_BACK}{proposal.id}", gettext("Take back 👍: {proposal}", proposal=label)
    return str(proposal.id), label


async def _vote(
    interaction: Interaction, problem_id: ProblemId, proposal_id: ProposalId | None, *, is_given: bool
) -> str:
    actor = actor_of(interaction)
    voted = await interaction.client.write(voting.vote, actor, problem_id, proposal_id, is_given=is_given)
    return ui.voted(voted.problem, voted.proposal, has_vote=voted.has_vote, has_reaction=voted.has_reaction)


async def _act(interaction: Interaction, what: str, problem_id: ProblemId) -> str:
    """Does what a button says; returns what to say. Raises Refusal where the member may not."""
    match what:
        case "metoo" | "notme":
            return await _vote(interaction, problem_id, None, is_given=what == "metoo")
        case "takeback":
            return await actions.take_back(interaction, problem_id)
        case "reopen":
            return await actions.reopen(interaction, problem_id)
        case "close":
            return await actions.close(interaction, problem_id)
        case _:
            return await actions.stop_author(interaction, problem_id, is_stopped=what == "stop")


class PageButton(PersistentButton, custom_id=PAGE):
    """What is done with the problem, on its page."""

    async def press(self, interaction: Interaction, what: str, problem_id: ProblemId) -> None:
        text = await _act(interaction, what, problem_id)
        await _redraw(interaction, problem_id, text)
        await actions.post_due(interaction.client)


class PageOutcome(PersistentButton, custom_id=PAGE_OUTCOME):
    """*It worked*, *It worked partly* and *It did not work*, on the page of a problem."""

    async def press(
        self,
        interaction: Interaction,
        problem_id: ProblemId,
        proposal_id: ProposalId,
        outcome: ProposalOutcome,
    ) -> None:
        text = await actions.report(interaction, problem_id, proposal_id, outcome)
        await _redraw(interaction, problem_id, text)
        await actions.post_due(interaction.client)


class PageProposal(PersistentSelect, custom_id=PAGE_PROPOSAL):
    """The selects of proposals on the page of a problem."""

    async def choose(self, interaction: Interaction, chosen: str, what: str, problem_id: ProblemId) -> None:
        choice = chosen.removeprefix(_TAKE_BACK)
        proposal_id = await interaction.client.read(finding.resolve_proposal, problem_id, choice)
        if what == "withdraw":
            await _withdraw(interaction, problem_id, proposal_id)
        elif what == "accept":
            await _redraw(interaction, problem_id, await actions.accept(interaction, problem_id, proposal_id))
        else:
            is_given = choice == chosen
            text = await _vote(interaction, problem_id, proposal_id, is_given=is_given)
            await _redraw(interaction, problem_id, text)
        await actions.post_due(interaction.client)


async def _withdraw(interaction: Interaction, problem_id: ProblemId, proposal_id: ProposalId) -> None:
    """Withdraws a proposal and deletes its message. Raises Refusal where the member may not."""
    bot, actor = interaction.client, actor_of(interaction)
    overview = await bot.read(finding.show, bot.keyring, actor, problem_id)
    proposal = await bot.write(proposing.withdraw, actor, problem_id, proposal_id)
    await _redraw(interaction, problem_id, gettext("That proposal is taken away."))
    await bot.cog(ProblemPoster).take_down(overview.problem, proposal)


class OpenProblem(PersistentSelect, custom_id=OPEN_PROBLEM):
    """*Open one of them* under a list of problems."""

    async def choose(self, interaction: Interaction, chosen: str) -> None:
        guild_id = actor_of(interaction).guild_id
        await show(interaction, await interaction.client.read(finding.resolve, guild_id, chosen, 0))


ITEMS = (PageButton, PageOutcome, PageProposal, OpenProblem)
