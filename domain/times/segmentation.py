"""From a text to the parts that it may be made of: every way to read all of it, the simplest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from domain.lexicon import NamedCity, Wording, word
from domain.spans import UNIT_MIN, Span, read_span
from domain.times.clock_reader import read_times
from domain.times.day_reader import read_days
from domain.times.parts import (
    ClockTime,
    Delay,
    Filler,
    Found,
    Lasting,
    Part,
    RelativeDay,
    Stamp,
    TimeOfDay,
)
from domain.times.rhythm_reader import read_rhythms
from domain.times.zone_reader import read_zones
from domain.tokens import Token

Way = tuple[int, tuple[Part, ...]]
_MOST_WAYS = 24  # that are kept from each place on; of those that are worth less, none was ever right
_WORDS_ALONE = 14  # days up to which the bot itself writes numbers of days, and means them
_PART, _FILLER = 2, 1  # what a way costs: of two, the one with fewer parts is meant
_MARKS = ",.();:·•!?¿¡\"'、。[]*「」・"


@lru_cache(maxsize=256)
def list_ways(text: str, language: str, cities: tuple[NamedCity, ...]) -> tuple[Way, ...]:
    """Returns the ways to read the whole text, each with its cost, those that cost least first.

    `cities` are those that it may name and that no table of zones has. The ways are found from the last token
    to the first.
    """
    wording = word(text, language)
    if wording is None:
        return ()
    wording = replace(wording, cities=cities) if cities else wording
    ways: list[list[Way]] = [[] for _ in wording.tokens]
    ways.append([(0, ())])
    for place in range(wording.end - 1, -1, -1):
        found = {
            (cost + further, (*(part for part in parts if not isinstance(part, Filler)), *rest)): None
            for end, parts, cost in _steps(wording, place)
            for further, rest in ways[end]
        }
        ways[place] = sorted(found, key=lambda way: way[0])[:_MOST_WAYS]
    return tuple(ways[0])


def _steps(wording: Wording, place: int) -> Iterator[tuple[int, tuple[Part, ...], int]]:
    # With a word or a mark that means nothing, only the name of a zone can begin.
    is_bare = not wording.meanings[place] and wording.tokens[place].shape in {"word", "mark"}
    for read in (read_zones,) if is_bare else _READERS:
        yield from ((end, parts, _cost(parts)) for end, parts in read(wording, place))
    if (end := _filler_end(wording, place)) is not None:
        yield end, (Filler(),), _FILLER


def _cost(parts: tuple[Part, ...]) -> int:
    """Returns what parts cost: more where only a bare number says that they are a time."""
    match parts[0]:
        case TimeOfDay(ClockTime(is_bare=True), None, False):
            return _PART + _FILLER
        case _:
            return _PART


def _filler_end(wording: Wording, place: int) -> int | None:
    for kind in ("filler", "starting", "starting_after", "at", "on"):
        if found := wording.word(place, kind):
            return found[1]
    token = wording.tokens[place]
    if token.shape == "mark" and (token.text in _MARKS or _is_dash(wording, token, place)):
        return place + 1
    return None


def _is_dash(wording: Wording, token: Token, place: int) -> bool:
    return token.text == "-" and 0 < place < wording.end - 1 and not token.is_glued


def _read_spans(wording: Wording, place: int) -> Found:
    """Yields lengths, and distances from now: in two weeks, 3日後, for two hours."""
    if wording.word(place, "in"):
        start = wording.skip(place, "in")
        if span := read_span(wording, start, is_distance=True):
            yield span.end, (_delay(wording, start, span),)
    span = read_span(wording, wording.skip(place, "for"))
    if wording.word(place, "for") and span and _is_short(span):
        yield span.end, (Lasting(int(span.minutes)),)
    span = read_span(wording, place)
    if span is None:
        return
    if later := wording.word(span.end, "later"):
        yield later[1], (_delay(wording, place, span),)
    if (after := wording.word(span.end, "from")) and (day := wording.word(after[1], "day")):
        yield day[1], (_delay(wording, place, span), RelativeDay(int(day[0])))
    # "9h" is a time of the day, but not 1,5 h, nor what stands in brackets, or behind a dot as in lists.
    is_shown = wording.is_mark(place - 1, "·(") or bool(span.count % 1)
    if _is_short(span) and (is_shown or not wording.word(span.end - 1, "hour_mark")):
        yield wording.skip(span.end, "long"), (Lasting(int(span.minutes)),)


def _is_short(span: Span) -> bool:
    return not span.months and 0 < UNIT_MIN.get(span.unit, 0) <= UNIT_MIN["hour"]


def _delay(wording: Wording, place: int, span: Span) -> Delay:
    """Returns the distance; eight days in words may be a week, and fifteen even in figures two."""
    loose = wording.idioms.get(int(span.count), 0) if span.unit == "day" else 0
    if wording.is_shape(place, "num") and span.count < _WORDS_ALONE:
        loose = 0
    return Delay(span.months, int(span.minutes), loose)


def _read_stamp(wording: Wording, place: int) -> Found:
    if wording.is_shape(place, "stamp"):
        seconds = wording.tokens[place].text.split(":")[1].rstrip(">")
        yield place + 1, (Stamp(int(seconds)),)


_READERS: tuple[Callable[[Wording, int], Found], ...] = (
    _read_stamp,
    read_days,
    read_times,
    read_zones,
    read_rhythms,
    _read_spans,
)
