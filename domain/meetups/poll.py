"""Polls for a time that suits most: which times to ask about, and which of them wins. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.cities import FindCities, no_cities
from domain.errors import Refusal
from domain.free_times import SLOTS
from domain.ids import PollId
from domain.times.parser import Reading, read_when
from domain.zones import to_local
from languages import gettext

MOST_SLOTS = 10
_MOST_PIECES = 4  # of one time that has commas in itself: "Thursday, December 3, 2026, 18:00"
_STEP = timedelta(minutes=30)
_FIRST_HOUR, _LAST_HOUR = 8, 21  # by the poll's own clock: nobody is asked about the night
_FEWEST_FREE = 2  # a time that suits one alone is no meetup
_MOST_A_DAY = 2  # so that those who have no time on one day are asked about others


@dataclass(frozen=True, slots=True)
class MeetupPoll:
    """A poll as it is stored.

    `slots` are UTC instants in order; `zone` is the IANA name of the host's zone.
    """

    id: PollId
    guild_id: int
    host_id: int
    title: str
    length_min: int
    zone: str
    slots: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class PollResult:
    """The result of a poll so far: how many can come at each of its times, and how many have voted."""

    poll: MeetupPoll
    counts: tuple[int, ...]
    voters: int

    def winner(self, now: datetime) -> datetime | None:
        """Returns the future time that suits most, of several alike the first; None while none suits any."""
        ahead = [
            (count, slot) for count, slot in zip(self.counts, self.poll.slots, strict=True) if slot > now
        ]
        best = max((count for count, _ in ahead), default=0)
        return next((slot for count, slot in ahead if count == best), None) if best else None


class Slots(NamedTuple):
    """Times to ask about: UTC instants in order, and their length in minutes; None where it is not said."""

    starts: tuple[datetime, ...]
    length_min: int | None


def parse_slots(text: str, now: datetime, zone: str, find_cities: FindCities = no_cities) -> Slots:
    """Returns the times of a text such as `thu 18:00-20:00, sat 10:00`, in order, each once.

    Raises Refusal where a time cannot be read or repeats, two say another length, or there are not from 2 to
    10 different ones.
    """
    parts = _split(text, now, zone, find_cities)
    if not 2 <= len(parts) <= MOST_SLOTS:
        raise Refusal(
            gettext(
                "Give 2 to {most} times with commas between them, such as `thu 18:00, sat 10:00`.",
                most=MOST_SLOTS,
            )
        )
    readings = [_read(part, now, zone, find_cities) for part in parts]
    starts = sorted({reading.when.at for reading in readings})
    if len(starts) < 2:
        raise Refusal(gettext("Those are all the same time. Give at least two to choose from."))
    lengths = {reading.length_min for reading in readings if reading.length_min is not None}
    if len(lengths) > 1:
        raise Refusal(gettext("Those times have different lengths. Give all of them the same, please."))
    return Slots(tuple(starts), next(iter(lengths), None))


def _read(text: str, now: datetime, zone: str, find_cities: FindCities) -> Reading:
    reading = read_when(text, now, zone, find_cities)
    if reading.rule is not None:
        raise Refusal(
            gettext(
                "A poll asks about single times, such as `{example}`. You say how it repeats when you "
                "plan it.",
                example=f"{reading.when.local:%Y-%m-%d %H:%M}",
            )
        )
    return reading


def _split(text: str, now: datetime, zone: str, find_cities: FindCities) -> list[str]:
    """Returns the times of a list: what stands between commas, or several of these that are one time."""
    parts: list[str] = []
    for line in re.split(r"[;\n]", text):
        pieces = [piece for piece in re.split(r"[,、，]", line) if piece.strip()]
        while pieces and len(parts) <= MOST_SLOTS:
            counts = range(1, min(_MOST_PIECES, len(pieces)) + 1)
            taken = next((count for count in counts if _is_time(pieces[:count], now, zone, find_cities)), 1)
            parts.append(",".join(pieces[:taken]))
            pieces = pieces[taken:]
    return parts


def _is_time(pieces: Sequence[str], now: datetime, zone: str, find_cities: FindCities) -> bool:
    try:
        read_when(",".join(pieces), now, zone, find_cities)
    except Refusal:
        return False
    return True


def suggest_slots(
    weeks: Sequence[Sequence[int]], monday: datetime, now: datetime, length_min: int, zone: str
) -> tuple[datetime, ...]:
    """Returns at most ten UTC instants in order: as many members as possible are free at one of them.

    `weeks` has, for each week from `monday` (0:00 UTC) on, every member's free half-hours of UTC as bits, the
    members in the same order each time. The times are chosen one after the other: a member who is free at k
    of those chosen already counts 1 / (k + 1) for the next.
    """
    free_at = _free_at(weeks, monday, now, length_min, zone)
    chosen: list[datetime] = []
    # Members as bits, by at how many of the chosen times they can come: at first, all at none.
    covered = [(1 << len(weeks[0])) - 1] + [0] * MOST_SLOTS
    while free_at and len(chosen) < MOST_SLOTS:
        best = max(free_at, key=lambda start: (_worth(free_at[start], covered), -start.timestamp()))
        _cover(free_at[best], covered)
        chosen.append(best)
        free_at = {at: free for at, free in free_at.items() if _may_follow(at, chosen, length_min, zone)}
    return tuple(sorted(chosen))


def _worth(free: int, covered: Sequence[int]) -> float:
    return sum((free & members).bit_count() / (1 + times) for times, members in enumerate(covered))


def _cover(free: int, covered: list[int]) -> None:
    # From the top down, so that nobody is moved up twice.
    for times in range(len(covered) - 2, -1, -1):
        moved = covered[times] & free
        covered[times] ^= moved
        covered[times + 1] |= moved


def _may_follow(start: datetime, chosen: Sequence[datetime], length_min: int, zone: str) -> bool:
    """Returns whether a time overlaps none of the chosen ones and its day has room for one more."""
    length = timedelta(minutes=length_min)
    day = to_local(start, zone).date()
    same_day = sum(to_local(one, zone).date() == day for one in chosen)
    return same_day < _MOST_A_DAY and all(abs(start - one) >= length for one in chosen)


def _free_at(
    weeks: Sequence[Sequence[int]], monday: datetime, now: datetime, length_min: int, zone: str
) -> dict[datetime, int]:
    """Returns, for each time from which at least two are free for `length_min`, who these are, as bits."""
    steps = -(-length_min // 30)
    found: dict[datetime, int] = {}
    for week, people in enumerate(weeks):
        fits = [_long_enough(free, steps) for free in people]
        for slot in range(SLOTS):
            at = monday + timedelta(weeks=week) + slot * _STEP
            if at > now and _is_by_day(at, length_min, zone):
                found[at] = sum((free >> slot & 1) << member for member, free in enumerate(fits))
    return {at: members for at, members in found.items() if members.bit_count() >= _FEWEST_FREE}


def _long_enough(free: int, steps: int) -> int:
    """Returns the half-hours from which `steps` in a row are free; the week ends with Sunday."""
    fits = free
    for step in range(1, steps):
        fits &= free >> step
    return fits


def _is_by_day(at: datetime, length_min: int, zone: str) -> bool:
    start = to_local(at, zone)
    end = to_local(at + timedelta(minutes=length_min), zone)
    return start.hour >= _FIRST_HOUR and end.date() == start.date() and end.hour <= _LAST_HOUR
