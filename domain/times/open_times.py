"""The readings of texts that leave open how something repeats, or on which side of midnight it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.errors import Refusal
from domain.times.parts import (
    ClockTime,
    DayPart,
    MonthdayNumbers,
    NamedDate,
    Part,
    RhythmPart,
    TimeOfDay,
)
from domain.times.resolver import Reading, resolve
from domain.times.rhythm import Misfit
from domain.times.rules import RecurrenceRule
from domain.times.zoned_time import ZonedTime
from domain.zones import to_local

_LOOKED_AHEAD = 400  # days: more than a year, in which each rule has a date


def read_rules(
    rules: Sequence[RecurrenceRule], parts: Sequence[Part], now: datetime, zone: str
) -> list[Reading]:
    """Returns the first moment to come of each rule, at the time and on the day that the parts name.

    Rules that have no date on that day are left out.
    """
    kept = [part for part in parts if not isinstance(part, RhythmPart | MonthdayNumbers)]
    return [replace(one, rule=rule) for rule in rules for one in _read_first(rule, kept, now, zone)]


def _read_first(rule: RecurrenceRule, parts: Sequence[Part], now: datetime, zone: str) -> list[Reading]:
    if any(isinstance(part, DayPart) for part in parts):
        return [one for one in _resolved(parts, now, zone) if is_first(rule, one.when.local.date())]
    for on in list_firsts(rule, to_local(now, zone).date()):
        named = NamedDate(((on.year, on.month, on.day),))
        if to_come := [one for one in _resolved([*parts, named], now, zone) if one.when.at > now]:
            return to_come
    return []


def _resolved(parts: Sequence[Part], now: datetime, zone: str) -> list[Reading]:
    try:
        return resolve(parts, now, zone)
    except (Misfit, Refusal):
        return []


def list_firsts(rule: RecurrenceRule, start_on: date) -> Iterator[date]:
    """Yields the days from `start_on` on, of a year, on which a series with this rule may begin."""
    days = (start_on + timedelta(days=number) for number in range(_LOOKED_AHEAD))
    return (on for on in days if is_first(rule, on))


def is_first(rule: RecurrenceRule, on: date) -> bool:
    """Returns whether a series with this rule may begin on the day."""
    return next(iter(rule.dates(on, on)), None) == on


def read_midnights(parts: Sequence[Part], now: datetime, zone: str) -> list[Reading]:
    """Returns the midnight with which the day begins that the parts name, and the one with which it ends.

    There are none where they name a rhythm, whose days would be others then.
    """
    if any(isinstance(part, RhythmPart) for part in parts):
        return []
    begun = _resolved(_at(ClockTime(0), parts), now, zone)
    # The day that ends with a midnight to come may have begun before now: it is found by its last minute.
    ended = [
        replace(
            one,
            when=ZonedTime(one.when.local + timedelta(minutes=1), one.when.zone),
            length_min=begun[0].length_min if begun else one.length_min,
        )
        for one in _resolved(_at(ClockTime(23, 59), parts), now, zone)
    ]
    return [one for one in dict.fromkeys((*begun, *ended)) if one.when.at > now]


def _at(start: ClockTime, parts: Sequence[Part]) -> list[Part]:
    return [replace(part, start=start) if isinstance(part, TimeOfDay) else part for part in parts]
