"""Accepting a solution, taking that back, closing, opening again, and whether it worked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from db import agendas, problems, proposals, seals
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId
from domain.mirrors import MirrorKind
from domain.problems.life import Action, Standing, turn
from domain.problems.problem import Outcome, Problem, Proposal
from languages import gettext
from services.problems import life
from services.problems.desk import ProblemDesk
from services.problems.proposing import get_proposal


@dataclass(frozen=True, slots=True)
class Question:
    """An accepted proposal that the author should say of whether it worked."""

    problem: Problem
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Solving:
    """Use cases of a problem's author, and of moderators. All of them raise Refusal."""

    desk: ProblemDesk

    async def accept(self, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId) -> Problem:
        """This proposal solves it."""
        return await self.desk.database.write(
            _accept, self.desk, actor, problem_id, proposal_id, self.desk.now(), self.desk.random
        )

    async def take_back(self, actor: Actor, problem_id: ProblemId, turn_number: int | None = None) -> Problem:
        """No proposal is accepted after all. `turn_number`: only if nothing has happened since."""
        return await self.desk.database.write(
            _take_back, self.desk, actor, problem_id, turn_number, self.desk.now(), self.desk.random
        )

    async def reopen(self, actor: Actor, problem_id: ProblemId) -> Problem:
        """Solved or closed, it is open again."""
        return await self.desk.database.write(
            _reopen, self.desk, actor, problem_id, self.desk.now(), self.desk.random
        )

    async def close(self, actor: Actor, problem_id: ProblemId) -> Problem:
        """It no longer matters."""
        return await self.desk.database.write(
            _close, self.desk, actor, problem_id, self.desk.now(), self.desk.random
        )

    async def put_on_again(self, actor: Actor, problem_id: ProblemId) -> Problem:
        """It still matters although it was on the table often: agendas take it again."""
        return await self.desk.database.write(_put_on_again, self.desk, actor, problem_id)

    async def report(
        self, actor: Actor, problem_id: ProblemId, proposal_id: ProposalId, outcome: Outcome
    ) -> Problem:
        """Whether the accepted proposal worked; a no opens the problem again."""
        return await self.desk.database.write(
            _report, self.desk, actor, problem_id, proposal_id, outcome, self.desk.now(), self.desk.random
        )

    def list_questions(self, connection: Connection, actor: Actor, now: datetime) -> list[Question]:
        """What this member should be asked: did it work?"""
        sealed = seals.list_anonymous(connection, self.desk.keyring, actor.guild_id, actor.user_id)
        due = problems.list_own_questions(connection, actor.guild_id, actor.user_id, to_ms(now))
        due += problems.list_questions(connection, sealed, to_ms(now))
        found = [
            (problem, proposals.load_proposal(connection, problem.accepted_id))
            for problem in due
            if problem.accepted_id
        ]
        return [Question(problem, proposal) for problem, proposal in found if proposal is not None]

    async def mark_asked(self, question: Question) -> None:
        """They have been asked, in private: the thread need not ask again."""
        await self.desk.database.write(life.drop_question, question.problem.id)


def _begin(
    connection: Connection, desk: ProblemDesk, actor: Actor, problem_id: ProblemId, action: Action
) -> tuple[Problem, dict[str, object]]:
    """The problem in the state that the action leads to, and who acted: nobody, for an anonymous author."""
    problem = life.get_problem(connection, actor.guild_id, problem_id)
    standing = life.standing_of(connection, desk.keyring, actor, problem)
    state = turn(problem, action, standing)
    is_hidden = problem.is_anonymous and standing is Standing.AUTHOR
    return replace(problem, state=state), {"actor_id": None if is_hidden else actor.user_id}


def _accept(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    problem_id: ProblemId,
    proposal_id: ProposalId,
    now: datetime,
    random: Random,
) -> Problem:
    problem, told = _begin(connection, desk, actor, problem_id, Action.ACCEPT)
    proposal = get_proposal(connection, problem, proposal_id)
    if problem.accepted_id == proposal_id:
        raise Refusal(gettext("That one is accepted already."))
    if problem.accepted_id is not None:
        life.touch(connection, problem.accepted_id, MirrorKind.PROPOSAL, problem.guild_id, now)
    proposals.set_outcome(connection, proposal_id, None)
    life.touch(connection, proposal_id, MirrorKind.PROPOSAL, problem.guild_id, now)
    agendas.forget_held(connection, problem_id)
    problem = replace(problem, accepted_id=proposal_id, accepted_at=now)
    told |= {"proposal_id": proposal_id, "helper_id": proposal.author_id}
    return life.settle(connection, problem, Action.ACCEPT, told, desk.rules, now, random)


def _take_back(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    problem_id: ProblemId,
    turn_number: int | None,
    now: datetime,
    random: Random,
) -> Problem:
    problem, told = _begin(connection, desk, actor, problem_id, Action.TAKE_BACK)
    if turn_number is not None and problem.turns != turn_number:
        raise Refusal(
            gettext("Something has happened since. `/problem take-back` takes back what is accepted now.")
        )
    return _unsolve(connection, desk, problem, Action.TAKE_BACK, told, None, now, random)


def _reopen(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    problem_id: ProblemId,
    now: datetime,
    random: Random,
) -> Problem:
    problem, told = _begin(connection, desk, actor, problem_id, Action.REOPEN)
    known = proposals.load_proposal(connection, problem.accepted_id) if problem.accepted_id else None
    outcome = known.outcome if known else None
    return _unsolve(connection, desk, problem, Action.REOPEN, told, outcome, now, random)


def _close(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    problem_id: ProblemId,
    now: datetime,
    random: Random,
) -> Problem:
    problem, told = _begin(connection, desk, actor, problem_id, Action.CLOSE)
    return life.settle(connection, problem, Action.CLOSE, told, desk.rules, now, random)


def _put_on_again(connection: Connection, desk: ProblemDesk, actor: Actor, problem_id: ProblemId) -> Problem:
    problem = life.get_problem(connection, actor.guild_id, problem_id)
    # Whoever could close it says that it still matters.
    turn(problem, Action.CLOSE, life.standing_of(connection, desk.keyring, actor, problem))
    agendas.forget_held(connection, problem_id)
    return problem


def _report(
    connection: Connection,
    desk: ProblemDesk,
    actor: Actor,
    problem_id: ProblemId,
    proposal_id: ProposalId,
    outcome: Outcome,
    now: datetime,
    random: Random,
) -> Problem:
    action = Action.REPORT_NO if outcome is Outcome.NO else Action.REPORT
    problem, told = _begin(connection, desk, actor, problem_id, action)
    if problem.accepted_id != proposal_id:
        raise Refusal(gettext("Another proposal is accepted by now. `/problem show` tells how it stands."))
    told |= {"outcome": outcome}
    if outcome is Outcome.NO:
        return _unsolve(connection, desk, problem, action, told, outcome, now, random)
    known = proposals.load_proposal(connection, proposal_id)
    if known is not None and known.outcome is outcome:
        raise Refusal(gettext("That is noted already. Thank you!"))
    proposals.set_outcome(connection, proposal_id, outcome)
    life.touch(connection, proposal_id, MirrorKind.PROPOSAL, problem.guild_id, now)
    return life.settle(connection, problem, action, told, desk.rules, now, random)


def _unsolve(
    connection: Connection,
    desk: ProblemDesk,
    problem: Problem,
    action: Action,
    told: dict[str, object],
    outcome: Outcome | None,
    now: datetime,
    random: Random,
) -> Problem:
    """Nothing is accepted any more; what was keeps `outcome`."""
    if problem.accepted_id is not None:
        proposals.set_outcome(connection, problem.accepted_id, outcome)
        life.touch(connection, problem.accepted_id, MirrorKind.PROPOSAL, problem.guild_id, now)
    problem = replace(problem, accepted_id=None, accepted_at=None)
    return life.settle(connection, problem, action, told, desk.rules, now, random)
