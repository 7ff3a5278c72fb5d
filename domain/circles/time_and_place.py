"""When and where a circle could meet: times at which all are free, and the city in the middle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_

from domain.circles.member import Member
from domain.cities import City, distance_km
from domain.free_times import SLOTS
from domain.zones import to_instant, to_local

MOST_TIMES = 5
_SLOT = timedelta(minutes=30)


def list_times(
    weeks: Mapping[date, Sequence[Member]],
    zone: str,
    after: datetime,
    until: datetime,
    most: int = MOST_TIMES,
) -> list[datetime]:
    """Returns at most `most` UTC instants from which all are free for two hours, one a day, in order.

    All of them lie between `after` and `until`, neither included. `weeks` has, by Monday, the members as they
    are free in that week; `zone` (an IANA name) says where a day begins. Where there are more days, those are
    taken that are spread evenly from the first to the last.
    """
    starts = sorted(
        start
        for monday, members in weeks.items()
        for start in _starts(monday, members)
        if after < start < until
    )
    by_day: dict[date, list[datetime]] = {}
    for start in starts:
        by_day.setdefault(to_local(start, zone).date(), []).append(start)
    best = [_best_of_day(several, zone) for several in by_day.values()]
    return _spread(best, most)


def _starts(monday: date, members: Sequence[Member]) -> Iterable[datetime]:
    bits = reduce(and_, (member.starts for member in members))
    begin = to_instant(datetime.combine(monday, time()), "UTC")
    return (begin + slot * _SLOT for slot in range(SLOTS) if bits >> slot & 1)


def _best_of_day(starts: Sequence[datetime], zone: str) -> datetime:
    """Returns the first start at a full hour of local time, else the first of all."""
    return next((start for start in starts if to_local(start, zone).minute == 0), starts[0])


def _spread(times: Sequence[datetime], most: int) -> list[datetime]:
    """Returns at most `most` of the times, spread evenly from the first to the last."""
    if len(times) <= most:
        return list(times)
    step = (len(times) - 1) / (most - 1)
    return [times[round(place * step)] for place in range(most)]


def most_central_city(cities: Sequence[City]) -> City:
    """Returns that of the cities to which the longest way is the shortest; of several alike, the largest."""

    def longest(city: City) -> float:
        return max(distance_km(city.centre, other.centre) for other in cities)

    # Rounded to a metre: the way from A to B and the way back may differ in the last bit.
    return min(cities, key=lambda city: (round(longest(city), 3), -city.population, city.id))
