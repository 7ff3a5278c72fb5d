"""Conversion of free times by the clocks of a zone to the half-hours of one week in UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from domain.free_times import SLOTS, list_stretches
from domain.zones import to_instant

_SLOT = timedelta(minutes=30)
_MIDNIGHT = time()


def monday_of(day: date) -> date:
    """Returns the Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def free_times_in_utc(free: int, zone: str, monday: date) -> int:
    """Returns, as bits, the half-hours of UTC that lie wholly within the free times of one week.

    `free` are half-hours by the clocks of the zone, as bits; `monday` is the first day of the week. The
    zone's clocks may change within it. What lies before or after the week in UTC counts at its other end:
    free times come again every week.
    """
    start_of_week = to_instant(datetime.combine(monday, _MIDNIGHT), "UTC")
    bits = 0
    for first, last in list_stretches(free):
        start = _instant(monday, first, zone) - start_of_week
        end = _instant(monday, last, zone) - start_of_week
        for slot in range(-(-start // _SLOT), end // _SLOT):
            bits |= 1 << slot % SLOTS
    return bits


def _instant(monday: date, slot: int, zone: str) -> datetime:
    return to_instant(datetime.combine(monday, _MIDNIGHT) + slot * _SLOT, zone)
