"""What the buttons of problems press. How they are laid out stands in rows.py."""

from __future__ import annotations

import discord

from cogs.buttons import Pressable
from cogs.errors import Reporter
from cogs.problems.doings import Doings
from domain.ids import ProblemId, ProposalId, get_id
from domain.problems.problem import Outcome

_ID = r"\d{1,19}"


def make_buttons(do: Doings, reporter_: Reporter) -> list[type[Pressable]]:
    """The button classes, bound to what they press."""
    return [*_make_draft_buttons(do, reporter_), *_make_board_buttons(do, reporter_)]


def _make_draft_buttons(do: Doings, reporter_: Reporter) -> list[type[Pressable]]:
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

    return [PostDraft, EditDraft, Helped]


def _make_board_buttons(do: Doings, reporter_: Reporter) -> list[type[Pressable]]:
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

    class Matters(Pressable, template=rf"matters\|(?:yes|no)\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            problem_id = ProblemId(get_id(arguments[1]))
            if arguments[0] == "yes":
                await do.put_on_again(interaction, problem_id)
            else:
                await do.close(interaction, problem_id)

    return [Propose, Accept, TakeBack, Reopen, Worked, Matters]
