"""Posts of the board: claimed by one, told when they fail, and left out when they are needless."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.errors import Refusal
from domain.mirrors import MirrorKind
from domain.notices import NoticeKind
from domain.posts import LEASE, PostKind
from services.notices import list_untold
from services.problems.desk import ProblemDesk
from services.problems.finding import Finding
from services.problems.following import Following
from services.problems.mirroring import ProblemMirroring
from services.problems.posting import ProblemPosting
from services.problems.proposing import Proposing
from services.problems.sharing import Sharing
from services.problems.solving import Solving
from tests.conftest import Clock
from tests.services.problems.posted import ALICE, BOB, FORM, FORUM, MIRA, THREAD, post_problem


async def test_a_problem_that_could_not_be_posted_for_a_week_is_taken_off_and_told(
    desk: ProblemDesk, clock: Clock
) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    problem = await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    (delivery,) = await posting.claim_due(40)
    await posting.mark_refused(delivery, "Missing Access", FORUM.channel_id)
    assert [
        one.kind for one in await desk.database.read(list_untold, replace(MIRA, is_manager=True), desk.now())
    ] == [NoticeKind.CANNOT_POST_PROBLEM]
    clock.move(days=7, minutes=1)
    assert await posting.claim_due(40) == []
    assert [one.kind for one in await desk.database.read(list_untold, ALICE, desk.now())] == [
        NoticeKind.PROBLEM_NOT_POSTED
    ]
    assert await Finding(desk).list_own(ALICE) == []
    assert await Finding(desk).search(1, "late", None, None) == []
    with pytest.raises(Refusal):
        await Finding(desk).show(ALICE, problem.id)


async def test_a_try_without_an_answer_is_late_when_it_no_longer_helps(
    desk: ProblemDesk, clock: Clock
) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    (delivery,) = await posting.claim_due(40)
    await posting.mark_unknown(delivery)
    clock.move(days=8)
    (again,) = await posting.claim_due(40)
    assert again.is_late
    assert again.post.first_tried_at is not None
    await posting.mark_missed(again)
    assert await posting.claim_due(40) == []
    assert [one.kind for one in await desk.database.read(list_untold, ALICE, desk.now())] == [
        NoticeKind.PROBLEM_NOT_POSTED
    ]


async def test_only_one_of_two_that_claim_at_once_has_the_post(desk: ProblemDesk, clock: Clock) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    both = await asyncio.gather(posting.claim_due(40), posting.claim_due(40))
    assert sorted(len(one) for one in both) == [0, 1]
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert [one.post.kind for one in await posting.claim_due(40)] == [PostKind.PROBLEM]


async def test_what_became_needless_is_not_posted(desk: ProblemDesk, clock: Clock) -> None:
    problem = await post_problem(desk)
    posting = ProblemPosting(desk)
    first = (await Proposing(desk).propose(BOB, problem.id, "First")).proposal
    await Proposing(desk).withdraw(MIRA, problem.id, first.id)
    assert await posting.claim_due(40) == []
    clock.move(days=6)
    assert await posting.claim_due(40) == []  # no nudge where there is no proposal
    await Proposing(desk).propose(BOB, problem.id, "Second")
    await Following(desk).forget_message(THREAD)
    assert await posting.claim_due(40) == []


async def test_the_state_at_the_time_of_posting_is_shown_when_it_has_changed_meanwhile(
    desk: ProblemDesk, clock: Clock
) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    problem = await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    (delivery,) = await posting.claim_due(40)
    await Solving(desk).close(ALICE, problem.id)
    await posting.mark_sent(delivery, FORUM.channel_id, THREAD)
    clock.move(seconds=5)
    assert await ProblemMirroring(desk).list_due(MirrorKind.PROBLEM, 10) == [problem.id]
