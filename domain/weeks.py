"""From free times on the walls of many zones to the half-hours of one week in UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from domain.weektimes import SLOTS, runs
from domain.zones import to_instant

_SLOT = timedelta(minutes=30)
_MIDNIGHT = time()


def week_of(day: date) -> date:
    """The Monday of that week."""
    return day - timedelta(days=day.weekday())


def to_utc(free: int, zone: str, monday: date) -> int:
    """The half-hours of UTC that lie whole within free times, in the week that begins on that Monday.

    The zone's clocks may change within the week. What lies before or after it, seen from Greenwich, counts at
    its other end: free times come again every week.
    """
    start_of_week = to_instant(datetime.combine(monday, _MIDNIGHT), "UTC")
    bits = 0
    for first, last in runs(free):
        start = _instant(monday, first, zone) - start_of_week
        end = _instant(monday, last, zone) - start_of_week
        for slot in range(-(-start // _SLOT), end // _SLOT):
            bits |= 1 << slot % SLOTS
    return bits


def _instant(monday: date, slot: int, zone: str) -> datetime:
    return to_instant(datetime.combine(monday, _MIDNIGHT) + slot * _SLOT, zone)
