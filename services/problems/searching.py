"""Full-text search: what a member searches for, what completes their words, what is like a new problem."""

from __future__ import annotations

from collections.abc import Sequence

from db import problem_search, problems, proposals
from domain.problems.problem import Problem, Stage
from domain.problems.ranking import (
    Scope,
    Term,
    distinctive_terms,
    fix_common_terms,
    rank_documents,
    rank_similar,
    rarity,
    read_text,
)
from services.transaction import Transaction

_CANDIDATES = 100
_CANDIDATES_A_TERM = 20
_TELLING_TERMS = 5
_MOST_SIMILAR = 5
_RENEWED_AT_ONCE = 100
_ENDED = {Stage.CLOSED}


def find(tx: Transaction, scope: Scope, terms: Sequence[Term], limit: int) -> list[Problem]:
    """Returns at most `limit` problems of the scope that have every term, or any where none has all; the best
    first.
    """
    total = problem_search.count_problems(tx.connection, scope.guild_id)
    counts = problem_search.count_with(tx.connection, scope.guild_id, terms)
    terms = fix_common_terms(terms, counts)
    documents = problem_search.find_with_all(tx.connection, scope, terms, _CANDIDATES, is_loose=False)
    if len(documents) < limit:
        documents += problem_search.find_with_all(tx.connection, scope, terms, _CANDIDATES, is_loose=True)
        documents = list({document.problem_id: document for document in documents}.values())
    if not documents and len(terms) > 1:
        documents = problem_search.find_with_any(tx.connection, scope, terms, _CANDIDATES_A_TERM)
    best = rank_documents(terms, {word: rarity(count, total) for word, count in counts.items()}, documents)
    return problems.list_by_ids(tx.connection, [document.problem_id for document in best[:limit]])


def list_similar(tx: Transaction, guild_id: int, title: str, text: str) -> list[Problem]:
    """Returns at most five of the guild's problems that are like this title and text, solved ones first."""
    by_title, by_text = read_text(title), read_text(text)
    counts = problem_search.count_with(tx.connection, guild_id, {*by_title, *by_text})
    by_title, by_text = fix_common_terms(by_title, counts), fix_common_terms(by_text, counts)
    total = problem_search.count_problems(tx.connection, guild_id)
    terms = distinctive_terms(by_title, counts, total, _TELLING_TERMS)
    terms += distinctive_terms(by_text, counts, total, _TELLING_TERMS)
    documents = problem_search.find_with_any(tx.connection, Scope(guild_id), terms, _CANDIDATES_A_TERM)
    rarities = {word: rarity(count, total) for word, count in counts.items()}
    best = rank_similar(by_title, by_text, rarities, documents)
    similar = problems.list_by_ids(
        tx.connection, [document.problem_id for document in best[: 2 * _MOST_SIMILAR]]
    )
    return [problem for problem in similar if problem.stage not in _ENDED][:_MOST_SIMILAR]


def renew_words(tx: Transaction) -> int:
    """Splits the words of some problems anew, which an older rule has split.

    Returns how many; 0 where none is left.
    """
    outdated = problem_search.list_outdated(tx.connection, _RENEWED_AT_ONCE)
    for problem_id in outdated:
        problem = problems.load_problem(tx.connection, problem_id)
        assert problem is not None, "problems are not deleted"
        of_problem = proposals.list_proposals(tx.connection, problem_id)
        problem_search.renew_words(tx.connection, problem, of_problem)
    return len(outdated)
