"""From the parts of a rhythm to a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from domain.errors import Refusal
from domain.times.parts import (
    Cadence,
    EveryMonthday,
    EveryWeekday,
    MonthdayNumbers,
    NamedDate,
    NoRepeat,
    NthWeekday,
    Part,
    Times,
    Until,
    WeekdayName,
)
from domain.times.rules import (
    LAST_DAY,
    NTHS,
    WEEKDAYS,
    EndlessRule,
    Limited,
    Monthdays,
    Monthly,
    Once,
    RecurrenceRule,
    Weekly,
    nth_of,
)
from languages import gettext
from languages import weekday as day_name

MOST_WEEKS, MOST_MONTHS, MOST_DATES = 26, 24, 500
_EVERY_DAY = tuple(range(7))
_P = TypeVar("_P")


class Misfit(Exception):
    """Parts that make no sense together: the text may still be read in another way."""


class OpenRhythm(Refusal):
    """A refusal of a rhythm with the rules that may be meant, in the order in which it names them."""

    def __init__(self, message: str, rules: Sequence[RecurrenceRule]) -> None:
        super().__init__(message)
        self.rules = tuple(rules)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The parts of a rhythm, put in order; `weekday` and `days` are those that stand beside it."""

    cadences: tuple[Cadence, ...] = ()
    every: EveryWeekday | None = None
    nth: NthWeekday | None = None
    monthdays: tuple[int, ...] = ()
    weekday: int | None = None
    is_once: bool = False
    until: Until | None = None
    times: Times | None = None
    parts: tuple[Part, ...] = field(default=(), compare=False)

    @property
    def unit(self) -> str:
        """What the rhythm counts: `day`, `week` or `month`; empty where that is not said."""
        return self.cadences[0].unit if self.cadences else ""

    @property
    def interval(self) -> int:
        """How many of the unit lie between two dates."""
        return self.cadences[0].interval if self.cadences else 1

    @property
    def is_open(self) -> bool:
        """Returns whether the rhythm takes its day from its first date."""
        has_day = self.every or self.nth or self.monthdays or self.weekday is not None
        return not has_day and not self.is_once and self.unit != "day"


def find_rhythm(parts: Sequence[Part]) -> Rhythm | None:
    """Returns the rhythm among the parts; None where there is none. Raises Misfit where they are several."""
    if any(
        isinstance(one, Times) and one.unit == "date" and isinstance(other, Cadence)
        for one, other in pairwise(parts)
    ):
        raise Misfit  # "3 times weekly" is said of each week
    cadences = _one_cadence([part for part in parts if isinstance(part, Cadence)])
    every = _single([part for part in parts if isinstance(part, EveryWeekday)])
    nth = _single([part for part in parts if isinstance(part, NthWeekday)])
    dated = _single([part for part in parts if isinstance(part, EveryMonthday)])
    once = _single([part for part in parts if isinstance(part, NoRepeat)])
    until = _single([part for part in parts if isinstance(part, Until)])
    times = _single([part for part in parts if isinstance(part, Times)])
    if not (cadences or every or nth or dated or once):
        if until or times:
            raise Misfit
        return None
    if once and (cadences or every or nth or dated or until or times):
        raise Misfit
    numbers = _single([part for part in parts if isinstance(part, MonthdayNumbers)])
    days = dated.days if dated else ()
    if numbers and (dated or (cadences and cadences[0].unit == "month")):
        days = (*numbers.days, *days)
    weekday = _single([part for part in parts if isinstance(part, WeekdayName)])
    return Rhythm(
        cadences,
        every,
        nth,
        days,
        weekday.weekday if weekday else None,
        once is not None,
        until,
        times,
        tuple(parts),
    )


def _single(found: list[_P]) -> _P | None:
    if len(set(found)) > 1:
        raise Misfit
    return found[0] if found else None


def _one_cadence(found: list[Cadence]) -> tuple[Cadence, ...]:
    if len(set(found)) > 1:
        # "every 2 months on the first friday of the month"
        found = [one for one in found if one != Cadence("month")]
        if len(set(found)) > 1 or found[0].unit != "month":
            raise Misfit
    return tuple(found[:1])


def rule_of(rhythm: Rhythm, first_on: date) -> RecurrenceRule:
    """Returns the rule of a rhythm whose first date this is.

    Raises Refusal where there is no such rule, OpenRhythm where others may be meant, and Misfit where the
    parts make no sense together.
    """
    if rhythm.is_once:
        return Once()
    try:
        return _ending(rhythm, _endless(rhythm, first_on), first_on)
    except OpenRhythm as refusal:
        rules = [
            _ending(rhythm, rule, first_on) for rule in refusal.rules if not isinstance(rule, Once | Limited)
        ]
        raise OpenRhythm(str(refusal), rules) from None


def _ending(rhythm: Rhythm, rule: EndlessRule, first_on: date) -> RecurrenceRule:
    if rhythm.until and rhythm.times:
        raise Misfit
    if rhythm.until:
        return Limited(rule, until=_last_on(rhythm.until, first_on))
    return _counted(rule, rhythm.times, first_on) if rhythm.times else rule


def _endless(rhythm: Rhythm, first_on: date) -> EndlessRule:
    if rhythm.unit == "month" or (not rhythm.unit and (rhythm.nth or rhythm.monthdays)):
        return _monthly(rhythm, first_on)
    if rhythm.nth or rhythm.monthdays:
        raise Misfit
    weekdays = rhythm.every.weekdays if rhythm.every else () if rhythm.weekday is None else (rhythm.weekday,)
    if rhythm.unit == "day":
        if rhythm.interval != 1:
            raise Refusal(
                gettext("A meetup repeats by weeks or months. Try `daily`, `weekdays` or `every 2 weeks`.")
            )
        return Weekly(weekdays or _EVERY_DAY)
    interval = _weeks_between(rhythm)
    return Weekly(weekdays or (first_on.weekday(),), interval)


def _weeks_between(rhythm: Rhythm) -> int:
    interval = rhythm.every.interval if rhythm.every else 1
    if rhythm.cadences:
        if interval not in {1, rhythm.interval}:
            raise Misfit
        interval = rhythm.interval
    if not 1 <= interval <= MOST_WEEKS:
        raise Refusal(
            gettext(
                "A meetup can repeat every 1 to {most} weeks, not every {interval}.",
                most=MOST_WEEKS,
                interval=interval,
            )
        )
    return interval


def _monthly(rhythm: Rhythm, first_on: date) -> Monthly | Monthdays:
    interval = rhythm.interval
    if not 1 <= interval <= MOST_MONTHS:
        raise Refusal(
            gettext(
                "A meetup can repeat every 1 to {most} months, not every {interval}.",
                most=MOST_MONTHS,
                interval=interval,
            )
        )
    if rhythm.every and rhythm.every.interval != 1:
        raise Misfit
    if rhythm.every and len(rhythm.every.weekdays) > 1:
        raise Misfit
    if rhythm.nth:
        if rhythm.monthdays or rhythm.every or rhythm.weekday not in {None, rhythm.nth.weekday}:
            raise Misfit
        _check_nths(rhythm.nth, interval if rhythm.cadences else None)
        return Monthly(rhythm.nth.nths, rhythm.nth.weekday, interval)
    if rhythm.monthdays:
        return Monthdays(_check_days(rhythm.monthdays, interval), interval)
    weekday = rhythm.every.weekdays[0] if rhythm.every else rhythm.weekday
    if weekday is not None:
        raise Refusal(_which_of_the_month(weekday, first_on))
    if interval % 12 == 0:
        return Monthdays(_check_days((first_on.day,), interval), interval)  # once a year is a date
    return Monthly((nth_of(first_on),), first_on.weekday(), interval)


def _check_nths(nth: NthWeekday, interval_months: int | None) -> None:
    """Raises OpenRhythm where months lack such a day, or the words may mean every nth week as well.

    The interval is None where the text names no months.
    """
    name = day_name(nth.weekday, "wide")
    if any(one not in NTHS for one in nth.nths):
        kept = tuple(one for one in nth.nths if one in NTHS and one > 0)
        raise OpenRhythm(
            gettext(
                "Not every month has a fifth {weekday}. Try `last {word}`.",
                weekday=name,
                word=WEEKDAYS[nth.weekday],
            ),
            [Monthly((*kept, -1), nth.weekday, interval_months or 1)],
        )
    if nth.is_every and interval_months is None and len(nth.nths) == 1 and nth.nths[0] > 1:
        raise OpenRhythm(
            gettext(
                "Every {count} weeks, or once a month? Try `every {count} weeks on {word}` or "
                "`{nth} {word} of the month`.",
                count=nth.nths[0],
                nth=NTHS[nth.nths[0]],
                word=WEEKDAYS[nth.weekday],
            ),
            [Weekly((nth.weekday,), nth.nths[0]), Monthly(nth.nths, nth.weekday)],
        )


def _check_days(days: tuple[int, ...], interval_months: int) -> tuple[int, ...]:
    late = next((day for day in days if day > 28), None)
    if late is not None:
        kept = sorted({day for day in days if 0 < day <= 28})
        raise OpenRhythm(
            gettext(
                "Not every month has {day} days. Try `monthly on the last day`, or a day up to 28.",
                day=late,
            ),
            [Monthdays((*kept, LAST_DAY), interval_months)],
        )
    return tuple(sorted(set(days), key=lambda day: (day == LAST_DAY, day)))


def _which_of_the_month(weekday: int, first_on: date) -> str:
    nth = nth_of(first_on)
    return gettext(
        "Which {weekday} of the month? Try `{example}`: it can be the first, second, third, fourth or last.",
        weekday=day_name(weekday, "wide"),
        example=f"{NTHS[nth if first_on.weekday() == weekday else 1]} {WEEKDAYS[weekday]}",
    )


def _last_on(until: Until, first_on: date) -> date:
    last_on = _day_after(until, first_on)
    if until.weekday not in {None, last_on.weekday()}:
        raise Misfit
    if last_on < first_on:
        raise Refusal(gettext("It would end before its first date. Pick a later end."))
    return last_on


def _day_after(until: Until, first_on: date) -> date:
    match until.day:
        case NamedDate(((None, month, day),)):
            years = (first_on.year, first_on.year + 1)
            return next(on for year in years if (on := _real_date(year, month, day)) >= first_on)
        case NamedDate(((int(year), month, day),)):
            return _real_date(year, month, day)
        case _:
            raise Misfit


def _real_date(year: int, month: int, day: int) -> date:
    if day == LAST_DAY:
        return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    try:
        return date(year, month, day)
    except ValueError:
        raise Misfit from None


def _counted(rule: EndlessRule, times: Times, first_on: date) -> Limited:
    if times.unit == "date":
        return Limited(rule, count=_check_count(times.count))
    if times.unit == "week" and isinstance(rule, Weekly) and times.count % rule.interval_weeks == 0:
        return Limited(rule, count=_check_count(times.count // rule.interval_weeks * len(rule.weekdays)))
    if times.unit == "day" and rule == Weekly(_EVERY_DAY):
        return Limited(rule, count=_check_count(times.count))
    months = {"month": 1, "year": 12}.get(times.unit, 0) * times.count
    if not months:
        raise Misfit
    month = first_on.year * 12 + first_on.month - 1 + months
    if month // 12 > first_on.year + 50:
        raise Misfit
    first_after = date(month // 12, month % 12 + 1, 1)
    return Limited(rule, until=first_after + timedelta(days=min(first_on.day, 28) - 2))


def _check_count(count: int) -> int:
    if not 1 <= count <= MOST_DATES:
        raise Refusal(gettext("A meetup that ends has 1 to {most} dates.", most=MOST_DATES))
    return count
