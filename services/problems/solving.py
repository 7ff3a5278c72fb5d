"""Solutions: accepting one, taking that back, closing and reopening a problem, and whether it worked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import agendas, author_tokens, problems, proposals
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId
from domain.pending_edits import EditKind
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem, Proposal, ProposalOutcome
from domain.problems.state_machine import Action, ProblemRole, next_state
from languages import gettext
from services.problems import effects, solution_news
from services.problems.proposing import get_proposal
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OutcomeQuestion:
    """An accepted proposal of which the author should say whether it worked."""

    problem: Problem
    proposal: Proposal


def list_questions(tx: Transaction, keyring: Keyring, actor: Actor) -> list[OutcomeQuestion]:
    """Returns the accepted proposals about which this member should be asked whether they worked."""
    guild_id, user_id = actor.guild_id, actor.user_id
    due = problems.list_questions(tx.connection, guild_id, user_id, tx.now_ms)
    anonymous = problems.list_questions(tx.connection, guild_id, None, tx.now_ms)
    ids = [problem.id for problem in anonymous]
    own_ids = author_tokens.list_anonymous(tx.connection, keyring, guild_id, user_id, ids)
    due += [problem for problem in anonymous if problem.id in own_ids]
    accepted = [
        (problem, proposals.load_proposal(tx.connection, problem.accepted_id))
        for problem in due
        if problem.accepted_id
    ]
    return [OutcomeQuestion(problem, proposal) for problem, proposal in accepted if proposal is not None]


def mark_asked(tx: Transaction, question: OutcomeQuestion) -> None:
    """Notes that the member was asked in private, so that the thread does not ask."""
    effects.cancel_question(tx, question.problem.id)


def _begin(
    tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, action: Action
) -> tuple[Problem, dict[str, object]]:
    """Returns the problem in the state that the action leads to, and who acted: None if anonymous.

    Raises Refusal where the problem is not on the board, or the action is not the member's to take now.
    """
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    role = effects.role_of(tx, keyring, actor, problem)
    state = next_state(problem, action, role)
    is_hidden = problem.is_anonymous and role is ProblemRole.AUTHOR
    return replace(problem, state=state), {"actor_id": None if is_hidden else actor.user_id}


def accept(
    tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId
) -> Problem:
    """Accepts this proposal as the solution and returns the problem.

    Raises Refusal where there is no such problem or proposal, it is accepted already, or the member may not.
    """
    problem, payload = _begin(tx, keyring, actor, problem_id, Action.ACCEPT)
    proposal = get_proposal(tx, problem, proposal_id)
    if problem.accepted_id == proposal_id:
        raise Refusal(gettext("That one is accepted already."))
    if problem.accepted_id is not None:
        effects.mark_outdated(tx, problem.accepted_id, EditKind.PROPOSAL, problem.guild_id)
    proposals.set_outcome(tx.connection, proposal_id, None)
    effects.mark_outdated(tx, proposal_id, EditKind.PROPOSAL, problem.guild_id)
    agendas.reset_agenda_count(tx.connection, problem_id)
    problem = replace(problem, accepted_id=proposal_id, accepted_at=tx.now)
    payload |= {"proposal_id": proposal_id, "helper_id": proposal.author_id}
    problem = effects.apply_action(tx, problem, Action.ACCEPT, payload)
    solution_news.plan(tx, problem, payload)
    return problem


def take_back(
    tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, turn_number: int | None
) -> Problem:
    """Takes the accepted proposal back and returns the problem.

    Raises Refusal where none is accepted, the member may not, or something has happened since the change of
    state `turn_number`; None is any.
    """
    problem, payload = _begin(tx, keyring, actor, problem_id, Action.TAKE_BACK)
    if turn_number is not None and problem.turns != turn_number:
        raise Refusal(
            gettext("Something has happened since. `/problem show` can take back what is accepted now.")
        )
    return _unsolve(tx, problem, Action.TAKE_BACK, payload, None)


def reopen(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """Opens a problem again that is solved or closed, and returns it.

    Raises Refusal where it is open or not on the board, or the member may not.
    """
    problem, payload = _begin(tx, keyring, actor, problem_id, Action.REOPEN)
    accepted = proposals.load_proposal(tx.connection, problem.accepted_id) if problem.accepted_id else None
    outcome = accepted.outcome if accepted else None
    return _unsolve(tx, problem, Action.REOPEN, payload, outcome)


def close(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """Closes a problem that no longer matters, and returns it.

    Raises Refusal where it cannot be closed, is not on the board, or the member may not.
    """
    problem, payload = _begin(tx, keyring, actor, problem_id, Action.CLOSE)
    return effects.apply_action(tx, problem, Action.CLOSE, payload)


def return_to_agendas(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """Puts a problem on agendas again that was on many and still matters, and returns it.

    Raises Refusal where it is not open or not on the board, or the member may not.
    """
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    # Whoever may close it may say that it still matters.
    next_state(problem, Action.CLOSE, effects.role_of(tx, keyring, actor, problem))
    agendas.reset_agenda_count(tx.connection, problem_id)
    effects.mark_questions_outdated(tx, problem_id)
    return problem


def report(
    tx: Transaction,
    keyring: Keyring,
    actor: Actor,
    problem_id: ProblemId,
    proposal_id: ProposalId,
    outcome: ProposalOutcome,
) -> Problem:
    """Stores whether the accepted proposal worked and returns the problem; a no opens it again.

    Raises Refusal where another proposal is accepted by now, this is stored already, or the member may not.
    """
    action = Action.REPORT_NO if outcome is ProposalOutcome.NO else Action.REPORT
    problem, payload = _begin(tx, keyring, actor, problem_id, action)
    if problem.accepted_id != proposal_id:
        raise Refusal(gettext("Another proposal is accepted by now. `/problem show` tells how it stands."))
    payload |= {"outcome": outcome}
    if outcome is ProposalOutcome.NO:
        return _unsolve(tx, problem, action, payload, outcome)
    accepted = proposals.load_proposal(tx.connection, proposal_id)
    if accepted is not None and accepted.outcome is outcome:
        raise Refusal(gettext("That is noted already. Thank you!"))
    proposals.set_outcome(tx.connection, proposal_id, outcome)
    effects.mark_outdated(tx, proposal_id, EditKind.PROPOSAL, problem.guild_id)
    return effects.apply_action(tx, problem, action, payload)


def _unsolve(
    tx: Transaction,
    problem: Problem,
    action: Action,
    payload: dict[str, object],
    outcome: ProposalOutcome | None,
) -> Problem:
    """Saves the problem without an accepted proposal; the proposal that was accepted gets `outcome`."""
    if problem.accepted_id is not None:
        proposals.set_outcome(tx.connection, problem.accepted_id, outcome)
        effects.mark_outdated(tx, problem.accepted_id, EditKind.PROPOSAL, problem.guild_id)
    problem = replace(problem, accepted_id=None, accepted_at=None)
    return effects.apply_action(tx, problem, action, payload)
