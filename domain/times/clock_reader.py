"""Times of the day as people write them, and ranges of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.lexicon import Wording
from domain.times.parts import ClockTime, Found, Offset, PartOfDay, TimeOfDay

_Time = tuple[ClockTime, int]
_RANGE = "-~"
_PM = {"pm", "afternoon"}
_HOURS = {"heure", "heures", "hora", "horas"}  # which are a length as well


def read_times(wording: Wording, place: int) -> Found:
    """Yields the times and ranges that begin at the place, with an offset where one follows."""
    start = wording.skip(place, "from")
    has_from, at_place = start > place, start
    start = wording.skip(start, "at")
    has_at = start > place
    for first, end in _clock_times(wording, start):
        yield end, (TimeOfDay(first, has_at=has_at),)
        yield from _with_offset(wording, place, end, first, has_at)
        for last, after in _ends(wording, end, first, has_from):
            # 2026-12-24 18:00-05:00 is no range, but a distance from UTC.
            if not _is_dated(wording, place) or (last.hour, last.minute) > (first.hour, first.minute):
                yield after, (TimeOfDay(_like(first, last), _after(first, last), has_at or has_from),)
    if at_place != start:
        return
    if half := wording.word(place, "half"):
        yield half[1], (PartOfDay(half[0]),)


def _with_offset(wording: Wording, place: int, end: int, first: ClockTime, has_at: bool) -> Found:
    """Yields what ISO 8601 writes behind a time: Z, +02:00, and -05:00 after a date such as 2026-12-24."""
    if wording.is_glued(end) and wording.is_mark(end, "z"):
        yield end + 1, (TimeOfDay(first, has_at=has_at), Offset(0))
    if not wording.is_glued(end) or not wording.is_mark(end, "+-"):
        return
    if wording.is_mark(end, "+") or _is_dated(wording, place):
        for minutes, after in offset_at(wording, end):
            yield after, (TimeOfDay(first, has_at=has_at), Offset(minutes))


def offset_at(wording: Wording, place: int) -> Iterator[tuple[int, int]]:
    """Yields the minutes from UTC that are written at the place, as +2, -05:00 or +0530, and their end."""
    if not wording.is_mark(place, "+-") or not wording.is_glued(place + 1):
        return
    token = wording.tokens[place + 1]
    digits = token.text.replace(":", "")
    if token.shape not in {"num", "clock"} or len(digits) > 4 or (token.shape == "num" and len(digits) == 3):
        return
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    sign = -1 if wording.tokens[place].text == "-" else 1
    yield sign * (hours * 60 + minutes), place + 2


def _is_dated(wording: Wording, place: int) -> bool:
    """Returns whether a date such as 2026-12-24 stands right before the place."""
    before = place - 1 if place and wording.tokens[place - 1].text != "t" else place - 2
    return before >= 0 and wording.is_shape(before, "ymd")


def _ends(wording: Wording, end: int, first: ClockTime, has_from: bool) -> Iterator[_Time]:
    """Yields the times to which a range goes that begins before the place."""
    mark = wording.word(end, "to") or wording.word(end, "to_before")
    if wording.is_mark(end, _RANGE):
        after = end + 1
    elif mark and (has_from or not (wording.word(end, "and") or (first.is_bare and wording.word(end, "at")))):
        # "dia 15 às 18h" is no range: without "das", the number is a day.
        after = mark[1]
    elif has_from and wording.word(end, "and"):
        after = wording.skip(end, "and")
    else:
        return
    for last, stop in _clock_times(wording, wording.skip(after, "at")):
        yield last, wording.skip(stop, "to") if wording.language == "ja" else stop


def _after(first: ClockTime, last: ClockTime) -> ClockTime:
    """Returns the end of a range, which may be before or after noon in 午後6時から8時 and 6pm to 8:00."""
    if (last.hour, last.minute) == (24, 0):
        return ClockTime(0, is_midnight=True)
    if first.half and not last.half and 1 <= last.hour <= 12:
        return replace(last, is_bare=True)
    return replace(last, is_bare=False) if _is_of_24(first) else last


def _is_of_24(first: ClockTime) -> bool:
    """Returns whether the start of a range tells that both are said by a clock of 24 hours: 22-2, 14-16."""
    return not first.half and 12 < first.hour <= 23


def _like(first: ClockTime, last: ClockTime) -> ClockTime:
    """Returns the start of a range, said as its end is where it leaves that open: 6-8pm, 18 bis 20 Uhr."""
    if last.half and not first.half and 1 <= first.hour <= 12:
        is_before = _in_half_day(first) < _in_half_day(last)
        return replace(first, half=last.half if is_before or last.half not in _PM else "am", is_bare=False)
    is_of_24 = 12 < last.hour <= 23 and 0 < last.hour - first.hour <= 12  # 12-14, 9-17
    is_clear = is_of_24 or _is_of_24(first) or not last.is_bare
    return replace(first, is_bare=False) if is_clear else first


def _in_half_day(at: ClockTime) -> tuple[int, int]:
    return at.hour % 12, at.minute


def _clock_times(wording: Wording, place: int) -> Iterator[_Time]:
    """Yields the times that begin at the place, with a part of the day before or behind."""
    if before := wording.word(place, "half"):
        for time, stop in _plain_times(wording, wording.skip(before[1], "at")):
            yield replace(time, half=before[0], is_bare=False), wording.skip(stop, "sharp")
    for time, stop in _plain_times(wording, place):
        end = wording.skip(stop, "sharp")
        if after := wording.word(end, "half"):
            yield replace(time, half=after[0], is_bare=False), wording.skip(after[1], "sharp")
        else:
            yield time, end


def _plain_times(wording: Wording, place: int) -> Iterator[_Time]:
    if place >= wording.end:
        return
    if noon := wording.word(place, "fixed") or wording.word(place, "half_noon"):
        hour, minute = divmod(int(noon[0]), 60)
        yield ClockTime(hour, minute, "afternoon"), noon[1]
    if midnight := wording.word(place, "midnight"):
        yield ClockTime(0, is_midnight=True), midnight[1]
    shape, text = wording.tokens[place].shape, wording.tokens[place].text
    if shape == "clock" or (shape == "dotted" and len(text.split(".")[1]) == 2 and not text.endswith(".")):
        hour, minute = (int(part) for part in text.replace(".", ":").split(":")[:2])
        end = wording.skip(place + 1, "hour_mark", "after_clock")
        yield ClockTime(hour, minute, is_dotted=shape == "dotted" and end == place + 1), end
        return
    yield from _relative_times(wording, place)
    yield from _hours(wording, place)


def _relative_times(wording: Wording, place: int) -> Iterator[_Time]:
    """Yields times such as half past six and viertel vor acht."""
    before = wording.word(place, "before_hour")
    number = wording.number(before[1]) if before else None
    if before is None or number is None or not 0 <= number[0] <= 24:
        return
    minutes = (number[0] * 60 + int(before[0])) % (24 * 60)
    end = wording.skip(number[1], "hour_mark")
    is_bare = number[0] <= 12
    yield ClockTime(*divmod(minutes, 60), is_bare=is_bare), end


def _hours(wording: Wording, place: int) -> Iterator[_Time]:
    number = wording.number(place)
    if number is None:
        return
    hour, end = number
    if wording.is_shape(place, "num") and len(wording.tokens[place].text) in {3, 4}:
        yield from _four_digits(wording, place)
        return
    if hour > 99:
        return
    mark = wording.word(end, "hour_mark")
    if mark is None:
        yield ClockTime(hour, is_bare=True), end
        if after := wording.word(end, "after_hour"):
            yield _shifted(hour, int(after[0]), is_bare=True), after[1]
        return
    is_word = wording.tokens[end].text in _HOURS
    yield ClockTime(hour, is_word=is_word), mark[1]
    yield from _minutes_after(wording, hour, mark[1])


def _minutes_after(wording: Wording, hour: int, place: int) -> Iterator[_Time]:
    if after := wording.word(place, "after_hour"):
        yield _shifted(hour, int(after[0]), is_bare=False), after[1]
    minute = wording.number(place)
    if minute is None or minute[0] > 59:
        return
    mark = wording.word(minute[1], "minute_mark")
    is_said = minute[0] >= 10 if not wording.is_shape(place, "num") else len(wording.tokens[place].text) == 2
    if mark or is_said:
        yield ClockTime(hour, minute[0]), mark[1] if mark else minute[1]


def _shifted(hour: int, minutes: int, *, is_bare: bool) -> ClockTime:
    # Of "menos cuarto" and "moins le quart" the hour before is meant.
    return ClockTime(*divmod((hour * 60 + minutes) % (24 * 60), 60), is_bare=is_bare and hour <= 12)


def _four_digits(wording: Wording, place: int) -> Iterator[_Time]:
    text = wording.tokens[place].text
    hour, minute = int(text[:-2]), int(text[-2:])
    end = wording.skip(place + 1, "hour_mark", "after_clock")
    if hour < 24 and minute < 60 and (len(text) == 4 or wording.word(end, "half")):
        yield ClockTime(hour, minute), end
