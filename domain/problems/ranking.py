"""Which problems answer a query best. Pure, and the only place that knows the weights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from domain.ids import ProblemId
from domain.problems.problem import Stage
from domain.problems.stopwords import STOP_WORDS
from domain.problems.words import is_unspaced, query_words

MOST_COUNTED = 1_000  # problems; what is more counts as so many
MOST_TERMS = 16  # of a query; a longer one is read up to here
_TITLE, _BODY, _PROPOSALS = 4.0, 2.0, 1.0
_EXACT, _LOOSE = 1.0, 0.6
_VOTES = 0.03
_SIMILAR_ENOUGH = 0.25
_BODY_HELPS = 0.5
_COMMON = 0.4  # a word in more of the problems than this says nothing about any of them


@dataclass(frozen=True)
class Term:
    """One word of a query. It also finds words that start with its stem: `invoices` finds `invoicing`.

    `is_unfinished` is the last word while it is being typed; a fixed one finds nothing but itself.
    """

    word: str
    is_unfinished: bool = False
    is_fixed: bool = False

    @cached_property
    def stem(self) -> str:
        length = len(self.word)
        if self.is_unfinished or self.is_fixed or length <= 3 or is_unspaced(self.word):
            return self.word
        return self.word[: length - 1 if length <= 5 else length - 2]

    @cached_property
    def is_exact(self) -> bool:
        """Whether the word itself has to be there: a short one starts too many others."""
        is_lone = is_unspaced(self.word) and len(self.word) == 1 and not self.is_fixed
        return not self.is_unfinished and self.stem == self.word and not is_lone

    def is_in(self, words: str) -> bool:
        """Whether the very word is there; one that is being typed may go on."""
        return (f" {self.word}" if self.is_unfinished else f" {self.word} ") in words

    def closeness(self, words: str) -> float:
        """How well the words, each with a space before and after it, contain the term; from 0 to 1."""
        if self.is_in(words):
            return _EXACT
        if not self.is_exact and f" {self.stem}" in words:
            return _LOOSE
        return 0.0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: one guild's problems, of one stage, with one tag."""

    guild_id: int
    stage: Stage | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A problem as search sees it: its words by where they stand, each with a space before and after it."""

    problem_id: ProblemId
    title: str
    body: str
    proposals: str
    is_solved: bool
    votes: int
    created_at: datetime


def read_text(text: str) -> tuple[Term, ...]:
    """The terms of a text to find similar ones by: its words but for those that every text has."""
    return tuple(Term(word) for word in query_words(text) if word not in STOP_WORDS)


def read_terms(text: str, *, is_unfinished: bool = False, limit: int = MOST_TERMS) -> tuple[Term, ...]:
    """The terms of a query; empty where there is no word in it."""
    words = query_words(text)[:limit]
    is_in_word = is_unfinished and bool(text) and not text[-1].isspace()
    return tuple(Term(word, is_in_word and place == len(words) - 1) for place, word in enumerate(words))


def fixed(terms: Iterable[Term], counts: Mapping[str, int]) -> tuple[Term, ...]:
    """The terms, but a word that very many problems have as it is written finds no other forms of it."""
    return tuple(
        replace(term, is_fixed=True) if counts[term.word] >= MOST_COUNTED and not term.is_unfinished else term
        for term in terms
    )


def rarity(count: int, total: int) -> float:
    """How much a word says that `count` of `total` problems have."""
    return math.log(1 + (total + 1) / (count + 0.5))


def relevance(terms: Sequence[Term], rarities: Mapping[str, float], document: Document) -> float:
    """From 0 to 1: the share of the query's weight that the document has, the title counting most."""
    return _share(terms, rarities, _places(terms, document))


def _share(terms: Sequence[Term], rarities: Mapping[str, float], places: Sequence[float]) -> float:
    total = sum(rarities[term.word] for term in terms)
    found = sum(rarities[term.word] * place for term, place in zip(terms, places, strict=True))
    return found / (total * _TITLE) if total else 0.0


def _places(terms: Sequence[Term], document: Document) -> list[float]:
    """For each term the weight of the best place that has it; 0 where none does."""
    return [
        max(
            _TITLE * term.closeness(document.title),
            _BODY * term.closeness(document.body),
            _PROPOSALS * term.closeness(document.proposals),
        )
        for term in terms
    ]


def rank(
    terms: Sequence[Term], rarities: Mapping[str, float], documents: Iterable[Document]
) -> list[Document]:
    """Those with every term, or, where there are none, those with any; the best first.

    Those with every very word come before those with other forms of one. Votes settle what is nearly
    alike, then the newer comes first.
    """
    placed = [(_places(terms, one), one) for one in documents]
    found = [pair for pair in placed if all(pair[0])] or [pair for pair in placed if any(pair[0])]
    scored = [(_share(terms, rarities, places), one) for places, one in found]
    return [one for _, one in sorted(scored, key=lambda pair: (not has_all(terms, pair[1]), *_order(pair)))]


def has_all(terms: Sequence[Term], document: Document) -> bool:
    """Whether every term is in the document as it is written in the query."""
    fields = (document.title, document.body, document.proposals)
    return all(any(term.is_in(words) for words in fields) for term in terms)


def rank_similar(
    title: Sequence[Term], body: Sequence[Term], rarities: Mapping[str, float], documents: Iterable[Document]
) -> list[Document]:
    """Those that are close to a new problem of this title and body, solved ones first, then the best."""
    scored = [
        (relevance(title, rarities, one) + _BODY_HELPS * relevance(body, rarities, one), one)
        for one in documents
    ]
    close = [(score, one) for score, one in scored if score >= _SIMILAR_ENOUGH]
    return [one for _, one in sorted(close, key=lambda pair: (not pair[1].is_solved, *_order(pair)))]


def _order(pair: tuple[float, Document]) -> tuple[float, float, int]:
    score, document = pair
    boosted = score + _VOTES * math.log1p(document.votes)
    return -round(boosted, 9), -document.created_at.timestamp(), document.problem_id


def telling(terms: Iterable[Term], counts: Mapping[str, int], total: int, most: int) -> list[Term]:
    """The terms that tell problems apart, the rarest first: in some of them, and not in nearly all."""
    limit = max(3, total * _COMMON)
    useful = [term for term in terms if 0 < counts[term.word] <= limit]
    return sorted(useful, key=lambda term: counts[term.word])[:most]
