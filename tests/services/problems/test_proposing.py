"""Proposals: made, kept from a reply and withdrawn."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProposalId
from domain.problems.problem import Source, State
from services.problems.desk import ProblemDesk
from services.problems.finding import Finding
from services.problems.posting import ProblemPosting
from services.problems.proposing import Proposing, Reply
from services.problems.sharing import Sharing
from services.problems.solving import Solving
from tests.services.problems.posted import ALICE, BOB, FORM, FORUM, THREAD, post_problem


async def test_a_problem_takes_proposals_once_it_stands_and_up_to_fifty(desk: ProblemDesk) -> None:
    sharing = Sharing(desk)
    draft = await sharing.keep(ALICE, FORM, FORUM)
    waiting = await sharing.post(ALICE, draft.id)
    with pytest.raises(Refusal, match="just posting"):
        await Proposing(desk).propose(BOB, waiting.id, "An idea")
    (delivery,) = await ProblemPosting(desk).claim_due(40)
    await ProblemPosting(desk).mark_sent(delivery, FORUM.channel_id, THREAD)
    for number in range(50):
        await Proposing(desk).propose(BOB, waiting.id, f"Idea number {number}")
    with pytest.raises(Refusal, match="50 proposals"):
        await Proposing(desk).check(BOB, waiting.id)


async def test_the_same_reply_kept_twice_at_once_is_one_proposal(desk: ProblemDesk) -> None:
    problem = await post_problem(desk)
    reply = Reply(BOB.user_id, False, "An idea", Source(THREAD, 700))
    keep = Proposing(desk).keep
    outcomes = await asyncio.gather(
        keep(BOB, THREAD, reply), keep(ALICE, THREAD, reply), return_exceptions=True
    )
    assert sum(isinstance(one, Refusal) for one in outcomes) == 1
    assert len((await Finding(desk).show(BOB, problem.id)).proposals) == 1
    with pytest.raises(Refusal, match="problem's thread"):
        await Proposing(desk).keep(Actor(2, 12), THREAD, replace(reply, source=Source(THREAD, 701)))


async def test_a_proposal_that_solved_it_is_none_when_it_is_withdrawn(desk: ProblemDesk) -> None:
    problem = await post_problem(desk)
    proposal = (await Proposing(desk).propose(BOB, problem.id, "First")).proposal
    await Solving(desk).accept(ALICE, problem.id, proposal.id)
    await Proposing(desk).withdraw(BOB, problem.id, proposal.id)
    shown = await Finding(desk).show(ALICE, problem.id)
    assert shown.problem.state is State.OPEN
    assert shown.problem.accepted_id is None
    assert await desk.database.read(Solving(desk).list_questions, ALICE, desk.now()) == []
    with pytest.raises(Refusal):
        await Solving(desk).take_back(ALICE, problem.id)
    assert ProposalId(proposal.id) not in [one.id for one in shown.proposals]
