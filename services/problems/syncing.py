"""Keeping what Discord shows of problems and proposals in step with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import guilds, pending_edits, problems, proposals
from db.values import to_ms
from domain.guilds import GuildSettings
from domain.ids import ProblemId, ProposalId
from domain.notices import NoticeKind
from domain.pending_edits import EDIT_PAUSE_MS, PROBLEM_EDITS, EditKind, PendingEdit
from domain.posts import LEASE, Rejected, retry_delay
from domain.problems.problem import Problem, ProblemState, Proposal
from services.problems import effects
from services.transaction import Transaction

_MOST_TRIES = 20  # about eight hours, or ten days where it is refused; then it waits for the next change


@dataclass(frozen=True, slots=True)
class PendingProblemEdit:
    """A leased edit of what Discord shows of a problem, with what it has to show.

    `proposal` is None for a problem's own card.
    """

    edit: PendingEdit
    problem: Problem
    proposal: Proposal | None
    accepted: Proposal | None
    settings: GuildSettings
    tag_uses: dict[str, int]


def is_due(tx: Transaction) -> bool:
    """Returns whether anything that Discord shows of problems is to be edited now."""
    return pending_edits.has_due(tx.connection, PROBLEM_EDITS, tx.now_ms)


def list_due(tx: Transaction, limit: int) -> dict[tuple[EditKind, int], list[int]]:
    """Returns at most `limit` edits of each kind that are due, by kind and the place where they are made."""
    return pending_edits.list_due(tx.connection, PROBLEM_EDITS, tx.now_ms, limit)


def put_off(tx: Transaction, pending: PendingProblemEdit, until: datetime) -> None:
    """Puts off an edit that would come too soon after others."""
    pending_edits.put_off(tx.connection, pending.edit, to_ms(until))


def mark_synced(tx: Transaction, pending: PendingProblemEdit) -> None:
    """Notes that Discord shows what was claimed; what changed since is edited after a pause."""
    pending_edits.finish_edit(tx.connection, pending.edit, EDIT_PAUSE_MS)


def mark_failed(tx: Transaction, pending: PendingProblemEdit, rejected: Rejected | None = None) -> None:
    """Puts off an edit that failed.

    `rejected` is Discord's answer, of which the organisers hear once; None where there was none.
    """
    tries = pending.edit.attempts
    due_at = tx.now + retry_delay(tries, was_refused=rejected is not None)
    pending_edits.retry_edit(tx.connection, pending.edit, to_ms(due_at) if tries < _MOST_TRIES else None)
    if rejected is not None and rejected.can_be_mended:
        kind = NoticeKind.CANNOT_EDIT_PROBLEM
        effects.notify_organisers(tx, pending.problem, kind, rejected.key, rejected.payload)


def claim(tx: Transaction, subject_id: int, kind: EditKind) -> PendingProblemEdit | None:
    """Leases the edit and loads what it shows; None where it is not due."""
    pending = pending_edits.claim_edit(tx.connection, subject_id, kind, tx.now_ms, to_ms(tx.now + LEASE))
    if pending is None:
        return None
    proposal = None
    if kind is EditKind.PROPOSAL:
        proposal = proposals.load_proposal(tx.connection, ProposalId(subject_id))
    problem_id = proposal.problem_id if proposal else ProblemId(subject_id)
    problem = problems.load_problem(tx.connection, problem_id)
    if problem is None or problem.state is ProblemState.REMOVED:
        pending_edits.retry_edit(tx.connection, pending, None)
        return None
    accepted = proposals.load_proposal(tx.connection, problem.accepted_id) if problem.accepted_id else None
    settings = guilds.get_settings(tx.connection, problem.guild_id)
    uses = problems.count_tags(tx.connection, problem.guild_id) if problem.board.is_forum else {}
    return PendingProblemEdit(pending, problem, proposal, accepted, settings, uses)
