"""Proposals: written in a form, or kept from a reply."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import brainstorms, posts, problems, proposals
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId
from domain.posts import PostKind
from domain.problems.anonymity import Keyring
from domain.problems.problem import (
    MOST_PROPOSALS,
    PROPOSAL_LENGTH,
    Problem,
    ProblemState,
    Proposal,
    ReplySource,
    check_proposal,
)
from domain.problems.state_machine import Action, next_state
from languages import gettext
from services.problems import effects
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Reply:
    """A message that somebody wants to keep, as Discord hands it over with the request."""

    author_id: int
    is_bot: bool
    text: str
    source: ReplySource


@dataclass(frozen=True, slots=True)
class Proposed:
    """A new proposal with its problem; `is_own_problem` where the actor shared the problem."""

    problem: Problem
    proposal: Proposal
    is_own_problem: bool


def propose(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId, text: str) -> Proposed:
    """Stores the member's own proposal.

    Raises Refusal where the problem takes none from them, or the text cannot be a proposal.
    """
    proposal = Proposal(ProposalId(tx.new_id()), problem_id, actor.user_id, text, tx.now)
    return _propose(tx, keyring, actor, proposal)


def get_proposal(tx: Transaction, problem: Problem, proposal_id: ProposalId) -> Proposal:
    """Returns the problem's proposal. Raises Refusal where there is none."""
    proposal = proposals.find_proposal(tx.connection, problem.id, proposal_id)
    if proposal is None:
        raise Refusal(gettext("That proposal has been taken away. `/problem show` has the others."))
    return proposal


def remove_proposal(tx: Transaction, problem: Problem, proposal: Proposal) -> None:
    """Removes the proposal; a problem that it solved is opened again, and its thread told."""
    proposals.delete_proposal(tx.connection, proposal.id)
    if problem.accepted_id == proposal.id and problem.state is ProblemState.SOLVED:
        problem = replace(problem, state=ProblemState.OPEN, accepted_id=None, accepted_at=None)
        payload = {"actor_id": None, "is_gone": True}
        effects.apply_action(tx, problem, Action.TAKE_BACK, payload)
    else:
        effects.mark_changed(tx, problem.id)


def takes_another(problem: Problem) -> bool:
    """Returns whether there is a thread for one more proposal, and room for it."""
    return problem.message_id is not None and problem.proposals < MOST_PROPOSALS


def check(tx: Transaction, keyring: Keyring, actor: Actor, problem_id: ProblemId) -> Problem:
    """Returns the problem, before the member types a proposal.

    Raises Refusal where it is not on the board, or takes no proposals from this member.
    """
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    next_state(problem, Action.PROPOSE, effects.role_of(tx, keyring, actor, problem))
    if problem.message_id is None:
        raise Refusal(gettext("I am just posting that problem. Try again in a moment, please."))
    if problem.proposals >= MOST_PROPOSALS:
        raise Refusal(
            gettext("That problem has {most} proposals; it is time to try some of them.", most=MOST_PROPOSALS)
        )
    return problem


def _propose(tx: Transaction, keyring: Keyring, actor: Actor, proposal: Proposal) -> Proposed:
    problem = check(tx, keyring, actor, proposal.problem_id)
    proposal = replace(proposal, text=check_proposal(proposal.text))
    if not proposals.insert_proposal(tx.connection, proposal):
        raise Refusal(gettext("That reply is kept already: it is among the proposals."))
    # Of an anonymous author's own proposals, too: a difference would tell whose the problem is.
    payload = {"is_unheard": True} if problem.is_anonymous else {}
    effects.post(tx, problem, PostKind.PROPOSAL, "", payload, tx.now, subject_id=proposal.id)
    _plan_nudge(tx, problem)
    is_own = effects.is_own(tx, keyring, actor, problem)
    return Proposed(effects.mark_changed(tx, problem.id), proposal, is_own)


def _plan_nudge(tx: Transaction, problem: Problem) -> None:
    """Plans a nudge for when the problem has rested for some days; each proposal puts it off."""
    posts.delete_unsent(tx.connection, problem.id, [PostKind.NUDGE])
    effects.post(tx, problem, PostKind.NUDGE, "", {}, tx.now + tx.config.problems.nudge_after)


def keep_reply(tx: Transaction, keyring: Keyring, actor: Actor, thread_id: int, reply: Reply) -> Proposed:
    """Stores a reply in a problem's thread as a proposal of whoever wrote it, with its text as it is now.

    Raises Refusal where the thread is of no problem, the reply is a bot's or kept already, or the problem
    takes no proposals.
    """
    talked_about = brainstorms.find_talked_about(tx.connection, thread_id, reply.author_id)
    if talked_about is not None:
        problem = problems.load_problem(tx.connection, talked_about)
    else:
        problem = problems.find_by_message(tx.connection, thread_id)
    if problem is None or problem.guild_id != actor.guild_id or problem.state is ProblemState.REMOVED:
        raise Refusal(
            gettext(
                "That works on replies in a problem's thread, or in a meetup's thread during a round. "
                "`/problem list` shows the problems."
            )
        )
    if reply.is_bot:
        raise Refusal(gettext("That message is a bot's. Keep one that a member wrote, please."))
    text = reply.text
    if len(text) > PROPOSAL_LENGTH:
        text = f"{text[: PROPOSAL_LENGTH - 1]}…"
    proposal = Proposal(ProposalId(tx.new_id()), problem.id, reply.author_id, text, tx.now, reply.source)
    return _propose(tx, keyring, actor, proposal)


def withdraw(tx: Transaction, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId) -> Proposal:
    """Removes a proposal and returns it; its author may, and a moderator.

    Raises Refusal where there is none, or the member may not.
    """
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    proposal = get_proposal(tx, problem, proposal_id)
    if actor.user_id != proposal.author_id and not actor.is_moderator:
        raise Refusal(gettext("Only whoever made a proposal, or a moderator, can take it away."))
    remove_proposal(tx, problem, proposal)
    return proposal
