"""The calendar file, read back by another library and compared with our own dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar, Timezone

from domain.ids import DateId, MeetupId
from domain.meetups.calendar import (
    write_calendar,
    write_dates,
)
from domain.meetups.meetup import DateOverrides, Meetup, MeetupDate, MeetupDetails, MeetupPlace
from domain.meetups.series import DateStatus, Series
from domain.times.parser import ZonedTime
from domain.times.recurrence import Limited, Monthdays, Monthly, Once, RecurrenceRule, Weekly

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
        Monthly((2, 4), 1, 2),
        Monthdays((15,)),
        Monthdays((1, -1), 2),
        Limited(Weekly((4,)), until=date(2026, 4, 10)),
        Limited(Weekly((1, 4), 2), count=5),
        Limited(Monthdays((-1,)), count=3),
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


def test_a_series_that_begins_in_the_hour_that_is_shown_twice_begins_when_it_was_said() -> None:
    meetup = _meetup(Weekly((6,)))
    for fold, hour in ((0, 0), (1, 1)):
        series = Series(date(2026, 10, 25), time(2, 30, fold=fold), "Europe/Berlin", Weekly((6,)))
        starts = _read(replace(meetup, series=series), [], 2)
        assert starts == [
            datetime(2026, 10, 25, hour, 30, tzinfo=UTC),
            datetime(2026, 11, 1, 1, 30, tzinfo=UTC),
        ]
        assert starts == [series.starts_at(on) for on in islice(series.dates(date(2026, 10, 1)), 2)]


def test_a_series_that_begins_in_an_hour_that_clocks_skip_is_not_late_for_ever() -> None:
    series = Series(date(2026, 3, 29), time(2, 30), "Europe/Berlin", Weekly((6,)))
    starts = _read(replace(_meetup(Weekly((6,))), series=series), [], 3)
    assert starts == [series.starts_at(on) for on in islice(series.dates(date(2026, 3, 1)), 3)]
    assert [start.hour for start in starts] == [1, 0, 0]


def test_what_took_place_stays_when_the_series_moves_on() -> None:
    meetup = _meetup(Weekly((4,)))  # from the 13th on
    past = MeetupDate(DateId(1), meetup.id, date(2026, 3, 4), NOW - timedelta(days=5))
    under_way = MeetupDate(DateId(2), meetup.id, date(2026, 3, 9), NOW - timedelta(minutes=30))
    assert _read(meetup, [past, under_way], 3) == [
        past.starts_at,
        under_way.starts_at,
        meetup.series.starts_at(date(2026, 3, 13)),
    ]


def test_the_same_meetups_are_the_same_bytes_whenever_they_are_read() -> None:
    meetup = replace(_meetup(Weekly((4,))), changed_at=NOW)
    days = [MeetupDate(DateId(1), meetup.id, date(2026, 3, 13), NOW, channel_id=3, message_id=4)]
    later = NOW + timedelta(days=2)
    assert write_calendar([(meetup, days)], NOW, "A") == write_calendar([(meetup, days)], later, "A")
    assert write_dates([(meetup, days[0])], NOW, "A") == write_dates([(meetup, days[0])], later, "A")
    assert b"X-WR-CALNAME:A" in write_calendar([], NOW, "A")
    assert b"URL:https://discord.com/channels/1/3/4" in write_dates([(meetup, days[0])], NOW)


def test_whoever_waits_for_a_seat_reads_that() -> None:
    meetup = _meetup(Weekly((4,)))
    planned = MeetupDate(DateId(1), meetup.id, date(2026, 3, 13), NOW)
    (event,) = _events(write_dates([(meetup, planned)], NOW, waiting={planned.id}))
    assert event["STATUS"] == "TENTATIVE"
    assert "waitlist" in str(event["DESCRIPTION"])


@pytest.mark.parametrize(
    "zone",
    ["Africa/Casablanca", "Europe/Dublin", "Australia/Lord_Howe", "America/Santiago", "Asia/Gaza"],
)
def test_a_file_knows_every_change_of_clocks_for_ten_years(zone: str) -> None:
    meetup = _meetup(Weekly(tuple(range(7))), zone, time(2, 10))
    written = Calendar.from_ical(write_calendar([(meetup, [])], NOW))
    (described,) = written.walk("VTIMEZONE")
    assert isinstance(described, Timezone)
    own = described.to_tz(lookup_tzid=False)
    for hours in range(0, 10 * 365 * 24, 5):
        local = (NOW + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
        if not ZonedTime(
            local.replace(tzinfo=None), zone
        ).is_doubled:  # else the file cannot say which is meant
            assert local.replace(tzinfo=own).utcoffset() == local.utcoffset(), local


@pytest.mark.parametrize(
    ("own", "field", "expected"),
    [
        (DateOverrides(place=MeetupPlace("Library")), "LOCATION", "Library"),
        (DateOverrides(length_min=300), "DURATION", "PT5H"),
        (DateOverrides(description="Bring a cake."), "DESCRIPTION", "Bring a cake."),
    ],
)
def test_what_one_date_has_of_its_own_overrides_the_series_there_alone(
    own: DateOverrides, field: str, expected: str
) -> None:
    meetup = _meetup(Weekly((4,)))
    on = next(meetup.series.dates(date(2026, 3, 9)))
    day = MeetupDate(DateId(1), meetup.id, on, meetup.series.starts_at(on), overrides=own)
    series, change = _events(write_calendar([(meetup, [day])], NOW))
    assert change["RECURRENCE-ID"].dt == meetup.series.starts_at(on)
    assert change[field].to_ical().decode() == expected
    assert field not in series or series[field].to_ical().decode() != expected
    (single,) = _events(write_dates([(meetup, day)], NOW))
    assert single[field].to_ical().decode() == expected


def test_who_waits_for_a_seat_reads_the_description_of_the_date_too() -> None:
    meetup = _meetup(Weekly((4,)))
    on = next(meetup.series.dates(date(2026, 3, 9)))
    own = DateOverrides(description="Bring a cake.")
    day = MeetupDate(DateId(1), meetup.id, on, meetup.series.starts_at(on), overrides=own)
    (single,) = _events(write_dates([(meetup, day)], NOW, waiting=[day.id]))
    assert str(single["DESCRIPTION"]) == "You are on the waitlist.\n\nBring a cake."
