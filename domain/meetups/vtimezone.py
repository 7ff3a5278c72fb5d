"""Time zones as iCalendar describes them (RFC 5545, VTIMEZONE): every change of the clocks in some years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_STEP = timedelta(days=7)  # no zone changes its clocks twice within a week; Morocco does within a month
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def describe_zone(zone: str, first_year: int, last_year: int) -> Timezone:
    """Returns the zone (an IANA name) with each change of its clocks from one year through another."""
    begin, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    onsets: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = defaultdict(list)
    for instant in (begin, *_find_changes(ZoneInfo(zone), begin, end)):
        local = instant.astimezone(ZoneInfo(zone))
        before = (instant - _SECOND).astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
        after = local.utcoffset() or timedelta(0)
        # An onset is told by the clock as it was before it.
        onset = (instant + before).replace(tzinfo=None)
        onsets[before, after, local.tzname() or zone, bool(local.dst())].append(onset)
    described = Timezone()
    described.add("tzid", zone)
    for (before, after, name, is_daylight), starts in onsets.items():
        part = TimezoneDaylight() if is_daylight else TimezoneStandard()
        part.add("dtstart", starts[0])
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        if starts[1:]:
            part.add("rdate", starts[1:])
        described.add_component(part)
    return described


def _find_changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yields the instants from which on a zone's clocks show another time, in order."""
    earlier = begin
    while earlier < end:
        later = earlier + _STEP
        if _state(zone, earlier) != _state(zone, later):
            yield _find_change(zone, earlier, later)
        earlier = later


def _find_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Returns the instant of the one change between two, to the second."""
    state = _state(zone, before)
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if _state(zone, middle) == state:
            before = middle
        else:
            after = middle
    return after


def _state(zone: ZoneInfo, instant: datetime) -> tuple[timedelta | None, str | None]:
    local = instant.astimezone(zone)
    return local.utcoffset(), local.tzname()
