"""Cards of problems that are drawn again: not those that are gone, and not for ever."""

from __future__ import annotations

from dataclasses import replace

from domain.mirrors import MirrorKind
from domain.notices import NoticeKind
from services.notices import list_untold
from services.problems.desk import ProblemDesk
from services.problems.following import Following
from services.problems.mirroring import ProblemMirroring
from services.problems.solving import Solving
from tests.conftest import Clock
from tests.services.problems.posted import ALICE, MIRA, THREAD, post_problem


async def test_a_mirror_of_what_is_gone_rests(desk: ProblemDesk, clock: Clock) -> None:
    problem = await post_problem(desk)
    await Solving(desk).close(ALICE, problem.id)
    mirroring = ProblemMirroring(desk)
    await Following(desk).forget_message(THREAD)
    assert await mirroring.claim(problem.id, MirrorKind.PROBLEM) is None
    assert await mirroring.list_due(MirrorKind.PROBLEM, 10) == []
    assert await mirroring.claim(999, MirrorKind.PROBLEM) is None
    clock.move(days=1)
    assert await mirroring.list_due(MirrorKind.PROBLEM, 10) == []


async def test_a_mirror_that_fails_is_tried_less_and_less_and_at_last_left_to_the_next_change(
    desk: ProblemDesk, clock: Clock
) -> None:
    problem = await post_problem(desk)
    await Solving(desk).close(ALICE, problem.id)
    mirroring, tries = ProblemMirroring(desk), 0
    for _ in range(24 * 60):
        clock.move(minutes=1)
        drawing = await mirroring.claim(problem.id, MirrorKind.PROBLEM)
        if drawing is not None:
            tries += 1
            await mirroring.mark_failed(drawing, is_forbidden=tries == 1)
    assert tries == 20
    told = await desk.database.read(list_untold, replace(MIRA, is_manager=True), desk.now())
    assert [one.kind for one in told] == [NoticeKind.CANNOT_EDIT_PROBLEM]
