"""Accepting what is there, and saying whether it worked."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.problems.problem import Outcome, State
from services.problems.desk import ProblemDesk
from services.problems.following import Following
from services.problems.proposing import Proposing
from services.problems.solving import Solving
from tests.services.problems.posted import ALICE, BOB, THREAD, post_problem


async def test_what_is_gone_cannot_be_accepted(desk: ProblemDesk) -> None:
    problem = await post_problem(desk)
    proposed = await Proposing(desk).propose(BOB, problem.id, "An idea")
    await Proposing(desk).withdraw(BOB, problem.id, proposed.proposal.id)
    with pytest.raises(Refusal, match="taken away"):
        await Solving(desk).accept(ALICE, problem.id, proposed.proposal.id)
    with pytest.raises(Refusal, match="don't know that problem"):
        await Solving(desk).accept(Actor(2, ALICE.user_id), problem.id, proposed.proposal.id)
    await Following(desk).forget_message(THREAD)
    with pytest.raises(Refusal, match="don't know that problem"):
        await Solving(desk).close(ALICE, problem.id)


async def test_an_answer_about_another_proposal_than_the_accepted_one_is_refused(desk: ProblemDesk) -> None:
    problem = await post_problem(desk)
    first = (await Proposing(desk).propose(BOB, problem.id, "First")).proposal
    second = (await Proposing(desk).propose(BOB, problem.id, "Second")).proposal
    await Solving(desk).accept(ALICE, problem.id, first.id)
    await Solving(desk).accept(ALICE, problem.id, second.id)
    with pytest.raises(Refusal, match="Another proposal"):
        await Solving(desk).report(ALICE, problem.id, first.id, Outcome.YES)
    await Solving(desk).report(ALICE, problem.id, second.id, Outcome.YES)
    with pytest.raises(Refusal, match="noted already"):
        await Solving(desk).report(ALICE, problem.id, second.id, Outcome.YES)
    changed_mind = await Solving(desk).report(ALICE, problem.id, second.id, Outcome.NO)
    assert changed_mind.state is State.OPEN
