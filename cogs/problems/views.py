"""Rows of buttons: those that stand on the board for everybody, and those under private replies."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.buttons import ButtonSpec, button_view
from cogs.custom_ids import (
    ACCEPT,
    DISCARD_DRAFT,
    EDIT_DRAFT,
    MATTERS,
    POST_DRAFT,
    PROPOSE,
    REOPEN,
    TAKE_BACK,
    WORKED,
)
from cogs.ui.problems import cards as ui
from domain.posts import Post
from domain.problems.problem import Problem, ProblemState, Proposal, ProposalOutcome
from domain.problems.state_machine import Action
from languages import gettext

_MOST_NAMED = 5
_LABEL_LENGTH = 60
_GREEN, _GREY, _BLUE = (
    discord.ButtonStyle.success,
    discord.ButtonStyle.secondary,
    discord.ButtonStyle.primary,
)


def draft_buttons(draft_id: int) -> discord.ui.View:
    """Under the problems that are like a draft."""
    return button_view(
        (gettext("That helps, thank you"), DISCARD_DRAFT.make(draft_id), _GREEN),
        (gettext("Post mine anyway"), POST_DRAFT.make(draft_id), _BLUE),
        (gettext("Edit"), EDIT_DRAFT.make(draft_id), _GREY),
    )


def fix_draft_buttons(draft_id: int, *, may_post: bool) -> discord.ui.View:
    """Under the reason why a draft could not be posted."""
    again: list[ButtonSpec] = [(gettext("Try again"), POST_DRAFT.make(draft_id), _BLUE)] if may_post else []
    return button_view((gettext("Edit"), EDIT_DRAFT.make(draft_id), _GREEN), *again)


def problem_buttons(problem: Problem) -> discord.ui.View:
    """Under a problem."""
    return button_view((gettext("💡 Propose"), PROPOSE.make(problem.id), _BLUE))


def proposal_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View | None:
    """Under a proposal; none under one that is accepted."""
    if problem.accepted_id == proposal.id and problem.state is ProblemState.SOLVED:
        return None
    return button_view((gettext("Accept"), ACCEPT.make(problem.id, proposal.id), _GREY))


def accept_button(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """For the author who has kept a reply."""
    return button_view((gettext("Accept it as the solution"), ACCEPT.make(problem.id, proposal.id), _GREEN))


def nudge_buttons(problem: Problem, proposals: Sequence[Proposal]) -> discord.ui.View:
    """One for each of the proposals that are liked most."""
    return button_view(
        *(
            (
                ui.proposal_label(place, proposal, _LABEL_LENGTH),
                ACCEPT.make(problem.id, proposal.id),
                _GREY,
            )
            for place, proposal in enumerate(proposals[:_MOST_NAMED], start=1)
        )
    )


def outcome_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """Yes, partly, no."""
    return button_view(
        *(
            (label, WORKED.make(problem.id, proposal.id, outcome), style)
            for label, outcome, style in (
                (gettext("Yes"), ProposalOutcome.YES, _GREEN),
                (gettext("Partly"), ProposalOutcome.PARTLY, _GREY),
                (gettext("No"), ProposalOutcome.NO, _GREY),
            )
        )
    )


def still_matters_buttons(problem: Problem) -> discord.ui.View:
    """Whether it still matters."""
    return button_view(
        (gettext("Put it on again"), MATTERS.make("yes", problem.id), _GREEN),
        (gettext("Close it"), MATTERS.make("no", problem.id), _GREY),
    )


def undo_buttons(post: Post, problem: Problem) -> discord.ui.View | None:
    """What undoes a turn, where something does."""
    match Action(post.payload["action"]):
        case Action.ACCEPT:
            return button_view((gettext("Take it back"), TAKE_BACK.make(problem.id, post.key), _GREY))
        case Action.CLOSE:
            return button_view((gettext("Open it again"), REOPEN.make(problem.id), _GREY))
        case _:
            return None
