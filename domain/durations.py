"""Spans of time as people write them, in whole minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.errors import Refusal
from domain.lexicon import word
from domain.spans import read_span
from domain.text import shortened
from languages import ENGLISH, current_language, either, gettext, ngettext

HOUR_MIN = 60
DAY_MIN = 24 * HOUR_MIN
WEEK_MIN = 7 * DAY_MIN

_MOST_DIGITS = 6  # of a number; what is longer is a slip of the finger
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_TRAILING_MINUTES = re.compile(r"(\d{1,3})h\s?([0-5]?\d)")


def parse_minutes(text: str, examples: Sequence[str] = ("2h", "90m", "3 days")) -> int:
    """Returns the minutes of a text such as `90m`, `2h`, `1h30`, `1.5 hours`, `1:30`, `3 days`, `1 week`.

    It is read in the language that is spoken, then in English. Raises Refusal where the text is anything
    else, a bare number included, whose unit would be a guess; it names the examples, which fit where the
    length is asked for.
    """
    wanted = " ".join(text.casefold().split())
    if clock := _CLOCK.fullmatch(wanted) or _TRAILING_MINUTES.fullmatch(wanted):
        return int(clock[1]) * HOUR_MIN + int(clock[2])
    for language in dict.fromkeys((current_language(), ENGLISH)):
        if (minutes := _read_minutes(text, language)) is not None:
            return minutes
    raise Refusal(
        gettext(
            "I can't read “{text}” as a length of time. Try {examples}.",
            text=shortened(text),
            examples=either([f"`{example}`" for example in examples]),
        )
    )


def _read_minutes(text: str, language: str) -> int | None:
    wording = word(text, language)
    if wording is None or any(
        len(token.text) > _MOST_DIGITS for token in wording.tokens if token.number >= 0
    ):
        return None
    span = read_span(wording, 0)
    if span is None or span.months or span.end != wording.end:
        return None
    return int(span.minutes)


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
