"""From the parts of a text to the moments that they may mean together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.durations import DAY_MIN, HOUR_MIN, WEEK_MIN
from domain.errors import Refusal
from domain.times.choice import choose_days, choose_times
from domain.times.parts import (
    ClockTime,
    DayPart,
    Delay,
    EitherWeekday,
    EveryMonthday,
    Lasting,
    MonthdayNumbers,
    NamedDate,
    Offset,
    Part,
    PartOfDay,
    RelativeDay,
    RhythmPart,
    Stamp,
    TimeOfDay,
    WeekAhead,
    WeekdayName,
    ZoneName,
)
from domain.times.rhythm import Misfit, Rhythm, find_rhythm, rule_of
from domain.times.rules import RecurrenceRule
from domain.times.zoned_time import ZonedTime
from domain.zone_names import meant_in
from domain.zones import is_skipped, to_instant, to_local
from languages import gettext

SEPARATOR = " | "  # between the parts of a reading that is picked from a list
FURTHEST_YEARS = 5  # what is further away is a slip of the finger
_MONTH_MIN = 31 * DAY_MIN
_NOON = 12
_P = TypeVar("_P")


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a text: a moment, the rule by which it repeats, and how long it lasts, in minutes.

    Rule and length are None where the text says none. `has_offset` tells that a distance from UTC was typed
    instead of a zone, or one that the zone's clocks do not show then.
    """

    when: ZonedTime
    rule: RecurrenceRule | None = None
    length_min: int | None = None
    has_offset: bool = False

    def __str__(self) -> str:
        """Returns it as `read_when` reads it, in every language."""
        said = [str(self.when)]
        said += [str(self.rule)] if self.rule else []
        said += [f"{self.length_min} min"] if self.length_min else []
        return SEPARATOR.join(said)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the parts are read in: the moment, the zone of the answer, and the clock that the text goes by."""

    now: datetime
    zone: str
    clock: tzinfo

    @property
    def today(self) -> datetime:
        """The local time on the clock of the text."""
        return self.now.astimezone(self.clock).replace(tzinfo=None)


class NoTime(Refusal):
    """A refusal of a text that names a day and no time."""


def resolve(parts: Sequence[Part], now: datetime, zone: str) -> list[Reading]:
    """Returns what the parts mean together, read at `now` in `zone`: several readings where that is open.

    Raises Refusal where they name no moment to come, and Misfit where they make no sense together.
    """
    named = _only([part for part in parts if isinstance(part, ZoneName)])
    zones = meant_in(named.written, named.zones, zone) if named else (zone,)
    offset = _only([part for part in parts if isinstance(part, Offset)])
    found: list[Reading] = []
    for each in zones:
        clock = timezone(timedelta(minutes=offset.minutes)) if offset else ZoneInfo(each)
        found += _readings(parts, _Frame(now, each, clock))
    return [replace(one, has_offset=True) for one in found] if offset and not named else found


def _only(found: list[_P]) -> _P | None:
    if len(set(found)) > 1:
        raise Misfit
    return found[0] if found else None


def _readings(parts: Sequence[Part], frame: _Frame) -> list[Reading]:
    rest = tuple(part for part in parts if not isinstance(part, ZoneName | Offset))
    stamp = _only([part for part in rest if isinstance(part, Stamp)])
    if stamp is not None:
        return _at_stamp(stamp, [part for part in rest if part is not stamp], frame)
    delay = _only([part for part in rest if isinstance(part, Delay)])
    if delay is not None:
        return list(_after(delay, [part for part in rest if not isinstance(part, Delay)], frame))
    return _plain(rest, frame)


def _at_stamp(stamp: Stamp, rest: Sequence[Part], frame: _Frame) -> list[Reading]:
    when = _in_zone(datetime.fromtimestamp(stamp.seconds, UTC), frame.zone)
    said = [part for part in rest if not isinstance(part, RhythmPart | Lasting)]
    if said and all(reading.when.at != when.at for reading in _readings(said, frame)):
        raise _disagreeing()
    rhythm = find_rhythm([part for part in rest if isinstance(part, RhythmPart)])
    rule = rule_of(rhythm, when.local.date()) if rhythm else None
    return [Reading(when, rule, _length([part for part in rest if isinstance(part, Lasting)], None))]


def _disagreeing() -> Refusal:
    return Refusal(gettext("Parts of that time contradict each other. Please write it in one way."))


def _in_zone(instant: datetime, zone: str) -> ZonedTime:
    return ZonedTime(to_local(instant, zone).replace(tzinfo=None, second=0, microsecond=0), zone)


def _after(delay: Delay, rest: Sequence[Part], frame: _Frame) -> Iterator[Reading]:
    """Yields what is meant by a distance from now, alone, with a time, or beside a day."""
    if delay.minutes > FURTHEST_YEARS * 366 * DAY_MIN or delay.months > FURTHEST_YEARS * 12:
        raise Refusal(too_far())
    days = [part for part in rest if isinstance(part, DayPart)]
    if days:
        yield from _beside_days(delay, days, rest, frame)
    elif any(isinstance(part, TimeOfDay | PartOfDay) for part in rest):
        if delay.minutes % DAY_MIN:
            raise Misfit
        for ahead in _days_ahead(delay, frame):
            yield from _plain((RelativeDay(ahead), *rest), frame)
    else:
        length = _length([part for part in rest if isinstance(part, Lasting)], None)
        rhythm = find_rhythm(rest)
        if len(rest) > sum(isinstance(part, Lasting | RhythmPart) for part in rest):
            raise Misfit
        for moment in _moments(delay, frame):
            yield Reading(moment, rule_of(rhythm, moment.local.date()) if rhythm else None, length)


def _beside_days(
    delay: Delay, days: Sequence[DayPart], rest: Sequence[Part], frame: _Frame
) -> Iterator[Reading]:
    """Yields what a distance from now means beside a day: a week from tomorrow, a date and how far it is."""
    has_time = any(isinstance(part, TimeOfDay) for part in rest)
    others = tuple(part for part in rest if part is not days[0])
    match days:
        case [RelativeDay(ahead)] if delay.minutes % DAY_MIN == 0 and not delay.loose_days:
            yield from _plain((RelativeDay(ahead + _days_ahead(delay, frame)[0]), *others), frame)
        case [WeekdayName()] if has_time:
            yield from _weekday_in_weeks(delay, days[0], others, frame)
        case _ if has_time and any(isinstance(day, NamedDate) for day in days):
            yield from _at_distance(delay, rest, frame)
        case _:
            raise Misfit


def _weekday_in_weeks(
    delay: Delay, day: WeekdayName, others: Sequence[Part], frame: _Frame
) -> Iterator[Reading]:
    """Yields both meanings of "thursday in two weeks": of that week, and so long after the next one."""
    if delay.minutes % WEEK_MIN or delay.months or not delay.minutes:
        raise Misfit
    weeks = delay.minutes // WEEK_MIN
    after_next = (day.weekday - frame.today.weekday()) % 7 + 7 * weeks
    yield from _plain((day, WeekAhead(weeks), *others), frame)
    yield from _plain((RelativeDay(after_next), *others), frame)


def _days_ahead(delay: Delay, frame: _Frame) -> list[int]:
    today = frame.today.date()
    days = (_months_later(today, delay.months) - today).days + delay.minutes // DAY_MIN
    return [days, delay.loose_days] if delay.loose_days else [days]


def _moments(delay: Delay, frame: _Frame) -> Iterator[ZonedTime]:
    here = to_local(frame.now, frame.zone).replace(tzinfo=None, second=0, microsecond=0)
    # Whole days keep the time of the day when the clocks change in between; hours and minutes are exact.
    if delay.minutes % DAY_MIN == 0:
        for days in _days_ahead(delay, frame):
            yield ZonedTime(here + timedelta(days=days), frame.zone)
    elif delay.months:
        raise Misfit
    else:
        instant = to_instant(here, frame.zone) + timedelta(minutes=delay.minutes)
        yield _in_zone(instant, frame.zone)


def _months_later(on: date, months: int) -> date:
    month = on.year * 12 + on.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    last = (date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(on.day, last))


def _at_distance(delay: Delay, rest: Sequence[Part], frame: _Frame) -> list[Reading]:
    """Returns a date beside which stands how far away it is, as lists show it: rounded."""
    minutes = delay.minutes + delay.months * _MONTH_MIN
    units = [unit for unit in (WEEK_MIN, DAY_MIN, HOUR_MIN) if minutes % unit == 0 and minutes]
    room = max(units[0] if units else 1, 2) / 2 + 1
    found = _plain(rest, frame)
    near = [one for one in found if abs((one.when.at - frame.now).total_seconds() / 60 - minutes) <= room]
    if not near:
        raise _disagreeing()
    return near


def _plain(parts: Sequence[Part], frame: _Frame) -> list[Reading]:
    at = _only([part for part in parts if isinstance(part, TimeOfDay)])
    half = _only([part.half for part in parts if isinstance(part, PartOfDay)]) or ""
    rhythm = find_rhythm(parts)
    days = [part for part in parts if isinstance(part, DayPart)]
    if any(isinstance(part, Stamp | Delay) for part in parts):
        raise Misfit
    if at is None:
        if not days and not rhythm:
            raise Misfit
        choose_days(days, frame.today.date())
        raise NoTime
    lasting = [part for part in parts if isinstance(part, Lasting)]
    has_date = any(not isinstance(day, WeekdayName | EitherWeekday) for day in days)
    times = choose_times(at, half, has_day=bool(days or rhythm), has_date=has_date)
    if rhythm and (rhythm.is_once or any(isinstance(day, EitherWeekday) for day in days)):
        raise Misfit  # "no" and "never" might be said of the time
    if rhythm:
        moments = _repeating(rhythm, days, times, frame)
    else:
        moments = [(moment, None) for moment in _once(days, times, frame)]
    lengths = {local_time: _length(lasting, at, local_time) for local_time in times}
    return [
        replace(_on_clock(local, frame), rule=rule, length_min=lengths[local.time()])
        for local, rule in moments
    ]


def _once(days: Sequence[DayPart], times: Sequence[time], frame: _Frame) -> Iterator[datetime]:
    today = frame.today
    choices = choose_days(days, today.date()) or [[today.date(), today.date() + timedelta(days=1)]]
    for choice in choices:
        for at in times:
            moments = [datetime.combine(day, at) for day in choice]
            yield next((moment for moment in moments if moment > today), moments[0])


def _repeating(
    rhythm: Rhythm, days: Sequence[DayPart], times: Sequence[time], frame: _Frame
) -> list[tuple[datetime, RecurrenceRule | None]]:
    if rhythm.nth and not (rhythm.cadences or rhythm.nth.is_every) and len(rhythm.nth.nths) == 1:
        return _first_of_month(rhythm, times, frame)
    if not rhythm.cadences and any(
        isinstance(part, EveryMonthday) and not part.is_every for part in rhythm.parts
    ):
        raise Misfit  # the end of one month, or of each
    firsts = [day for day in days if not (isinstance(day, MonthdayNumbers) and rhythm.monthdays)]
    if firsts:
        # A weekday beside a rhythm is its day, and the next of them its first.
        moments = list(_once(firsts, times, frame))
        return [(moment, _having(rule_of(rhythm, moment.date()), moment)) for moment in moments]
    if rhythm.is_open:
        raise Refusal(
            gettext("On which day does it begin? Put a day before the time, such as `thu 18:00 weekly`.")
        )
    return [_first_by_rule(rhythm, at, frame) for at in times]


def _having(rule: RecurrenceRule, moment: datetime) -> RecurrenceRule:
    if next(iter(rule.dates(moment.date(), moment.date())), None) != moment.date():
        raise _disagreeing()
    return rule


def _first_by_rule(rhythm: Rhythm, at: time, frame: _Frame) -> tuple[datetime, RecurrenceRule]:
    """Returns the first moment to come of a rhythm that names its days, and the rule from there on."""
    today = frame.today
    every = replace(rhythm.every, interval=1) if rhythm.every else None
    cadences = tuple(replace(one, interval=1) for one in rhythm.cadences)
    dense = rule_of(replace(rhythm, every=every, cadences=cadences, until=None, times=None), today.date())
    moments = (datetime.combine(on, at) for on in dense.dates(today.date(), today.date()))
    first = next(moment for moment in moments if moment > today)
    return first, rule_of(rhythm, first.date())


def _first_of_month(
    rhythm: Rhythm, times: Sequence[time], frame: _Frame
) -> list[tuple[datetime, RecurrenceRule | None]]:
    """Returns both meanings of "first tuesday 19:00": once, and every month."""
    if rhythm.until or rhythm.times:
        raise Misfit
    moments = [_first_by_rule(rhythm, at, frame) for at in times]
    return [*((moment, None) for moment, _ in moments), *moments]


def _on_clock(local: datetime, frame: _Frame) -> Reading:
    """Returns the local time of the text's clock as a moment in the zone of the answer."""
    if isinstance(frame.clock, ZoneInfo):
        return Reading(ZonedTime(local, frame.zone))
    when = _in_zone(local.replace(tzinfo=frame.clock), frame.zone)
    return Reading(when, has_offset=when.local != local)


def _length(lasting: Sequence[Lasting], at: TimeOfDay | None, start: time | None = None) -> int | None:
    said = {part.minutes for part in lasting}
    if at is not None and at.end is not None and start is not None:
        said.add(_until(at.end, start))
    if len(said) > 1:
        raise _disagreeing()
    return next(iter(said), None)


def _until(end: ClockTime, start: time) -> int:
    """Returns the minutes from the start to the end, into the next day too.

    Raises Refusal where only a slip would go on that long: what begins after noon goes on for half a day at
    most.
    """
    last = TimeOfDay(end, has_at=True)
    ends = [time(0)] if end.is_midnight else choose_times(last, "", has_day=True)
    from_min = start.hour * 60 + start.minute
    lengths = {each: (each.hour * 60 + each.minute - from_min) % DAY_MIN or DAY_MIN for each in ends}
    nearest = min(lengths, key=lambda each: lengths[each])
    is_next_day = time(0) < nearest <= start
    if is_next_day and (start.hour < _NOON or lengths[nearest] > DAY_MIN // 2):
        raise Refusal(
            gettext(
                "From {start} to {end} would go on into the next day. Check the two times, please.",
                start=f"{start:%H:%M}",
                end=f"{nearest:%H:%M}",
            )
        )
    return lengths[nearest]


def check_moment(when: ZonedTime, now: datetime, describe: Iterable[str]) -> ZonedTime:
    """Returns the moment. Raises Refusal where it does not exist, has passed or is more than five years away.

    `describe` yields what it is called.
    """
    (local,) = describe
    if when.local.year > now.year + FURTHEST_YEARS:
        raise Refusal(too_far())
    if is_skipped(when.local, when.zone):
        after = to_local(when.at, when.zone)
        raise Refusal(
            gettext(
                "{local} does not exist in {zone}: the clocks jump over it. Try "
                "`{after:%Y-%m-%d %H:%M}` or another time.",
                local=local,
                zone=when.zone,
                after=after,
            )
        )
    if when.at <= now:
        raise Refusal(
            gettext(
                "{local} ({zone}) has already passed. Pick a later time, please.", local=local, zone=when.zone
            )
        )
    return when


def too_far() -> str:
    """Returns what is said of a moment in more than five years."""
    return gettext("That is more than five years away. Pick a date nearer to now.")
