"""Writing of meetups as iCalendar files (RFC 5545).

The same meetups give the same bytes, whenever they are read: a calendar that asks again sees that nothing is
new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from domain.ids import DateId
from domain.links import channel_link, message_link
from domain.meetups.meetup import Meetup, MeetupDate, MeetupDetails
from domain.meetups.place import find_by_place
from domain.meetups.series import DateStatus, Series, has_date
from domain.meetups.vtimezone import describe_zone
from domain.times.parser import ZonedTime
from domain.times.rules import EndlessRule, Limited, Monthdays, Monthly, Once, Weekly
from domain.venues import Venue
from domain.zones import to_local
from languages import gettext

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_READ_AGAIN = timedelta(hours=1)
_YEARS_AHEAD = 10  # for which a file knows when clocks change
_TOLD_FOR = timedelta(days=60)  # for which a date that is over stays an event of its own


def write_calendar(
    entries: Iterable[tuple[Meetup, list[MeetupDate]]],
    now: datetime,
    name: str = "",
    venues: Sequence[Venue] = (),
) -> bytes:
    """Returns a calendar of whole series, each with those of its dates that differ from the rule.

    A date that is skipped becomes an EXDATE, one that is moved, has something of its own or is announced an
    event with a RECURRENCE-ID. One that took place and is no date of the series any more is an event of its
    own, as are all of a cancelled series. `name` is the calendar's, where it is subscribed to. `venues`
    say how to find them.
    """
    calendar = _new_calendar(name)
    for meetup, days in entries:
        if meetup.is_cancelled:
            for day in [day for day in days if day.status is DateStatus.PLANNED]:
                calendar.add_component(_single_event(meetup, day, now, venues))
            continue
        calendar.add_component(_series_event(meetup, days, now, venues))
        for day in _with_first(meetup, days):
            if (event := _date_event(meetup, day, now, venues)) is not None:
                calendar.add_component(event)
    return _written(calendar, now)


def _with_first(meetup: Meetup, days: list[MeetupDate]) -> list[MeetupDate]:
    """Returns the dates, and the first of the series where a rule cannot tell which of two times it is at."""
    first_on = meetup.series.first_on
    if not meetup.series.at.fold or any(day.on == first_on for day in days):
        return days
    return [*days, MeetupDate(DateId(0), meetup.id, first_on, meetup.series.starts_at(first_on))]


def write_dates(
    dates: Iterable[tuple[Meetup, MeetupDate]],
    now: datetime,
    name: str = "",
    waiting: Collection[DateId] = (),
    venues: Sequence[Venue] = (),
) -> bytes:
    """Returns a calendar of single dates, each an event of its own.

    One that was called off is in it as cancelled: left out, it would stay in the calendars of those who have
    subscribed. One of `waiting`, on whose waitlist the reader is, is tentative. `venues` say
    how to find them.
    """
    calendar = _new_calendar(name)
    for meetup, day in dates:
        is_waiting = day.status is DateStatus.PLANNED and day.id in waiting
        event = _single_event(
            meetup, day, now, venues, gettext("You are on the waitlist.") if is_waiting else ""
        )
        if is_waiting:
            event["status"] = "TENTATIVE"
        calendar.add_component(event)
    return _written(calendar, now)


def _new_calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Longtable//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # by which calendars knew it before there was a standard
        calendar.add("refresh-interval", _READ_AGAIN, parameters={"value": "DURATION"})
    return calendar


def _written(calendar: Calendar, now: datetime) -> bytes:
    starts: list[Any] = [event["dtstart"] for event in calendar.walk("VEVENT")]
    first_year = min((start.dt.year for start in starts), default=now.year) - 1
    for zone in sorted(calendar.get_missing_tzids()):
        calendar.subcomponents.insert(0, describe_zone(zone, first_year, now.year + _YEARS_AHEAD))
    written: bytes = calendar.to_ical()
    return written


def _series_event(meetup: Meetup, days: list[MeetupDate], now: datetime, venues: Sequence[Venue]) -> Event:
    series = meetup.series
    event = _event(meetup, meetup.details, str(meetup.id), meetup.sequence, now)
    event.add("dtstart", _regular(series, series.first_on))
    _add_details(event, meetup.details, channel_link(meetup.guild_id, meetup.details.channel_id), venues)
    if rule := _recurrence(series):
        event.add("rrule", rule)
    for day in days:
        if day.status is DateStatus.PLANNED or not has_date(series, day.on):
            continue
        if series.rule == Once():
            event.add("status", "CANCELLED")
        else:
            event.add("exdate", _regular(series, day.on))
    return event


def _date_event(meetup: Meetup, day: MeetupDate, now: datetime, venues: Sequence[Venue]) -> Event | None:
    """Returns the event of one date of a series; None where the event of the series says it all."""
    is_recent = meetup.end_of(day) > now - _TOLD_FOR
    if day.status is not DateStatus.PLANNED:
        return None
    if not has_date(meetup.series, day.on):
        return _single_event(meetup, day, now, venues) if is_recent else None
    regular = _regular(meetup.series, day.on)
    is_shown = day.message_id is not None and is_recent
    has_own = day.venue is not None or bool(day.overrides.names)
    if day.starts_at == regular.astimezone(UTC) and not has_own and not is_shown:
        return None
    event = _event(meetup, meetup.details_of(day), str(meetup.id), meetup.sequence, now)
    _add_date(event, meetup, day, venues)
    event.add("recurrence-id", regular)
    return event


def _single_event(
    meetup: Meetup, day: MeetupDate, now: datetime, venues: Sequence[Venue], first_line: str = ""
) -> Event:
    sequence = meetup.version + day.changes
    event = _event(meetup, meetup.details_of(day), f"{day.id}.{meetup.id}", sequence, now)
    _add_date(event, meetup, day, venues, first_line)
    event.add("status", "CONFIRMED" if day.status is DateStatus.PLANNED else "CANCELLED")
    return event


def _add_date(
    event: Event, meetup: Meetup, day: MeetupDate, venues: Sequence[Venue], first_line: str = ""
) -> None:
    local = to_local(day.starts_at, meetup.series.zone)
    is_second = local.fold and ZonedTime(local.replace(tzinfo=None), meetup.series.zone).is_doubled
    event.add(
        "dtstart", day.starts_at if is_second else local
    )  # a local time that is shown twice is the first
    link = ""
    if day.message_id is not None and day.channel_id is not None:
        link = message_link(meetup.guild_id, day.channel_id, day.message_id)
    _add_details(event, meetup.details_of(day), link, venues, first_line)


def _add_details(
    event: Event, details: MeetupDetails, link: str, venues: Sequence[Venue], first_line: str = ""
) -> None:
    """Adds the place, the link, and a description with how to find the place and the link once more.

    Many calendars show nothing of an event's own link.
    """
    venue = find_by_place(venues, details.place.text) if details.place.voice_channel_id is None else None
    way = f"🧭 {venue.directions}" if venue is not None and venue.directions else ""
    parts = [first_line, details.description, way, link]
    if details.place.text:
        event.add("location", details.place.text)
    if description := "\n\n".join(filter(None, parts)):
        event.add("description", description)
    if link:
        event.add("url", link)


def _regular(series: Series, on: date) -> datetime:
    """Returns the local time that the rule gives for a day; the clocks may skip it or show it twice."""
    return datetime.combine(on, series.at.replace(fold=0), ZoneInfo(series.zone))


def _event(meetup: Meetup, details: MeetupDetails, name: str, sequence: int, now: datetime) -> Event:
    """Returns an event with what the series has, or one of its dates."""
    event = Event()
    event.add("uid", f"{name}@longtable")
    event.add("sequence", sequence)
    event.add("dtstamp", meetup.changed_at or now)
    event.add("duration", timedelta(minutes=details.length_min))
    event.add("summary", details.title)
    return event


def _recurrence(series: Series) -> vRecur | None:
    match series.rule:
        case Once():
            return None
        case Limited(rule, None, count):
            return vRecur(_endless(rule), count=count)
        case Limited(rule, until):
            # Beside a start with a zone, RFC 5545 wants the end in UTC.
            return vRecur(_endless(rule), until=series.starts_at(until or series.first_on))
        case rule:
            return vRecur(_endless(rule))


def _endless(rule: EndlessRule) -> dict[str, object]:
    match rule:
        case Weekly(weekdays, interval):
            days = [_DAYS[day] for day in weekdays]
            return {"freq": "weekly", "interval": interval, "byday": days}
        case Monthly(nths, weekday, interval):
            return _monthly(interval) | {"byday": [f"{nth}{_DAYS[weekday]}" for nth in nths]}
        case Monthdays(days, interval):
            return _monthly(interval) | {"bymonthday": list(days)}


def _monthly(interval: int) -> dict[str, object]:
    return {"freq": "monthly"} | ({"interval": interval} if interval > 1 else {})
