"""Accepting what is there, and saying whether it worked."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.problems.anonymity import Keyring
from domain.problems.problem import ProblemState, ProposalOutcome
from services.problems import discord_changes, proposing, solving
from services.transaction import Transactions
from tests.services.problems.posted import ALICE, BOB, THREAD, post_problem


async def test_what_is_gone_cannot_be_accepted(transactions: Transactions, keyring: Keyring) -> None:
    problem = await post_problem(transactions, keyring)
    proposed = await transactions.write(proposing.propose, keyring, BOB, problem.id, "An idea")
    await transactions.write(proposing.withdraw, BOB, problem.id, proposed.proposal.id)
    with pytest.raises(Refusal, match="taken away"):
        await transactions.write(solving.accept, keyring, ALICE, problem.id, proposed.proposal.id)
    with pytest.raises(Refusal, match="don't know that problem"):
        await transactions.write(
            solving.accept, keyring, Actor(2, ALICE.user_id), problem.id, proposed.proposal.id
        )
    await discord_changes.forget_message(transactions, THREAD)
    with pytest.raises(Refusal, match="don't know that problem"):
        await transactions.write(solving.close, keyring, ALICE, problem.id)


async def test_an_answer_about_another_proposal_than_the_accepted_one_is_refused(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    first = (await transactions.write(proposing.propose, keyring, BOB, problem.id, "First")).proposal
    second = (await transactions.write(proposing.propose, keyring, BOB, problem.id, "Second")).proposal
    await transactions.write(solving.accept, keyring, ALICE, problem.id, first.id)
    await transactions.write(solving.accept, keyring, ALICE, problem.id, second.id)
    with pytest.raises(Refusal, match="Another proposal"):
        await transactions.write(solving.report, keyring, ALICE, problem.id, first.id, ProposalOutcome.YES)
    await transactions.write(solving.report, keyring, ALICE, problem.id, second.id, ProposalOutcome.YES)
    with pytest.raises(Refusal, match="noted already"):
        await transactions.write(solving.report, keyring, ALICE, problem.id, second.id, ProposalOutcome.YES)
    changed_mind = await transactions.write(
        solving.report, keyring, ALICE, problem.id, second.id, ProposalOutcome.NO
    )
    assert changed_mind.state is ProblemState.OPEN
