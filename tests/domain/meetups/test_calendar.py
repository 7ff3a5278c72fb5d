"""The calendar file, read back by another library and compared with our own dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar

from domain.ids import DateId, MeetupId
from domain.meetups.calendar import (
    write_calendar,
    write_dates,
)
from domain.meetups.meetup import Meetup, MeetupDate, MeetupDetails, MeetupPlace
from domain.meetups.recurrence import Monthly, Once, RecurrenceRule, Weekly
from domain.meetups.series import DateStatus, Series

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def _meetup(rule: RecurrenceRule, zone: str = "Europe/Berlin", at: time = time(9, 30)) -> Meetup:
    first_on = next(rule.dates(date(2026, 3, 9), date(2026, 3, 9)))
    details = MeetupDetails(
        "Friday, co-working; with \\ and\nmore", 120, 1, MeetupPlace("Café\r\nX-EVIL:1"), pings_min=(120,)
    )
    return Meetup(MeetupId(42), 1, 2, details, Series(first_on, at, zone, rule))


def _read(meetup: Meetup, days: list[MeetupDate], count: int) -> list[datetime]:
    calendar = Calendar.from_ical(write_calendar([(meetup, days)], NOW))
    found = recurring_ical_events.of(calendar).between(NOW - timedelta(days=30), NOW + timedelta(days=400))
    starts: list[datetime] = sorted(event["DTSTART"].dt.astimezone(UTC) for event in found)
    return starts[:count]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize(
    "rule",
    [
        Once(),
        Weekly((4,)),
        Weekly((0, 4), 2),
        Weekly(tuple(range(5))),
        Monthly((1,), 4),
        Monthly((1, 3), 2),
        Monthly((-1,), 4),
    ],
    ids=str,
)
def test_other_calendars_see_the_dates_we_see(rule: RecurrenceRule, zone: str) -> None:
    meetup = _meetup(rule, zone)
    ours = [meetup.series.starts_at(on) for on in islice(meetup.series.dates(date(2026, 3, 9)), 10)]
    assert _read(meetup, [], 10) == ours


def test_skipped_dates_are_missing_and_moved_ones_are_moved() -> None:
    meetup = _meetup(Weekly((4,)))
    dates = list(islice(meetup.series.dates(date(2026, 3, 9)), 4))
    moved_to = meetup.series.starts_at(dates[1]) + timedelta(days=1)
    days = [
        MeetupDate(DateId(1), meetup.id, dates[0], meetup.series.starts_at(dates[0]), DateStatus.SKIPPED),
        MeetupDate(DateId(2), meetup.id, dates[1], moved_to),
        MeetupDate(DateId(3), meetup.id, date(2026, 3, 11), NOW, DateStatus.CANCELLED),
    ]
    assert _read(meetup, days, 3) == [moved_to, *(meetup.series.starts_at(on) for on in dates[2:])]


def test_text_cannot_break_out_of_its_line() -> None:
    written = write_calendar([(_meetup(Weekly((4,))), [])], NOW).decode()
    assert "\r\nX-EVIL" not in written
    assert "BEGIN:VTIMEZONE" in written
    event = Calendar.from_ical(written).walk("VEVENT")[0]
    assert str(event["SUMMARY"]).startswith("Friday, co-working; with")


def _events(written: bytes) -> list[Any]:
    events: list[Any] = Calendar.from_ical(written).walk("VEVENT")
    return events


def test_calendars_take_over_what_has_changed_since_its_number_is_higher() -> None:
    meetup = replace(_meetup(Weekly((4,))), version=3, date_changes=9)
    dates = list(islice(meetup.series.dates(date(2026, 3, 9)), 2))
    moved = MeetupDate(DateId(1), meetup.id, dates[0], NOW + timedelta(days=1), changes=2)
    plain = MeetupDate(DateId(2), meetup.id, dates[1], meetup.series.starts_at(dates[1]), changes=5)
    series, change = _events(write_calendar([(meetup, [moved, plain])], NOW))
    assert series["SEQUENCE"] == change["SEQUENCE"] == 3 + 9
    assert series["UID"] == change["UID"] == f"{meetup.id}@longtable"
    assert change["RECURRENCE-ID"].dt == meetup.series.starts_at(dates[0])
    assert [event["SEQUENCE"] for event in _events(write_dates([(meetup, moved), (meetup, plain)], NOW))] == [
        5,
        8,
    ]


def test_a_date_at_another_venue_is_told_though_it_starts_when_it_always_does() -> None:
    meetup = _meetup(Weekly((4,)))
    on = next(meetup.series.dates(date(2026, 3, 9)))
    elsewhere = MeetupDate(DateId(1), meetup.id, on, meetup.series.starts_at(on), venue="Library")
    series, change = _events(write_calendar([(meetup, [elsewhere])], NOW))
    assert str(change["LOCATION"]) == "Library"
    assert "RRULE" in series
    assert len(_events(write_calendar([(meetup, [replace(elsewhere, venue=None)])], NOW))) == 1


def test_a_date_that_was_called_off_stays_in_a_feed_as_cancelled() -> None:
    meetup = _meetup(Weekly((4,)))
    planned = MeetupDate(DateId(1), meetup.id, date(2026, 3, 13), NOW)
    skipped = replace(planned, id=DateId(2), status=DateStatus.SKIPPED)
    events = _events(write_dates([(meetup, planned), (meetup, skipped)], NOW))
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert [str(event["UID"]) for event in events] == [f"{number}.{meetup.id}@longtable" for number in (1, 2)]
    assert [event["DTSTART"].dt for event in events] == [NOW, NOW]
    assert events[0]["DURATION"].dt == timedelta(minutes=meetup.details.length_min)


def test_a_file_says_what_the_standard_wants_of_it() -> None:
    calendar = Calendar.from_ical(write_dates([], NOW))
    assert calendar["VERSION"] == "2.0"
    assert "Longtable" in str(calendar["PRODID"])
    (event,) = _events(write_calendar([(_meetup(Once()), [])], NOW))
    assert event["DTSTAMP"].dt == NOW
    assert "RRULE" not in event
