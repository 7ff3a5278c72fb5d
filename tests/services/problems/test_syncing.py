"""Cards of problems that are drawn again: not those that are gone, and not for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.notices import NoticeKind
from domain.obstacles import Obstacle
from domain.pending_edits import EditKind
from domain.posts import Rejected
from domain.problems.anonymity import Keyring
from services.notices import list_unheard
from services.problems import discord_changes, solving, syncing
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.problems.posted import ALICE, MIRA, THREAD, post_problem


async def list_due_kinds(transactions: Transactions) -> set[EditKind]:
    return {kind for kind, _ in await transactions.read(syncing.list_due, 10)}


async def test_a_mirror_of_what_is_gone_rests(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    await transactions.write(solving.close, keyring, ALICE, problem.id)
    await discord_changes.forget_message(transactions, THREAD)
    assert await transactions.write(syncing.claim, problem.id, EditKind.PROBLEM) is None
    assert EditKind.PROBLEM not in await list_due_kinds(transactions)
    assert await transactions.write(syncing.claim, 999, EditKind.PROBLEM) is None
    clock.move(days=1)
    assert EditKind.PROBLEM not in await list_due_kinds(transactions)


async def test_a_mirror_that_fails_is_tried_less_and_less_and_at_last_left_to_the_next_change(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    await transactions.write(solving.close, keyring, ALICE, problem.id)
    forbidden = Rejected(Obstacle.PERMISSION, "I lack a permission", problem.board.channel_id)
    tries = 0
    for _ in range(24 * 60):
        clock.move(minutes=1)
        drawing = await transactions.write(syncing.claim, problem.id, EditKind.PROBLEM)
        if drawing is not None:
            tries += 1
            await transactions.write(syncing.mark_failed, drawing, forbidden if tries == 1 else None)
    assert tries == 20
    told = await transactions.read(list_unheard, replace(MIRA, is_manager=True))
    assert [one.kind for one in told] == [NoticeKind.CANNOT_EDIT_PROBLEM]


@pytest.mark.parametrize("obstacle", [None, Obstacle.FAULT])
async def test_of_what_nobody_can_mend_nobody_hears(
    transactions: Transactions, keyring: Keyring, obstacle: Obstacle | None
) -> None:
    problem = await post_problem(transactions, keyring)
    await transactions.write(solving.close, keyring, ALICE, problem.id)
    drawing = await transactions.write(syncing.claim, problem.id, EditKind.PROBLEM)
    assert drawing is not None
    rejected = Rejected(obstacle, "Invalid Form Body") if obstacle is not None else None
    await transactions.write(syncing.mark_failed, drawing, rejected)
    assert await transactions.read(list_unheard, replace(MIRA, is_manager=True)) == []
