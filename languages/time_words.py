"""Words of times and rhythms, by language: those that CLDR has, as Babel ships it, and a table for the rest.

CLDR has the names of months, weekdays, parts of the day and cities of zones. Babel leaves out what CLDR calls
relative days (today, tomorrow): these and all other words stand in `languages/times/`, in one table for each
language. There, a phrase that means a number or a part of the day is written `phrase=value`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from babel import Locale

from languages.times import de, en, es, fr, ja, pt

_TABLES = {
    "en": en.WORDS,
    "de": de.WORDS,
    "fr": fr.WORDS,
    "es": es.WORDS,
    "pt_BR": pt.WORDS,
    "ja": ja.WORDS,
}
_PARTS_OF_DAY = ("morning", "afternoon", "evening", "night", "am", "pm")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SHORTEST = 3  # letters of a name that is typed in part


class TimeWord(NamedTuple):
    """What a phrase may mean: a kind such as `weekday`, and which of it, such as `3`."""

    phrase: str
    kind: str
    value: str


def list_examples(language: str) -> list[str]:
    """Returns times as people who speak the language type them: `tomorrow 18:00`."""
    return list(_split(_TABLES[language]["examples"]))


def list_rhythms(language: str) -> list[str]:
    """Returns rhythms as people who speak the language type them: `weekly`."""
    return list(_split(_TABLES[language]["example rhythms"]))


def list_time_words(language: str) -> tuple[TimeWord, ...]:
    """Returns all that is known of a language, the words of the table first."""
    written = tuple(_spelled(_of_table(_TABLES[language]), language))
    known = {word.phrase.casefold() for word in written}
    named = list(_spelled(_of_cldr(Locale.parse(language)), language))
    begun = [word for word in _beginnings(named) if word.phrase not in known]
    # CLDR calls the morning "mañana" as well as tomorrow: where both know a phrase, the table is right.
    return (*written, *(word for word in named if word.kind != "half" or word.phrase not in known), *begun)


def _of_table(table: Mapping[str, str]) -> Iterator[TimeWord]:
    for kind, phrases in table.items():
        for written in filter(None, _split(phrases)) if not kind.startswith("example") else ():
            phrase, _, value = written.partition("=")
            yield TimeWord(phrase, kind, value)


def _spelled(words: Iterable[TimeWord], language: str) -> Iterator[TimeWord]:
    """Yields the words, those with German umlauts as they are written without them, too: naechste, Maerz."""
    for word in words:
        yield word
        plain = word.phrase.casefold().translate(_UMLAUTS)
        if language == "de" and plain != word.phrase.casefold():
            yield word._replace(phrase=plain)


def _split(phrases: str) -> Iterator[str]:
    # In Japanese, "、" is among the words, and never between them.
    yield from (phrase.strip() for phrase in phrases.split(","))


def _of_cldr(locale: Locale) -> Iterator[TimeWord]:
    for names in _widths(locale.months):
        yield from (TimeWord(_plain(name), "month", str(number)) for number, name in names.items())
    for names in _widths(locale.days):
        yield from (TimeWord(_plain(name), "weekday", str(number)) for number, name in names.items())
    for name in {_plain(name) for name in locale.days["stand-alone"]["wide"].values()}:
        number = next(n for n, known in locale.days["stand-alone"]["wide"].items() if _plain(known) == name)
        if locale.language != "ja" and not name.endswith("s"):
            yield TimeWord(f"{name}s", "weekdays", str(number))
    for names in _widths(locale.day_periods):
        for period, name in names.items():
            part = str(period).rstrip("123")
            if part in _PARTS_OF_DAY:
                yield TimeWord(_plain(name), "half", part)


def _widths(
    contexts: Mapping[str, Mapping[str, Mapping[int | str, str]]],
) -> Iterator[Mapping[int | str, str]]:
    for context in contexts.values():
        yield from (context[width] for width in ("abbreviated", "wide") if width in context)


def _plain(name: str) -> str:
    return name.casefold().removesuffix(".")


def _beginnings(named: list[TimeWord]) -> Iterator[TimeWord]:
    """Yields names of months and weekdays as they stand while they are typed: `thursd`."""
    whole = {word.phrase for word in named}
    meant: dict[tuple[str, str], set[str]] = {}
    for word in named:
        if word.kind in {"month", "weekday"} and word.phrase.isascii():
            for length in range(_SHORTEST, len(word.phrase)):
                meant.setdefault((word.phrase[:length], word.kind), set()).add(word.value)
    for (begun, kind), values in meant.items():
        if len(values) == 1 and begun not in whole:
            yield TimeWord(begun, kind, *values)


@cache
def list_cities(language: str) -> tuple[tuple[str, str], ...]:
    """Returns what the cities of time zones are called in a language, each with the name of its zone."""
    zones = Locale.parse(language).time_zones
    return tuple((str(known["city"]), zone) for zone, known in zones.items() if known.get("city"))
