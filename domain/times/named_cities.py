"""Cities in what is typed that are in no table of zones: which words may name one, and which zones it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.cities import CityMatch, FindCities, fold_city_name, zones_of_city
from domain.lexicon import NamedCity, Wording, word
from domain.tokens import Token, is_unspaced_sign
from languages import ENGLISH

_MOST_TOKENS = 9  # of a name, marks between its words and each sign of kana and kanji counted
_SHORTEST = 3  # letters
_BEGINNINGS = ("the", "plural", "filler")  # of names, among the words that are known
_LARGE = 300_000  # people of a city that is meant where nothing says so: "18 Uhr Hannover"
# Large cities called like what people plan, like words of everyday and like people: "thu 18:00 reading".
_LIKE_WORDS = frozenset(
    [
        "aba",
        "anda",
        "armenia",
        "aurora",
        "baise",
        "batman",
        "beira",
        "bello",
        "bimbo",
        "carrefour",
        "charlotte",
        "chita",
        "constantine",
        "contagem",
        "corrientes",
        "essen",
        "fes",
        "florence",
        "fortaleza",
        "franca",
        "gaya",
        "golfe",
        "goma",
        "hue",
        "jos",
        "juba",
        "kennedy",
        "kira",
        "kita",
        "laval",
        "lima",
        "mesa",
        "minna",
        "miri",
        "multan",
        "natal",
        "nice",
        "oral",
        "orlando",
        "osh",
        "oyo",
        "palma",
        "palmas",
        "palmira",
        "pasto",
        "paulista",
        "pelotas",
        "perm",
        "pest",
        "posadas",
        "preston",
        "queens",
        "reading",
        "riverside",
        "rosario",
        "safi",
        "sale",
        "salta",
        "salvador",
        "samba",
        "santos",
        "serra",
        "soledad",
        "tanga",
        "tanta",
        "tete",
        "van",
        "victoria",
        "virar",
        "vladimir",
    ]
)


def find_named_cities(text: str, language: str, find: FindCities) -> tuple[NamedCity, ...]:
    """Returns what the text may name as a city in the words that mean nothing else, the longest name first.

    All of these have to be in the one name: with any other beside it, the text could not be read.
    """
    wording, english = word(text, language), word(text, ENGLISH)
    if wording is None or english is None:
        return ()
    known = _known(wording) | _known(english)
    unknown = [place for place, token in enumerate(wording.tokens) if _is_unknown(token, place in known)]
    if not unknown or unknown[-1] - unknown[0] >= _MOST_TOKENS:
        return ()
    runs = _runs(wording, unknown[0], unknown[-1] + 1)
    found = (_city(phrase, name, find(name)) for phrase, name in dict(runs).items())
    return tuple(city for city in found if city.zones)


def _known(wording: Wording) -> set[int]:
    """Returns the places of all words that are part of a phrase with a meaning."""
    phrases = ((place, end) for place, found in enumerate(wording.meanings) for _, end in found.values())
    return {place for start, end in phrases for place in range(start, end)}


def _is_unknown(token: Token, is_known: bool) -> bool:
    return token.shape == "word" and not is_known


def _runs(wording: Wording, first: int, end: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields the words from `first` on, also with known ones around them, and the name that they may be.

    La Paz and St. Louis have one before, Viña del Mar two behind; of scripts without spaces, it is one sign.
    """
    texts = [token.text for token in wording.tokens]
    is_unspaced = is_unspaced_sign(texts[first])
    before = first - 1 - wording.is_mark(first - 1, "-'.")
    begins_before = is_unspaced or any(wording.word(before, kind) for kind in _BEGINNINGS)
    for start in (before, first) if begins_before else (first,):
        for stop in (end + 1 if is_unspaced else end + 2, end):
            if start >= 0 and stop <= wording.end and _are_words(wording, start, stop):
                run = texts[start:stop]
                name = fold_city_name(("" if is_unspaced else " ").join(run))
                if len(name) >= _SHORTEST or is_unspaced:
                    yield tuple(run), name


def _city(phrase: tuple[str, ...], name: str, hits: Sequence[CityMatch]) -> NamedCity:
    is_large = any(
        hit.city.population >= _LARGE and (hit.folded_name == name or not name.isascii()) for hit in hits
    )
    return NamedCity(phrase, zones_of_city(name, hits), is_large and name not in _LIKE_WORDS)


def _are_words(wording: Wording, start: int, stop: int) -> bool:
    """Returns whether a run has the form of a name: words, or words with a mark between them."""
    tokens = wording.tokens[start:stop]
    is_framed = tokens[0].shape == "word" and tokens[-1].shape == "word"
    return is_framed and all(token.shape == "word" or token.text in "-'." for token in tokens)
