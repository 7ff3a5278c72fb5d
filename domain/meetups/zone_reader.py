"""Time zones as people write them: names, cities, abbreviations, and distances from UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from domain.lexicon import Wording
from domain.meetups.clock_reader import offset_at
from domain.meetups.time_parts import Found, Offset, ZoneName
from domain.tokens import clean, tokenise
from domain.zones import list_zones
from languages.time_words import list_cities

ABBREVIATIONS = {
    **dict.fromkeys(("cet", "cest", "mez", "mesz"), ("Europe/Berlin",)),
    **dict.fromkeys(("eet", "eest"), ("Europe/Helsinki",)),
    **dict.fromkeys(("wet", "west"), ("Europe/Lisbon",)),
    **dict.fromkeys(("et", "est", "edt"), ("America/New_York",)),
    **dict.fromkeys(("mt", "mst", "mdt"), ("America/Denver",)),
    **dict.fromkeys(("pt", "pst", "pdt"), ("America/Los_Angeles",)),
    **dict.fromkeys(("ct", "cdt"), ("America/Chicago",)),
    **dict.fromkeys(("nzst", "nzdt", "nzt"), ("Pacific/Auckland",)),
    **dict.fromkeys(("aest", "aedt", "aet"), ("Australia/Sydney", "Australia/Brisbane")),
    **dict.fromkeys(("utc", "gmt", "zulu"), ("UTC",)),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "msk": ("Europe/Moscow",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "hkt": ("Asia/Hong_Kong",),
    "sgt": ("Asia/Singapore",),
    "pkt": ("Asia/Karachi",),
    "awst": ("Australia/Perth",),
    "brt": ("America/Sao_Paulo",),
    "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
    "sast": ("Africa/Johannesburg",),
    "eat": ("Africa/Nairobi",),
    "wat": ("Africa/Lagos",),
    "wib": ("Asia/Jakarta",),
}
"""Zones that an abbreviation may mean where the zone in use is none of them."""

_FIRST = ("Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/")


def read_zones(wording: Wording, place: int) -> Found:
    """Yields the zones that begin at the place."""
    start = wording.skip(place, "zone_word")
    if wording.is_mark(start, "@"):
        start += 1
    for zones, end in _named_at(wording, start):
        if _is_utc(wording, start):
            for minutes, after in offset_at(wording, end):
                yield after, (Offset(minutes),)
        written = " ".join(token.text for token in wording.tokens[start:end])
        yield wording.skip(end, "zone_word"), (ZoneName(zones, written),)


def _is_utc(wording: Wording, place: int) -> bool:
    return wording.tokens[place].text in {"utc", "gmt"}


def _named_at(wording: Wording, place: int) -> Iterator[tuple[tuple[str, ...], int]]:
    if place >= wording.end:
        return
    token = wording.tokens[place]
    is_word = bool(wording.meanings[place]) and not token.is_upper
    if token.text in ABBREVIATIONS and not is_word:
        yield ABBREVIATIONS[token.text], place + 1
    texts = tuple(token.text for token in wording.tokens[place : place + 8])
    for phrase, zone in _names(wording.language).get(token.text, ()):
        if texts[: len(phrase)] == phrase:
            yield (zone,), place + len(phrase)
            return


@cache
def _names(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Returns the names of zones and of their cities by their first token, the longest first."""
    zones = list_zones()
    cities = {
        zone.rpartition("/")[2]: zone for zone in sorted(zones, key=_worth, reverse=True) if zone != "UTC"
    }
    known = {**cities, **{city: zone for city, zone in list_cities(language) if zone in zones}}
    known |= {zone: zone for zone in zones if zone != "UTC"}
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, zone in known.items():
        phrase = tuple(token.text for token in tokenise(clean(name)))
        by_first.setdefault(phrase[0], []).append((phrase, zone))
    return {first: tuple(sorted(names, key=lambda name: -len(name[0]))) for first, names in by_first.items()}


def _worth(zone: str) -> tuple[int, str]:
    return next((place for place, name in enumerate(_FIRST) if zone.startswith(name)), len(_FIRST)), zone


def meant_in(name: ZoneName, zone: str) -> tuple[str, ...]:
    """Returns the zones that a name means where `zone` is in use: that one, if its clocks are called so."""
    if len(name.zones) == 1 and name.zones[0] == "UTC":
        return name.zones
    if name.written in ABBREVIATIONS and (name.written in _called(zone) or name.zones[0] == zone):
        return (zone,)
    return name.zones


@cache
def _called(zone: str) -> frozenset[str]:
    """Returns what the clocks of a zone are called in the course of a year; in German and in short, too."""
    months = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10))
    called = {month.astimezone(ZoneInfo(zone)).tzname() or "" for month in months}
    names = {name.casefold() for name in called}
    names |= {"mez", "mesz"} if "cet" in names else set()
    names |= {f"{name[0]}t" for name in names if name in {"est", "edt", "pst", "pdt", "mst", "mdt", "cdt"}}
    return frozenset(names)
