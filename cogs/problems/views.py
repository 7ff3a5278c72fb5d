"""The buttons under problems and proposals on the board, and under private replies about them."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.buttons import BLUE, GREEN, GREY, ButtonSpec, button_view
from cogs.custom_ids import (
    ACCEPT,
    DISCARD_DRAFT,
    EDIT_AGAIN,
    EDIT_DRAFT,
    EDIT_PROBLEM,
    EDIT_PROPOSAL,
    MATTERS,
    POST_DRAFT,
    PROPOSE,
    REOPEN,
    STOP_AUTHOR,
    TAKE_BACK,
    WORKED,
)
from cogs.ui.problems import cards as ui
from domain.posts import Post
from domain.problems.problem import Problem, ProblemState, Proposal, ProposalOutcome
from domain.problems.state_machine import Action
from domain.text import shortened
from languages import gettext, gettext_noop
from services.problems.anonymous_sharing import StoppedAuthors
from services.problems.finding import ProblemOverview

_MOST_NAMED = 5
_MOST_OWN = 10
_TITLE_LENGTH = 50
_STOP = gettext_noop("Stop its author from sharing anonymously")
_ALLOW = gettext_noop("Let its author share anonymously again")
_LABEL_LENGTH = 60


def draft_buttons(draft_id: int) -> discord.ui.View:
    """Returns the buttons under the problems that are similar to a draft."""
    return button_view(
        (gettext("That helps, thank you"), DISCARD_DRAFT.make(draft_id), GREEN),
        (gettext("Post mine anyway"), POST_DRAFT.make(draft_id), BLUE),
        (gettext("Edit"), EDIT_DRAFT.make(draft_id), GREY),
    )


def fix_draft_buttons(draft_id: int, *, may_post: bool) -> discord.ui.View:
    """Returns the buttons under the reason why a draft could not be posted."""
    again: list[ButtonSpec] = [(gettext("Try again"), POST_DRAFT.make(draft_id), BLUE)] if may_post else []
    return button_view((gettext("Edit"), EDIT_DRAFT.make(draft_id), GREEN), *again)


def problem_buttons(problem: Problem) -> discord.ui.View:
    """Returns the button under a problem."""
    return button_view((gettext("💡 Propose"), PROPOSE.make(problem.id), BLUE))


def proposal_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View | None:
    """Returns the button under a proposal; None where it is the accepted one."""
    if problem.accepted_id == proposal.id and problem.state is ProblemState.SOLVED:
        return None
    return button_view((gettext("Accept"), ACCEPT.make(problem.id, proposal.id), GREY))


def accept_button(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """Returns the button for an author who has kept a reply to their own problem."""
    return button_view((gettext("Accept it as the solution"), ACCEPT.make(problem.id, proposal.id), GREEN))


def overview_buttons(overview: ProblemOverview, user_id: int) -> discord.ui.View | None:
    """Returns the buttons with which the member changes what is theirs: the problem, and proposals.

    A moderator gets one about an anonymous author, too. None where there is nothing to press.
    """
    problem = overview.problem
    buttons: list[ButtonSpec] = []
    if overview.is_own:
        buttons.append((gettext("Edit"), EDIT_PROBLEM.make(problem.id), GREY))
    for number, proposal in enumerate(overview.proposals, start=1):
        if proposal.author_id == user_id and len(buttons) < _MOST_OWN:
            label = gettext("Edit {proposal}", proposal=ui.proposal_label(number, proposal, _LABEL_LENGTH))
            buttons.append((label, EDIT_PROPOSAL.make(problem.id, proposal.id), GREY))
    if overview.is_author_stopped is not None:
        buttons.append(_stop_button(problem, is_stopped=overview.is_author_stopped))
    return button_view(*buttons) if buttons else None


def _stop_button(problem: Problem, *, is_stopped: bool, is_named: bool = False) -> ButtonSpec:
    """Returns the button that stops the author from sharing anonymously, or lets them again.

    `is_named` puts the problem's title on it.
    """
    title = shortened(problem.details.title, _TITLE_LENGTH)
    if is_stopped:
        label = gettext("Allow again: {title}", title=title) if is_named else gettext(_ALLOW)
        return label, STOP_AUTHOR.make("allow", problem.id), GREY
    label = gettext("Stop: {title}", title=title) if is_named else gettext(_STOP)
    return label, STOP_AUTHOR.make("stop", problem.id), GREY


def stopped_buttons(found: StoppedAuthors) -> discord.ui.View | None:
    """Returns a button for each problem whose author is stopped, or could be; None where there is none."""
    buttons = [_stop_button(problem, is_stopped=True, is_named=True) for problem in found.stopped]
    buttons += [_stop_button(problem, is_stopped=False, is_named=True) for problem in found.removed]
    return button_view(*buttons) if buttons else None


def under_name_buttons(draft_id: int) -> discord.ui.View:
    """Returns the buttons for a draft that was to be anonymous and would carry a name."""
    return button_view(
        (gettext("Post it under my name"), POST_DRAFT.make(draft_id), BLUE),
        (gettext("Edit"), EDIT_DRAFT.make(draft_id), GREY),
    )


def edit_again_button(draft_id: int) -> discord.ui.View:
    """Returns the button under the reason why a change does not hold, which opens what was typed."""
    return button_view((gettext("Edit"), EDIT_AGAIN.make(draft_id), GREEN))


def nudge_buttons(problem: Problem, proposals: Sequence[Proposal]) -> discord.ui.View:
    """Returns a button for each of the first five proposals, which accepts it."""
    return button_view(
        *(
            (
                ui.proposal_label(number, proposal, _LABEL_LENGTH),
                ACCEPT.make(problem.id, proposal.id),
                GREY,
            )
            for number, proposal in enumerate(proposals[:_MOST_NAMED], start=1)
        )
    )


def outcome_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """Returns *Yes*, *Partly* and *No* under the question whether a proposal worked."""
    return button_view(
        *(
            (label, WORKED.make(problem.id, proposal.id, outcome), style)
            for label, outcome, style in (
                (gettext("Yes"), ProposalOutcome.YES, GREEN),
                (gettext("Partly"), ProposalOutcome.PARTLY, GREY),
                (gettext("No"), ProposalOutcome.NO, GREY),
            )
        )
    )


def still_matters_buttons(problem: Problem) -> discord.ui.View:
    """Returns the buttons under the question whether a problem still matters."""
    return button_view(
        (gettext("Put it on again"), MATTERS.make("yes", problem.id), GREEN),
        (gettext("Close it"), MATTERS.make("no", problem.id), GREY),
    )


def undo_buttons(post: Post, problem: Problem) -> discord.ui.View | None:
    """Returns the button that undoes the action which the post reports; None where none does."""
    match Action(post.payload["action"]):
        case Action.ACCEPT:
            return button_view((gettext("Take it back"), TAKE_BACK.make(problem.id, post.key), GREY))
        case Action.CLOSE:
            return button_view((gettext("Open it again"), REOPEN.make(problem.id), GREY))
        case _:
            return None
