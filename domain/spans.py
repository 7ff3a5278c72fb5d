"""Spans of time in words: two weeks, half an hour, anderthalb Stunden, 1時間半."""

from __future__ import annotations

from dataclasses import dataclass

from domain.lexicon import Wording

UNIT_MIN = {
    "minute": 1,
    "quarter": 15,
    "three_quarters": 45,
    "hour": 60,
    "day": 24 * 60,
    "week": 7 * 24 * 60,
    "fortnight": 14 * 24 * 60,
}
_MOST_PARTS = 5  # weeks, days, hours, minutes, and one more
_UNIT_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """A span of months and minutes, the unit that was named last, how many of it, and where its text ends."""

    months: int
    minutes: float
    unit: str
    count: float
    end: int


def read_span(wording: Wording, place: int, *, is_distance: bool = False) -> Span | None:
    """Returns the span that begins at the place, as long as it goes; None where none does.

    Of a distance from now, what follows whole days as 18h is not a part, but a time of the day.
    """
    whole: Span | None = None
    for _ in range(_MOST_PARTS):
        part = _read_part(wording, wording.skip(place, "and") if whole else place)
        if part is None or (is_distance and _may_be_time(wording, whole, part)):
            break
        if whole and part.unit == "minute" and part.count >= UNIT_MIN["hour"]:
            break  # "18h 90 min" is a time and a length
        if whole and part.unit == whole.unit:
            break  # "3h 3h" was typed twice
        whole = _joined(whole, part)
        place = whole.end
    return _with_minutes(wording, whole) if whole else None


def _may_be_time(wording: Wording, whole: Span | None, part: Span) -> bool:
    is_marked = wording.word(part.end - 1, "hour_mark") is not None
    return is_marked and whole is not None and whole.minutes % UNIT_MIN["day"] == 0


def _joined(whole: Span | None, part: Span) -> Span:
    if whole is None:
        return part
    return Span(whole.months + part.months, whole.minutes + part.minutes, part.unit, part.count, part.end)


def _read_part(wording: Wording, place: int) -> Span | None:
    count, after = _count_at(wording, place)
    if count is None and (alone := wording.word(place, "unit")) and wording.word(alone[1], "and_half"):
        count, after = 1, place  # "en hora y media"
    unit = wording.word(after, "unit") if count is not None else None
    if count is None or unit is None:
        return None
    end = unit[1] + wording.is_mark(unit[1], ".")
    if half := wording.word(end, "and_half"):
        count, end = count + 0.5, half[1]
    months = _UNIT_MONTHS.get(unit[0], 0) * count
    if months % 1:
        return None
    return Span(int(months), UNIT_MIN.get(unit[0], 0) * count, unit[0], count, end)


def _count_at(wording: Wording, place: int) -> tuple[float | None, int]:
    """Returns a number and its end, half ones too; None and 0 where none begins at the place."""
    if half := wording.word(place, "half_of"):
        return 0.5, half[1]
    if mixed := wording.word(place, "mixed"):
        return int(mixed[0]) / 60, mixed[1]
    if wording.is_shape(place, "dotted") and not wording.tokens[place].text.endswith("."):
        return float(wording.tokens[place].text), place + 1
    number = wording.number(place)
    if number is None:
        return None, 0
    if (
        wording.is_mark(number[1], ",")
        and wording.is_glued(number[1] + 1)
        and wording.is_shape(number[1] + 1, "num")
    ):
        return float(f"{number[0]}.{wording.tokens[number[1] + 1].text[:3]}"), number[1] + 2
    if half := wording.word(number[1], "half_of"):
        return (number[0] if number[0] > 1 else 0) + 0.5, half[1]
    return number[0], number[1]


def _with_minutes(wording: Wording, span: Span) -> Span:
    """Returns the span with the minutes that follow hours without their unit: 1h30."""
    minutes = wording.number(span.end)
    if span.unit == "hour" and minutes and wording.is_shape(span.end, "num") and minutes[0] < 60:
        return Span(span.months, span.minutes + minutes[0], "minute", span.count, minutes[1])
    return span
