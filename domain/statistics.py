"""A server's statistics over a year: sums, and none that could point at one of a few members. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from languages import gettext_noop

STATISTICS_PERIOD = timedelta(weeks=52)
FEWEST = 5  # sums over fewer are not shown: they could point at somebody
_COMES_BACK_WITHIN = timedelta(weeks=8)
_PROPOSALS = ((1, 1, "1"), (2, 4, "2–4"), (5, 9, "5–9"), (10, None, "10+"))


@dataclass(frozen=True, slots=True)
class Visit:
    """One member at one date: they said yes to it, or came without an answer.

    `was_there` is None where nobody knows: in a café people forget the button. `is_measured` is true for a
    date in a voice channel, where it is known of everybody.
    """

    user_id: int
    starts_at: datetime
    said_yes: bool
    was_there: bool | None
    is_measured: bool = False


@dataclass(frozen=True, slots=True)
class SharedProblem:
    """A problem of the board: when it was shared, and when a solution was accepted, None where none is."""

    at: datetime
    solved_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartOfWhole:
    """A part of a whole, as two counts. Where the whole is below FEWEST, None stands in its place."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The sums of one year.

    `people` counts visits by the Monday of their week; `opened` and `solved` count problems by the first day
    of their month. The oldest comes first, and weeks and months without any have a 0. `days_to_solve` is the
    median, None where fewer than FEWEST problems are solved. `helpers` counts members by how many proposals
    they made, and is empty where fewer than FEWEST made any.
    """

    people: tuple[tuple[date, int], ...]
    kept: PartOfWhole | None
    came_back: PartOfWhole | None
    opened: tuple[tuple[date, int], ...]
    solved: tuple[tuple[date, int], ...]
    days_to_solve: float | None
    helpers: tuple[tuple[str, int], ...]
    circles: PartOfWhole | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody came and no problem was shared."""
        counted = (*self.people, *self.opened)
        return not any(count for _, count in counted)


def summarise(
    visits: Sequence[Visit],
    raised: Sequence[SharedProblem],
    proposals: Mapping[int, int],
    circles: Sequence[bool],
    now: datetime,
) -> Statistics:
    """Returns the sums of the year up to now.

    `proposals` counts by member, `circles` says of each if it met.
    """
    since = now - STATISTICS_PERIOD
    came = [visit for visit in visits if visit.was_there or (visit.was_there is None and visit.said_yes)]
    counted = [visit for visit in visits if visit.said_yes and visit.is_measured]
    times = [one.solved_at - one.at for one in raised if one.solved_at is not None]
    days = [time / timedelta(days=1) for time in times]
    return Statistics(
        people=_by_week([visit.starts_at for visit in came], since, now),
        kept=_share(sum(bool(visit.was_there) for visit in counted), len(counted)),
        came_back=_came_back(came, now),
        opened=_by_month([one.at for one in raised], since, now),
        solved=_by_month([one.solved_at for one in raised if one.solved_at is not None], since, now),
        days_to_solve=median(days) if len(days) >= FEWEST else None,
        helpers=_helpers(proposals),
        circles=_share(sum(circles), len(circles)),
    )


def _share(part: int, whole: int) -> PartOfWhole | None:
    return PartOfWhole(part, whole) if whole >= FEWEST else None


def _came_back(came: Iterable[Visit], now: datetime) -> PartOfWhole | None:
    """Returns how many came again within eight weeks, of those whose first time is at least as long ago.

    Whoever came for the first time since then may still come again and is not counted at all. None where
    fewer than FEWEST are left.
    """
    by_member: dict[int, list[datetime]] = {}
    for visit in came:
        by_member.setdefault(visit.user_id, []).append(visit.starts_at)
    firsts = [sorted(dates) for dates in by_member.values()]
    settled = [dates for dates in firsts if dates[0] + _COMES_BACK_WITHIN <= now]
    back = sum(any(date <= dates[0] + _COMES_BACK_WITHIN for date in dates[1:]) for dates in settled)
    return _share(back, len(settled))


def _helpers(proposals: Mapping[int, int]) -> tuple[tuple[str, int], ...]:
    """Returns members by how many proposals they made; all together where a group is below FEWEST."""
    groups = [
        (name, sum(low <= count and (high is None or count <= high) for count in proposals.values()))
        for low, high, name in _PROPOSALS
    ]
    if all(count == 0 or count >= FEWEST for _, count in groups):
        return tuple(groups)
    return ((gettext_noop("in all"), len(proposals)),) if len(proposals) >= FEWEST else ()


def _by_week(instants: Iterable[datetime], since: datetime, now: datetime) -> tuple[tuple[date, int], ...]:
    counts = Counter(_monday(at) for at in instants if since <= at <= now)
    first, weeks = _monday(since), (_monday(now) - _monday(since)).days // 7 + 1
    mondays = [first + timedelta(weeks=week) for week in range(weeks)]
    return tuple((monday, counts[monday]) for monday in mondays)


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def _by_month(instants: Iterable[datetime], since: datetime, now: datetime) -> tuple[tuple[date, int], ...]:
    counts = Counter((at.year, at.month) for at in instants if since <= at <= now)
    first = since.year * 12 + since.month - 1
    months = range(first, now.year * 12 + now.month)
    named = [(month // 12, month % 12 + 1) for month in months]
    return tuple((date(year, month, 1), counts[year, month]) for year, month in named)
