"""Writing of meetups as iCalendar files (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from domain.meetups.meetup import Meetup, MeetupDate, MeetupPlace
from domain.meetups.recurrence import Monthly, Once, RecurrenceRule, Weekly
from domain.meetups.series import DateStatus, has_date
from domain.zones import to_local

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def write_calendar(entries: Iterable[tuple[Meetup, list[MeetupDate]]], now: datetime) -> bytes:
    """Returns a calendar of whole series, each with those of its dates that differ from the rule.

    A date that is skipped becomes an EXDATE, one that is moved or elsewhere an event with a RECURRENCE-ID.
    """
    calendar = _new_calendar()
    for meetup, days in entries:
        calendar.add_component(_series_event(meetup, days, now))
        for day in days:
            regular = meetup.series.starts_at(day.on)
            differs = day.starts_at != regular or day.venue is not None
            if day.status is DateStatus.PLANNED and differs and has_date(meetup.series, day.on):
                calendar.add_component(_changed_event(meetup, days, day, now))
    return _written(calendar)


def write_dates(dates: Iterable[tuple[Meetup, MeetupDate]], now: datetime) -> bytes:
    """Returns a calendar of single dates, each an event of its own.

    One that was called off is in it as cancelled: left out, it would stay in the calendars of those who have
    subscribed.
    """
    calendar = _new_calendar()
    for meetup, day in dates:
        name, sequence = f"{day.id}.{meetup.id}", meetup.version + day.changes
        event = _event(meetup, name, day.starts_at, sequence, meetup.place_of(day), now)
        event.add("status", "CONFIRMED" if day.status is DateStatus.PLANNED else "CANCELLED")
        calendar.add_component(event)
    return _written(calendar)


def _new_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Longtable//EN")
    calendar.add("version", "2.0")
    return calendar


def _written(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _series_event(meetup: Meetup, days: list[MeetupDate], now: datetime) -> Event:
    series = meetup.series
    name, sequence, place = str(meetup.id), _sequence(meetup, days), meetup.details.place
    event = _event(meetup, name, series.starts_at(series.first_on), sequence, place, now)
    if rule := _recurrence(series.rule):
        event.add("rrule", rule)
    for day in days:
        if day.status is not DateStatus.PLANNED and has_date(series, day.on):
            event.add("exdate", to_local(series.starts_at(day.on), series.zone))
    return event


def _changed_event(meetup: Meetup, days: list[MeetupDate], day: MeetupDate, now: datetime) -> Event:
    name, sequence = str(meetup.id), _sequence(meetup, days)
    event = _event(meetup, name, day.starts_at, sequence, meetup.place_of(day), now)
    event.add("recurrence-id", to_local(meetup.series.starts_at(day.on), meetup.series.zone))
    return event


def _sequence(meetup: Meetup, days: list[MeetupDate]) -> int:
    """Returns a number that grows with every edit of the series and every change of a date.

    Calendars replace an event that they have only by one of a higher number.
    """
    return meetup.version + sum(day.changes for day in days)


def _event(
    meetup: Meetup, name: str, starts_at: datetime, sequence: int, place: MeetupPlace, now: datetime
) -> Event:
    event = Event()
    event.add("uid", f"{name}@longtable")
    event.add("sequence", sequence)
    event.add("dtstamp", now)
    event.add("dtstart", starts_at.astimezone(ZoneInfo(meetup.series.zone)))
    event.add("duration", timedelta(minutes=meetup.details.length_min))
    event.add("summary", meetup.details.title)
    if place.text:
        event.add("location", place.text)
    return event


def _recurrence(rule: RecurrenceRule) -> vRecur | None:
    match rule:
        case Once():
            return None
        case Weekly(weekdays, interval):
            return vRecur(freq="weekly", interval=interval, byday=[_DAYS[day] for day in weekdays])
        case Monthly(nths, weekday):
            return vRecur(freq="monthly", byday=[f"{nth}{_DAYS[weekday]}" for nth in nths])
