"""When a date announces itself, and until when that still helps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.durations import DAY_MIN, describe_minutes, parse_minutes, write_minutes
from domain.errors import Refusal
from languages import gettext

MOST_PINGS = 5
_LONGEST_LEAD_MIN = 30 * DAY_MIN
_GRACE = timedelta(minutes=10)


def parse_pings(text: str) -> tuple[int, ...]:
    """Lead times in minutes, longest first, from `3d, 2h`; `start` is the moment itself."""
    parts = [part for part in re.split(r"[,;+]|\band\b", text.casefold()) if part.strip()]
    leads = {0 if part.strip() in {"start", "0"} else parse_minutes(part) for part in parts}
    if not leads or len(leads) > MOST_PINGS:
        raise Refusal(gettext("A meetup has 1 to {most} pings. Try `3d, 2h`.", most=MOST_PINGS))
    if max(leads) > _LONGEST_LEAD_MIN:
        raise Refusal(gettext("A ping can go out 30 days ahead at the most. Try `3d, 2h`."))
    return tuple(sorted(leads, reverse=True))


def describe_pings(leads_min: Sequence[int]) -> str:
    """`3 days, 2 h`: the same in words."""
    return ", ".join(describe_minutes(lead) if lead else gettext("at the start") for lead in leads_min)


def write_pings(leads_min: Sequence[int]) -> str:
    """`3d, 2h`: as one types it, read back by parse_pings."""
    return ", ".join(write_minutes(lead) if lead else "start" for lead in leads_min)


def due_at(starts_at: datetime, lead_min: int) -> datetime:
    """The instant at which a ping with this lead time goes out."""
    return starts_at - timedelta(minutes=lead_min)


def useful_until(starts_at: datetime) -> datetime:
    """After this instant nobody is helped by hearing that the date comes up."""
    return starts_at + _GRACE
