"""Cards of problems that are drawn again: not those that are gone, and not for ever."""

from __future__ import annotations

from dataclasses import replace

from domain.mirrors import MirrorKind
from domain.notices import NoticeKind
from domain.problems.anonymity import Keyring
from services.notices import list_untold
from services.problems import following, mirroring, solving
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.problems.posted import ALICE, MIRA, THREAD, post_problem


async def test_a_mirror_of_what_is_gone_rests(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    await transactions.write(solving.close, keyring, ALICE, problem.id)
    await following.forget_message(transactions, THREAD)
    assert await transactions.write(mirroring.claim, problem.id, MirrorKind.PROBLEM) is None
    assert await transactions.read(mirroring.list_due, MirrorKind.PROBLEM, 10) == []
    assert await transactions.write(mirroring.claim, 999, MirrorKind.PROBLEM) is None
    clock.move(days=1)
    assert await transactions.read(mirroring.list_due, MirrorKind.PROBLEM, 10) == []


async def test_a_mirror_that_fails_is_tried_less_and_less_and_at_last_left_to_the_next_change(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    await transactions.write(solving.close, keyring, ALICE, problem.id)
    tries = 0
    for _ in range(24 * 60):
        clock.move(minutes=1)
        drawing = await transactions.write(mirroring.claim, problem.id, MirrorKind.PROBLEM)
        if drawing is not None:
            tries += 1
            await transactions.write(mirroring.mark_failed, drawing, is_forbidden=tries == 1)
    assert tries == 20
    told = await transactions.read(list_untold, replace(MIRA, is_manager=True))
    assert [one.kind for one in told] == [NoticeKind.CANNOT_EDIT_PROBLEM]
