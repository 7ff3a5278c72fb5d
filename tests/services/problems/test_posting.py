"""Posts of the board: claimed by one, told when they fail, and left out when they are needless."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Refusal
from domain.notices import NoticeKind
from domain.obstacles import Obstacle
from domain.pending_edits import EditKind
from domain.posts import LEASE, PostKind, Rejected
from domain.problems.anonymity import Keyring
from services import guilds
from services.guilds import SettingsChange
from services.notices import list_unheard
from services.problems import discord_changes, finding, posting, proposing, sharing, solving, syncing
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.problems.posted import ALICE, BOB, FORM, FORUM, MIRA, THREAD, post_problem


async def test_a_problem_that_could_not_be_posted_for_a_week_is_taken_off_and_told(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    draft = await transactions.write(sharing.save_draft, keyring, ALICE, FORM, FORUM)
    problem = await transactions.write(sharing.post, keyring, ALICE, draft.id)
    (delivery,) = await transactions.write(posting.claim_due, 40)
    await transactions.write(
        posting.mark_rejected, delivery, Rejected(Obstacle.PERMISSION, "Missing Access", FORUM.channel_id)
    )
    assert [one.kind for one in await transactions.read(list_unheard, replace(MIRA, is_manager=True))] == [
        NoticeKind.CANNOT_POST_PROBLEM
    ]
    clock.move(days=7, minutes=1)
    assert await transactions.write(posting.claim_due, 40) == []
    assert [one.kind for one in await transactions.read(list_unheard, ALICE)] == [
        NoticeKind.PROBLEM_NOT_POSTED
    ]
    assert await transactions.read(finding.list_own, keyring, ALICE) == []
    assert await transactions.read(finding.search, 1, "late", None, None) == []
    with pytest.raises(Refusal):
        await transactions.read(finding.show, keyring, ALICE, problem.id)


async def test_a_try_without_an_answer_is_late_when_it_no_longer_helps(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    draft = await transactions.write(sharing.save_draft, keyring, ALICE, FORM, FORUM)
    await transactions.write(sharing.post, keyring, ALICE, draft.id)
    (delivery,) = await transactions.write(posting.claim_due, 40)
    await transactions.write(posting.mark_unknown, delivery)
    clock.move(days=8)
    (again,) = await transactions.write(posting.claim_due, 40)
    assert again.is_late
    assert again.post.first_tried_at is not None
    await transactions.write(posting.mark_missed, again)
    assert await transactions.write(posting.claim_due, 40) == []
    assert [one.kind for one in await transactions.read(list_unheard, ALICE)] == [
        NoticeKind.PROBLEM_NOT_POSTED
    ]


async def test_only_one_of_two_that_claim_at_once_has_the_post(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    draft = await transactions.write(sharing.save_draft, keyring, ALICE, FORM, FORUM)
    await transactions.write(sharing.post, keyring, ALICE, draft.id)
    both = await asyncio.gather(
        transactions.write(posting.claim_due, 40), transactions.write(posting.claim_due, 40)
    )
    assert sorted(len(one) for one in both) == [0, 1]
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert [one.post.kind for one in await transactions.write(posting.claim_due, 40)] == [PostKind.PROBLEM]


async def test_what_became_needless_is_not_posted(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    first = (await transactions.write(proposing.propose, keyring, BOB, problem.id, "First")).proposal
    await transactions.write(proposing.withdraw, MIRA, problem.id, first.id)
    assert await transactions.write(posting.claim_due, 40) == []
    clock.move(days=6)
    assert await transactions.write(posting.claim_due, 40) == []  # no nudge where there is no proposal
    await transactions.write(proposing.propose, keyring, BOB, problem.id, "Second")
    await discord_changes.forget_message(transactions, THREAD)
    assert await transactions.write(posting.claim_due, 40) == []


async def test_the_state_at_the_time_of_posting_is_shown_when_it_has_changed_meanwhile(
    transactions: Transactions, clock: Clock, keyring: Keyring
) -> None:
    draft = await transactions.write(sharing.save_draft, keyring, ALICE, FORM, FORUM)
    problem = await transactions.write(sharing.post, keyring, ALICE, draft.id)
    (delivery,) = await transactions.write(posting.claim_due, 40)
    await transactions.write(solving.close, keyring, ALICE, problem.id)
    await transactions.write(posting.mark_sent, delivery, FORUM.channel_id, THREAD)
    clock.move(seconds=5)
    due = await transactions.read(syncing.list_due, 10)
    assert due[EditKind.PROBLEM, THREAD] == [problem.id]


async def test_the_digest_comes_by_the_servers_clock(
    transactions: Transactions, keyring: Keyring, clock: Clock
) -> None:
    await transactions.write(guilds.change, 1, SettingsChange(zone="Asia/Tokyo"))
    await post_problem(transactions, keyring)
    by_rule = transactions.config.problems.digest
    first = by_rule.after(clock.now, "Asia/Tokyo")
    assert await transactions.read(posting.next_due_at) == first
    clock.now = first
    assert await transactions.write(posting.advance) == 1
    assert await transactions.read(posting.next_due_at) == first + timedelta(weeks=1)
