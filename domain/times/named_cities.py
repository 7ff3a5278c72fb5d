"""Cities in what is typed that are in no table of zones: which words may name one, and which zones it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.cities import CityMatch, FindCities, fold_city_name, zones_of_city
from domain.lexicon import NamedCity, Wording, word
from languages import ENGLISH

_MOST_WORDS = 4  # of the name of a city: Rio de Janeiro
_MOST_SIGNS = 9  # of one in kana or kanji
_MOST_UNKNOWN = 9  # words, or signs, that nothing is known of; in a text with more there is more than a city
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
    """Returns the cities that the text may name in words that mean nothing else, each with its zones."""
    wording, english = word(text, language), word(text, ENGLISH)
    if wording is None or english is None:
        return ()
    pairs = zip(wording.tokens, wording.meanings, english.meanings, strict=True)
    unknown = [token.shape == "word" and not (here or there) for token, here, there in pairs]
    if not 0 < sum(unknown) <= _MOST_UNKNOWN:
        return ()
    found = (_city(phrase, name, find(name)) for phrase, name in dict(_phrases(wording, unknown)).items())
    return tuple(city for city in found if city.zones)


def _city(phrase: tuple[str, ...], name: str, hits: Sequence[CityMatch]) -> NamedCity:
    is_large = any(
        hit.city.population >= _LARGE and (hit.folded_name == name or not name.isascii()) for hit in hits
    )
    return NamedCity(phrase, zones_of_city(name, hits), is_large and name not in _LIKE_WORDS)


def _phrases(wording: Wording, unknown: list[bool]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields runs of words of which one or more are unknown, and the name that each is; the longest first."""
    texts = [token.text for token in wording.tokens]
    for start in range(wording.end):
        is_unspaced = not texts[start].isascii() and len(texts[start]) == 1
        for length in range(_MOST_SIGNS if is_unspaced else 2 * _MOST_WORDS - 1, 0, -1):
            run = slice(start, start + length)
            if start + length <= wording.end and any(unknown[run]) and _are_words(wording, run):
                joined = ("" if is_unspaced else " ").join(texts[run])
                yield tuple(texts[run]), fold_city_name(joined)


def _are_words(wording: Wording, run: slice) -> bool:
    """Returns whether a run has the form of a name: words, or words with a mark between them."""
    tokens = wording.tokens[run]
    is_word = [token.shape == "word" for token in tokens]
    return (
        is_word[0]
        and is_word[-1]
        and all(word or token.text in "-'." for word, token in zip(is_word, tokens, strict=True))
    )
