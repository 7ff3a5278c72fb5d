"""Days as people write them: dates, weekdays, days counted from today."""

from __future__ import annotations

from collections.abc import Iterator

from domain.lexicon import Wording
from domain.times.parts import (
    EitherWeekday,
    Found,
    MonthAhead,
    MonthdayNumbers,
    NamedDate,
    NthOfMonth,
    PartOfDay,
    RelativeDay,
    WeekAhead,
    WeekdayName,
)

_Dates = Iterator[tuple[int, tuple[NamedDate]]]
_MONTH_FIRST, _EITHER_FIRST = {"ja"}, {"en"}
_FIRST_YEAR, _LAST_YEAR = 2000, 2099  # other numbers of four digits are times


def read_days(wording: Wording, place: int) -> Found:
    """Yields the days that begin at the place."""
    yield from _read_words(wording, place)
    yield from _read_weekday(wording, place)
    yield from _read_either_weekday(wording, place)
    yield from read_dates(wording, place)
    yield from _read_monthday(wording, place)
    yield from _read_nth_of_month(wording, place)


def _read_words(wording: Wording, place: int) -> Found:
    if found := wording.word(place, "day"):
        yield found[1], (RelativeDay(int(found[0])),)
        if half := wording.word(found[1], "after_day_half"):
            yield half[1], (RelativeDay(int(found[0])), PartOfDay(half[0]))
    if found := wording.word(place, "tonight"):
        yield found[1], (RelativeDay(0), PartOfDay(found[0]))
    if found := wording.word(place, "tomorrow_half"):
        yield found[1], (RelativeDay(1), PartOfDay(found[0]))
    if found := wording.word(place, "weekday_half"):
        day, half_name = found[0].split()
        yield found[1], (WeekdayName(int(day)), PartOfDay(half_name))
    if found := wording.word(place, "week"):
        yield found[1], (WeekAhead(int(found[0])),)
    if found := wording.word(place, "month_ahead"):
        yield found[1], (MonthAhead(int(found[0])),)


def _read_weekday(wording: Wording, place: int) -> Found:
    following = wording.word(place, "next")
    is_next = following is not None
    if following and wording.word(following[1], "next"):
        return  # "next next monday"
    is_coming = wording.word(place, "coming") is not None
    start = wording.skip(place, "this", "next", "coming")
    found = wording.word(start, "weekday")
    if found is None:
        return
    day, end = int(found[0]), found[1]
    if wording.is_mark(end, "."):
        end += 1
    if start == place and (after := wording.skip(end, "next", "coming")) > end:
        is_next, end = True, after
    named = WeekdayName(day, is_next, is_coming)
    yield end, (named,)
    if half := wording.word(end, "after_day_half"):
        yield half[1], (named, PartOfDay(half[0]))
    # "thu 3", "Donnerstag 3."
    number = wording.number(end)
    if (
        number
        and wording.is_shape(end, "num")
        and 1 <= number[0] <= 31
        and not wording.word(number[1], "hour_mark")
    ):
        yield wording.skip(number[1], "ord"), (WeekdayName(day), MonthdayNumbers((number[0],)))


def _read_either_weekday(wording: Wording, place: int) -> Found:
    """Yields weekdays of which one is meant, with "or" or a slash between them: tue, wed or thu."""
    days: list[int] = []
    is_either = False
    while found := wording.word(place, "weekday"):
        days.append(int(found[0]))
        end = found[1] + wording.is_mark(found[1], ".")
        if is_either and len(set(days)) == len(days):
            yield end, (EitherWeekday(tuple(days)),)
        comma = end + wording.is_mark(end, ",")
        after = comma if comma > end else end + wording.is_mark(end, "/")
        is_either = wording.word(comma, "or") is not None or (is_either and comma > end) or after > comma
        place = wording.skip(wording.skip(after, "or"), "filler", "this", "the")
        if place == end:
            break


def read_dates(wording: Wording, place: int) -> _Dates:
    """Yields the dates with day and month that begin at the place."""
    if place >= wording.end:
        return
    token = wording.tokens[place]
    if token.shape in _SHAPES:
        yield from _read_figures(wording, place, _SHAPES[token.shape])
        return
    for day, end in _day_numbers(wording, place):
        if month := wording.word(wording.skip(end, "of"), "month"):
            yield _with_year(wording, month[1], int(month[0]), day)
    if (month := wording.word(place, "month")) is not None:
        start = month[1] + wording.is_mark(month[1], ".")
        for day, end in _day_numbers(wording, wording.skip(start, "the", "of")):
            yield _with_year(wording, end, int(month[0]), day)
    yield from _read_signs(wording, place)


_SHAPES = {"ymd": "ymd", "dmy": "dmy", "dotted": "dm", "slashed": "ab"}


def _read_figures(wording: Wording, place: int, order: str) -> _Dates:
    text = wording.tokens[place].text
    mark = next(char for char in text if not char.isdecimal())
    numbers = [int(part) for part in text.split(mark) if part]
    end = place + 1
    if order == "ymd":
        is_joined = wording.is_glued(end) and wording.is_mark(end, "t") and wording.is_glued(end + 1)
        yield end + is_joined, (NamedDate(((numbers[0], numbers[1], numbers[2]),)),)
        return
    year = _full_year(numbers[2]) if order == "dmy" else None
    if year is None and (number := _year_at(wording, end)):
        year, end = number, end + 1
    if mark == ".":
        yield (
            end,
            (NamedDate(((year, numbers[1], numbers[0]),), is_certain=text.endswith(".") or order == "dmy"),),
        )
        return
    if mark == "-" and len(text) <= 8:
        return  # 24-12-26 might begin with the year
    yield end, (NamedDate(tuple(_either_order(numbers[0], numbers[1], year, wording.language))),)


def _either_order(
    first: int, second: int, year: int | None, language: str
) -> Iterator[tuple[int | None, int, int]]:
    day_first, month_first = (year, second, first), (year, first, second)
    if not 1 <= first <= 12 or first == second:
        yield day_first
    elif not 1 <= second <= 12:
        yield month_first
    elif language in _EITHER_FIRST:
        yield from (day_first, month_first)
    else:
        yield month_first if language in _MONTH_FIRST else day_first


def _full_year(number: int) -> int:
    return number if number > 99 else 2000 + number


def _year_at(wording: Wording, place: int) -> int | None:
    number = wording.tokens[place].number if wording.is_shape(place, "num") else 0
    return number if _FIRST_YEAR <= number <= _LAST_YEAR else None


def _with_year(wording: Wording, end: int, month: int, day: int) -> tuple[int, tuple[NamedDate]]:
    after = end
    while wording.is_mark(after, ".,"):
        after += 1
    after = wording.skip(after, "of")
    year = _year_at(wording, after)
    return (after + 1 if year else end), (NamedDate(((year, month, day),)),)


def _day_numbers(wording: Wording, place: int) -> Iterator[tuple[int, int]]:
    """Yields the day that a number names at the place, with its end: 24, 24th, 24., first."""
    start = wording.skip(place, "the")
    number = wording.number(start)
    if number and (wording.is_shape(start, "num") or start > place):
        yield number[0], wording.skip(number[1], "ord")
    elif (nth := wording.word(start, "nth")) and nth[0] == "1":
        yield 1, wording.skip(nth[1], "ord")


def _read_signs(wording: Wording, place: int) -> _Dates:
    """Yields dates such as 2026年12月3日 and 12月3日."""
    year, start = None, place
    first = wording.number(place)
    if first and (mark := wording.word(first[1], "year_mark")):
        year, start = first[0], mark[1]
    month = wording.number(start)
    month_mark = wording.word(month[1], "month_mark") if month else None
    day = wording.number(month_mark[1]) if month_mark else None
    day_mark = wording.word(day[1], "day_mark") if day else None
    if month and day and day_mark:
        yield day_mark[1], (NamedDate(((year, month[0], day[0]),)),)


def _read_monthday(wording: Wording, place: int) -> Found:
    """Yields days of a month: the 1st and 15th, le 1 et 15, 1、15日."""
    days: list[int] = []
    end, is_marked = place, False
    while found := monthday_at(wording, end) or _number_of_list(wording, end, bool(days)):
        is_marked |= monthday_at(wording, end) is not None
        days.append(found[0])
        if is_marked:
            yield found[1], (MonthdayNumbers(tuple(days)),)
        end = wording.skip(found[1] + wording.is_mark(found[1], ","), "and")
        if end == found[1]:
            break


def _number_of_list(wording: Wording, place: int, is_further: bool) -> tuple[int, int] | None:
    """Returns a bare number that is one of a list of days; in Japanese the first of them, too."""
    number = wording.number(place)
    if number is None or not wording.is_shape(place, "num") or not 1 <= number[0] <= 31:
        return None
    if wording.word(number[1], "times") or wording.word(number[1], "unit"):
        return None
    has_more = wording.word(number[1], "and") is not None or wording.is_mark(number[1], ",")
    return number if is_further or (wording.language == "ja" and has_more) else None


def monthday_at(wording: Wording, place: int) -> tuple[int, int] | None:
    """Returns a day of the month that needs no month to be one, and its end; None where none begins here."""
    start = wording.skip(place, "the")
    number = wording.number(start)
    if number is None or not 1 <= number[0] <= 31:
        return None
    if mark := wording.word(number[1], "day_mark"):
        return number[0], mark[1]
    if not wording.is_shape(start, "num"):
        return None
    if wording.is_glued(number[1]) and (mark := wording.word(number[1], "ord")):
        return number[0], mark[1]
    return (number[0], number[1]) if start > place else None


def _read_nth_of_month(wording: Wording, place: int) -> Found:
    start = wording.skip(place, "the")
    nth = wording.word(start, "nth")
    weekday = wording.word(nth[1], "weekday") if nth else None
    if nth is None or weekday is None:
        return
    month = wording.word(wording.skip(weekday[1], "of", "in"), "month")
    if month:
        yield month[1], (NthOfMonth(int(nth[0]), int(weekday[0]), int(month[0])),)
