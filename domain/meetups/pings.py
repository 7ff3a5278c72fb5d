"""Pings: how long before its start a date is announced, and until when that still helps."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache

from domain.durations import DAY_MIN, describe_minutes, parse_minutes, write_minutes
from domain.errors import Refusal
from languages import ENGLISH, current_language, gettext
from languages.time_words import list_time_words

MOST_PINGS = 5
MOST_OWN_LEADS = 2
_LONGEST_LEAD_MIN = 30 * DAY_MIN
_GRACE = timedelta(minutes=10)  # after the start: whoever reads it then can still come


def parse_pings(text: str) -> tuple[int, ...]:
    """Returns the lead times of a text such as `3d, 2h` in minutes, the longest first; `start` is 0.

    Raises Refusal where a time cannot be read, there are none or more than five, or one is above 30 days.
    """
    leads = _read_leads(text)
    if not leads or len(leads) > MOST_PINGS:
        raise Refusal(gettext("A meetup has 1 to {most} reminders. Try `3d, 2h`.", most=MOST_PINGS))
    return _check_leads(leads)


def parse_own_leads(text: str) -> tuple[int, ...]:
    """Returns the lead times at which one member is reminded, in minutes, the longest first.

    Empty where nothing was typed. Raises Refusal where a time cannot be read, there are more than two, or one
    is above 30 days.
    """
    leads = _read_leads(text)
    if len(leads) > MOST_OWN_LEADS:
        raise Refusal(
            gettext("I remind you at most {most} times of a date. Try `1 day, 30 min`.", most=MOST_OWN_LEADS)
        )
    return _check_leads(leads)


def _read_leads(text: str) -> set[int]:
    parts = [part for part in _between(current_language()).split(text.casefold()) if part.strip()]
    at_start = {"start", "0", gettext("at the start").casefold()}
    return {0 if part.strip() in at_start else parse_minutes(part) for part in parts}


def _check_leads(leads: Collection[int]) -> tuple[int, ...]:
    if max(leads, default=0) > _LONGEST_LEAD_MIN:
        raise Refusal(gettext("A reminder can go out at most 30 days ahead. Try `3d, 2h`."))
    return tuple(sorted(leads, reverse=True))


@cache
def _between(language: str) -> re.Pattern[str]:
    """Returns what stands between lead times: marks, and "and" in the language or in English."""
    words = {
        word.phrase for code in (language, ENGLISH) for word in list_time_words(code) if word.kind == "and"
    }
    spaced = "|".join(sorted(re.escape(word) for word in words if word.isalpha() and word.isascii()))
    return re.compile(rf"[,;+、・&と]|\b(?:{spaced})\b")


def describe_pings(leads_min: Sequence[int]) -> str:
    """Returns the lead times in words: `3 days, 2 h`."""
    return ", ".join(describe_minutes(lead) if lead else gettext("at the start") for lead in leads_min)


def write_pings(leads_min: Sequence[int]) -> str:
    """Returns the lead times as members type them: `3d, 2h`. `parse_pings` reads them back."""
    return ", ".join(write_minutes(lead) if lead else "start" for lead in leads_min)


def ping_due_at(starts_at: datetime, lead_min: int) -> datetime:
    """Returns the instant at which a ping with this lead time goes out."""
    return starts_at - timedelta(minutes=lead_min)


def ping_useful_until(starts_at: datetime) -> datetime:
    """Returns the instant after which a ping helps nobody any more: ten minutes after the start."""
    return starts_at + _GRACE


def own_useful_until(starts_at: datetime, lead_min: int) -> datetime:
    """Returns the instant after which a member's own reminder helps no more: the start, if not due then."""
    return starts_at if lead_min else ping_useful_until(starts_at)
