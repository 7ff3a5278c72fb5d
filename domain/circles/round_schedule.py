"""The rhythm in which rounds of matching begin by themselves."""

from __future__ import annotations

from datetime import datetime, time

from domain.errors import Refusal
from domain.meetups.series import Series
from domain.times.recurrence import Monthdays, Monthly, Weekly, parse_rule
from languages import gettext

_AT = time(9, 0)
_NEVER = {"never", "no", "off"}


def parse_round_rule(text: str, now: datetime) -> str | None:
    """Returns the rule in the words in which it is stored; None where the text says `never`, `no` or `off`.

    Raises Refusal where the text names no rule, or one with more than one round a week.
    """
    if text.strip().casefold() in _NEVER:
        return None
    rule = parse_rule(text, now.date())
    is_weekly = isinstance(rule, Weekly) and len(rule.weekdays) == 1
    # Every other month would be counted from the day on which somebody asks when the next round is.
    is_monthly = isinstance(rule, Monthly | Monthdays) and rule.interval_months == 1
    if not is_weekly and not is_monthly:
        raise Refusal(
            gettext("Rounds come once a week at most. Try `monthly on the first monday`, or `never`.")
        )
    return str(rule)


def next_round_at(words: str, zone: str, now: datetime) -> datetime | None:
    """Returns when the next round after now begins, at 9:00 local time; None after the year 9000."""
    today = now.date()
    series = Series(today, _AT, zone, parse_rule(words, today))
    starts = (series.starts_at(on) for on in series.dates(today))
    return next((start for start in starts if start > now), None)
