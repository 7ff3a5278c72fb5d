"""Free times of a week by local clocks: half-hours as the bits of a number, the lowest for Monday 0:00."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from domain.accents import without_accents
from domain.errors import Refusal
from domain.text import shortened
from domain.tokens import clean
from languages import ENGLISH, current_language, gettext, gettext_noop
from languages import weekday as day_name
from languages.time_words import list_time_words

SLOTS_A_DAY = 48
SLOTS = 7 * SLOTS_A_DAY
PARTS = {
    gettext_noop("morning"): (8 * 60, 12 * 60),
    gettext_noop("afternoon"): (12 * 60, 17 * 60),
    gettext_noop("evening"): (17 * 60, 22 * 60),
}
"""The parts of a day that can be picked, each from its first minute of the day to its end."""

_ONE_DAY = (1 << SLOTS_A_DAY) - 1
_SHORTEST_SLOTS = 4  # two hours: less has no room for a meeting
# As `_written` leaves it, in any of the languages: 9:30, 9h30, 9.30, 9am, 9 Uhr, 9時30分.
_CLOCK = (
    r"(\d{1,2})(?:\s?[:.h時]\s?([0-5]\d))?\s*(?:hrs|h|uhr|heures|horas|時|分)?\s*(am|pm|a\.m\.|p\.m\.)?(?!\d)"
)
_UNTIL = r"\s*(?:-|~|to|till|until|bis|au|ao|a|as|hasta|ate|から)\s*"
_FROM = r"(?:(?:from|von|de|das|des|desde)\s+)?(?:(?:las|la)\s+)?"


def hours_of_day(weekday: int, start_min: int, end_min: int) -> int:
    """Returns the half-hours of one day that lie wholly between two of its minutes."""
    first, last = -(-start_min // 30), end_min // 30  # rounded up, rounded down
    bits = (1 << max(last - first, 0)) - 1
    return bits << (weekday * SLOTS_A_DAY + first)


def part_of_day(weekday: int, name: str) -> int:
    """Returns the half-hours of a part of a day: `part(0, "morning")` is Monday morning."""
    return hours_of_day(weekday, *PARTS[name])


def parts_of(free: int) -> list[tuple[int, str]]:
    """Returns the parts of days that are wholly free, each as its weekday and its name in PARTS."""
    cells = [(weekday, name) for weekday in range(7) for name in PARTS]
    return [cell for cell in cells if free & part_of_day(*cell) == part_of_day(*cell)]


def describe_part(weekday: int, name: str) -> str:
    """Returns a part of a day in words: `Mon morning`."""
    return gettext("{weekday} {part}", weekday=day_name(weekday), part=gettext(name))


def list_popular(several: Iterable[int], most: int) -> list[tuple[int, str]]:
    """Returns at most `most` parts that most members have free, in weekly order; none that only one has."""
    counts = Counter(cell for free in several for cell in parts_of(free))
    common = [(cell, count) for cell, count in counts.items() if count > 1]
    best = sorted(common, key=lambda one: (-one[1], _place(one[0])))[:most]
    return sorted((cell for cell, _ in best), key=_place)


def _place(cell: tuple[int, str]) -> tuple[int, int]:
    return cell[0], PARTS[cell[1]][0]


def parse_free_times(text: str) -> int:
    """Returns the half-hours of a text such as `tue 9:30-12, mon-fri 18-20`.

    Raises Refusal where it is no such.
    """
    free = 0
    for piece in re.split(r"[,;、，；\n]", text):
        if piece.strip():
            free |= _parse_span(piece)
    return free


def _parse_span(piece: str) -> int:
    days = _weekdays(tuple(dict.fromkeys((current_language(), ENGLISH))))
    form = _span(tuple(days)).fullmatch(" ".join(_written(piece).split()))
    if form is None:
        raise Refusal(
            gettext(
                "I can't read “{text}” as hours. Try `{example}`.",
                text=shortened(piece),
                example=gettext("tue 9:30-12, mon-fri 18-20"),
            )
        )
    first = days[form[1]]
    last = days[form[2]] if form[2] else first
    start_min, end_min = _minutes(*form.group(3, 4, 5)), _minutes(*form.group(6, 7, 8))
    if form[8] and not form[5]:  # 2-5pm, 9-12pm
        afternoon = _minutes(form[3], form[4], form[8])
        start_min = afternoon if afternoon < end_min else start_min
    if not 0 <= start_min < end_min <= 24 * 60:
        raise Refusal(
            gettext("“{text}” does not end after it starts, on the same day.", text=shortened(piece))
        )
    several = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return union(hours_of_day(day, start_min, end_min) for day in several)


@cache
def _weekdays(languages: tuple[str, ...]) -> dict[str, int]:
    """Returns the names of the days of the week, 0 for Monday; what the first language says counts."""
    days: dict[str, int] = {}
    for word in (word for language in languages for word in list_time_words(language)):
        if word.kind in {"weekday", "weekdays"}:
            days.setdefault(_written(word.phrase), int(word.value))
    return days


@cache
def _span(names: tuple[str, ...]) -> re.Pattern[str]:
    day = f"({'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"
    return re.compile(
        rf"(?:(?:du|de|von|from|on|am|le|el)\s+)?{day}\.?(?:{_UNTIL}{day}\.?)?,?\s*{_FROM}{_CLOCK}{_UNTIL}(?:las\s+)?{_CLOCK}\s*(?:まで)?"
    )


def _written(text: str) -> str:
    return without_accents(clean(text)).replace("時半", "時30分")


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    """Returns the minute of the day; `half` is how it is said to be before or after noon, if it is."""
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    return hours * 60 + int(minute or 0)


def union(several: Iterable[int]) -> int:
    """Returns the half-hours that are in any of several times."""
    result = 0
    for one in several:
        result |= one
    return result


def has_room(free: int) -> bool:
    """Returns whether two hours in a row are free."""
    return any(end - start >= _SHORTEST_SLOTS for start, end in list_stretches(free))


def list_stretches(free: int) -> Iterator[tuple[int, int]]:
    """Yields each stretch of free half-hours as its first and the one after its last; Sunday ends one."""
    start = None
    for slot in range(SLOTS + 1):
        is_free = slot < SLOTS and bool(free >> slot & 1)
        if is_free and start is None:
            start = slot
        elif not is_free and start is not None:
            yield start, slot
            start = None


def describe_free_times(free: int) -> str:
    """Returns the times in words, day by day: `Tue 9:30–12:00, Fri 14:00–18:00`."""
    texts = []
    for day in range(7):
        of_day = free >> day * SLOTS_A_DAY & _ONE_DAY
        texts += [f"{day_name(day)} {_clock(start)}–{_clock(end)}" for start, end in list_stretches(of_day)]
    return ", ".join(texts)


def _clock(half_hours: int) -> str:
    return f"{half_hours // 2}:{half_hours % 2 * 30:02}"
