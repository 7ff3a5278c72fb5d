"""Which problem answers a query best."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from domain.ids import ProblemId
from domain.problems.ranking import (
    Document,
    Term,
    distinctive_terms,
    fix_common_terms,
    rank_documents,
    rank_similar,
    rarity,
    read_terms,
    read_text,
)
from domain.problems.words import text_words

_NOW = datetime(2026, 3, 9, tzinfo=UTC)


def document(id_: int, title: str, body: str = "", proposals: str = "", **more: object) -> Document:
    """A problem as search sees it; the higher the id the newer."""
    words = [f" {' '.join(text_words(text))} " for text in (title, body, proposals)]
    return Document(
        problem_id=ProblemId(id_),
        title=words[0],
        body=words[1],
        proposals=words[2],
        is_solved=bool(more.get("is_solved")),
        votes=int(str(more.get("votes", 0))),
        created_at=_NOW + timedelta(days=id_),
    )


def _order(text: str, *documents: Document, is_unfinished: bool = False) -> list[int]:
    terms = read_terms(text, is_unfinished=is_unfinished)
    return [one.problem_id for one in rank_documents(terms, defaultdict(lambda: 1.0), documents)]


def test_the_title_counts_more_than_the_body_and_that_more_than_proposals() -> None:
    found = _order(
        "invoice",
        document(3, "x", proposals="invoice"),
        document(2, "x", "invoice"),
        document(1, "invoice"),
        document(4, "something else"),
    )
    assert found == [1, 2, 3]


def test_the_very_word_comes_before_other_forms_of_it() -> None:
    assert _order("invoices", document(1, "x", "invoices"), document(2, "invoice")) == [1, 2]
    assert _order("invoice", document(1, "invoices"), document(2, "invoicing"), document(3, "voice")) == [
        2,
        1,
    ]


def test_those_with_every_word_hide_those_with_some() -> None:
    assert _order("late invoice", document(1, "late"), document(2, "invoice, late")) == [2]
    assert _order("late invoice", document(1, "late"), document(2, "x", "invoice")) == [1, 2]


def test_votes_settle_what_is_alike_then_the_newer_comes_first() -> None:
    assert _order("late", document(1, "late", votes=3), document(2, "late"), document(3, "late")) == [1, 3, 2]


def test_the_last_word_may_be_unfinished_while_it_is_typed() -> None:
    assert _order("late inv", document(1, "late invoice")) == [1]
    assert _order("late inv ", document(1, "late invoice"), is_unfinished=True) == [1]  # by “late” alone
    assert _order("inv", document(1, "late invoice"), is_unfinished=True) == [1]
    assert _order("inv", document(1, "late invoice")) == []


@pytest.mark.parametrize(
    ("word", "stem", "is_exact"),
    [
        ("css", "css", True),
        ("bugs", "bug", False),
        ("invoices", "invoic", False),
        ("請求", "請求", True),
        ("書", "書", False),
    ],
)
def test_stems_are_cut_by_length(word: str, stem: str, is_exact: bool) -> None:
    term = Term(word)
    assert (term.stem, term.is_exact) == (stem, is_exact)


def test_a_word_that_very_many_have_finds_no_other_forms() -> None:
    common, rare = fix_common_terms((Term("client"), Term("invoices")), {"client": 1000, "invoices": 3})
    assert common.is_exact
    assert not rare.is_exact
    assert not fix_common_terms((Term("cl", is_unfinished=True),), {"cl": 1000})[0].is_exact


def test_a_rare_word_says_more() -> None:
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0


def test_words_that_every_text_has_say_nothing_about_it() -> None:
    assert [term.word for term in read_text("How do I get my client to pay?")] == ["client", "pay"]
    terms = tuple(Term(word) for word in ("client", "usual", "absent"))
    counts = {"client": 2, "usual": 90, "absent": 0}
    assert [term.word for term in distinctive_terms(terms, counts, 100, 5)] == ["client"]


def test_similar_ones_are_solved_first_and_far_ones_are_left_out() -> None:
    documents = [
        document(1, "Late client"),
        document(2, "My client pays late", is_solved=True),
        document(3, "A chair for the back", "and a client"),
    ]
    found = rank_similar(
        read_text("Client pays late"), read_text("I want my money"), defaultdict(lambda: 1.0), documents
    )
    assert [one.problem_id for one in found] == [2, 1]


def test_a_query_without_words_finds_nothing() -> None:
    assert read_terms("***") == ()
    assert len(read_terms(" ".join(f"word{number}" for number in range(100)))) == 16


@pytest.mark.parametrize(
    ("count", "total", "is_telling"),
    [
        (0, 100, False),  # nothing has it, so it finds nothing
        (1, 100, True),
        (40, 100, True),
        (41, 100, False),  # most have it
        (3, 4, True),  # of very few problems a share says nothing
        (4, 4, False),
    ],
)
def test_a_word_tells_problems_apart_that_some_have_and_not_most(
    count: int, total: int, is_telling: bool
) -> None:
    term = Term("invoice")
    assert distinctive_terms([term], {"invoice": count}, total, 5) == ([term] if is_telling else [])


def test_the_rarest_words_are_asked_for_first_and_no_more_than_are_wanted() -> None:
    terms = [Term("late"), Term("invoice"), Term("vat")]
    assert distinctive_terms(terms, {"late": 9, "invoice": 4, "vat": 1}, 100, 2) == [terms[2], terms[1]]


@pytest.mark.parametrize(
    ("count", "total", "weight"), [(0, 9, 21), (1, 9, 1 + 10 / 1.5), (9, 9, 1 + 10 / 9.5)]
)
def test_how_much_a_word_says(count: int, total: int, weight: float) -> None:
    assert rarity(count, total) == pytest.approx(math.log(weight))


def test_only_the_last_word_is_unfinished_and_only_while_it_is_typed() -> None:
    assert read_terms("", is_unfinished=True) == ()
    assert read_terms("late inv", is_unfinished=True) == (Term("late"), Term("inv", is_unfinished=True))
    assert read_terms("late inv ", is_unfinished=True) == (Term("late"), Term("inv"))
    assert read_terms("late inv") == (Term("late"), Term("inv"))
    words = " ".join(f"word{number}" for number in range(20))
    assert len(read_terms(words)) == 16
    assert read_terms(words, limit=2) == (Term("word0"), Term("word1"))


def test_a_common_word_that_is_being_typed_may_still_become_another() -> None:
    typed, whole = Term("in", is_unfinished=True), Term("invoice")
    assert fix_common_terms([typed, whole], {"in": 5000, "invoice": 1000}) == (
        typed,
        Term("invoice", is_fixed=True),
    )
    assert fix_common_terms([whole], {"invoice": 999}) == (whole,)
