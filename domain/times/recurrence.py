"""Rhythms as members read and type them. The rules themselves, and how they are stored, are in `rules.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.errors import Refusal
from domain.times.parts import Cadence, MonthdayNumbers, Part, RhythmPart, WeekdayName
from domain.times.rhythm import Misfit, OpenRhythm, Rhythm, find_rhythm, rule_of
from domain.times.rules import (
    LAST_DAY,
    WEEKDAYS,
    WORKDAYS,
    Limited,
    Monthdays,
    Monthly,
    Once,
    RecurrenceRule,
    Weekly,
    parse_stored_rule,
)
from domain.times.segmentation import list_ways
from domain.times.unreadable import explain_rhythm
from languages import ENGLISH, current_language, day_month_year, gettext, gettext_noop, listed, ngettext
from languages import weekday as day_name

__all__ = [
    "COMMON_RULES",
    "Limited",
    "Monthdays",
    "Monthly",
    "Once",
    "RecurrenceRule",
    "Weekly",
    "describe_rule",
    "find_weekday",
    "parse_rule",
]

_NTH_NAMES = {
    1: gettext_noop("first"),
    2: gettext_noop("second"),
    3: gettext_noop("third"),
    4: gettext_noop("fourth"),
    -1: gettext_noop("last"),
}

COMMON_RULES = (
    "once",
    "weekly",
    "every 2 weeks",
    "monthly on the first friday",
    "first and third friday",
    "weekdays",
    "daily",
)


def describe_rule(rule: RecurrenceRule) -> str:
    """Returns the rule as members read it: `Weekly on Friday`, `Monthly on the first and third Friday`."""
    match rule:
        case Once():
            return gettext("Once")
        case Weekly(weekdays, interval):
            return _describe_weeks(weekdays, interval)
        case Monthly(nths, day, interval):
            named = listed([gettext(_NTH_NAMES[nth]) for nth in nths])
            if interval == 1:
                return gettext("Monthly on the {nths} {weekday}", nths=named, weekday=day_name(day, "wide"))
            return ngettext(
                "Every {count} month on the {nths} {weekday}",
                "Every {count} months on the {nths} {weekday}",
                interval,
                nths=named,
                weekday=day_name(day, "wide"),
            )
        case Monthdays(days, interval):
            return _describe_days(days, interval)
        case Limited(endless, None, count):
            return ngettext(
                "{rule}, {count} time", "{rule}, {count} times", count or 0, rule=describe_rule(endless)
            )
        case Limited(endless, until):
            return gettext(
                "{rule}, until {day}", rule=describe_rule(endless), day=day_month_year(until or date.max)
            )


def _describe_weeks(weekdays: tuple[int, ...], interval: int) -> str:
    if interval == 1 and len(weekdays) == 7:
        return gettext("Daily")
    if interval == 1 and weekdays == WORKDAYS:
        return gettext("Weekdays")
    days = listed([day_name(day, "wide") for day in weekdays])
    if interval == 1:
        return gettext("Weekly on {days}", days=days)
    return ngettext("Every {count} week on {days}", "Every {count} weeks on {days}", interval, days=days)


def _describe_days(days: tuple[int, ...], interval: int) -> str:
    named = listed([str(day) for day in days if day != LAST_DAY])
    if interval == 1:
        every = gettext("Monthly")
    else:
        every = ngettext("Every {count} month", "Every {count} months", interval)
    if not named:
        return gettext("{every} on the last day", every=every)
    if LAST_DAY in days:
        return gettext("{every} on day {days} and the last day", every=every, days=named)
    return gettext("{every} on day {days}", every=every, days=named)


def parse_rule(text: str, first_on: date) -> RecurrenceRule:
    """Returns the rule that a text such as `weekly`, `every 2 weeks` or `first and third friday` names.

    It is read in the language that is spoken, then in English; the words of a stored rule are read in every
    language. Where the text leaves the weekday open, it is that of `first_on`. Raises Refusal where the text
    names no rule, and OpenRhythm where it may name several, or one that not every month has.
    """
    if (stored := parse_stored_rule(text)) is not None:
        return stored
    refused: Refusal | None = None
    for language in dict.fromkeys((current_language(), ENGLISH)):
        try:
            if (rule := _read_rule(text, language, first_on)) is not None:
                return rule
        except Refusal as refusal:
            refused = refused or refusal
    raise refused or Refusal(explain_rhythm(text))


def _read_rule(text: str, language: str, first_on: date) -> RecurrenceRule | None:
    """Returns the rule that the simplest ways to read the text agree on; None where it cannot be read."""
    refused: Refusal | None = None
    found: set[RecurrenceRule] = set()
    cheapest = 0
    for cost, parts in list_ways(text, language, ()):
        if cost != cheapest and (found or refused):
            break
        cheapest = cost
        try:
            if (rhythm := _rhythm_alone(parts)) is not None:
                found.add(rule_of(rhythm, first_on))
        except Misfit:
            continue
        except Refusal as refusal:
            refused = refused or refusal
    if len(found) > 1:
        raise OpenRhythm(_either(found), sorted(found, key=str))
    if refused and not found:
        raise refused
    return next(iter(found), None)


def _rhythm_alone(parts: Iterable[Part]) -> Rhythm | None:
    """Returns the rhythm that the parts are; None where there is something else among them, or no rhythm."""
    parts = tuple(parts)
    if parts and all(isinstance(part, MonthdayNumbers) and len(part.days) > 1 for part in parts):
        parts = (*parts, Cadence("month"))  # "the 1st and 15th"
    if not all(isinstance(part, RhythmPart | MonthdayNumbers | WeekdayName) for part in parts):
        return None
    rhythm = find_rhythm(parts)
    if rhythm is None or (any(isinstance(part, MonthdayNumbers) for part in parts) and not rhythm.monthdays):
        return None
    return rhythm


def _either(rules: Iterable[RecurrenceRule]) -> str:
    named = sorted(f"`{rule}`" for rule in rules)
    return gettext("That could be {rhythms}. Write the one you mean.", rhythms=listed(named))


def find_weekday(name: str) -> int | None:
    """Returns 0 for `mon`, `monday` and `mondays`; None where the word names no weekday."""
    singular = name.removesuffix("s")
    matches = (number for number, known in enumerate(WEEKDAYS) if known.startswith(singular))
    return next(matches, None) if len(singular) >= 3 else None
