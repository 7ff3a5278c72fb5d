"""Proposals: written in a form, or kept from a reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from db import brainstorms, posts, problems, proposals
from db.connection import Connection
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId, new_id
from domain.posts import PostKind
from domain.problems.life import Action, turn
from domain.problems.problem import PROPOSAL_LENGTH, Problem, Proposal, Source, State, check_proposal
from languages import gettext
from services.problems import life
from services.problems.desk import ProblemDesk

_MOST_PROPOSALS = 50


@dataclass(frozen=True, slots=True)
class Reply:
    """A message that somebody wants to keep, as Discord hands it over with the request."""

    author_id: int
    is_bot: bool
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, and whether it is new."""

    problem: Problem
    proposal: Proposal
    is_own_problem: bool


@dataclass(frozen=True, slots=True)
class Proposing:
    """Use cases of whoever has an idea. All of them raise Refusal."""

    desk: ProblemDesk

    async def check(self, actor: Actor, problem_id: ProblemId) -> Problem:
        """The problem, if it takes proposals from this member: asked before they type one."""
        return await self.desk.database.read(_check, self.desk, actor, problem_id)

    async def propose(self, actor: Actor, problem_id: ProblemId, text: str) -> Proposed:
        """Keep the member's own proposal."""
        return await self.desk.database.write(
            _propose,
            self.desk,
            actor,
            problem_id,
            actor.user_id,
            text,
            None,
            self.desk.now(),
            self.desk.random,
        )

    async def keep(self, actor: Actor, thread_id: int, reply: Reply) -> Proposed:
        """Keep a reply in a problem's thread as a proposal of whoever wrote it, in the words of now."""
        return await self.desk.database.write(
            _keep, self.desk, actor, thread_id, reply, self.desk.now(), self.desk.random
        )

    async def withdraw(self, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId) -> Proposal:
        """Take a proposal away: its author may, and a moderator."""
        return await self.desk.database.write(
            _withdraw, self.desk, actor, problem_id, proposal_id, self.desk.now(), self.desk.random
        )


def get_proposal(connection: Connection, problem: Problem, proposal_id: ProposalId) -> Proposal:
    """The problem's proposal; raises Refusal."""
    proposal = proposals.find_proposal(connection, problem.id, proposal_id)
    if proposal is None:
        raise Refusal(gettext("That proposal has been taken away. `/problem show` has the others."))
    return proposal


def remove(
    connection: Connection,
    desk: ProblemDesk,
    problem: Problem,
    proposal: Proposal,
    now: datetime,
    random: Random,
) -> None:
    """The proposal is gone; a problem that it solved is open again, and its thread hears of it."""
    posts.delete_unsent(connection, proposal.id, [PostKind.PROPOSAL])
    proposals.delete_proposal(connection, proposal.id)
    if problem.accepted_id == proposal.id and problem.state is State.SOLVED:
        problem = replace(problem, state=State.OPEN, accepted_id=None, accepted_at=None)
        payload = {"actor_id": None, "is_gone": True}
        life.settle(connection, problem, Action.TAKE_BACK, payload, desk.rules, now, random)
    else:
        life.follow(connection, problem.id, now)


def _check(connection: Connection, desk: ProblemDesk, actor: Actor, problem_id: ProblemId) -> Problem:
    problem = life.get_problem(connection, actor.guild_id, problem_id)
    turn(problem, Action.PROPOSE, life.standing_of(connection, desk.keyring, actor, problem))
    if problem.message_id is None:
        raise Refusal(gettext("I am just posting that problem. Try again in a moment, please."))
    if problem.proposals >= _MOST_PROPOSALS:
        raise Refusal(
            gettext(
                "That problem has {most} proposals; it is time to try some of them.",
                most=_MOST_PROPOSALS,
            )
        )
    return problem


def _propose(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    problem_id: ProblemId,
    author_id: int,
    text: str,
    source: Source | None,
    now: datetime,
    random: Random,
) -> Proposed:
    problem = _check(connection, desk, actor, problem_id)
    text = check_proposal(text)
    proposal = Proposal(ProposalId(new_id(random)), problem_id, author_id, text, now, source)
    if not proposals.insert_proposal(connection, proposal):
        raise Refusal(gettext("That reply is kept already: it is among the proposals."))
    life.post(connection, problem, PostKind.PROPOSAL, "", {}, now, random, subject_id=proposal.id)
    _plan_nudge(connection, desk, problem, now, random)
    is_own = life.is_own(connection, desk.keyring, actor, problem)
    return Proposed(life.follow(connection, problem_id, now), proposal, is_own)


def _plan_nudge(
    connection: Connection, desk: ProblemDesk, problem: Problem, now: datetime, random: Random
) -> None:
    """One nudge in the life of a problem, when it has rested for some days; each proposal puts it off."""
    posts.delete_unsent(connection, problem.id, [PostKind.NUDGE])
    life.post(connection, problem, PostKind.NUDGE, "", {}, now + desk.rules.nudge_after, random)


def _keep(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    thread_id: int,
    reply: Reply,
    now: datetime,
    random: Random,
) -> Proposed:
    talked_about = brainstorms.find_talked_about(connection, thread_id, reply.author_id)
    if talked_about is not None:
        problem = problems.load_problem(connection, talked_about)
    else:
        problem = problems.find_by_message(connection, thread_id)
    if problem is None or problem.guild_id != actor.guild_id or problem.state is State.REMOVED:
        raise Refusal(
            gettext(
                "That keeps replies in a problem's thread, or in a meetup's while it works on one. "
                "`/problem list` shows the problems."
            )
        )
    if reply.is_bot:
        raise Refusal(gettext("That message is a bot's. Keep one that a member wrote, please."))
    text = reply.text
    if len(text) > PROPOSAL_LENGTH:
        text = f"{text[: PROPOSAL_LENGTH - 1]}…"
    return _propose(connection, desk, actor, problem.id, reply.author_id, text, reply.source, now, random)


def _withdraw(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    problem_id: ProblemId,
    proposal_id: ProposalId,
    now: datetime,
    random: Random,
) -> Proposal:
    problem = life.get_problem(connection, actor.guild_id, problem_id)
    proposal = get_proposal(connection, problem, proposal_id)
    if actor.user_id != proposal.author_id and not actor.is_moderator:
        raise Refusal(gettext("Only whoever made a proposal, or a moderator, can take it away."))
    remove(connection, desk, problem, proposal, now, random)
    return proposal
