"""Spans of time as people write them, in whole minutes."""

from __future__ import annotations

import re

from domain.errors import Refusal
from domain.text import shortened
from languages import gettext, ngettext

HOUR_MIN = 60
DAY_MIN = 24 * HOUR_MIN
WEEK_MIN = 7 * DAY_MIN

_UNIT_MIN = {"w": WEEK_MIN, "d": DAY_MIN, "h": HOUR_MIN, "m": 1}
_PART = re.compile(
    r"(\d{1,6}(?:[.,]5)?)\s*"
    r"(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])\s*(?:and\s+)?"
)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_TRAILING_MINUTES = re.compile(r"(\d{1,3}h)\s?([0-5]?\d)")


def parse_minutes(text: str) -> int:
    """Returns the minutes of a text such as `90m`, `2h`, `1h30`, `1.5 hours`, `1:30`, `3 days`, `1 week`.

    Raises Refusal where the text is anything else, a bare number included, whose unit would be a guess.
    """
    wanted = " ".join(text.casefold().split())
    if clock := _CLOCK.fullmatch(wanted):
        return int(clock[1]) * HOUR_MIN + int(clock[2])
    if trailing := _TRAILING_MINUTES.fullmatch(wanted):
        wanted = f"{trailing[1]} {trailing[2]}m"
    total, position = 0.0, 0
    while part := _PART.match(wanted, position):
        total += float(part[1].replace(",", ".")) * _UNIT_MIN[part[2][0]]
        position = part.end()
    if not wanted or position != len(wanted):
        raise Refusal(
            gettext(
                "I can't read “{text}” as a length of time. Try `2h`, `90m` or `3 days`.",
                text=shortened(text),
            )
        )
    return int(total)


def describe_minutes(minutes: int) -> str:
    """Returns the span in words: `1 h 30 min`, `3 days`, `1 week`."""
    if minutes and minutes % WEEK_MIN == 0:
        return ngettext("{count} week", "{count} weeks", minutes // WEEK_MIN)
    days, rest = divmod(minutes, DAY_MIN)
    hours, rest = divmod(rest, HOUR_MIN)
    parts = [ngettext("{count} day", "{count} days", days)] if days else []
    parts += [gettext("{hours} h", hours=hours)] if hours else []
    parts += [gettext("{minutes} min", minutes=rest)] if rest or not parts else []
    return " ".join(parts)


def write_minutes(minutes: int) -> str:
    """Returns the span as members of any language type it: `1h30m`, `3d`. `parse_minutes` reads it back."""
    days, rest = divmod(minutes, DAY_MIN)
    hours, rest = divmod(rest, HOUR_MIN)
    counted = ((days, "d"), (hours, "h"), (rest, "m"))
    return "".join(f"{count}{unit}" for count, unit in counted if count) or "0m"
