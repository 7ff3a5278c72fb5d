"""Time zones as people write them: names, cities, abbreviations, and distances from UTC."""

from __future__ import annotations

from collections.abc import Iterator

from domain.lexicon import Wording
from domain.times.clock_reader import offset_at
from domain.times.parts import Found, Offset, ZoneName
from domain.zone_names import ABBREVIATIONS, list_names

# Abbreviations that are words as well, and have to be in capitals: in every language, and in some.
_LIKE_WORDS, _LIKE_WORDS_IN = {"eat", "wat", "west", "mt"}, {"de": {"ist"}, "fr": {"est"}}


def read_zones(wording: Wording, place: int) -> Found:
    """Yields the zones that begin at the place."""
    if wording.is_mark(place, "+") and not wording.is_glued(place):
        yield from ((end, (Offset(minutes),)) for minutes, end in offset_at(wording, place))
    start = wording.skip(place, "in", "at", "zone_word")
    if wording.is_mark(start, "@"):
        start += 1
    for zones, end in _named_at(wording, start, is_said=start > place):
        if _is_utc(wording, start):
            for minutes, after in offset_at(wording, end):
                yield after, (Offset(minutes),)
        written = " ".join(token.text for token in wording.tokens[start:end])
        yield wording.skip(end, "zone_word"), (ZoneName(zones, written),)


def _is_utc(wording: Wording, place: int) -> bool:
    return wording.tokens[place].text in {"utc", "gmt"}


def _named_at(wording: Wording, place: int, *, is_said: bool) -> Iterator[tuple[tuple[str, ...], int]]:
    if place >= wording.end:
        return
    token = wording.tokens[place]
    is_like_word = token.text in _LIKE_WORDS | _LIKE_WORDS_IN.get(wording.language, set())
    is_word = (is_like_word or bool(wording.meanings[place])) and not token.is_upper
    if token.text in ABBREVIATIONS and not is_word:
        yield ABBREVIATIONS[token.text], place + 1
    texts = tuple(token.text for token in wording.tokens[place : place + 8])
    for phrase, zone in list_names(wording.language).get(token.text, ()):
        if texts[: len(phrase)] == phrase:
            yield (zone,), place + len(phrase)
            return
    for city in wording.cities:
        end = place + len(city.phrase)
        if texts[: len(city.phrase)] == city.phrase and (
            is_said or wording.word(end, "zone_word") or (city.is_obvious and place > 0)
        ):
            yield city.zones, end
