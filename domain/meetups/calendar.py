"""Meetups as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.rules import Monthly, Once, Rule, Weekly
from domain.meetups.series import DateStatus, has_date
from domain.zones import to_local

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def write_calendar(entries: Iterable[tuple[Meetup, list[MeetupDate]]], now: datetime) -> bytes:
    """One series an entry, with the dates of it that are skipped (EXDATE) or moved (RECURRENCE-ID)."""
    calendar = _new_calendar()
    for meetup, days in entries:
        calendar.add_component(_series_event(meetup, days, now))
        for day in days:
            regular = meetup.series.starts_at(day.on)
            is_moved = day.status is DateStatus.PLANNED and day.starts_at != regular
            if is_moved and has_date(meetup.series, day.on):
                calendar.add_component(_moved_event(meetup, days, day, now))
    return _written(calendar)


def write_dates(dates: Iterable[tuple[Meetup, MeetupDate]], now: datetime) -> bytes:
    """Single dates, each an event of its own; one that was called off stays in, as cancelled."""
    calendar = _new_calendar()
    for meetup, day in dates:
        event = _event(meetup, f"{day.id}.{meetup.id}", day.starts_at, meetup.version + day.changes, now)
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
    event = _event(meetup, str(meetup.id), series.starts_at(series.first_on), _sequence(meetup, days), now)
    if rule := _recurrence(series.rule):
        event.add("rrule", rule)
    for day in days:
        if day.status is not DateStatus.PLANNED and has_date(series, day.on):
            event.add("exdate", to_local(series.starts_at(day.on), series.zone))
    return event


def _moved_event(meetup: Meetup, days: list[MeetupDate], day: MeetupDate, now: datetime) -> Event:
    event = _event(meetup, str(meetup.id), day.starts_at, _sequence(meetup, days), now)
    event.add("recurrence-id", to_local(meetup.series.starts_at(day.on), meetup.series.zone))
    return event


def _sequence(meetup: Meetup, days: list[MeetupDate]) -> int:
    """Grows with every edit of the series and every change of a date: calendars take over what is higher."""
    return meetup.version + sum(day.changes for day in days)


def _event(meetup: Meetup, name: str, starts_at: datetime, sequence: int, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@longtable")
    event.add("sequence", sequence)
    event.add("dtstamp", now)
    event.add("dtstart", starts_at.astimezone(ZoneInfo(meetup.series.zone)))
    event.add("duration", timedelta(minutes=meetup.details.length_min))
    event.add("summary", meetup.details.title)
    if meetup.details.place.text:
        event.add("location", meetup.details.place.text)
    return event


def _recurrence(rule: Rule) -> vRecur | None:
    match rule:
        case Once():
            return None
        case Weekly(weekdays, interval):
            return vRecur(freq="weekly", interval=interval, byday=[_DAYS[day] for day in weekdays])
        case Monthly(nths, weekday):
            return vRecur(freq="monthly", byday=[f"{nth}{_DAYS[weekday]}" for nth in nths])
