"""Rows of buttons: those that stand on the board for everybody, and those under private replies."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.buttons import Button, row
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
from cogs.ui import problems as ui
from domain.posts import Post
from domain.problems.life import Action
from domain.problems.problem import Outcome, Problem, Proposal, State
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
    return row(
        (gettext("That helps, thank you"), DISCARD_DRAFT.make(draft_id), _GREEN),
        (gettext("Post mine anyway"), POST_DRAFT.make(draft_id), _BLUE),
        (gettext("Edit"), EDIT_DRAFT.make(draft_id), _GREY),
    )


def mend_buttons(draft_id: int, *, may_post: bool) -> discord.ui.View:
    """Under the reason why a draft could not be posted."""
    again: list[Button] = [(gettext("Try again"), POST_DRAFT.make(draft_id), _BLUE)] if may_post else []
    return row((gettext("Edit"), EDIT_DRAFT.make(draft_id), _GREEN), *again)


def problem_buttons(problem: Problem) -> discord.ui.View:
    """Under a problem."""
    return row((gettext("💡 Propose"), PROPOSE.make(problem.id), _BLUE))


def proposal_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View | None:
    """Under a proposal; none under one that is accepted."""
    if problem.accepted_id == proposal.id and problem.state is State.SOLVED:
        return None
    return row((gettext("Accept"), ACCEPT.make(problem.id, proposal.id), _GREY))


def accept_button(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """For the author who has kept a reply."""
    return row((gettext("Accept it as the solution"), ACCEPT.make(problem.id, proposal.id), _GREEN))


def nudge_buttons(problem: Problem, proposals: Sequence[Proposal]) -> discord.ui.View:
    """One for each of the proposals that are liked most."""
    return row(
        *(
            (
                ui.proposal_label(place, proposal, _LABEL_LENGTH),
                ACCEPT.make(problem.id, proposal.id),
                _GREY,
            )
            for place, proposal in enumerate(proposals[:_MOST_NAMED], start=1)
        )
    )


def tried_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """Yes, partly, no."""
    return row(
        *(
            (label, WORKED.make(problem.id, proposal.id, outcome), style)
            for label, outcome, style in (
                (gettext("Yes"), Outcome.YES, _GREEN),
                (gettext("Partly"), Outcome.PARTLY, _GREY),
                (gettext("No"), Outcome.NO, _GREY),
            )
        )
    )


def matters_buttons(problem: Problem) -> discord.ui.View:
    """Whether it still matters."""
    return row(
        (gettext("Put it on again"), MATTERS.make("yes", problem.id), _GREEN),
        (gettext("Close it"), MATTERS.make("no", problem.id), _GREY),
    )


def turn_buttons(post: Post, problem: Problem) -> discord.ui.View | None:
    """What undoes a turn, where something does."""
    match Action(post.payload["action"]):
        case Action.ACCEPT:
            return row((gettext("Take it back"), TAKE_BACK.make(problem.id, post.key), _GREY))
        case Action.CLOSE:
            return row((gettext("Open it again"), REOPEN.make(problem.id), _GREY))
        case _:
            return None
