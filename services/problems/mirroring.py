"""Keeping what Discord shows of problems and proposals in step with them."""

from __future__ import annotations

from dataclasses import dataclass

from db import guilds, mirrors, problems, proposals
from db.values import from_ms, to_ms
from domain.guilds import GuildSettings
from domain.ids import ProblemId, ProposalId
from domain.mirrors import PROBLEM_MIRRORS, Mirror, MirrorKind
from domain.notices import NoticeKind
from domain.posts import LEASE, pause_after
from domain.problems.problem import Problem, Proposal, State
from services.problems import life
from services.transaction import Transaction

_MOST_TRIES = 20  # about eight hours; then it waits for the next change


@dataclass(frozen=True, slots=True)
class Drawing:
    """A leased mirror with what it has to show; `proposal` is None for a problem's own card."""

    mirror: Mirror
    problem: Problem
    proposal: Proposal | None
    accepted: Proposal | None
    settings: GuildSettings
    tag_uses: dict[str, int]


def is_due(tx: Transaction) -> bool:
    """Whether anything is to be drawn."""
    return mirrors.has_due(tx.connection, PROBLEM_MIRRORS, tx.now_ms)


def list_due(tx: Transaction, kind: MirrorKind, limit: int) -> list[int]:
    """Problems or proposals that are to be drawn now."""
    return mirrors.list_due(tx.connection, kind, tx.now_ms, limit)


def mark_drawn(tx: Transaction, drawing: Drawing) -> None:
    """It shows what was claimed; what changed since is drawn after a pause."""
    pause_ms = to_ms(from_ms(0) + life.CARD_PAUSE)
    mirrors.finish_mirror(tx.connection, drawing.mirror, pause_ms)


def mark_failed(tx: Transaction, drawing: Drawing, *, is_forbidden: bool = False) -> None:
    """It could not be drawn: again after a pause. What is forbidden is told to the organisers, once."""
    _fail(tx, drawing, is_forbidden)


def claim(tx: Transaction, subject_id: int, kind: MirrorKind) -> Drawing | None:
    """Lease the mirror and load what it shows; None if it is not due."""
    mirror = mirrors.claim_mirror(tx.connection, subject_id, kind, tx.now_ms, to_ms(tx.now + LEASE))
    if mirror is None:
        return None
    proposal = None
    if kind is MirrorKind.PROPOSAL:
        proposal = proposals.load_proposal(tx.connection, ProposalId(subject_id))
    problem_id = proposal.problem_id if proposal else ProblemId(subject_id)
    problem = problems.load_problem(tx.connection, problem_id)
    if problem is None or problem.state is State.REMOVED:
        mirrors.retry_mirror(tx.connection, mirror, None)
        return None
    accepted = proposals.load_proposal(tx.connection, problem.accepted_id) if problem.accepted_id else None
    settings = guilds.get_settings(tx.connection, problem.guild_id)
    uses = problems.count_tags(tx.connection, problem.guild_id) if problem.board.is_forum else {}
    return Drawing(mirror, problem, proposal, accepted, settings, uses)


def _fail(tx: Transaction, drawing: Drawing, is_forbidden: bool) -> None:
    tries = drawing.mirror.attempts
    due_at = tx.now + pause_after(tries, was_refused=is_forbidden)
    mirrors.retry_mirror(tx.connection, drawing.mirror, to_ms(due_at) if tries < _MOST_TRIES else None)
    if is_forbidden:
        channel_id = drawing.problem.board.channel_id
        payload = {"channel_id": channel_id}
        life.tell_organisers(tx, drawing.problem, NoticeKind.CANNOT_EDIT_PROBLEM, str(channel_id), payload)
