"""What happens to threads and messages in Discord, of the board and of others."""

from __future__ import annotations

import pytest

from domain.ballots import Reaction
from domain.errors import Refusal
from domain.ids import ProblemId
from domain.problems.problem import Vote
from services.problems.desk import ProblemDesk
from services.problems.finding import Finding
from services.problems.following import Following, ThreadState
from services.problems.posting import ProblemPosting
from services.problems.proposing import Proposing
from services.problems.voting import Voting
from tests.services.problems.posted import ALICE, BOB, THREAD, post_problem


async def test_events_about_nothing_of_ours_change_nothing(desk: ProblemDesk) -> None:
    problem = await post_problem(desk)
    following, voting = Following(desk), Voting(desk)
    await following.take_over(ThreadState(999, True, False, "x", {1: "solved"}))
    assert await following.forget_message(999) is None
    await following.forget_board(1, 999)
    await following.rename_tags(1, 999, {"invoices": "billing"})
    await following.note_author_left(ProblemId(999), [ALICE.user_id])
    assert await following.find_author(ProblemId(999)) is None
    await voting.react(999, [Reaction(BOB.user_id, Vote.ME_TOO, True)])
    assert await voting.clear(999, list(Vote)) is None
    assert await Finding(desk).list_proposals(1, None, 999) == []
    assert await Finding(desk).list_proposals(1, "zebra", 999) == []
    with pytest.raises(Refusal):
        await Finding(desk).resolve_proposal(problem.id, "12")
    assert (await Finding(desk).show(ALICE, problem.id)).problem == problem


async def test_a_proposal_in_a_thread_that_is_gone_goes_with_it(desk: ProblemDesk) -> None:
    problem = await post_problem(desk)
    proposed = await Proposing(desk).propose(BOB, problem.id, "First")
    (delivery,) = await ProblemPosting(desk).claim_due(40)
    await ProblemPosting(desk).mark_sent(delivery, THREAD, 701)
    await Following(desk).forget_message(THREAD)
    await Following(desk).forget_message(701)
    ballots = await Voting(desk).list_open()
    assert proposed.proposal.id not in [ballot.subject_id for ballot in ballots]
