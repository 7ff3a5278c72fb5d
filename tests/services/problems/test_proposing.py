"""Proposals: made, kept from a reply and withdrawn."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProposalId
from domain.problems.anonymity import Keyring
from domain.problems.problem import ProblemState, ReplySource
from services.problems import finding, posting, proposing, sharing, solving
from services.problems.proposing import Reply
from services.transaction import Transactions
from tests.services.problems.posted import ALICE, BOB, FORM, FORUM, THREAD, post_problem


async def test_a_problem_takes_proposals_once_it_stands_and_up_to_fifty(
    transactions: Transactions, keyring: Keyring
) -> None:
    draft = await transactions.write(sharing.save_draft, keyring, ALICE, FORM, FORUM)
    waiting = await transactions.write(sharing.post, keyring, ALICE, draft.id)
    with pytest.raises(Refusal, match="just posting"):
        await transactions.write(proposing.propose, keyring, BOB, waiting.id, "An idea")
    (delivery,) = await transactions.write(posting.claim_due, 40)
    await transactions.write(posting.mark_sent, delivery, FORUM.channel_id, THREAD)
    for number in range(50):
        await transactions.write(proposing.propose, keyring, BOB, waiting.id, f"Idea number {number}")
    with pytest.raises(Refusal, match="50 proposals"):
        await transactions.read(proposing.check, keyring, BOB, waiting.id)


async def test_the_same_reply_kept_twice_at_once_is_one_proposal(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    reply = Reply(BOB.user_id, False, "An idea", ReplySource(THREAD, 700))
    outcomes = await asyncio.gather(
        transactions.write(proposing.keep_reply, keyring, BOB, THREAD, reply),
        transactions.write(proposing.keep_reply, keyring, ALICE, THREAD, reply),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Refusal) for one in outcomes) == 1
    assert len((await transactions.read(finding.show, keyring, BOB, problem.id)).proposals) == 1
    with pytest.raises(Refusal, match="problem's thread"):
        await transactions.write(
            proposing.keep_reply,
            keyring,
            Actor(2, 12),
            THREAD,
            replace(reply, source=ReplySource(THREAD, 701)),
        )


async def test_a_proposal_that_solved_it_is_none_when_it_is_withdrawn(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    proposal = (await transactions.write(proposing.propose, keyring, BOB, problem.id, "First")).proposal
    await transactions.write(solving.accept, keyring, ALICE, problem.id, proposal.id)
    await transactions.write(proposing.withdraw, BOB, problem.id, proposal.id)
    shown = await transactions.read(finding.show, keyring, ALICE, problem.id)
    assert shown.problem.state is ProblemState.OPEN
    assert shown.problem.accepted_id is None
    assert await transactions.read(solving.list_questions, keyring, ALICE) == []
    with pytest.raises(Refusal):
        await transactions.write(solving.take_back, keyring, ALICE, problem.id, None)
    assert ProposalId(proposal.id) not in [one.id for one in shown.proposals]
