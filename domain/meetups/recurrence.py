"""Rules by which a meetup repeats, the words for them, and the local dates that they give.

A rule is stored in its words: `parse_rule(str(rule), any_date) == rule`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from domain.errors import Refusal
from domain.text import shortened
from languages import gettext, gettext_noop, listed, ngettext
from languages import weekday as day_name

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_NTH_NAMES = {
    1: gettext_noop("first"),
    2: gettext_noop("second"),
    3: gettext_noop("third"),
    4: gettext_noop("fourth"),
    -1: gettext_noop("last"),
}
_FILLERS = {"on", "the", "and", "st", "nd", "rd", "th"}
_OF_THE_MONTH = {"of", "the", "each", "every", "month"}  # at the end: "first friday of the month"
_LAST_YEAR = 9000  # with room for what is added to a date: the calendar ends with 9999
_MOST_WEEKS = 26

COMMON_RULES = (
    "once",
    "weekly",
    "every 2 weeks",
    "monthly on the first friday",
    "first and third friday",
    "weekdays",
    "daily",
)


@dataclass(frozen=True, slots=True)
class Once:
    """A rule for one date that is not repeated."""

    def __str__(self) -> str:
        return "once"

    def dates(self, first_on: date, start_on: date) -> Iterator[date]:
        """Yields the first date, unless it is before `start_on`."""
        if first_on >= start_on:
            yield first_on


@dataclass(frozen=True, slots=True)
class Weekly:
    """A rule for some weekdays (0 is Monday) of every nth week, counted from the week of the first date."""

    weekdays: tuple[int, ...]
    interval_weeks: int = 1

    def __str__(self) -> str:
        if self == Weekly(tuple(range(7))):
            return "daily"
        if self == Weekly(tuple(range(5))):
            return "weekdays"
        every = "weekly" if self.interval_weeks == 1 else f"every {self.interval_weeks} weeks"
        return f"{every} on {_listed([WEEKDAYS[day] for day in self.weekdays])}"

    def dates(self, first_on: date, start_on: date) -> Iterator[date]:
        """Yields the dates from `start_on` on, none before `first_on` or after the year 9000."""
        start_on = max(start_on, first_on)
        monday = first_on - timedelta(days=first_on.weekday())
        weeks = (start_on - monday).days // 7
        for week in count(weeks - weeks % self.interval_weeks, self.interval_weeks):
            for weekday in self.weekdays:
                on = monday + timedelta(weeks=week, days=weekday)
                if on.year > _LAST_YEAR:
                    return
                if on >= start_on:
                    yield on


@dataclass(frozen=True, slots=True)
class Monthly:
    """A rule for the nth of one weekday (0 is Monday) in every month; -1 is the last."""

    nths: tuple[int, ...]
    weekday: int

    def __str__(self) -> str:
        return f"monthly on the {_listed([_NTHS[nth] for nth in self.nths])} {WEEKDAYS[self.weekday]}"

    def dates(self, first_on: date, start_on: date) -> Iterator[date]:
        """Yields the dates from `start_on` on, none before `first_on` or after the year 9000."""
        start_on = max(start_on, first_on)
        for month in count(start_on.year * 12 + start_on.month - 1):
            if month // 12 > _LAST_YEAR:
                return
            first_day = date(month // 12, month % 12 + 1, 1)
            for on in sorted({_nth_weekday(first_day, nth, self.weekday) for nth in self.nths}):
                if on >= start_on:
                    yield on


RecurrenceRule = Once | Weekly | Monthly


def describe_rule(rule: RecurrenceRule) -> str:
    """Returns the rule as members read it: `Weekly on Friday`, `Monthly on the first and third Friday`."""
    match rule:
        case Once():
            return gettext("Once")
        case Weekly() if str(rule) == "daily":
            return gettext("Daily")
        case Weekly() if str(rule) == "weekdays":
            return gettext("Weekdays")
        case Weekly(weekdays, interval):
            days = listed([day_name(day, "wide") for day in weekdays])
            if interval == 1:
                return gettext("Weekly on {days}", days=days)
            return ngettext(
                "Every {count} week on {days}", "Every {count} weeks on {days}", interval, days=days
            )
        case Monthly(nths, day):
            named = listed([gettext(_NTH_NAMES[nth]) for nth in nths])
            return gettext("Monthly on the {nths} {weekday}", nths=named, weekday=day_name(day, "wide"))


def parse_rule(text: str, first_on: date) -> RecurrenceRule:
    """Returns the rule that a text such as `weekly`, `every 2 weeks` or `first and third friday` names.

    Where the text leaves the weekday open, it is that of `first_on`. Raises Refusal where the text names no
    rule.
    """
    words = re.findall(r"[a-z]+|\d+", text.casefold())
    while len(words) > 2 and words[-1] in _OF_THE_MONTH:
        words.pop()
    words = [word for word in words if word not in _FILLERS]
    rule = _parse_plain(words, first_on) or _parse_monthly(words, first_on) or _parse_weekly(words, first_on)
    if rule is None:
        raise Refusal(
            gettext(
                "I can't read “{text}” as a rhythm. "
                "Try `weekly`, `every 2 weeks`, `first and third friday`, `weekdays` or `once`.",
                text=shortened(text),
            )
        )
    return rule


def _parse_plain(words: list[str], first_on: date) -> RecurrenceRule | None:
    match words:
        case ["once"] | ["never"] | ["no"]:
            return Once()
        case ["daily"] | ["every", "day"]:
            return Weekly(tuple(range(7)))
        case ["weekdays"] | ["every", "weekday"]:
            return Weekly(tuple(range(5)))
        case ["weekly"] | ["every", "week"]:
            return Weekly((first_on.weekday(),))
        case ["biweekly" | "fortnightly"]:
            return Weekly((first_on.weekday(),), 2)
        case ["monthly"] | ["every", "month"]:
            return Monthly((_nth_of(first_on),), first_on.weekday())
    return None


def _parse_monthly(words: list[str], first_on: date) -> RecurrenceRule | None:
    match words:
        case ["monthly", *rest] | ["every", "month", *rest]:
            words = rest
            if len(rest) == 1 and (weekday := find_weekday(rest[0])) is not None:
                raise Refusal(_which_of_the_month(weekday, first_on))
    *nth_words, weekday_word = words or [""]
    weekday = find_weekday(weekday_word)
    nths = [_find_nth(word) for word in nth_words]
    if weekday is None or not nths or None in nths:
        return None
    order = sorted({nth for nth in nths if nth is not None}, key=lambda nth: nth % 6)  # -1 is the last, 5
    return Monthly(tuple(order), weekday)


def _which_of_the_month(weekday: int, first_on: date) -> str:
    nth = _nth_of(first_on)
    return gettext(
        "Which {weekday} of the month? Try `{example}`.",
        weekday=day_name(weekday, "wide"),
        example=f"{_NTHS[nth if first_on.weekday() == weekday else 1]} {WEEKDAYS[weekday]}",
    )


def _parse_weekly(words: list[str], first_on: date) -> RecurrenceRule | None:
    match words:
        case ["weekly" | "every", *rest] if rest and find_weekday(rest[0]) is not None:
            interval = 1
        case ["every", ("2" | "two" | "other" | "second"), "week" | "weeks", *rest]:
            interval = 2
        case ["every", number, "week" | "weeks", *rest] if number.isdecimal():
            interval = int(number[:4])  # more digits are refused all the same, and `int` takes 4,300 at most
        case _:
            return None
    weekdays = {find_weekday(word) for word in rest} or {first_on.weekday()}
    if None in weekdays:
        return None
    if not 1 <= interval <= _MOST_WEEKS:
        raise Refusal(
            gettext(
                "A meetup can repeat every 1 to {most} weeks, not every {interval}.",
                most=_MOST_WEEKS,
                interval=interval,
            )
        )
    return Weekly(tuple(sorted(day for day in weekdays if day is not None)), interval)


def find_weekday(word: str) -> int | None:
    """Returns 0 for `mon`, `monday` and `mondays`; None where the word names no weekday."""
    singular = word.removesuffix("s")
    matches = (number for number, name in enumerate(WEEKDAYS) if name.startswith(singular))
    return next(matches, None) if len(singular) >= 3 else None


def _find_nth(word: str) -> int | None:
    by_word = {name: nth for nth, name in _NTHS.items()} | {str(nth): nth for nth in _NTHS if nth > 0}
    return by_word.get(word)


def _nth_weekday(first_day: date, nth: int, weekday: int) -> date:
    first = first_day + timedelta(days=(weekday - first_day.weekday()) % 7)
    if nth > 0:
        return first + timedelta(weeks=nth - 1)
    fifth = first + timedelta(weeks=4)
    return fifth if fifth.month == first_day.month else fifth - timedelta(weeks=1)


def _nth_of(on: date) -> int:
    nth = (on.day - 1) // 7 + 1
    return nth if nth <= 4 else -1


def _listed(words: list[str]) -> str:
    *init, last = words
    return f"{', '.join(init)} and {last}" if init else last
