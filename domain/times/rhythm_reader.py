"""Rhythms as people write them: every thursday, monatlich am 15., tous les deux jeudis, 隔週木曜日."""

from __future__ import annotations

from collections.abc import Iterator

from domain.lexicon import Wording
from domain.spans import read_span
from domain.times.day_reader import monthday_at, read_dates
from domain.times.parts import (
    Cadence,
    EveryMonthday,
    EveryWeekday,
    Found,
    NamedDate,
    NoRepeat,
    NthWeekday,
    PartOfDay,
    RhythmPart,
    Times,
    Until,
)
from domain.times.rules import LAST_DAY

_WEEKEND, _WORKDAYS = (5, 6), (0, 1, 2, 3, 4)
_YEAR_END = NamedDate(((None, 12, 31),))
_LOOSE = -2  # a further weekday without anything between
_UNITS = {
    "day": ("day", 1),
    "week": ("week", 1),
    "month": ("month", 1),
    "year": ("month", 12),
    "fortnight": ("week", 2),
}


def read_rhythms(wording: Wording, place: int) -> Found:
    """Yields the parts of rhythms that begin at the place."""
    for end, part in _read_all(wording, place):
        yield end, (part,)
        # "jeden Freitag Morgen"
        if isinstance(part, EveryWeekday) and (half := wording.word(end, "after_day_half")):
            yield half[1], (part, PartOfDay(half[0]))
    every = wording.word(place, "every")
    if every and (compound := wording.word(every[1], "weekday_half")):
        day, half_name = compound[0].split()
        yield compound[1], (EveryWeekday((int(day),)), PartOfDay(half_name))


_Read = Iterator[tuple[int, RhythmPart]]


def _read_all(wording: Wording, place: int) -> _Read:
    yield from _read_cadence(wording, place)
    yield from _read_every(wording, place)
    yield from _read_lists(wording, place)
    yield from _read_nths(wording, place, place, is_every=False)
    yield from _read_last_day(wording, place)
    yield from _read_until(wording, place)
    yield from _read_times(wording, place)


def _read_cadence(wording: Wording, place: int) -> _Read:
    if known := wording.word(place, "cadence"):
        interval, unit_name = known[0].split()
        yield known[1], _cadence(unit_name, int(interval))
    if found := wording.word(place, "of_month"):
        yield found[1], Cadence("month")
    if found := wording.word(place, "once"):
        yield found[1], NoRepeat()
    # 2週間ごと
    number = wording.number(place)
    unit = wording.word(number[1], "unit") if number else None
    each = wording.word(unit[1], "each_after") if unit else None
    if number and unit and each and unit[0] in _UNITS:
        yield wording.skip(each[1], "filler"), _cadence(unit[0], number[0])


def _cadence(unit: str, interval: int) -> RhythmPart:
    if unit == "workday":
        return EveryWeekday(_WORKDAYS)
    if unit == "weekend":
        return EveryWeekday(_WEEKEND)
    named, size = _UNITS[unit]
    if named == "day" and interval % 7 == 0 and interval:
        return Cadence("week", interval // 7)
    return Cadence(named, interval * size)


def _read_every(wording: Wording, place: int) -> _Read:
    if dated := wording.word(place, "every_date"):
        yield from _read_monthdays(wording, dated[1])
        if (number := wording.number(dated[1])) and number[1] == wording.end and 1 <= number[0] <= 31:
            yield number[1], EveryMonthday((number[0],))
    if second := wording.word(place, "every_other"):
        yield from _read_unit(wording, second[1], 2)
        for end, part in _weekdays_from(wording, second[1], 2):
            if second[0] == "2":
                yield end, part
            if len(part.weekdays) == 1:
                yield end, NthWeekday((2,), part.weekdays[0], is_every=True)
        # "jeden 2. und 4. Dienstag": the first word alone is "every".
        for end, nth in _read_nths(wording, place + 1, place, is_every=True):
            if isinstance(nth, NthWeekday) and len(nth.nths) > 1:
                yield end, nth
        return
    found = wording.word(place, "every")
    if found is None:
        return
    start = found[1]
    after_other = wording.skip(start, "other")
    yield from _read_counted(wording, start)
    yield from _weekdays_from(wording, after_other, 2 if after_other > start else 1)
    yield from _read_unit(wording, after_other, 2 if after_other > start else 1)
    yield from _read_nths(wording, start, place, is_every=True)
    yield from _read_monthdays(wording, start)


def _read_counted(wording: Wording, place: int) -> _Read:
    """Yields what follows "every" with a number: two weeks, third month, 2 jeudis."""
    number = wording.number(place)
    nth = wording.word(place, "nth")
    if number:
        yield from _read_unit(wording, number[1], number[0])
        if number[0] == 2 or number[0] == 1:
            yield from _weekdays_from(wording, number[1], number[0])
    if nth and int(nth[0]) > 0:
        yield from _read_unit(wording, nth[1], int(nth[0]))


def _read_unit(wording: Wording, place: int, interval: int) -> _Read:
    unit = wording.word(place, "unit")
    if unit and unit[0] in _UNITS:
        yield unit[1], _cadence(unit[0], interval)


def _read_monthdays(wording: Wording, place: int) -> _Read:
    days: list[int] = []
    end = place
    while (found := _ordinal_at(wording, end)) is not None:
        days.append(found[0])
        yield found[1], EveryMonthday(tuple(days))
        end = wording.skip(found[1], "and")
        if end == found[1]:
            break


def _ordinal_at(wording: Wording, place: int) -> tuple[int, int] | None:
    if (found := monthday_at(wording, place)) is not None:
        return found
    number = wording.number(place)
    is_day = number and wording.is_shape(place, "num") and 1 <= number[0] <= 31 and number[1] < wording.end
    # "todo dia 15": a number alone is one after these words, where no unit follows.
    return number if is_day and number and not wording.word(number[1], "unit") else None


def _read_lists(wording: Wording, place: int) -> _Read:
    """Yields weekdays that repeat without "every": fridays, les jeudis, mon and thu, un jeudi sur deux."""
    articles = wording.skip(place, "plural")
    if articles > place:
        yield from _weekdays_from(wording, articles, 1)
    if (other := wording.word(place, "other")) and other[0] == "alone":
        yield from _weekdays_from(wording, other[1], 2)
    one = wording.number(place)
    start = one[1] if one and one[0] == 1 and not wording.is_shape(place, "num") else articles
    for end, part in _weekdays_from(wording, start, 1):
        if (alternate := wording.word(end, "one_in_two")) is not None:
            yield alternate[1], EveryWeekday(part.weekdays, 2)
        if yes := wording.word(end, "yes"):
            again = wording.skip(yes[1] + wording.is_mark(yes[1], ","), "and")
            for last, same in _weekdays_from(wording, again, 2):
                if same.weekdays == part.weekdays and (no := wording.word(last, "no")):
                    yield no[1], same
    days, end, is_plural = _weekday_list(wording, place)
    if is_plural or (len(days) > 1 and not (len(days) == 2 and _is_loose(wording, place))):
        yield end, EveryWeekday(days)


def _is_loose(wording: Wording, place: int) -> bool:
    """Returns whether two weekdays follow one another with nothing between: "thursday friday" is no list."""
    first = wording.word(place, "weekday") if wording.language != "ja" else None
    return first is not None and _is_weekday(wording, first[1] + wording.is_mark(first[1], "."))


def _weekdays_from(wording: Wording, place: int, interval: int) -> Iterator[tuple[int, EveryWeekday]]:
    days, end, _ = _weekday_list(wording, place)
    if days and not (len(days) == 2 and _is_loose(wording, place)):
        yield end, EveryWeekday(days, interval)


def _weekday_list(wording: Wording, place: int) -> tuple[tuple[int, ...], int, bool]:
    """Returns the weekdays listed at the place, their end, and whether they are in the plural."""
    days: set[int] = set()
    is_plural, end, first = False, place, -1
    if wording.word(place, "day_mark") and (place == 0 or _is_number(wording, place - 1)):
        return (), place, False  # 3日, and not Sunday
    while found := wording.word(place, "weekdays") or wording.word(place, "weekday"):
        is_plural |= wording.word(place, "weekdays") is not None
        day, end = int(found[0]), found[1] + wording.is_mark(found[1], ".")
        days |= set(_through(first, day)) if first >= 0 else {day}
        if first >= 0 and wording.language == "ja":
            end = wording.skip(end, "to")
        place, first = _next_of_list(wording, end, day)
        if place == end and first != _LOOSE:
            break
    return tuple(sorted(days)), end, is_plural


def _is_number(wording: Wording, place: int) -> bool:
    return wording.is_shape(place, "num") or wording.word(place, "num") is not None


def _next_of_list(wording: Wording, end: int, day: int) -> tuple[int, int]:
    """Returns where a list goes on, and the day from which a range goes on, or -1."""
    after = wording.skip(end + wording.is_mark(end, ",;/"), "and")
    if after > end:
        further = wording.skip(after, "the", "plural", "every")
        return (further, -1) if _is_weekday(wording, further) else (end, -1)
    if wording.is_mark(end, "-~") and _is_weekday(wording, end + 1):
        return end + 1, day
    if (to := wording.word(end, "to") or wording.word(end, "to_before")) and _is_weekday(wording, to[1]):
        return to[1], day
    return (end, -1) if not _is_weekday(wording, end) else (end, _LOOSE)


def _is_weekday(wording: Wording, place: int) -> bool:
    return bool(wording.word(place, "weekdays") or wording.word(place, "weekday"))


def _through(first: int, last: int) -> Iterator[int]:
    yield from ((first + number) % 7 for number in range((last - first) % 7 + 1))


def _read_nths(wording: Wording, place: int, whole: int, *, is_every: bool) -> _Read:
    """Yields the nth of a weekday, several of them too: first and third friday, 第1・第3火曜日."""
    nths: list[int] = []
    place = start = wording.skip(place, "the", "plural", "every" if is_every else "the")
    while (found := _nth_at(wording, place)) is not None:
        nths.append(found[0])
        place = found[1]
        after = wording.skip(place, "nth_suffix")
        day = wording.word(after, "weekday") or wording.word(after, "weekdays")
        last_day = wording.word(start, "last_day")
        if day and not (last_day and last_day[1] == day[1]):  # 最終日 is no Sunday
            order = tuple(sorted(set(nths), key=lambda nth: nth % 6))  # -1 is the last, 5
            yield day[1], NthWeekday(order, int(day[0]), is_every)
        place = wording.skip(place + wording.is_mark(place, ","), "and", "the", "plural", "nth_filler")


def _nth_at(wording: Wording, place: int) -> tuple[int, int] | None:
    if nth := wording.word(place, "nth"):
        return int(nth[0]), nth[1]
    if fifth := wording.word(place, "fifth"):
        return 5, fifth[1]
    if mark := wording.word(place, "nth_mark"):
        return wording.number(mark[1])
    return None


def _read_last_day(wording: Wording, place: int) -> _Read:
    start = wording.skip(place, "and", "the")
    if last := wording.word(start, "last_day"):
        yield last[1], EveryMonthday((-1,), is_every=False)
    if (first := monthday_at(wording, place)) and (
        last := wording.word(wording.skip(first[1], "and", "the"), "last_day")
    ):
        yield last[1], EveryMonthday((first[0], -1), is_every=False)


def _read_until(wording: Wording, place: int) -> _Read:
    """Yields the end of a rhythm: until wed 31 march, 3月31日(水)まで."""
    if found := wording.word(place, "until"):
        start, weekday = _weekday_beside(wording, wording.skip(found[1], "the", "on"))
        for end, parts in read_dates(wording, start):
            yield end, Until(parts[0], weekday)
        yield from _read_end_of(wording, found[1])
    year = wording.word(place, "year_end")
    if year and (after := wording.word(year[1], "until_after")):
        yield after[1], Until(_YEAR_END)
    if (ended := _month_end_at(wording, place)) and (after := wording.word(ended[1], "until_after")):
        yield after[1], Until(_last_of(ended[0]))
    for end, parts in read_dates(wording, place):
        after_weekday, weekday = _weekday_beside(wording, end)
        if after := wording.word(after_weekday, "until_after"):
            yield after[1], Until(parts[0], weekday)


def _read_end_of(wording: Wording, place: int) -> _Read:
    """Yields the end of a month or of the year: until the end of march."""
    if year := wording.word(place, "year_end"):
        yield year[1], Until(_YEAR_END)
    end_of = wording.word(place, "end_of")
    month = wording.word(end_of[1], "month") if end_of else None
    if month:
        yield month[1], Until(_last_of(int(month[0])))


def _month_end_at(wording: Wording, place: int) -> tuple[int, int] | None:
    """Returns the month whose end is named at the place as 3月末, and where that ends; None where none is."""
    month = wording.number(place)
    mark = wording.word(month[1], "month_mark") if month else None
    end = wording.word(mark[1], "month_end") if mark else None
    return (month[0], end[1]) if month and end else None


def _last_of(month: int) -> NamedDate:
    return NamedDate(((None, month, LAST_DAY),))


def _weekday_beside(wording: Wording, place: int) -> tuple[int, int | None]:
    """Returns the place after a weekday, and the weekday; None where there is none."""
    start = place + wording.is_mark(place, "(")
    found = wording.word(start, "weekday")
    if found is None:
        return place, None
    end = found[1]
    while wording.is_mark(end, ".,)"):
        end += 1
    return wording.skip(end, "the"), int(found[0])


def _read_times(wording: Wording, place: int) -> _Read:
    if wording.is_mark(place - 1, "-") and wording.is_glued(place):
        return  # "-3 times" is a slip of the finger
    start = wording.skip(place, "for", "next")
    number = wording.number(start)
    if number and (times := wording.word(number[1], "times")):
        yield times[1], Times(number[0])
    if (times := wording.word(place, "times_before")) and (number := wording.number(times[1])):
        yield number[1], Times(number[0])
    span = read_span(wording, start)
    if span is None or span.count % 1 or span.unit not in {"day", "week", "month", "year"}:
        return
    after = wording.word(span.end, "long")
    if start > place or after or wording.language == "ja":
        yield after[1] if after else span.end, Times(int(span.count), span.unit)
