"""Keeping what Discord shows of problems and proposals in step with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from db import guilds, mirrors, problems, proposals
from db.connection import Connection
from db.values import from_ms, to_ms
from domain.guilds import GuildSettings
from domain.ids import ProblemId, ProposalId
from domain.mirrors import PROBLEM_MIRRORS, Mirror, MirrorKind
from domain.notices import NoticeKind
from domain.posts import LEASE, pause_after
from domain.problems.problem import Problem, Proposal, State
from services.problems import life
from services.problems.desk import ProblemDesk

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


@dataclass(frozen=True, slots=True)
class ProblemMirroring:
    """Use cases that keep cards, tags and proposals in step."""

    desk: ProblemDesk

    @staticmethod
    def is_due(connection: Connection, now: datetime) -> bool:
        """Whether anything is to be drawn."""
        return mirrors.has_due(connection, PROBLEM_MIRRORS, to_ms(now))

    async def list_due(self, kind: MirrorKind, limit: int) -> list[int]:
        """Problems or proposals that are to be drawn now."""
        return await self.desk.database.read(mirrors.list_due, kind, to_ms(self.desk.now()), limit)

    async def claim(self, subject_id: int, kind: MirrorKind) -> Drawing | None:
        """Lease the mirror and load what it shows; None if it is not due."""
        return await self.desk.database.write(_claim, subject_id, kind, self.desk.now())

    async def mark_drawn(self, drawing: Drawing) -> None:
        """It shows what was claimed; what changed since is drawn after a pause."""
        pause_ms = to_ms(from_ms(0) + life.CARD_PAUSE)
        await self.desk.database.write(mirrors.finish_mirror, drawing.mirror, pause_ms)

    async def mark_failed(self, drawing: Drawing, *, is_forbidden: bool = False) -> None:
        """It could not be drawn: again after a pause. What is forbidden is told to the organisers, once."""
        await self.desk.database.write(_fail, drawing, is_forbidden, self.desk.now(), self.desk.random)


def _claim(connection: Connection, subject_id: int, kind: MirrorKind, now: datetime) -> Drawing | None:
    mirror = mirrors.claim_mirror(connection, subject_id, kind, to_ms(now), to_ms(now + LEASE))
    if mirror is None:
        return None
    proposal = None
    if kind is MirrorKind.PROPOSAL:
        proposal = proposals.load_proposal(connection, ProposalId(subject_id))
    problem_id = proposal.problem_id if proposal else ProblemId(subject_id)
    problem = problems.load_problem(connection, problem_id)
    if problem is None or problem.state is State.REMOVED:
        mirrors.retry_mirror(connection, mirror, None)
        return None
    accepted = proposals.load_proposal(connection, problem.accepted_id) if problem.accepted_id else None
    settings = guilds.get_settings(connection, problem.guild_id)
    uses = problems.count_tags(connection, problem.guild_id) if problem.board.is_forum else {}
    return Drawing(mirror, problem, proposal, accepted, settings, uses)


def _fail(
    connection: Connection, drawing: Drawing, is_forbidden: bool, now: datetime, random: Random
) -> None:
    tries = drawing.mirror.attempts
    due_at = now + pause_after(tries, was_refused=is_forbidden)
    mirrors.retry_mirror(connection, drawing.mirror, to_ms(due_at) if tries < _MOST_TRIES else None)
    if is_forbidden:
        channel_id = drawing.problem.board.channel_id
        payload = {"channel_id": channel_id}
        life.tell_organisers(
            connection, drawing.problem, NoticeKind.CANNOT_EDIT_PROBLEM, str(channel_id), payload, now, random
        )
