"""Ranking of problems against a query: pure, and the only place that knows the weights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from domain.ids import ProblemId
from domain.problems.problem import Stage
from domain.problems.stopwords import STOP_WORDS
from domain.problems.words import is_name, is_unspaced, query_words, words_as_names

MOST_COUNTED = 1_000  # problems with a word; the index counts no further
MOST_TERMS = 16  # of a query; what follows is not read
_TITLE, _BODY, _PROPOSALS = 4.0, 2.0, 1.0
_EXACT, _LOOSE = 1.0, 0.6  # the very word, another form of it
_VOTES = 0.03  # small: a hundred votes weigh 0.14, which settles only what is nearly alike
_SIMILAR_ENOUGH = 0.25  # a quarter of the new title's weight in another's title
_BODY_HELPS = 0.5  # a body has many words by chance, a title few
_COMMON = 0.4  # a word in more of the problems than this says nothing about any of them


@dataclass(frozen=True)
class Term:
    """One word of a query. It also finds words that start with its stem: `invoices` finds `invoicing`.

    `is_unfinished` is true for the last word while it is being typed. A term that `is_fixed` finds nothing
    but the very word.
    """

    word: str
    is_unfinished: bool = False
    is_fixed: bool = False

    @cached_property
    def stem(self) -> str:
        """The beginning that other forms of the word share: without its last letter, or two from six on."""
        length = len(self.word)
        if self.is_unfinished or self.is_fixed or length <= 3 or is_unspaced(self.word) or is_name(self.word):
            return self.word
        return self.word[: length - 1 if length <= 5 else length - 2]

    @cached_property
    def is_exact(self) -> bool:
        """Whether the very word has to be there, as for a short one, which too many others start with."""
        is_lone = is_unspaced(self.word) and len(self.word) == 1 and not self.is_fixed
        return not self.is_unfinished and self.stem == self.word and not is_lone

    def is_in(self, words: str) -> bool:
        """Returns whether the very word is among the words; one that is being typed may go on."""
        return (f" {self.word}" if self.is_unfinished else f" {self.word} ") in words

    def closeness(self, words: str) -> float:
        """Returns from 0 to 1 how well the words, each between two spaces, contain the term."""
        if self.is_in(words):
            return _EXACT
        if not self.is_exact and f" {self.stem}" in words:
            return _LOOSE
        return 0.0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: the problems of one server; of one stage or with one tag, where these are not None."""

    guild_id: int
    stage: Stage | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A problem as search sees it: its words by where they stand, each word between two spaces."""

    problem_id: ProblemId
    title: str
    body: str
    proposals: str
    is_solved: bool
    votes: int
    created_at: datetime


def read_text(text: str) -> tuple[Term, ...]:
    """Returns the terms by which to find problems like a text: its words without stop words.

    What is a stop word, and written as the name of a language, is none: C, Go.
    """
    names = words_as_names(text)
    return tuple(Term(word) for word in query_words(text) if word not in STOP_WORDS or word in names)


def read_terms(text: str, *, is_unfinished: bool = False, limit: int = MOST_TERMS) -> tuple[Term, ...]:
    """Returns the terms of a query, at most `limit` of them; none where there is no word in it."""
    words = query_words(text)[:limit]
    is_in_word = is_unfinished and bool(text) and not text[-1].isspace()
    return tuple(Term(word, is_in_word and place == len(words) - 1) for place, word in enumerate(words))


def fix_common_terms(terms: Iterable[Term], counts: Mapping[str, int]) -> tuple[Term, ...]:
    """Returns the terms, of which those that very many problems contain find no other forms any more.

    `counts` says how many problems contain the very word. Other forms of a common word would cost the most to
    look up and tell the least.
    """
    return tuple(
        replace(term, is_fixed=True) if counts[term.word] >= MOST_COUNTED and not term.is_unfinished else term
        for term in terms
    )


def rarity(count: int, total: int) -> float:
    """Returns how much a word tells that `count` of `total` problems contain: the rarer, the more."""
    return math.log(1 + (total + 1) / (count + 0.5))


def relevance(terms: Sequence[Term], rarities: Mapping[str, float], document: Document) -> float:
    """Returns from 0 to 1 the share of the query's weight that the document has; the title counts most."""
    return _share(terms, rarities, _places(terms, document))


def _share(terms: Sequence[Term], rarities: Mapping[str, float], places: Sequence[float]) -> float:
    total = sum(rarities[term.word] for term in terms)
    found = sum(rarities[term.word] * place for term, place in zip(terms, places, strict=True))
    return found / (total * _TITLE) if total else 0.0


def _places(terms: Sequence[Term], document: Document) -> list[float]:
    """Returns for each term the weight of the best place that contains it; 0 where none does."""
    return [
        max(
            _TITLE * term.closeness(document.title),
            _BODY * term.closeness(document.body),
            _PROPOSALS * term.closeness(document.proposals),
        )
        for term in terms
    ]


def rank_documents(
    terms: Sequence[Term], rarities: Mapping[str, float], documents: Iterable[Document]
) -> list[Document]:
    """Returns the documents with every term or, where there are none, those with any; the best first.

    Documents with every word as it is written come before those with another form of one. Votes settle what
    is nearly alike; of documents that are alike the newer comes first.
    """
    placed = [(_places(terms, one), one) for one in documents]
    found = [pair for pair in placed if all(pair[0])] or [pair for pair in placed if any(pair[0])]
    scored = [(_share(terms, rarities, places), one) for places, one in found]
    return [one for _, one in sorted(scored, key=lambda pair: (not has_all(terms, pair[1]), *_order(pair)))]


def has_all(terms: Sequence[Term], document: Document) -> bool:
    """Returns whether the document contains every term as it is written in the query."""
    fields = (document.title, document.body, document.proposals)
    return all(any(term.is_in(words) for words in fields) for term in terms)


def rank_similar(
    title: Sequence[Term], body: Sequence[Term], rarities: Mapping[str, float], documents: Iterable[Document]
) -> list[Document]:
    """Returns the documents close to a new problem's title and body: solved ones first, then the best."""
    scored = [
        (relevance(title, rarities, one) + _BODY_HELPS * relevance(body, rarities, one), one)
        for one in documents
    ]
    close = [(score, one) for score, one in scored if score >= _SIMILAR_ENOUGH]
    return [one for _, one in sorted(close, key=lambda pair: (not pair[1].is_solved, *_order(pair)))]


def _order(pair: tuple[float, Document]) -> tuple[float, float, int]:
    score, document = pair
    boosted = score + _VOTES * math.log1p(document.votes)
    # Rounded, so that sums in another order are the same score.
    return -round(boosted, 9), -document.created_at.timestamp(), document.problem_id


def distinctive_terms(terms: Iterable[Term], counts: Mapping[str, int], total: int, most: int) -> list[Term]:
    """Returns at most `most` terms that some of the problems contain and not nearly all, rarest first."""
    limit = max(3, total * _COMMON)  # of very few problems, a share would say nothing
    useful = [term for term in terms if 0 < counts[term.word] <= limit]
    return sorted(useful, key=lambda term: counts[term.word])[:most]
