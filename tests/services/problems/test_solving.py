"""Accepting what is there, and saying whether it worked."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId
from domain.problems.anonymity import Keyring
from domain.problems.problem import ProblemState, ProposalOutcome
from services.problems import discord_changes, finding, proposing, solving
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


async def test_what_is_accepted_a_second_time_has_still_to_be_tried(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    proposal = (await transactions.write(proposing.propose, keyring, BOB, problem.id, "First")).proposal
    await transactions.write(solving.accept, keyring, ALICE, problem.id, proposal.id)
    await transactions.write(solving.report, keyring, ALICE, problem.id, proposal.id, ProposalOutcome.NO)
    await transactions.write(solving.accept, keyring, ALICE, problem.id, proposal.id)
    assert await _outcome(transactions, keyring, problem.id) is None


async def test_what_worked_stays_so_when_its_problem_is_opened_again_and_not_when_it_is_taken_back(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    proposal = (await transactions.write(proposing.propose, keyring, BOB, problem.id, "First")).proposal
    await transactions.write(solving.accept, keyring, ALICE, problem.id, proposal.id)
    await transactions.write(solving.report, keyring, ALICE, problem.id, proposal.id, ProposalOutcome.PARTLY)
    await transactions.write(solving.reopen, keyring, ALICE, problem.id)
    assert await _outcome(transactions, keyring, problem.id) is ProposalOutcome.PARTLY
    await transactions.write(solving.accept, keyring, ALICE, problem.id, proposal.id)
    await transactions.write(solving.report, keyring, ALICE, problem.id, proposal.id, ProposalOutcome.PARTLY)
    await transactions.write(solving.take_back, keyring, ALICE, problem.id, None)
    assert await _outcome(transactions, keyring, problem.id) is None


async def _outcome(
    transactions: Transactions, keyring: Keyring, problem_id: ProblemId
) -> ProposalOutcome | None:
    """What is known of the problem's only proposal."""
    shown = await transactions.read(finding.show, keyring, ALICE, problem_id)
    (proposal,) = shown.proposals
    return proposal.outcome
