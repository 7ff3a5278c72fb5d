"""Votes, 🙋 for a problem and 👍 for a proposal: by reaction, by button, and read again after a pause."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from db import problems, proposals, votes
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId
from domain.problems.problem import Problem, ProblemState, Proposal, Vote
from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions, find_differences
from languages import gettext
from services import erased_reactions
from services.problems import effects
from services.problems.proposing import get_proposal
from services.transaction import Transaction, Transactions

_COUNTED_AFTER = timedelta(days=30)  # how long votes on a solved problem are read again


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote by button: what it is for, whether it stands now, and whether a reaction of theirs is left."""

    problem: Problem
    proposal: Proposal | None
    has_vote: bool
    has_reaction: bool


async def react(transactions: Transactions, message_id: int, reactions: Sequence[Reaction]) -> None:
    """Stores reactions that members put or took away; a message without votes costs only a read."""
    if await transactions.read(_find_subjects, message_id, reactions):
        await transactions.write(_react_live, message_id, reactions)


async def clear(transactions: Transactions, message_id: int, cleared: Collection[Vote]) -> Vote | None:
    """Keeps the votes whose reactions a moderator has cleared.

    Returns which of these votes belongs under the message; None where the message has no votes.
    """
    for vote in cleared:
        if await transactions.read(_find_subject, message_id, vote) is not None:
            await transactions.write(_clear, message_id, vote)
            return vote
    return None


def list_open(tx: Transaction) -> list[ReactionPoll]:
    """Returns the messages whose votes count, with those of problems solved in the last 30 days."""
    since = to_ms(tx.now - _COUNTED_AFTER)
    return problems.list_open_polls(tx.connection, since)


def list_voters(tx: Transaction, subject_id: int) -> list[int]:
    """Returns the ids of those who voted for the problem or the proposal."""
    return votes.list_voters(tx.connection, subject_id)


def drop_members(tx: Transaction, subject_id: int, user_ids: Collection[int]) -> None:
    """Deletes the votes of members who are gone."""
    votes.delete_votes(tx.connection, subject_id, user_ids)


def _find_subject(tx: Transaction, message_id: int, vote: Vote) -> tuple[int, int | None] | None:
    """Returns the id of the problem or proposal that the message shows, and its known author's.

    None where it shows none.
    """
    subject = (problems if vote is Vote.ME_TOO else proposals).find_by_message(tx.connection, message_id)
    return (subject.id, subject.author_id) if subject is not None else None


def _find_subjects(
    tx: Transaction, message_id: int, reactions: Sequence[Reaction]
) -> dict[str, tuple[int, int | None]]:
    """Returns what each of these reactions is a vote for, by its choice."""
    choices = {reaction.choice for reaction in reactions}
    subjects = {choice: _find_subject(tx, message_id, Vote(choice)) for choice in choices}
    return {choice: subject for choice, subject in subjects.items() if subject is not None}


def _react_live(tx: Transaction, message_id: int, reactions: Sequence[Reaction]) -> None:
    erased_reactions.note_live(tx, message_id, reactions)
    _react(tx, message_id, reactions)


def _react(tx: Transaction, message_id: int, reactions: Sequence[Reaction]) -> None:
    subjects = _find_subjects(tx, message_id, reactions)
    for user_id, choice, is_added, _ in reactions:
        if choice not in subjects:
            continue
        subject_id, author_id = subjects[choice]
        if not is_added:
            votes.delete_vote(tx.connection, subject_id, user_id, is_reaction=True)
        elif user_id != author_id:  # no vote for one's own; an anonymous author's must not be told apart
            votes.save_vote(tx.connection, subject_id, user_id, is_reaction=True, now_ms=tx.now_ms)


def vote(
    tx: Transaction, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId | None, *, is_given: bool
) -> Voted:
    """Stores a vote that the member gives by button, or takes it back; a second time changes nothing.

    `proposal_id` is None for a vote for the problem itself. A vote by reaction is taken back there alone.
    Raises Refusal where there is no such problem or proposal, it is the member's own, or the problem is
    closed.
    """
    problem = effects.get_problem(tx, actor.guild_id, problem_id)
    proposal = get_proposal(tx, problem, proposal_id) if proposal_id is not None else None
    subject = proposal or problem
    if subject.author_id == actor.user_id:
        raise Refusal(gettext("That is your own. Others decide whether they like it, or have it, too."))
    if problem.state is ProblemState.CLOSED:
        raise Refusal(gettext("That problem is closed. Its author or a moderator can open it again."))
    is_reaction = votes.has_reaction(tx.connection, subject.id, actor.user_id)
    if is_given:
        votes.save_vote(tx.connection, subject.id, actor.user_id, is_reaction=False, now_ms=tx.now_ms)
    else:
        votes.delete_vote(tx.connection, subject.id, actor.user_id, is_reaction=False)
    return Voted(problem, proposal, has_vote=is_given or is_reaction, has_reaction=is_reaction)


def _clear(tx: Transaction, message_id: int, vote: Vote) -> None:
    if (subject := _find_subject(tx, message_id, vote)) is not None:
        votes.detach_votes(tx.connection, subject[0])


def reconcile(tx: Transaction, poll: ReactionPoll, seen: SeenReactions) -> None:
    """Takes over the votes that the message shows."""
    (choice,) = poll.choices
    seen = erased_reactions.leave_out(tx, poll.message_id, seen)
    if choice in seen.cleared:
        votes.detach_votes(tx.connection, poll.subject_id)
    stored = votes.list_voters(tx.connection, poll.subject_id, is_reaction=True)
    added, removed = find_differences([(user_id, choice) for user_id in stored], seen, poll.choices)
    for user_id, _ in removed:
        votes.delete_vote(tx.connection, poll.subject_id, user_id)
    _react(tx, poll.message_id, [Reaction(user_id, choice, True) for user_id, _ in added])
