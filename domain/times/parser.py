"""Reading of times and rhythms as people type them, in the language that is spoken and in English.

A text is taken apart into the parts it may be made of (`segmentation.py`), and what these mean together is
worked out (`resolver.py`). Nothing is guessed silently: a text with several readings is refused with all
of them, and the reply always tells the time that was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.cities import FindCities, no_cities
from domain.durations import DAY_MIN, HOUR_MIN, WEEK_MIN
from domain.errors import Refusal
from domain.lexicon import NamedCity
from domain.text import shortened
from domain.times.choice import OpenMidnight, WrongWeekday
from domain.times.named_cities import find_named_cities
from domain.times.open_times import read_midnights, read_rules
from domain.times.parts import NamedDate, Part, TimeOfDay, WeekdayName, ZoneName
from domain.times.recurrence import describe_rule
from domain.times.resolver import SEPARATOR, NoTime, Reading, check_moment, resolve
from domain.times.rhythm import Misfit, OpenRhythm
from domain.times.rules import RecurrenceRule, parse_stored_rule
from domain.times.segmentation import Way, list_ways
from domain.times.unreadable import explain
from domain.times.zoned_time import ZonedTime
from domain.zone_names import ABBREVIATIONS
from domain.zones import to_local
from languages import (
    ENGLISH,
    country_of,
    current_language,
    day_month_year,
    either,
    gettext,
    ngettext,
)
from languages import month as month_name
from languages.time_words import list_examples, list_time_words

__all__ = [
    "Ambiguous",
    "Reading",
    "ZonedTime",
    "describe_distance",
    "describe_local",
    "find_month",
    "find_picked_rule",
    "parse_when",
    "read_when",
    "suggest_readings",
]
_MINUTES = re.compile(r"\d{1,4} min")
_BY_DAY = range(8, 22)  # hours in which people meet: of two readings the likelier
_MOST_READINGS = 4  # that a refusal names


class Ambiguous(Refusal):
    """A refusal of a text with several readings, the most likely first."""

    def __init__(self, message: str, readings: Sequence[Reading]) -> None:
        super().__init__(message)
        self.readings = tuple(readings)


def parse_when(text: str, now: datetime, zone: str, find_cities: FindCities = no_cities) -> ZonedTime:
    """Returns the one future moment that the text names, read at `now` in `zone` (an IANA name).

    A zone in the text wins over `zone`. Raises Refusal where `read_when` does, and where the text says that
    it repeats or how long it lasts.
    """
    reading = read_when(text, now, zone, find_cities)
    if reading.rule is not None or reading.length_min is not None:
        raise Refusal(
            gettext(
                "Only the start of one date fits here, such as `{example}`.",
                example=f"{reading.when.local:%Y-%m-%d %H:%M}",
            )
        )
    return reading.when


def read_when(text: str, now: datetime, zone: str, find_cities: FindCities = no_cities) -> Reading:
    """Returns the one reading of a text, with the rhythm and the length that it names.

    Words that mean nothing else may name a city, whose zone is meant then. Raises Refusal where the text
    cannot be read, or names a time that does not exist, has passed or is more than five years away, and
    Ambiguous where it has several readings.
    """
    if (picked := _read_picked(text, now, zone)) is not None:
        return picked
    reading = _read_spoken(text, now, zone, ())
    if reading is None and (cities := find_named_cities(text, current_language(), find_cities)):
        reading = _read_spoken(text, now, zone, cities)
    if reading is None:
        raise Refusal(explain(text))
    return reading


def _read_spoken(text: str, now: datetime, zone: str, cities: tuple[NamedCity, ...]) -> Reading | None:
    """Returns the one reading in the language that is spoken, or in English; None where there is none.

    Raises Refusal where the text can be read, and no moment comes of it, or several do.
    """
    refused: Refusal | None = None
    for language in dict.fromkeys((current_language(), ENGLISH)):
        try:
            if (meanings := _read(list_ways(text, language, cities), text, now, zone)) is not None:
                return _unless_open(refused, _one_of(text, meanings, now, zone))
        except Refusal as refusal:
            refused = refused or refusal
    if refused:
        raise refused
    return None


def _unless_open(refused: Refusal | None, reading: Reading) -> Reading:
    """Returns what was read in English. Raises Refusal where the text was open in the language before that.

    Only which half of the day is meant English may decide: in "10am 3.12." the German "am" is no such word.
    """
    if isinstance(refused, Ambiguous):
        days = {one.when.local.date() for one in refused.readings}
        if len(days) > 1 or reading not in refused.readings:
            raise refused
    return reading


def _read_picked(text: str, now: datetime, zone: str) -> Reading | None:
    """Returns a reading as `str(reading)` writes it; None for other texts."""
    when, *said = text.split(SEPARATOR)
    length = said.pop() if said and _MINUTES.fullmatch(said[-1]) else ""
    rule = parse_stored_rule(said.pop()) if said else None
    if said or not (length or rule):
        return None
    minutes = int(length.removesuffix(" min")) if length else None
    return Reading(parse_when(when, now, zone), rule, minutes)


def find_picked_rule(text: str) -> RecurrenceRule | None:
    """Returns the rule that a reading names as `str(reading)` writes it; None where it names none."""
    rules = (parse_stored_rule(said) for said in text.split(SEPARATOR)[1:])
    return next((rule for rule in rules if rule is not None), None)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A reading, and the parts that it was made from."""

    reading: Reading
    parts: tuple[Part, ...]


def _read(ways: Sequence[Way], text: str, now: datetime, zone: str) -> list[_Meaning] | None:
    """Returns what the simplest ways to read the text mean; None where there is none that makes sense."""
    refused: Refusal | None = None
    found: list[_Meaning] = []
    cheapest = 0
    for cost, parts in ways:
        if cost != cheapest and (found or refused):
            break
        cheapest = cost
        try:
            found += (_Meaning(reading, parts) for reading in resolve(parts, now, zone))
        except (Misfit, OverflowError, ValueError):
            continue  # no sense, or more than a calendar holds, such as an offset of +99:99
        except NoTime:
            refused = refused or Refusal(gettext("At what time? Try `{text} 18:00`.", text=shortened(text)))
        except WrongWeekday as wrong:
            refused = refused or _other_days(wrong, parts, now, zone)
        except OpenMidnight as refusal:
            refused = refused or Ambiguous(str(refusal), read_midnights(parts, now, zone))
        except OpenRhythm as refusal:
            refused = refused or Ambiguous(str(refusal), read_rules(refusal.rules, parts, now, zone))
        except Refusal as refusal:
            refused = refused or refusal
    if refused and not found:
        raise refused
    return found or None


def _other_days(wrong: WrongWeekday, parts: Sequence[Part], now: datetime, zone: str) -> Refusal:
    """Returns the refusal of a date on another weekday, with its time on either day where there is one."""
    rest = [part for part in parts if not isinstance(part, WeekdayName | NamedDate)]
    readings: list[Reading] = []
    for on in wrong.days:
        try:
            readings += resolve([*rest, NamedDate(((on.year, on.month, on.day),))], now, zone)
        except (Misfit, Refusal):
            return wrong
    return Ambiguous(str(wrong), [reading for reading in readings if reading.when.at > now])


def _one_of(text: str, meanings: Sequence[_Meaning], now: datetime, zone: str) -> Reading:
    """Returns the one meaning that is to come. Raises Refusal where there are several, or none."""
    refused: Refusal | None = None
    kept: dict[tuple[object, ...], _Meaning] = {}
    for meaning in meanings:
        try:
            check_moment(meaning.reading.when, now, [describe_local(meaning.reading.when.local)])
        except OverflowError:
            raise Refusal(explain(text)) from None
        except Refusal as refusal:
            refused = refused or refusal
            continue
        reading = meaning.reading
        kept.setdefault((reading.when.at, reading.when.zone, reading.rule, reading.length_min), meaning)
    if not kept:
        assert refused is not None
        raise refused
    if len(kept) == 1:
        return next(iter(kept.values())).reading
    raise _ambiguous(text, list(kept.values()), zone)


def _ambiguous(text: str, meanings: Sequence[_Meaning], zone: str) -> Ambiguous:
    readings = [meaning.reading for meaning in meanings]
    named = [part for part in meanings[0].parts if isinstance(part, ZoneName)]
    if named and len({reading.when.zone for reading in readings}) > 1:
        return Ambiguous(_which_zone(named[0].written, readings, zone), readings)
    parts = meanings[0].parts
    if all(meaning.parts == parts for meaning in meanings):
        dates = [part for part in parts if isinstance(part, NamedDate) and len(part.options) > 1]
        times = [part for part in parts if isinstance(part, TimeOfDay) and part.start.is_bare]
        if dates and not times:
            return Ambiguous(_which_order(dates[0]), readings)
        if times and not dates and len(readings) == 2 and not times[0].start.minute:
            return Ambiguous(_which_half(times[0].start.hour), readings)
    return Ambiguous(
        gettext(
            "“{text}” could be {readings}. Write the one you mean.",
            text=shortened(text),
            readings=either([_named(reading) for reading in readings[:_MOST_READINGS]]),
        ),
        readings,
    )


def _named(reading: Reading) -> str:
    moment = describe_local(reading.when.local)
    return moment if reading.rule is None else f"{moment} ({describe_rule(reading.rule)})"


def _which_zone(written: str, readings: Sequence[Reading], zone: str) -> str:
    said = [
        gettext(
            "{country}, {zone} ({time} for you)",
            country=country_of(reading.when.zone),
            zone=reading.when.zone,
            time=describe_local(to_local(reading.when.at, zone)),
        )
        for reading in readings[:_MOST_READINGS]
    ]
    name = written.upper() if written in ABBREVIATIONS else written.title()
    return gettext("“{zone}” could be {zones}. Write that name.", zone=name, zones=either(said))


def _which_order(part: NamedDate) -> str:
    (_, second, first), (_, first_month, _) = part.options
    return gettext(
        "“{first:02}/{second:02}” could be {first} {in_second} or {second} {in_first}. Write "
        "`{first} {second_month}` or `{second} {first_month}`.",
        first=first,
        second=second,
        in_second=month_name(second),
        in_first=month_name(first_month),
        second_month=month_name(second).casefold(),
        first_month=month_name(first_month).casefold(),
    )


def _which_half(hour: int) -> str:
    early, late = (hour - 12) % 12 if hour == 12 else hour, hour % 12 + 12
    return gettext(
        "“{hour}” could be {early}:00 or {late}:00. Write `{early}:00`, or `{late}:00`, which is {half} pm.",
        hour=hour,
        early=early,
        late=late,
        half=hour % 12 or 12,
    )


def find_month(word: str) -> int | None:
    """Returns 1 for `jan` and `january`; None where the word names no month in English."""
    known = (name for name in list_time_words(ENGLISH) if name.kind == "month" and name.phrase == word)
    return next((int(name.value) for name in known), None)


def describe_local(local: datetime) -> str:
    """Returns the date and time in words: `Fri 27 Nov 2026, 18:00`."""
    return gettext("{day}, {time}", day=day_month_year(local), time=f"{local:%H:%M}")


def describe_distance(now: datetime, at: datetime) -> str:
    """Returns how far `at` is from `now`, in words: `in 3 days`, `in 2 hours`, `5 minutes ago`."""
    minutes = round((at - now).total_seconds() / 60)
    size, is_past = abs(minutes), minutes < 0
    if size >= 14 * DAY_MIN:
        return _in_weeks(round(size / WEEK_MIN), is_past)
    if size >= 2 * DAY_MIN:
        return _in_days(round(size / DAY_MIN), is_past)
    if size >= 2 * HOUR_MIN:
        return _in_hours(round(size / HOUR_MIN), is_past)
    return _in_minutes(size, is_past)


def _in_weeks(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} week ago", "{count} weeks ago", count)
    return ngettext("in {count} week", "in {count} weeks", count)


def _in_days(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} day ago", "{count} days ago", count)
    return ngettext("in {count} day", "in {count} days", count)


def _in_hours(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} hour ago", "{count} hours ago", count)
    return ngettext("in {count} hour", "in {count} hours", count)


def _in_minutes(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("{count} minute ago", "{count} minutes ago", count)
    return ngettext("in {count} minute", "in {count} minutes", count)


def suggest_readings(
    text: str, now: datetime, zone: str, find_cities: FindCities = no_cities
) -> list[Reading]:
    """Returns the readings to offer while somebody types, the most likely first.

    They are several where the text is ambiguous, two for `next friday` and for a time that the clocks show
    twice, else one. Raises Refusal where `read_when` does and there is nothing to choose from.
    """
    typed = text.strip() or list_examples(current_language())[0]
    try:
        readings = [read_when(typed, now, zone, find_cities)]
    except Ambiguous as ambiguous:
        if not ambiguous.readings:
            raise
        return sorted(ambiguous.readings, key=lambda one: one.when.local.hour not in _BY_DAY)
    if _says_next(typed, find_cities):
        first = readings[0]
        readings.append(
            replace(first, when=ZonedTime(first.when.local + timedelta(weeks=1), first.when.zone))
        )
    doubled = [one for one in readings if one.when.is_doubled and not one.when.local.fold]
    return readings + [
        replace(one, when=replace(one.when, local=one.when.local.replace(fold=1))) for one in doubled
    ]


def _says_next(text: str, find_cities: FindCities) -> bool:
    languages = tuple(dict.fromkeys((current_language(), ENGLISH)))
    cities: tuple[NamedCity, ...] = ()
    if not any(list_ways(text, language, cities) for language in languages):
        cities = find_named_cities(text, current_language(), find_cities)
    for language in languages:
        for _, parts in list_ways(text, language, cities)[:1]:
            return any(isinstance(part, WeekdayName) and part.is_next for part in parts)
    return False
