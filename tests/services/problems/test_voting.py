"""Votes that are read again."""

from __future__ import annotations

from domain.problems.anonymity import Keyring
from domain.problems.problem import Vote
from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions
from services.problems import voting
from services.transaction import Transactions
from tests.services.problems.posted import THREAD, post_problem


async def test_reading_again_takes_over_votes_and_leaves_live_ones_alone(
    transactions: Transactions, keyring: Keyring
) -> None:
    problem = await post_problem(transactions, keyring)
    (ballot,) = await transactions.read(voting.list_open)
    assert ballot == ReactionPoll(problem.id, 1, THREAD, THREAD, (Vote.ME_TOO,))
    for user_id in (12, 13, 14):
        await voting.react(transactions, THREAD, [Reaction(user_id, Vote.ME_TOO, True)])
    await transactions.write(
        voting.reconcile, ballot, SeenReactions({"me_too": {13, 15, 16}}, untouched_user_ids={14, 16})
    )
    assert sorted(await transactions.read(voting.list_voters, problem.id)) == [13, 14, 15]
    await transactions.write(voting.drop_members, problem.id, [13])
    assert sorted(await transactions.read(voting.list_voters, problem.id)) == [14, 15]
    await transactions.write(voting.reconcile, ballot, SeenReactions({}, cleared=["me_too"]))
    assert sorted(await transactions.read(voting.list_voters, problem.id)) == [14, 15]
