"""Votes that are read again."""

from __future__ import annotations

from domain.ballots import Ballot, Reaction, Seen
from domain.problems.problem import Vote
from services.problems.desk import ProblemDesk
from services.problems.voting import Voting
from tests.services.problems.posted import THREAD, post_problem


async def test_reading_again_takes_over_votes_and_leaves_live_ones_alone(desk: ProblemDesk) -> None:
    problem = await post_problem(desk)
    voting = Voting(desk)
    (ballot,) = await voting.list_open()
    assert ballot == Ballot(problem.id, 1, THREAD, THREAD, (Vote.ME_TOO,))
    for user_id in (12, 13, 14):
        await voting.react(THREAD, [Reaction(user_id, Vote.ME_TOO, True)])
    await voting.reconcile(ballot, Seen({"me_too": {13, 15, 16}}, untouched_user_ids={14, 16}))
    assert sorted(await voting.list_people(problem.id)) == [13, 14, 15]
    await voting.drop(problem.id, [13])
    assert sorted(await voting.list_people(problem.id)) == [14, 15]
    await voting.reconcile(ballot, Seen({}, cleared=["me_too"]))
    assert sorted(await voting.list_people(problem.id)) == [14, 15]
