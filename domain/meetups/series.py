"""Series: a local time in a zone, a rule, and the single dates that differ from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from domain.times.recurrence import RecurrenceRule
from domain.zones import to_instant, to_local


@dataclass(frozen=True, slots=True)
class Series:
    """A rule with its first date and a local time: `at` is the same on every date, whatever the clocks do.

    Where the clocks show `at` twice on the first date, its `fold` tells which is meant; on others, the first.
    """

    first_on: date
    at: time
    zone: str
    rule: RecurrenceRule

    def dates(self, start_on: date) -> Iterator[date]:
        """Yields the local dates from `start_on` on, computed from there and not from the first date."""
        return self.rule.dates(self.first_on, start_on)

    def starts_at(self, on: date) -> datetime:
        """Returns the UTC instant at which the series starts on a local date."""
        fold = self.at.fold if on == self.first_on else 0
        return to_instant(datetime.combine(on, self.at.replace(fold=fold)), self.zone)


class DateStatus(StrEnum):
    """What became of one date of a series; the values are stored."""

    PLANNED = "planned"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DateChange:
    """A difference of one date from its series: it starts at another instant, or does not take place.

    `length_min` is how long it lasts, None where that is as in its series. `is_elsewhere`: its place is its
    own.
    """

    starts_at: datetime
    status: DateStatus
    length_min: int | None = None
    is_elsewhere: bool = False


DateChanges = Mapping[date, DateChange]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date as it takes place, or was to take place.

    `on` is the local date that the series gives it, which stays its name when it is moved. `starts_at` is an
    instant in UTC. `length_min` is its own length, None where it lasts as long as the others;
    `is_elsewhere`: its place is its own.
    """

    on: date
    starts_at: datetime
    is_moved: bool = False
    is_skipped: bool = False
    length_min: int | None = None
    is_elsewhere: bool = False

    def ends_at(self, length_min: int) -> datetime:
        """Returns when it ends, if the others last so many minutes."""
        own = self.length_min
        return self.starts_at + timedelta(minutes=length_min if own is None else own)


def occurrence_on(series: Series, on: date, changes: DateChanges) -> Occurrence:
    """Returns the series' date with its change, where it has one."""
    regular = series.starts_at(on)
    change = changes.get(on)
    if change is None:
        return Occurrence(on, regular)
    is_skipped = change.status is not DateStatus.PLANNED
    return Occurrence(
        on,
        change.starts_at,
        is_moved=change.starts_at != regular,
        is_skipped=is_skipped,
        length_min=change.length_min,
        is_elsewhere=change.is_elsewhere,
    )


def list_upcoming(series: Series, changes: DateChanges, now: datetime, count: int) -> list[Occurrence]:
    """Returns the next `count` dates that start after `now`, skipped ones among them, in order of start."""
    return _list_first(series, changes, now, count, lambda item: item.starts_at > now)


def list_not_over(
    series: Series, changes: DateChanges, now: datetime, count: int, length_min: int
) -> list[Occurrence]:
    """Returns the next `count` dates that end after `now`, skipped ones among them, in order of start.

    Each without a length of its own lasts `length_min`.
    """
    since = now - timedelta(minutes=length_min)
    return _list_first(series, changes, since, count, lambda item: item.ends_at(length_min) > now)


def _list_first(
    series: Series,
    changes: DateChanges,
    since: datetime,
    count: int,
    is_listed: Callable[[Occurrence], bool],
) -> list[Occurrence]:
    """Returns the first `count` dates that are listed; without a change they start after `since`."""
    start_on = to_local(since, series.zone).date()
    # Changed dates apart: one may have been moved past `since` from any date before that day.
    regular = (occurrence_on(series, on, changes) for on in series.dates(start_on) if on not in changes)
    found = list(islice(filter(is_listed, regular), count))
    found += filter(is_listed, (occurrence_on(series, on, changes) for on in changes))
    return sorted(found, key=lambda item: item.starts_at)[:count]


def has_date(series: Series, on: date) -> bool:
    """Returns whether the series' rule gives this local date."""
    return next(iter(series.dates(on)), None) == on
