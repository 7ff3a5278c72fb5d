"""The index against brute force: on small boards both find the same, in the same order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import Config
from db import problem_index, problem_search, problems, proposals, votes
from db.connection import Connection
from db.database import Database
from db.migrations import migrate
from domain.boards import Board
from domain.ids import ProblemId, ProposalId
from domain.problems.problem import Problem, ProblemDetails, ProblemState, Proposal, Stage
from domain.problems.ranking import Document, Scope, fix_common_terms, rank_documents, rarity, read_terms
from domain.problems.words import text_words
from languages import ENGLISH
from services.problems.searching import find, list_similar, renew_words
from services.transaction import Transaction
from tests.stores import Store, look_into

_NOW = datetime(2026, 3, 9, tzinfo=UTC)
_WORDS: tuple[str, ...] = (
    "late",
    "client",
    "invoice",
    "invoices",
    "invoicing",
    "café",
    "cafe",
    "chair",
    "tax",
    "z",
    "zz",
    "zebra",
)
_WORDS += ("税", "税金", "請求書", "a2", "naïve")
_WORDS += ("C", "C++", "C#", ".NET", "net", "Node.js", "node", "Go", "Google", "Objective-C", "R", "R&D")
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
_PROBLEMS = st.lists(
    st.tuples(_TEXTS, _TEXTS, st.lists(_TEXTS, max_size=2), st.integers(0, 3), st.sampled_from(["", "gear"])),
    max_size=12,
)
_QUERIES = st.one_of(
    _TEXTS,
    st.sampled_from(["invo", "C/C++", "f#", ".net c", "LATE clients", "請求", "書", "z", "chair zebra tax"]),
)


@pytest.fixture
def tx(store: Store, tmp_path: Path) -> Iterator[Transaction]:
    with look_into(Database(store.make(tmp_path / "search.db"))) as connection:
        migrate(connection)
        if isinstance(connection, sqlite3.Connection):
            connection.create_function("is_ours", 1, lambda guild_id: 1)
        yield Transaction(connection, _NOW, Random(1), Config(), lambda guild_id: ENGLISH)


def _fill(
    connection: Connection, guild_id: int, rows: Sequence[tuple[str, str, list[str], int, str]]
) -> None:
    for number, (title, wants, ideas, voters, tag) in enumerate(rows, start=guild_id * 1000):
        details = ProblemDetails(title, wants, tags=(tag,) if tag else ())
        at = _NOW + timedelta(minutes=number)
        problem = Problem(ProblemId(number), guild_id, 1, details, Board(1, False), at)
        problems.insert_problem(connection, problem)
        for place, text in enumerate(ideas):
            proposal = Proposal(ProposalId(number * 10 + place), problem.id, 2, text, at)
            proposals.insert_proposal(connection, proposal)
        for voter in range(voters):
            votes.save_vote(connection, number, voter, is_reaction=True, now_ms=0)
        stored = problems.load_problem(connection, problem.id)
        assert stored is not None
        problem_search.index_problem(connection, stored, proposals.list_proposals(connection, problem.id))


def _brute_force(connection: Connection, guild_id: int, query: str) -> list[int]:
    """Every problem of the guild read and ranked, without any index."""
    documents = []
    for problem in problems.list_problems(connection, guild_id, None, None, 1000):
        ideas = "\n".join(one.text for one in proposals.list_proposals(connection, problem.id))
        details = problem.details
        texts = (details.title, f"{details.wants} {' '.join(details.tags)}", ideas)
        words = [f" {' '.join(text_words(text))} " for text in texts]
        documents.append(
            Document(
                problem_id=problem.id,
                title=words[0],
                body=words[1],
                proposals=words[2],
                is_solved=False,
                votes=problem.votes,
                created_at=problem.created_at,
            )
        )
    terms = read_terms(query)
    everything = [f"{one.title}{one.body}{one.proposals}" for one in documents]
    counts = {term.word: sum(f" {term.word} " in text for text in everything) for term in terms}
    rarities = {word: rarity(count, len(documents)) for word, count in counts.items()}
    return [one.problem_id for one in rank_documents(fix_common_terms(terms, counts), rarities, documents)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(_PROBLEMS, _PROBLEMS, _QUERIES)
def test_the_index_finds_what_brute_force_finds_in_the_same_order(
    tx: Transaction,
    here: list[tuple[str, str, list[str], int, str]],
    elsewhere: list[tuple[str, str, list[str], int, str]],
    query: str,
) -> None:
    with _undone(tx.connection):
        _fill(tx.connection, 1, here)
        _fill(tx.connection, 2, elsewhere)
        found = find(tx, Scope(1), read_terms(query), limit=50)
        assert [one.id for one in found] == _brute_force(tx.connection, 1, query)
        assert {one.guild_id for one in found} <= {1}


class _undone:  # noqa: N801
    """Roll back what the block did, so that one database serves all examples."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.execute("BEGIN")

    def __exit__(self, *_: object) -> None:
        self.connection.execute("ROLLBACK")


def test_state_and_tag_narrow_a_search(tx: Transaction) -> None:
    _fill(
        tx.connection,
        1,
        [("late", "x", [], 0, "gear"), ("late", "x", ["idea"], 0, ""), ("late", "x", [], 0, "")],
    )
    terms = read_terms("late")
    assert [one.id for one in find(tx, Scope(1, Stage.OPEN, None), terms, 10)] == [1001]
    assert [one.id for one in find(tx, Scope(1, Stage.WAITING, None), terms, 10)] == [1002, 1000]
    assert [one.id for one in find(tx, Scope(1, None, "GEAR"), terms, 10)] == [1000]
    assert find(tx, Scope(1, Stage.SOLVED, None), terms, 10) == []


def test_what_is_removed_or_changed_is_found_as_it_is(tx: Transaction) -> None:
    _fill(tx.connection, 1, [("late", "x", [], 0, ""), ("late", "y", [], 0, "")])
    problem_search.unindex_problem(tx.connection, ProblemId(1000))
    assert [one.id for one in find(tx, Scope(1), read_terms("late"), 10)] == [1001]
    problem_search.unindex_problem(tx.connection, ProblemId(1000))  # a second time changes nothing
    stored = problems.load_problem(tx.connection, ProblemId(1001))
    assert stored is not None
    proposal = Proposal(ProposalId(5), stored.id, 2, "a deposit", _NOW)
    problem_search.index_problem(tx.connection, stored, [proposal])
    assert [one.id for one in find(tx, Scope(1), read_terms("deposit"), 10)] == [1001]
    problem_search.index_problem(tx.connection, stored, [])
    assert find(tx, Scope(1), read_terms("deposit"), 10) == []
    if isinstance(tx.connection, sqlite3.Connection):
        tx.connection.execute("INSERT INTO problem_index (problem_index) VALUES ('integrity-check')")


_NAMED = ("C", "C++", "C#", ".NET", "net", "F#", "F", "Node.js", "node", "R", "Go", "Google", "Objective-C")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("C", ["C"]),
        ("c++", ["C++"]),
        ("C#", ["C#"]),
        ("C♯", ["C#"]),
        (".net", [".NET"]),
        ("dotnet", [".NET"]),
        ("net", ["net"]),
        ("f#", ["F#"]),
        ("F", ["F"]),
        ("Node.JS", ["Node.js"]),
        ("nodejs", ["Node.js"]),
        ("node", ["node", "Node.js"]),
        ("r", ["R"]),
        ("Go", ["Go"]),
        ("objective c", ["Objective-C"]),
    ],
)
def test_names_with_signs_are_found_and_nothing_like_them(
    tx: Transaction, query: str, found: list[str]
) -> None:
    with _undone(tx.connection):
        _fill(tx.connection, 1, [(f"Help with {name}", "please", [], 0, "") for name in _NAMED])
        titles = [one.details.title for one in find(tx, Scope(1), read_terms(query), 10)]
        assert sorted(titles) == sorted(f"Help with {name}" for name in found)


def test_what_was_split_by_an_older_rule_is_split_anew_and_stays_where_it_was(tx: Transaction) -> None:
    with _undone(tx.connection):
        _fill(tx.connection, 1, [("Old C++", "x", ["in C#"], 0, ".NET"), ("New C++", "x", [], 0, "")])
        places = _places(tx.connection)
        _split_as_before(tx.connection, ProblemId(1000))
        assert [one.id for one in find(tx, Scope(1), read_terms("C++"), 10)] == [1001]
        assert [renew_words(tx), renew_words(tx)] == [1, 0]
        assert [one.id for one in find(tx, Scope(1), read_terms("C++"), 10)] == [1001, 1000]
        assert [one.id for one in find(tx, Scope(1), read_terms("C# .net"), 10)] == [1000]
        assert [one.id for one in find(tx, Scope(1), read_terms("C"), 10)] == []
        assert _places(tx.connection) == places


def _places(connection: Connection) -> list[tuple[int, int]]:
    rows = connection.execute("SELECT problem_id, place FROM problem_words ORDER BY place").fetchall()
    return [(row[0], row[1]) for row in rows]


def _split_as_before(connection: Connection, problem_id: ProblemId) -> None:
    """As the migration finds it: signs are no letters."""
    place = dict(_places(connection))[problem_id]
    problem_search.unindex_problem(connection, problem_id)
    words = {"title": "old c", "body": "x net", "proposals": "in c", "marks": "sopen mz00002ez00006ez000065t"}
    row = connection.execute(
        """
        INSERT INTO problem_words (problem_id, guild_id, place, title, body, proposals, marks, is_outdated)
        VALUES (:id, 1, :place, :title, :body, :proposals, :marks, 1) RETURNING *
        """,
        words | {"id": problem_id, "place": place},
    ).fetchone()
    problem_index.put(connection, place, problem_search._entry(row))


def test_similar_ones_know_c_and_go_as_languages(tx: Transaction) -> None:
    with _undone(tx.connection):
        _fill(
            tx.connection,
            1,
            [
                ("Tests in Go", "x", [], 0, ""),
                ("Memory in C", "x", [], 0, ""),
                ("Slow build of C++", "x", [], 0, ""),
                ("Taxes", "y", [], 0, ""),
            ],
        )
        assert [one.details.title for one in list_similar(tx, 1, "Channels, in Go", "")] == ["Tests in Go"]
        assert [one.details.title for one in list_similar(tx, 1, "Pointers in C", "")] == ["Memory in C"]
        assert [one.details.title for one in list_similar(tx, 1, "C++ build", "")] == ["Slow build of C++"]


def test_similar_ones_leave_out_what_is_closed(tx: Transaction) -> None:
    _fill(tx.connection, 1, [("late client", "money", [], 0, ""), ("client late again", "money", [], 0, "")])
    tx.connection.execute("UPDATE problems SET state = ? WHERE id = 1000", (ProblemState.CLOSED,))
    found = list_similar(tx, 1, "A client who is late", "I want my money")
    assert [one.id for one in found] == [1001]
