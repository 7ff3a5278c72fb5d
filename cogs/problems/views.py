"""The buttons under problems and proposals on the board, and under private replies about them."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.buttons import BLUE, GREEN, GREY, ButtonSpec, button_view, make_select
from cogs.custom_ids import (
    ACCEPT,
    DISCARD_DRAFT,
    EDIT_AGAIN,
    EDIT_DRAFT,
    MATTERS,
    OPEN_PROBLEM,
    POST_DRAFT,
    PROPOSE,
    REOPEN,
    STOP_AUTHOR,
    STOPPED_AUTHORS,
    TAKE_BACK,
    WORKED,
)
from cogs.ui.problems import cards as ui
from domain.posts import Post
from domain.problems.problem import Problem, ProblemState, Proposal, ProposalOutcome
from domain.problems.state_machine import Action
from domain.text import shortened
from languages import gettext
from services.problems.anonymous_sharing import StoppedAuthors

_MOST_NAMED = 5
_TITLE_LENGTH = 50
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


def stopped_buttons(found: StoppedAuthors) -> discord.ui.View | None:
    """Returns a button for each problem whose author is stopped, or could be; None where there is none."""
    buttons: list[ButtonSpec] = []
    for problem in found.stopped:
        label = gettext("Allow again: {title}", title=shortened(problem.details.title, _TITLE_LENGTH))
        buttons.append((label, STOP_AUTHOR.make("allow", problem.id), GREY))
    for problem in found.removed:
        label = gettext("Stop: {title}", title=shortened(problem.details.title, _TITLE_LENGTH))
        buttons.append((label, STOP_AUTHOR.make("stop", problem.id), GREY))
    return button_view(*buttons) if buttons else None


def found_items(problems: Sequence[Problem], *, is_moderator: bool = False) -> discord.ui.View:
    """Returns the select that leads on from a list to one of its problems; it may be empty.

    Moderators get the way to anonymous authors, too.
    """
    options = [(str(problem.id), ui.choice(problem)) for problem in problems]
    buttons = [(gettext("Anonymous authors"), STOPPED_AUTHORS.make(), GREY)] if is_moderator else []
    select = make_select(OPEN_PROBLEM.make(), gettext("Open one of them"), options)
    return button_view(*buttons, selects=select)


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
        (gettext("Put it on the agenda"), MATTERS.make("yes", problem.id), GREEN),
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
