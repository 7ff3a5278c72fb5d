"""What happens to threads and messages in Discord, of the board and of others."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.ids import ProblemId
from domain.problems.anonymity import Keyring
from domain.problems.problem import Vote
from domain.reaction_polls import Reaction
from services.problems import discord_changes, finding, posting, proposing, voting
from services.problems.discord_changes import ThreadState
from services.transaction import Transactions
from tests.services.problems.posted import ALICE, BOB, THREAD, post_problem


async def test_events_about_nothing_of_ours_change_nothing(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    await discord_changes.apply_thread_state(transactions, ThreadState(999, True, False, "x", {1: "solved"}))
    assert await discord_changes.forget_message(transactions, 999) is None
    await discord_changes.forget_board(transactions, 1, 999)
    await transactions.write(discord_changes.rename_tags, 1, 999, {"invoices": "billing"})
    await transactions.write(discord_changes.note_author_left, ProblemId(999), [ALICE.user_id])
    assert await transactions.read(discord_changes.find_author, ProblemId(999)) is None
    await voting.react(transactions, 999, [Reaction(BOB.user_id, Vote.ME_TOO, True)])
    assert await voting.clear(transactions, 999, list(Vote)) is None
    assert await transactions.read(finding.list_proposals, 1, None, 999) == []
    assert await transactions.read(finding.list_proposals, 1, "zebra", 999) == []
    with pytest.raises(Refusal):
        await transactions.read(finding.resolve_proposal, problem.id, "12")
    assert (await transactions.read(finding.show, keyring, ALICE, problem.id)).problem == problem


async def test_a_proposal_in_a_thread_that_is_gone_goes_with_it(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    proposed = await transactions.write(proposing.propose, keyring, BOB, problem.id, "First")
    (delivery,) = await transactions.write(posting.claim_due, 40)
    await transactions.write(posting.mark_sent, delivery, THREAD, 701)
    await discord_changes.forget_message(transactions, THREAD)
    await discord_changes.forget_message(transactions, 701)
    ballots = await transactions.read(voting.list_open)
    assert proposed.proposal.id not in [ballot.subject_id for ballot in ballots]
