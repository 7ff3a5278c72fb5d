"""What days and times of the day the parts of a text leave to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from itertools import islice

from domain.errors import Refusal
from domain.times.parts import (
    ClockTime,
    DayPart,
    EitherWeekday,
    MonthAhead,
    MonthdayNumbers,
    NamedDate,
    NthOfMonth,
    RelativeDay,
    TimeOfDay,
    WeekAhead,
    WeekdayName,
)
from domain.times.rhythm import Misfit
from languages import day_and_month, day_of_month, gettext
from languages import month as month_name
from languages import weekday as day_name

Days = list[date]
"""Days of which the first that is still to come is meant."""

_YEARS_OF_WAITING = 9  # 2100 is no leap year, and 2096 to 2104 is the longest wait for a 29 February
# Hours, as clocks of 24 hours show them, that a part of the day may have.
_HOURS = {
    "am": range(12),
    "pm": range(12, 24),
    "morning": range(12),
    "afternoon": range(12, 21),
    "evening": range(16, 24),
    "night": range(18, 24),
    "before noon": range(12),
    "noon": range(11, 15),
    "after noon": range(12, 24),
}


def choose_days(parts: Sequence[DayPart], today: date) -> list[Days]:
    """Returns the days that the parts may mean together, an empty list where there are no parts.

    Raises Refusal where they contradict one another or have passed, and Misfit where they say nothing
    together.
    """
    if (either := next((part for part in parts if isinstance(part, EitherWeekday)), None)) is not None:
        return _either_day(either, [part for part in parts if part != either], today)
    kinds = {type(part): part for part in parts}
    if len(kinds) != len(set(parts)):
        raise Misfit
    if not parts:
        return []
    weekday = kinds.pop(WeekdayName, None)
    if not kinds:
        assert isinstance(weekday, WeekdayName)
        return _weekday(weekday, today)
    if len(kinds) > 1:
        return _in_month(kinds, weekday, today)
    (part,) = kinds.values()
    if isinstance(part, WeekAhead):
        return [[_of_week(part, weekday, today)]]
    choices = _plain_days(part, today)
    return choices if weekday is None else _on_weekday(choices, weekday, today)


def _either_day(either: EitherWeekday, rest: list[DayPart], today: date) -> list[Days]:
    if not all(isinstance(part, WeekAhead) for part in rest):
        raise Misfit
    days = [WeekdayName(weekday) for weekday in either.weekdays]
    return [choice for day in days for choice in choose_days([day, *rest], today)]


def _plain_days(part: DayPart, today: date) -> list[Days]:
    match part:
        case RelativeDay(days):
            if days < 0:
                raise Refusal(gettext("Yesterday has passed. Pick a later time, please."))
            return [[today + timedelta(days=days)]]
        case NamedDate(options, is_certain):
            return [_in_year(*option, today, is_certain=is_certain) for option in options]
        case MonthdayNumbers((day,)):
            return [list(islice(_monthdays(day, today), 2))]
        case NthOfMonth(nth, weekday, month):
            years = (today.year, today.year + 1)
            return [[on for year in years if (on := _nth_day(year, month, nth, weekday)) is not None]]
        case _:
            raise Misfit


def _weekday(part: WeekdayName, today: date) -> list[Days]:
    coming = today + timedelta(days=(part.weekday - today.weekday()) % 7)
    week_after = coming + timedelta(weeks=1)
    if (part.is_next or part.is_coming) and coming == today:
        return [[week_after]]
    # Of the day after today nobody says "next", and of the one after that hardly anybody.
    if part.is_next and (coming - today).days <= 2 and coming.weekday() >= 5:
        return [[coming], [week_after]]
    return [[coming, week_after]]


def _of_week(part: WeekAhead, weekday: DayPart | None, today: date) -> date:
    if not isinstance(weekday, WeekdayName):
        raise Misfit
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=part.weeks, days=weekday.weekday)


def _in_month(kinds: dict[type, DayPart], weekday: DayPart | None, today: date) -> list[Days]:
    ahead, numbers = kinds.get(MonthAhead), kinds.get(MonthdayNumbers)
    if isinstance(ahead, MonthAhead) and isinstance(numbers, MonthdayNumbers) and len(numbers.days) == 1:
        month = today.year * 12 + today.month - 1 + ahead.months
        choices = [[_real_date(month // 12, month % 12 + 1, numbers.days[0])]]
    else:
        choices = _agreeing([_plain_days(part, today) for part in kinds.values()])
    return choices if weekday is None else _on_weekday(choices, weekday, today)


def _agreeing(several: list[list[Days]]) -> list[Days]:
    """Returns the days that all of several parts name: "tomorrow, 28 November"."""
    first, *others = several
    for choices in others:
        named = {on for days in choices for on in days}
        first = [kept for days in first if (kept := [on for on in days if on in named])]
    if not first:
        raise Misfit
    return first


def _on_weekday(choices: list[Days], weekday: DayPart, today: date) -> list[Days]:
    """Returns the choices that fall on the weekday. Raises Refusal where the next date is on another one."""
    assert isinstance(weekday, WeekdayName)
    coming = [next((on for on in days if on >= today), days[-1]) for days in choices]
    fitting = [[on] for on in coming if on.weekday() == weekday.weekday]
    if fitting:
        return fitting
    on = coming[0]
    nearest = on + timedelta(days=(weekday.weekday - on.weekday() + 3) % 7 - 3)
    raise WrongWeekday(
        gettext(
            "{day} is a {weekday}. Did you mean {first} or {second}? Write the day you mean.",
            day=day_of_month(on),
            weekday=day_name(on.weekday(), "wide"),
            first=day_and_month(nearest),
            second=day_and_month(on),
        ),
        (nearest, on),
    )


class OpenMidnight(Refusal):
    """A refusal of "midnight", with which a day begins or ends."""


class WrongWeekday(Refusal):
    """A refusal of a date that is another weekday than was said, with the days that may be meant."""

    def __init__(self, message: str, days: tuple[date, ...]) -> None:
        super().__init__(message)
        self.days = days


def _in_year(year: int | None, month: int, day: int, today: date, *, is_certain: bool) -> Days:
    if not is_certain and not (1 <= month <= 12 and 1 <= day <= 31):
        raise Misfit
    if year is not None:
        return [_real_date(year, month, day)]
    if (month, day) == (2, 29):
        years = range(today.year, today.year + _YEARS_OF_WAITING)
        return [date(number, 2, 29) for number in years if _is_leap(number)]
    return [_real_date(today.year, month, day), _real_date(today.year + 1, month, day)]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _real_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        name = month_name(month) if 1 <= month <= 12 else gettext("month {month}", month=month)
        raise Refusal(
            gettext(
                "There is no {day} {month} {year}. Check the date, please.", day=day, month=name, year=year
            )
        ) from None


def _monthdays(day: int, today: date) -> Iterator[date]:
    for ahead in range(12):
        month = today.year * 12 + today.month - 1 + ahead
        try:
            on = date(month // 12, month % 12 + 1, day)
        except ValueError:
            continue
        if on >= today:
            yield on


def _nth_day(year: int, month: int, nth: int, weekday: int) -> date | None:
    first = date(year, month, 1)
    days = [first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week) for week in range(5)]
    days = [on for on in days if on.month == month]
    return days[-1] if nth == -1 else days[nth - 1] if nth <= len(days) else None


def choose_times(part: TimeOfDay, half: str, *, has_day: bool, has_date: bool = False) -> list[time]:
    """Returns the times of the day that the part may mean, two where it is a bare number.

    `half` is the part of the day that was named beside it, or empty; `has_date` tells that the day is more
    than the name of a weekday. Raises Refusal where there is no such
    time, and Misfit where something else must be meant.
    """
    at = part.start
    if at.is_midnight:
        raise OpenMidnight(
            gettext("Midnight before or after that day? Write `00:00` with the date it begins.")
        )
    if at.is_dotted and not (at.hour < 24 and at.minute < 60):
        raise Misfit
    if at.is_dotted and not (has_date or part.has_at or part.end or half or at.half) and 1 <= at.minute <= 12:
        raise Misfit  # "10.12" may be a date
    if at.is_word and not (has_day or part.has_at or at.half or half or part.end):
        raise Misfit  # "2 horas" alone may be a length
    if named := at.half or half:
        time_of_day = _in_half(at, named)
        if half and time_of_day.hour not in _HOURS[half]:
            raise Misfit
        return [time_of_day]
    if at.is_bare:
        return _bare(at, has_at=part.has_at)
    return [_on_clock(at)]


def _on_clock(at: ClockTime) -> time:
    if at.hour > 23 or at.minute > 59:
        raise Refusal(
            gettext(
                "There is no {hour}:{minute:02} on a clock. Hours go from 0:00 to 23:59.",
                hour=at.hour,
                minute=at.minute,
            )
        )
    return time(at.hour, at.minute)


def _bare(at: ClockTime, *, has_at: bool) -> list[time]:
    if 1 <= at.hour <= 12:
        return [time(at.hour % 24, at.minute), time((at.hour + 12) % 24, at.minute)]
    if has_at and 13 <= at.hour <= 23:
        return [_on_clock(at)]
    raise Refusal(gettext("Write the time as `{hour}:00`, please.", hour=at.hour % 24))


def _in_half(at: ClockTime, half: str) -> time:
    """Returns the time in a part of the day: 8 in the evening is 20:00. Raises Misfit where there is none."""
    if half in {"am", "pm"} and not 1 <= at.hour <= 12:
        raise Refusal(
            gettext(
                "{hour} {half} does not exist. Write `{clock_hour}:{minute:02}` or an hour from 1 to 12.",
                hour=at.hour,
                half=half,
                clock_hour=at.hour % 24,
                minute=at.minute,
            )
        )
    if half == "am":
        return _on_clock(ClockTime(at.hour % 12, at.minute))
    if half == "pm":
        return _on_clock(ClockTime(at.hour % 12 + 12, at.minute))
    hours = [hour for hour in {at.hour, at.hour + 12} if hour in _HOURS[half] and hour < 24]
    is_open = (half == "night" and at.hour < 6) or (half == "after noon" and at.hour == 12)
    if len(hours) != 1 or is_open:
        raise Misfit
    return _on_clock(ClockTime(hours[0], at.minute))
