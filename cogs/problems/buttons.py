"""What the buttons of problems do; views.py lays them out."""

from __future__ import annotations

from cogs import custom_ids
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.problems import actions, editing
from domain.ids import ProblemId, ProposalId
from domain.problems.problem import ProposalOutcome


class ShareProblem(PersistentButton, custom_id=custom_ids.SHARE_BUTTON):
    """*Share a problem* of the table and of the front desk."""

    is_private = None

    async def press(self, interaction: Interaction) -> None:
        await actions.ask_for_problem(interaction)


class PostDraft(PersistentButton, custom_id=custom_ids.POST_DRAFT):
    """*Post mine anyway*, and *Try again* under a refusal."""

    async def press(self, interaction: Interaction, draft_id: int) -> None:
        await actions.post(interaction, draft_id)


class EditDraft(PersistentButton, custom_id=custom_ids.EDIT_DRAFT):
    """*Edit* under a draft or a refusal."""

    async def press(self, interaction: Interaction, draft_id: int) -> None:
        await actions.edit_draft(interaction, draft_id)


class DiscardDraft(PersistentButton, custom_id=custom_ids.DISCARD_DRAFT):
    """*That helps* under the problems that are similar to a draft."""

    async def press(self, interaction: Interaction, draft_id: int) -> None:
        await actions.discard(interaction, draft_id)


class Propose(PersistentButton, custom_id=custom_ids.PROPOSE):
    """*Propose* under a problem, and *Idea* in its round."""

    is_private = None

    async def press(self, interaction: Interaction, problem_id: ProblemId) -> None:
        await actions.ask_for_proposal(interaction, problem_id)


class Accept(PersistentButton, custom_id=custom_ids.ACCEPT):
    """*Accept* under a proposal."""

    is_private = None

    async def press(self, interaction: Interaction, problem_id: ProblemId, proposal_id: ProposalId) -> None:
        await actions.confirm(interaction, await actions.accept(interaction, problem_id, proposal_id))


class TakeBack(PersistentButton, custom_id=custom_ids.TAKE_BACK):
    """*Take it back* under an acceptance; `state_number` says which acceptance."""

    is_private = None

    async def press(self, interaction: Interaction, problem_id: ProblemId, state_number: int) -> None:
        await actions.confirm(interaction, await actions.take_back(interaction, problem_id, state_number))


class Reopen(PersistentButton, custom_id=custom_ids.REOPEN):
    """*Open it again* under a closed problem."""

    is_private = None

    async def press(self, interaction: Interaction, problem_id: ProblemId) -> None:
        await actions.confirm(interaction, await actions.reopen(interaction, problem_id))


class Worked(PersistentButton, custom_id=custom_ids.WORKED):
    """*Yes*, *Partly*, *No* to the question whether it worked."""

    is_private = None

    async def press(
        self,
        interaction: Interaction,
        problem_id: ProblemId,
        proposal_id: ProposalId,
        outcome: ProposalOutcome,
    ) -> None:
        text = await actions.report(interaction, problem_id, proposal_id, outcome)
        await actions.confirm(interaction, text)


class EditProblem(PersistentButton, custom_id=custom_ids.EDIT_PROBLEM):
    """*Edit* under a problem of one's own."""

    async def press(self, interaction: Interaction, problem_id: ProblemId) -> None:
        await editing.ask_for_problem(interaction, problem_id)


class EditProposal(PersistentButton, custom_id=custom_ids.EDIT_PROPOSAL):
    """*Edit* for a proposal of one's own."""

    async def press(self, interaction: Interaction, problem_id: ProblemId, proposal_id: ProposalId) -> None:
        await editing.ask_for_proposal(interaction, problem_id, proposal_id)


class EditAgain(PersistentButton, custom_id=custom_ids.EDIT_AGAIN):
    """*Edit* under the reason why a change does not hold."""

    async def press(self, interaction: Interaction, draft_id: int) -> None:
        await editing.ask_again(interaction, draft_id)


class StopAuthor(PersistentButton, custom_id=custom_ids.STOP_AUTHOR):
    """*Stop* and *Allow again*, for moderators, under the list of anonymous authors."""

    async def press(self, interaction: Interaction, what: str, problem_id: ProblemId) -> None:
        text = await actions.stop_author(interaction, problem_id, is_stopped=what == "stop")
        await actions.confirm(interaction, text)


class ListStopped(PersistentButton, custom_id=custom_ids.STOPPED_AUTHORS):
    """*Anonymous authors*, for moderators, under what is on the board and on the page of a problem."""

    async def press(self, interaction: Interaction) -> None:
        await actions.show_stopped(interaction)


class Matters(PersistentButton, custom_id=custom_ids.MATTERS):
    """*Put it on again* and *Close it* under a problem that was often worked on."""

    is_private = None

    async def press(self, interaction: Interaction, what: str, problem_id: ProblemId) -> None:
        act = actions.return_to_agendas if what == "yes" else actions.close
        await actions.confirm(interaction, await act(interaction, problem_id))


BUTTONS = (
    ShareProblem,
    PostDraft,
    EditDraft,
    DiscardDraft,
    Propose,
    Accept,
    TakeBack,
    Reopen,
    Worked,
    EditProblem,
    EditProposal,
    EditAgain,
    StopAuthor,
    ListStopped,
    Matters,
)
