"""Accepting a solution, taking that back, closing, opening again, and whether it worked."""

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
from services.problems import effects
from services.problems.proposing import get_proposal
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OutcomeQuestion:
    """An accepted proposal that the author should say of whether it worked."""

    problem: Problem
    proposal: Proposal


def list_questions(tx: Transaction, keyring: Keyring, actor: Actor) -> list[OutcomeQuestion]:
    """What this member should be asked: did it work?"""
    anonymous_ids = author_tokens.list_anonymous(tx.connection, keyring, actor.guild_id, actor.user_id)
    due = problems.list_own_questions(tx.connection, actor.guild_id, actor.user_id, tx.now_ms)
    due += problems.list_questions(tx.connection, anonymous_ids, tx.now_ms)
    accepted = [
        (problem, proposals.load_proposal(tx.connection, problem.accepted_id))
        for problem in due
        if problem.accepted_id
    ]
    return [OutcomeQuestion(problem, proposal) for problem, proposal in accepted if proposal is not None]


def mark_asked(tx: Transaction, question: OutcomeQuestion) -> None:
    """They have been asked, in private: the thread need not ask again."""
    effects.cancel_question(tx, question.problem.id)


def _begin(
    tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, action: Action
) -> tuple[Problem, dict[str, object]]:
    """The problem in the state that the action leads to, and who acted: nobody, for an anonymous author."""
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    role = effects.role_of(tx, keyring, actor, problem)
    state = next_state(problem, action, role)
    is_hidden = problem.is_anonymous and role is ProblemRole.AUTHOR
    return replace(problem, state=state), {"actor_id": None if is_hidden else actor.user_id}


def accept(
    tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId
) -> Problem:
    """This proposal solves it."""
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
    return effects.apply_action(tx, problem, Action.ACCEPT, payload)


def take_back(
    tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, turn_number: int | None
) -> Problem:
    """No proposal is accepted after all. `turn_number`: only if nothing has happened since."""
    problem, payload = _begin(tx, keyring, actor, problem_id, Action.TAKE_BACK)
    if turn_number is not None and problem.turns != turn_number:
        raise Refusal(
            gettext("Something has happened since. `/problem take-back` takes back what is accepted now.")
        )
    return _unsolve(tx, problem, Action.TAKE_BACK, payload, None)


def reopen(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """Solved or closed, it is open again."""
    problem, payload = _begin(tx, keyring, actor, problem_id, Action.REOPEN)
    accepted = proposals.load_proposal(tx.connection, problem.accepted_id) if problem.accepted_id else None
    outcome = accepted.outcome if accepted else None
    return _unsolve(tx, problem, Action.REOPEN, payload, outcome)


def close(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """It no longer matters."""
    problem, payload = _begin(tx, keyring, actor, problem_id, Action.CLOSE)
    return effects.apply_action(tx, problem, Action.CLOSE, payload)


def return_to_agendas(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """It still matters although it was on the table often: agendas take it again."""
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    # Whoever could close it says that it still matters.
    next_state(problem, Action.CLOSE, effects.role_of(tx, keyring, actor, problem))
    agendas.reset_agenda_count(tx.connection, problem_id)
    return problem


def report(
    tx: Transaction,
    keyring: Keyring,
    actor: Actor,
    problem_id: ProblemId,
    proposal_id: ProposalId,
    outcome: ProposalOutcome,
) -> Problem:
    """Whether the accepted proposal worked; a no opens the problem again."""
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
    """Nothing is accepted any more; what was keeps `outcome`."""
    if problem.accepted_id is not None:
        proposals.set_outcome(tx.connection, problem.accepted_id, outcome)
        effects.mark_outdated(tx, problem.accepted_id, EditKind.PROPOSAL, problem.guild_id)
    problem = replace(problem, accepted_id=None, accepted_at=None)
    return effects.apply_action(tx, problem, action, payload)
