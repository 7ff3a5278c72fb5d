"""Rules by which a meetup repeats: the local dates that they give, and the words in which they are stored.

`parse_stored_rule(str(rule)) == rule`: the words are English whoever reads them, and old ones stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice, takewhile

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
LAST_DAY = -1
WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
_LAST_YEAR = 9000  # with room for what is added to a date: the calendar ends with 9999


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
        if self == Weekly(WORKDAYS):
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
    """A rule for the nth of one weekday (0 is Monday) in every nth month; -1 is the last of the weekday.

    Months are counted from that of the first date.
    """

    nths: tuple[int, ...]
    weekday: int
    interval_months: int = 1

    def __str__(self) -> str:
        named = _listed([NTHS[nth] for nth in self.nths])
        return f"{_every_months(self.interval_months)} on the {named} {WEEKDAYS[self.weekday]}"

    def dates(self, first_on: date, start_on: date) -> Iterator[date]:
        """Yields the dates from `start_on` on, none before `first_on` or after the year 9000."""
        start_on = max(start_on, first_on)
        for first_day in _months(first_on, start_on, self.interval_months):
            for on in sorted({_nth_weekday(first_day, nth, self.weekday) for nth in self.nths}):
                if on >= start_on:
                    yield on


@dataclass(frozen=True, slots=True)
class Monthdays:
    """A rule for some days (1 to 28, -1 for the last) of every nth month, from that of the first date on."""

    days: tuple[int, ...]
    interval_months: int = 1

    def __str__(self) -> str:
        every = _every_months(self.interval_months)
        if self.days == (LAST_DAY,):
            return f"{every} on the last day"
        numbers = [str(day) for day in self.days if day != LAST_DAY]
        named = (
            [f"day {_listed(numbers)}"]
            if LAST_DAY not in self.days
            else [*_each_day(numbers), "the last day"]
        )
        return f"{every} on {_listed(named)}"

    def dates(self, first_on: date, start_on: date) -> Iterator[date]:
        """Yields the dates from `start_on` on, none before `first_on` or after the year 9000."""
        start_on = max(start_on, first_on)
        for first_day in _months(first_on, start_on, self.interval_months):
            last = ((first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day
            for day in sorted({last if day == LAST_DAY else day for day in self.days}):
                on = first_day.replace(day=day)
                if on >= start_on:
                    yield on


@dataclass(frozen=True, slots=True)
class Limited:
    """A rule that ends: with a date, which may be its last one, or after a number of dates."""

    rule: Weekly | Monthly | Monthdays
    until: date | None = None
    count: int | None = None

    def __str__(self) -> str:
        if self.until is not None:
            return f"{self.rule}; until {self.until.isoformat()}"
        return f"{self.rule}; {self.count} dates"

    def dates(self, first_on: date, start_on: date) -> Iterator[date]:
        """Yields the dates from `start_on` on that are left, none before `first_on`."""
        if self.until is not None:
            last_on = self.until
            return takewhile(lambda on: on <= last_on, self.rule.dates(first_on, start_on))
        counted = islice(self.rule.dates(first_on, first_on), self.count)
        return (on for on in counted if on >= start_on)


EndlessRule = Weekly | Monthly | Monthdays
RecurrenceRule = Once | Weekly | Monthly | Monthdays | Limited


def parse_stored_rule(text: str) -> RecurrenceRule | None:
    """Returns the rule whose words the text is, exactly as `str(rule)` writes them; None for other texts."""
    words, _, ending = text.partition("; ")
    rule = _parse_endless(words)
    if rule is None:
        return Once() if text == "once" else None
    if not ending:
        return rule
    if until := re.fullmatch(r"until (\d{4}-\d\d-\d\d)", ending):
        return _ending(rule, until[1])
    if dates := re.fullmatch(r"(\d{1,3}) dates", ending):
        return Limited(rule, count=int(dates[1]))
    return None


def _ending(rule: EndlessRule, until: str) -> Limited | None:
    try:
        return Limited(rule, until=date.fromisoformat(until))
    except ValueError:
        return None


def _parse_endless(words: str) -> EndlessRule | None:
    if words in {"daily", "weekdays"}:
        return Weekly(tuple(range(7)) if words == "daily" else WORKDAYS)
    form = re.fullmatch(r"(?:(weekly|monthly)|every (\d{1,2}) (weeks|months)) on (.+)", words)
    if form is None:
        return None
    interval, named = int(form[2] or 1), re.split(r", | and ", form[4])
    if (form[1] or form[3]).startswith("week"):
        days = [WEEKDAYS.index(name) for name in named if name in WEEKDAYS]
        return Weekly(tuple(days), interval) if len(days) == len(named) else None
    return _parse_months(named, interval)


def _parse_months(named: list[str], interval: int) -> Monthly | Monthdays | None:
    last = named[-1].removeprefix("the ").rpartition(" ")
    nths = {name: nth for nth, name in NTHS.items()}
    if last[2] in WEEKDAYS:
        found = [nths.get(name.removeprefix("the ")) for name in [*named[:-1], last[0]]]
        known = tuple(nth for nth in found if nth is not None)
        return Monthly(known, WEEKDAYS.index(last[2]), interval) if len(known) == len(found) else None
    days = [_parse_monthday(name) for name in named]
    given = tuple(day for day in days if day is not None)
    return Monthdays(given, interval) if len(given) == len(days) else None


def _parse_monthday(name: str) -> int | None:
    if name == "the last day":
        return LAST_DAY
    number = name.removeprefix("day ")
    return int(number) if number.isdecimal() and 1 <= int(number[:3]) <= 28 else None


def nth_of(on: date) -> int:
    """Returns which of its weekday in its month a date is, a fifth one as the last: 1 to 4, or -1."""
    nth = (on.day - 1) // 7 + 1
    return nth if nth <= 4 else -1


def _months(first_on: date, start_on: date, interval: int) -> Iterator[date]:
    """Yields the first day of every nth month from that of `start_on` on, counted from that of `first_on`."""
    first = first_on.year * 12 + first_on.month - 1
    start = start_on.year * 12 + start_on.month - 1
    for month in count(start + (first - start) % interval, interval):
        if month // 12 > _LAST_YEAR:
            return
        yield date(month // 12, month % 12 + 1, 1)


def _nth_weekday(first_day: date, nth: int, weekday: int) -> date:
    first = first_day + timedelta(days=(weekday - first_day.weekday()) % 7)
    if nth > 0:
        return first + timedelta(weeks=nth - 1)
    fifth = first + timedelta(weeks=4)
    return fifth if fifth.month == first_day.month else fifth - timedelta(weeks=1)


def _every_months(interval: int) -> str:
    return "monthly" if interval == 1 else f"every {interval} months"


def _each_day(numbers: list[str]) -> list[str]:
    return [f"day {numbers[0]}", *numbers[1:]] if numbers else []


def _listed(words: list[str]) -> str:
    *init, last = words
    return f"{', '.join(init)} and {last}" if init else last
