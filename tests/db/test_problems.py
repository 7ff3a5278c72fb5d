"""Problems, proposals, votes and drafts: which are found, in which order, and whose."""

from __future__ import annotations

import pytest

from db import problem_drafts, problem_search, problems, proposals, votes
from db.connection import Connection
from db.database import Database
from db.values import from_ms
from domain.boards import Board
from domain.ids import ProblemId, ProposalId
from domain.problems.anonymity import Keyring
from domain.problems.problem import Problem, ProblemDetails, Proposal, ProposalOutcome, ReplySource
from domain.problems.ranking import Scope, Term
from tests.db.rows import GUILD, Values, fill, read

ALICE, BOB, CHARLIE = 11, 12, 13
PROBLEM, OTHER = ProblemId(7), ProblemId(8)
KEYRING = Keyring(b"k" * 32)


async def test_the_tags_of_most_problems_come_first_as_they_were_last_written(database: Database) -> None:
    def insert(connection: Connection) -> None:
        for number, tags in enumerate((("taxes",), ("Taxes", "clients"), ("rates",))):
            details = ProblemDetails("Title", "", "", tags)
            board = Board(500, False)
            problem = Problem(ProblemId(number), GUILD, ALICE, details, board, from_ms(0))
            assert problems.insert_problem(connection, problem)
            assert not problems.insert_problem(connection, problem)

    await database.write(insert)
    assert (await database.read(problems.list_tags, GUILD, 9))[1:] == ["clients", "rates"]
    assert [tag.lower() for tag in await database.read(problems.list_tags, GUILD, 1)] == ["taxes"]
    assert await database.read(problems.count_tags, GUILD) == {"taxes": 2, "clients": 1, "rates": 1}


async def test_votes_count_until_a_while_after_the_problem_is_solved(database: Database) -> None:
    rows: tuple[Values, ...] = (
        {"created_at": 1},
        {"created_at": 3, "state": "solved", "accepted_at": 500},
        {"created_at": 4, "state": "solved", "accepted_at": 499},
        {"created_at": 5, "state": "closed"},
        {"created_at": 6, "message_id": None},
        {"created_at": 2, "is_forum": 1},
    )
    for number, row in enumerate(rows):
        await fill(database, ("problems", {"id": number, "message_id": 600 + number, **row}))
    await fill(
        database,
        ("proposals", {"id": 20, "problem_id": 5, "message_id": 700}),
        ("proposals", {"id": 21, "problem_id": 5}),
    )
    ballots = await database.read(problems.list_open_polls, 500)
    assert [(one.subject_id, one.channel_id, one.message_id) for one in ballots] == [
        (1, 501, 601),
        (5, 605, 605),
        (20, 605, 700),
        (0, 501, 600),
    ]


async def test_only_what_is_solved_since_then_was_accepted_since_then(database: Database) -> None:
    for number, (state, accepted_at) in enumerate(
        (("solved", 500), ("solved", 499), ("open", 600), ("solved", 700))
    ):
        await fill(database, ("problems", {"id": number, "state": state, "accepted_at": accepted_at}))
    found = await database.read(problems.list_accepted_since, GUILD, 500, 9)
    assert [problem.id for problem in found] == [3, 0]
    assert [problem.id for problem in await database.read(problems.list_accepted_since, GUILD, 500, 1)] == [3]


async def test_authors_are_asked_when_it_is_time_and_only_of_what_is_solved(database: Database) -> None:
    for number, (state, ask_at, author_id) in enumerate(
        (("solved", 500, ALICE), ("solved", 501, ALICE), ("open", 400, ALICE), ("solved", 400, None))
    ):
        row = {"state": state, "ask_at": ask_at, "author_id": author_id}
        await fill(database, ("problems", {"id": number, **row}))
    assert [one.id for one in await database.read(problems.list_questions, GUILD, None, 500)] == [3]
    assert [one.id for one in await database.read(problems.list_questions, GUILD, ALICE, 500)] == [0]
    await database.write(problems.mark_asked, ProblemId(0))
    assert await database.read(problems.list_questions, GUILD, ALICE, 500) == []


async def test_helpers_are_those_whose_proposals_to_others_were_accepted_or_liked_lately(
    database: Database,
) -> None:
    await fill(
        database,
        ("problems", {"id": 1, "author_id": ALICE, "state": "solved", "accepted_id": 21}),
        (
            "problems",
            {"id": 2, "author_id": None, "has_author_left": 1, "state": "solved", "accepted_id": 22},
        ),
        ("problems", {"id": 5, "author_id": None, "state": "solved", "accepted_id": 27}),  # anonymous
        ("problems", {"id": 3, "author_id": CHARLIE, "state": "solved", "accepted_id": 24}),
        ("problems", {"id": 4, "author_id": ALICE, "state": "removed", "accepted_id": 26}),
        *(("problem_tags", {"problem_id": number, "tag": f"tag {number}"}) for number in (1, 2, 3, 5)),
        ("proposals", {"id": 21, "problem_id": 1, "author_id": BOB, "created_at": 500}),
        ("proposals", {"id": 22, "problem_id": 2, "author_id": BOB, "created_at": 499}),
        ("proposals", {"id": 23, "problem_id": 1, "author_id": CHARLIE, "created_at": 500}),
        ("proposals", {"id": 24, "problem_id": 3, "author_id": CHARLIE, "created_at": 500}),
        ("proposals", {"id": 25, "problem_id": 1, "author_id": 99, "created_at": 500}),
        ("proposals", {"id": 26, "problem_id": 4, "author_id": 98, "created_at": 500}),
        ("proposals", {"id": 27, "problem_id": 5, "author_id": BOB, "created_at": 500}),
        ("proposals", {"id": 28, "problem_id": 5, "author_id": CHARLIE, "created_at": 500}),
        ("proposals", {"id": 29, "problem_id": 1, "author_id": 0, "created_at": 500}),  # erased
        ("votes", {"subject_id": 28, "user_id": ALICE}),
        ("votes", {"subject_id": 29, "user_id": ALICE}),
        ("votes", {"subject_id": 23, "user_id": ALICE}),
        ("votes", {"subject_id": 23, "user_id": BOB}),
        ("votes", {"subject_id": 24, "user_id": BOB}),
    )
    found = await database.read(proposals.list_helpers, GUILD, 500, 9)
    assert [(one.user_id, one.accepted, one.votes) for one in found] == [(BOB, 1, 0), (CHARLIE, 0, 2)]
    assert len(await database.read(proposals.list_helpers, GUILD, 500, 1)) == 1
    found = await database.read(proposals.list_helpers, GUILD, 0, 9)
    assert [(one.user_id, one.accepted) for one in found] == [(BOB, 2), (CHARLIE, 0)]
    tags = await database.read(proposals.map_solved_tags, GUILD)
    assert tags == {BOB: {"tag 1", "tag 2"}}, "not what one solved oneself"
    assert await database.read(problems.list_solved_pairs, GUILD) == [(ALICE, BOB)]


async def test_a_proposal_is_kept_once_and_so_is_one_from_the_same_reply(database: Database) -> None:
    await fill(database, ("problems", {"id": PROBLEM}), ("problems", {"id": OTHER}))

    def proposal(number: int, problem_id: ProblemId, reply: int) -> Proposal:
        return Proposal(
            ProposalId(number), problem_id, BOB, "Try this", from_ms(number), ReplySource(5, reply)
        )

    assert await database.write(proposals.insert_proposal, proposal(1, PROBLEM, 60))
    assert not await database.write(proposals.insert_proposal, proposal(1, PROBLEM, 61))
    assert not await database.write(proposals.insert_proposal, proposal(2, PROBLEM, 60))
    assert await database.write(proposals.insert_proposal, proposal(2, OTHER, 60))
    assert await database.write(proposals.insert_proposal, proposal(3, PROBLEM, 62))
    assert [one.id for one in await database.read(proposals.list_since, PROBLEM, 1)] == [1, 3]
    assert [one.id for one in await database.read(proposals.list_since, PROBLEM, 2)] == [3]
    await database.write(votes.save_vote, 3, ALICE, is_reaction=True, now_ms=0)
    assert [one.id for one in await database.read(proposals.list_proposals, PROBLEM)] == [3, 1]
    assert not await database.read(proposals.has_failed, PROBLEM)
    await database.write(proposals.set_outcome, ProposalId(1), ProposalOutcome.NO)
    assert await database.read(proposals.has_failed, PROBLEM)
    assert await database.read(proposals.find_proposal, OTHER, ProposalId(1)) is None


async def test_a_vote_by_reaction_stays_one_and_each_kind_is_taken_back_for_itself(
    database: Database,
) -> None:
    for user_id, is_reaction, at_ms in ((ALICE, True, 2), (BOB, False, 1)):
        await database.write(votes.save_vote, PROBLEM, user_id, is_reaction=is_reaction, now_ms=at_ms)
        await database.write(votes.save_vote, PROBLEM, user_id, is_reaction=False, now_ms=at_ms + 5)
    assert await database.read(votes.list_voters, PROBLEM) == [BOB, ALICE]
    assert await database.read(votes.list_voters, PROBLEM, is_reaction=True) == [ALICE]
    assert await database.read(votes.list_voters, PROBLEM, is_reaction=False) == [BOB]
    assert not await database.write(votes.delete_vote, PROBLEM, BOB, is_reaction=True)
    assert not await database.write(votes.delete_vote, PROBLEM, ALICE, is_reaction=False)
    await database.write(votes.save_vote, PROBLEM, BOB, is_reaction=True, now_ms=9)
    assert await database.read(votes.has_reaction, PROBLEM, BOB)
    await database.write(votes.detach_votes, PROBLEM)
    assert await database.read(votes.list_voters, PROBLEM, is_reaction=True) == []
    assert await database.write(votes.delete_vote, PROBLEM, ALICE)
    assert await database.read(votes.list_voters, PROBLEM) == [BOB]


async def test_a_draft_is_changed_by_its_author_alone_and_where_it_was_made(database: Database) -> None:
    async def keep(guild_id: int, user_id: int, text: str, now_ms: int = 100) -> None:
        payload = {"title": text}
        await database.write(problem_drafts.insert_draft, KEYRING, guild_id, user_id, 1, payload, now_ms)

    async def find(guild_id: int, user_id: int) -> object:
        return await database.read(problem_drafts.find_draft, KEYRING, guild_id, user_id, 1)

    await keep(GUILD, ALICE, "first")
    await keep(GUILD, BOB, "somebody else's")
    await keep(GUILD + 1, ALICE, "in another server")
    assert await find(GUILD, ALICE) == {"title": "first"}
    await keep(GUILD, ALICE, "second")
    assert await find(GUILD, ALICE) == {"title": "second"}
    assert await find(GUILD, BOB) is None
    assert await find(GUILD + 1, ALICE) is None
    assert "second" not in str(await read(database, "SELECT payload FROM problem_drafts"))
    assert await database.read(problem_drafts.list_own, KEYRING, GUILD, ALICE) == {1: {"title": "second"}}
    assert await database.read(problem_drafts.list_own, KEYRING, GUILD, BOB) == {}
    await database.write(problem_drafts.delete_drafts_before, 100)
    assert await read(database, "SELECT id FROM problem_drafts") == [(1,)]
    await database.write(problem_drafts.delete_drafts_before, 101)
    assert await read(database, "SELECT id FROM problem_drafts") == []


@pytest.mark.parametrize("is_loose", [True, False])
async def test_where_more_match_than_are_wanted_the_newest_are_found(
    database: Database, is_loose: bool
) -> None:
    def insert(connection: Connection) -> None:
        for number in range(1, 6):
            details = ProblemDetails("Unpaid invoices", "", "", ())
            problem = Problem(ProblemId(number), GUILD, ALICE, details, Board(500, False), from_ms(0))
            problems.insert_problem(connection, problem)
            problem_search.index_problem(connection, problem, [])

    await database.write(insert)
    scope, term = Scope(GUILD), Term("invoices")
    found = await database.read(problem_search.find_with_all, scope, [term], 2, is_loose=is_loose)
    assert sorted(one.problem_id for one in found) == [4, 5]
    found = await database.read(problem_search.find_with_any, scope, [term], 2)
    assert sorted(one.problem_id for one in found) == [4, 5]
    assert await database.read(problem_search.count_with, GUILD, [term]) == {"invoices": 5}
    await database.write(problem_search.unindex_problem, ProblemId(5))
    found = await database.read(problem_search.find_with_any, scope, [term], 2)
    assert sorted(one.problem_id for one in found) == [3, 4]
