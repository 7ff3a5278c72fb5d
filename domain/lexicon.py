"""Words of times and rhythms as they are looked up: prepared once for each language, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.tokens import MOST_CHARACTERS, Token, clean, tokenise
from languages.time_words import list_time_words

_MOST_TOKENS = 90  # the longest rhythm with all its days has fewer
# Kinds that stand where a longer phrase begins, too: "segundo y cuarto", 最終日曜日, 3月末.
_ALSO_SHORT = {"and", "nth", "month_mark"}
_Phrase = tuple[tuple[str, ...], str, str]


@dataclass(frozen=True, slots=True)
class NamedCity:
    """Words of a text that name a city, and the zones that it may have, several where several are called so.

    `is_obvious` tells that they need no word beside them which says that a place is meant.
    """

    phrase: tuple[str, ...]
    zones: tuple[str, ...]
    is_obvious: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with all that its words may mean in one language.

    `meanings` has, for each token, the kinds of the longest phrase that begins there, each with its value and
    the place of the token that follows the phrase. `cities` are those that the text
    names beside that, the longest first.
    """

    language: str
    tokens: tuple[Token, ...]
    meanings: tuple[dict[str, tuple[str, int]], ...]
    cities: tuple[NamedCity, ...] = ()

    def word(self, place: int, kind: str) -> tuple[str, int] | None:
        """Returns value and end of a phrase of this kind that begins at the place; None where none does."""
        return self.meanings[place].get(kind) if place < len(self.tokens) else None

    def skip(self, place: int, *kinds: str) -> int:
        """Returns the place after the phrases of these kinds that begin here."""
        while place < len(self.tokens):
            found = next((self.meanings[place][kind] for kind in kinds if kind in self.meanings[place]), None)
            if found is None:
                break
            place = found[1]
        return place

    def number(self, place: int) -> tuple[int, int] | None:
        """Returns a number in digits or as a word, and its end; None where none begins at the place."""
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if token.shape == "num":
            return token.number, place + 1
        named = self.meanings[place].get("num")
        return (int(named[0]), named[1]) if named else None

    def is_shape(self, place: int, shape: str) -> bool:
        """Returns whether a token of this shape is at the place."""
        return 0 <= place < len(self.tokens) and self.tokens[place].shape == shape

    def is_mark(self, place: int, marks: str) -> bool:
        """Returns whether one of the marks is at the place."""
        return 0 <= place < len(self.tokens) and self.tokens[place].text in marks

    def is_glued(self, place: int) -> bool:
        """Returns whether there is a token at the place that follows the last one without a space."""
        return place < len(self.tokens) and self.tokens[place].is_glued

    @property
    def idioms(self) -> dict[int, int]:
        """Numbers of days that are said of whole weeks, each with the days that are meant then."""
        return _idioms(self.language)

    @property
    def end(self) -> int:
        """The place after the last token."""
        return len(self.tokens)


@lru_cache(maxsize=256)
def word(text: str, language: str) -> Wording | None:
    """Returns the text in its words; None where it is too long to be a time, a rhythm or a length."""
    if len(text) > MOST_CHARACTERS:
        return None
    tokens = tokenise(clean(text))
    if len(tokens) > _MOST_TOKENS:
        return None
    return Wording(
        language, tokens, tuple(_meanings(tokens, place, language) for place in range(len(tokens)))
    )


def _meanings(tokens: Sequence[Token], place: int, language: str) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    longest = 0
    for phrase, kind, value in _index(language).get(tokens[place].text, ()):
        if len(phrase) < longest and kind not in _ALSO_SHORT:
            continue
        if _stands_at(phrase, tokens, place):
            longest = max(longest, len(phrase))
            found.setdefault(kind, (value, place + len(phrase)))
    return found


def _stands_at(phrase: tuple[str, ...], tokens: Sequence[Token], place: int) -> bool:
    return len(phrase) <= len(tokens) - place and all(
        tokens[place + number].text == text for number, text in enumerate(phrase)
    )


@cache
def _index(language: str) -> dict[str, tuple[_Phrase, ...]]:
    """Returns the phrases of a language by their first token, the longest first."""
    by_first: dict[str, list[_Phrase]] = {}
    for known in list_time_words(language):
        phrase = tuple(token.text for token in tokenise(clean(known.phrase)))
        by_first.setdefault(phrase[0], []).append((phrase, known.kind, known.value))
    return {
        first: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0])))
        for first, phrases in by_first.items()
    }


@cache
def _idioms(language: str) -> dict[int, int]:
    return {
        int(known.phrase): int(known.value)
        for known in list_time_words(language)
        if known.kind == "idiom_days"
    }
