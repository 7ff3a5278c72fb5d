"""Buttons of problems: those that stand on the board for everybody, and those under private replies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from cogs.buttons import Button, Pressable, row
from cogs.errors import Reporter
from cogs.ui import problems as ui
from domain.ids import ProblemId, ProposalId, get_id
from domain.posts import Post
from domain.problems.life import Action
from domain.problems.problem import Outcome, Problem, Proposal, State

if TYPE_CHECKING:
    from cogs.problems.doings import Doings

_MOST_NAMED = 5
_LABEL_LENGTH = 60
_GREEN, _GREY, _BLUE = (
    discord.ButtonStyle.success,
    discord.ButtonStyle.secondary,
    discord.ButtonStyle.primary,
)
_ID = r"\d{1,19}"


def make_buttons(do: Doings, reporter_: Reporter) -> list[type[Pressable]]:
    """The button classes, bound to what they press."""

    class PostDraft(Pressable, template=rf"post\|{_ID}"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await do.post(interaction, get_id(arguments[0]))

    class EditDraft(Pressable, template=rf"redo\|{_ID}"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await do.edit_draft(interaction, get_id(arguments[0]))

    class Helped(Pressable, template=rf"helped\|{_ID}"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await do.discard(interaction, get_id(arguments[0]))

    class Propose(Pressable, template=rf"propose\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await do.ask_for_proposal(interaction, ProblemId(get_id(arguments[0])))

    class Accept(Pressable, template=rf"accept\|{_ID}\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            problem_id, proposal_id = (get_id(argument) for argument in arguments)
            await do.accept(interaction, ProblemId(problem_id), ProposalId(proposal_id))

    class TakeBack(Pressable, template=rf"takeback\|{_ID}\|\d{{1,9}}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await do.take_back(interaction, ProblemId(get_id(arguments[0])), int(arguments[1]))

    class Reopen(Pressable, template=rf"reopen\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await do.reopen(interaction, ProblemId(get_id(arguments[0])))

    class Worked(Pressable, template=rf"worked\|{_ID}\|{_ID}\|(?:yes|partly|no)"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            problem_id, proposal_id = ProblemId(get_id(arguments[0])), ProposalId(get_id(arguments[1]))
            await do.report(interaction, problem_id, proposal_id, Outcome(arguments[2]))

    return [PostDraft, EditDraft, Helped, Propose, Accept, TakeBack, Reopen, Worked]


def draft_buttons(draft_id: int) -> discord.ui.View:
    """Under the problems that are like a draft."""
    return row(
        ("That helps, thank you", f"helped|{draft_id}", _GREEN),
        ("Post mine anyway", f"post|{draft_id}", _BLUE),
        ("Edit", f"redo|{draft_id}", _GREY),
    )


def mend_buttons(draft_id: int, *, may_post: bool) -> discord.ui.View:
    """Under the reason why a draft could not be posted."""
    again: list[Button] = [("Try again", f"post|{draft_id}", _BLUE)] if may_post else []
    return row(("Edit", f"redo|{draft_id}", _GREEN), *again)


def problem_buttons(problem: Problem) -> discord.ui.View:
    """Under a problem."""
    return row(("💡 Propose", f"propose|{problem.id}", _BLUE))


def proposal_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View | None:
    """Under a proposal; none under one that is accepted."""
    if problem.accepted_id == proposal.id and problem.state is State.SOLVED:
        return None
    return row(("Accept", f"accept|{problem.id}|{proposal.id}", _GREY))


def accept_button(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """For the author who has kept a reply."""
    return row(("Accept it as the solution", f"accept|{problem.id}|{proposal.id}", _GREEN))


def nudge_buttons(problem: Problem, proposals: Sequence[Proposal]) -> discord.ui.View:
    """One for each of the proposals that are liked most."""
    return row(
        *(
            (
                ui.proposal_label(place, proposal, _LABEL_LENGTH),
                f"accept|{problem.id}|{proposal.id}",
                _GREY,
            )
            for place, proposal in enumerate(proposals[:_MOST_NAMED], start=1)
        )
    )


def tried_buttons(problem: Problem, proposal: Proposal) -> discord.ui.View:
    """Yes, partly, no."""
    return row(
        *(
            (label, f"worked|{problem.id}|{proposal.id}|{outcome}", style)
            for label, outcome, style in (
                ("Yes", Outcome.YES, _GREEN),
                ("Partly", Outcome.PARTLY, _GREY),
                ("No", Outcome.NO, _GREY),
            )
        )
    )


def turn_buttons(post: Post, problem: Problem) -> discord.ui.View | None:
    """What undoes a turn, where something does."""
    match Action(post.payload["action"]):
        case Action.ACCEPT:
            return row(("Take it back", f"takeback|{problem.id}|{post.key}", _GREY))
        case Action.CLOSE:
            return row(("Open it again", f"reopen|{problem.id}", _GREY))
        case _:
            return None
