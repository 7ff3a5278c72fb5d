"""Which dates and meetups are found, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from db import meetup_dates, meetups, profiles, rotations, venues
from db.database import Database
from db.values import from_ms, to_ms
from domain.cities import City, Point
from domain.ids import DateId, MeetupId, VenueId
from domain.meetups.series import DateStatus
from domain.profiles import Profile
from domain.venues import Venue
from tests.db.rows import GUILD, Values, fill, read

MEETUP, CIRCLES_OWN, ALICE, BOB = MeetupId(1), MeetupId(2), 11, 12
NOON = datetime(2026, 3, 13, 12, tzinfo=UTC)
NOON_MS, DAY_MS = to_ms(NOON), 86_400_000
BERLIN = City(1, "Berlin", "DE", "", Point(52.5, 13.4), "Europe/Berlin", 3_000_000)
BONN = City(2, "Bonn", "DE", "", Point(50.7, 7.1), "Europe/Berlin", 300_000)


async def test_dates_that_were_moved_are_known_by_the_day_that_the_rule_gives_them(
    database: Database,
) -> None:
    await fill(database, ("meetups", {"id": MEETUP}))
    for number, (on_date, ends_ms, status) in enumerate(
        (
            ("2026-03-11", NOON_MS, "planned"),  # over
            ("2026-03-10", NOON_MS + 1, "planned"),  # moved to today
            ("2026-03-12", NOON_MS - DAY_MS, "planned"),  # still today in the west
            ("2026-03-20", NOON_MS - 1, "planned"),  # moved, and over already
            ("2026-03-27", NOON_MS + DAY_MS, "cancelled"),
        )
    ):
        values = {"id": number, "on_date": on_date, "starts_at": 5, "ends_at": ends_ms, "status": status}
        await fill(database, ("meetup_dates", values))
    meetup = await database.read(meetups.find_meetup, GUILD, MEETUP)
    assert meetup is not None
    opened = await database.read(meetup_dates.map_opened, meetup, NOON_MS)
    assert sorted(on.day for on in opened) == [10, 12, 20, 27]
    assert opened[date(2026, 3, 27)].status is DateStatus.CANCELLED
    changes = await database.read(meetup_dates.map_changes, meetup, NOON_MS)
    assert sorted(on.day for on in changes) == [10, 12, 20]
    found = await database.read(meetup_dates.list_dates, MEETUP, NOON_MS)
    assert [one.on.day for one in found] == [10, 27]


async def test_a_calendar_hears_of_each_change_and_of_nothing_else(database: Database) -> None:
    await fill(database, ("meetups", {"id": MEETUP}))
    meetup = await database.read(meetups.find_meetup, GUILD, MEETUP)
    assert meetup is not None
    await fill(database, ("meetup_dates", {"id": 1, "on_date": "2026-03-13", "starts_at": NOON_MS}))

    changes: tuple[tuple[dict[str, Any], int], ...] = (
        ({"begun_at": NOON}, 0),
        ({"starts_at": from_ms(NOON_MS + 1)}, 1),
        ({"status": DateStatus.SKIPPED}, 2),
        ({"venue": "Library"}, 3),
        ({}, 3),
    )
    for change, count in changes:
        found = await database.read(meetup_dates.find_date, MEETUP, date(2026, 3, 13))
        assert found is not None
        await database.write(meetup_dates.save_date, meetup, replace(found, **change), 0)
        assert await read(database, "SELECT changes FROM meetup_dates") == [(count,)]


async def _begin(database: Database) -> None:
    await fill(
        database,
        ("rounds", {"id": 1}),
        ("circles", {"id": 1}),
        ("circle_seats", {"circle_id": 1, "user_id": ALICE}),
        ("circle_seats", {"circle_id": 1, "user_id": BOB, "state": "declined"}),
        ("meetups", {"id": MEETUP, "voice_channel_id": 900}),
        ("meetups", {"id": CIRCLES_OWN, "circle_id": 1, "host_id": 20}),
    )


async def test_a_circles_meetups_are_its_members_own(database: Database) -> None:
    await _begin(database)
    later = {"ends_at": NOON_MS + DAY_MS, "starts_at": NOON_MS}
    await fill(
        database,
        ("meetup_dates", {"id": 1, "meetup_id": MEETUP} | later),
        ("meetup_dates", {"id": 2, "meetup_id": CIRCLES_OWN} | later),
    )
    for viewer_id, seen in ((ALICE, [MEETUP, CIRCLES_OWN]), (BOB, [MEETUP]), (99, [MEETUP])):
        found = await database.read(meetups.list_meetups, GUILD, NOON_MS, viewer_id)
        assert [meetup.id for meetup in found] == seen
        entries = await database.read(meetups.list_entries, GUILD, NOON_MS, viewer_id)
        assert [entry.id for entry in entries] == seen
    assert await database.read(meetups.list_hosts, GUILD) == [10]
    await database.write(meetups.cancel_meetup, MEETUP, NOON_MS)
    assert await database.read(meetups.list_hosts, GUILD) == []


async def test_a_series_starts_next_with_a_date_that_is_not_called_off(database: Database) -> None:
    await fill(database, ("meetups", {"id": MEETUP}))
    for number, status in enumerate(("cancelled", "planned", "planned")):
        at_ms = NOON_MS + number * DAY_MS
        values = {"id": number, "starts_at": at_ms, "ends_at": at_ms + 1, "status": status}
        await fill(database, ("meetup_dates", values))
    entries = await database.read(meetups.list_entries, GUILD, NOON_MS, ALICE)
    assert [entry.earliest for entry in entries] == [from_ms(NOON_MS + DAY_MS)]
    await database.write(meetups.set_advance, MEETUP, date(2026, 3, 13), NOON)
    entries = await database.read(meetups.list_entries, GUILD, NOON_MS, ALICE)
    assert entries[0].earliest == datetime(2026, 3, 12, 10, tzinfo=UTC), "where the day begins first"


async def test_dates_that_have_begun_are_listed_from_the_latest_on(database: Database) -> None:
    await _begin(database)
    for number, (meetup_id, begun_at, status) in enumerate(
        (
            (MEETUP, 10, "planned"),
            (MEETUP, 30, "planned"),
            (MEETUP, 20, "planned"),
            (MEETUP, 40, "skipped"),
            (MEETUP, 50, "planned"),
            (MEETUP, None, "planned"),
            (CIRCLES_OWN, 15, "planned"),
        )
    ):
        values = {"meetup_id": meetup_id, "begun_at": begun_at, "starts_at": begun_at or 5, "status": status}
        day = {"id": number, "on_date": f"2026-03-{10 + number}"}
        await fill(database, ("meetup_dates", {**day, **values}))
    found = await database.read(meetup_dates.list_begun, GUILD, 45, 2)
    assert [one.id for _, one in found] == [1, 2]
    found = await database.read(meetup_dates.list_begun, GUILD, 45, 10)
    assert [one.id for _, one in found] == [1, 2, 0]


async def test_nobody_is_looked_for_in_voice_where_a_date_is_elsewhere_or_not_under_way(
    database: Database,
) -> None:
    await _begin(database)
    rows: tuple[Values, ...] = (
        {"turn_at": 5, "begun_at": 1},
        {"turn_at": 5, "begun_at": 1, "venue": "Library"},
        {"turn_at": 5},
        {"begun_at": 1},
    )
    for number, row in enumerate(rows):
        await fill(database, ("meetup_dates", {"id": number, **row}))
    assert await database.read(meetup_dates.list_in_voice) == [(0, GUILD, 900)]


async def test_a_date_that_was_never_announced_leaves_nothing(database: Database) -> None:
    await fill(
        database,
        ("meetups", {"id": MEETUP}),
        ("meetup_dates", {"id": 1}),
        ("meetup_dates", {"id": 2}),
        *(("rsvps", {"date_id": date_id, "user_id": ALICE}) for date_id in (1, 2)),
        *(("posts", {"id": 50 + date_id, "subject_id": date_id}) for date_id in (1, 2)),
        *(("mirrors", {"subject_id": date_id}) for date_id in (1, 2)),
    )
    await database.write(meetup_dates.delete_date, DateId(1))
    for table, column in (("rsvps", "date_id"), ("posts", "subject_id"), ("mirrors", "subject_id")):
        assert await read(database, f"SELECT {column} FROM {table}") == [(2,)]
    assert await read(database, "SELECT id FROM meetup_dates") == [(2,)]


def _venue(venue_id: int, name: str, city: City = BERLIN) -> Venue:
    return Venue(VenueId(venue_id), GUILD, name, city, ALICE)


async def test_a_meetup_goes_round_the_venues_that_are_left(database: Database) -> None:
    await fill(database, ("meetups", {"id": MEETUP}))
    for venue in (_venue(1, "Library"), _venue(2, "Café"), _venue(3, "CAFÉ", BONN)):
        assert await database.write(venues.insert_venue, venue, 0)
    assert not await database.write(venues.insert_venue, _venue(4, "LIBRARY"), 0)
    await database.write(rotations.set_rotation, MEETUP, [VenueId(3), VenueId(1), VenueId(2)])
    await database.write(venues.save_rating, VenueId(1), ALICE, 5, 0)
    await database.write(venues.save_rating, VenueId(1), ALICE, 3, 1)
    await database.write(venues.delete_venue, VenueId(3))
    found = await database.read(rotations.list_rotation, GUILD, MEETUP)
    assert [venue.id for venue in found] == [1, 2]
    assert (found[0].rating.count, found[0].rating.stars) == (1, 3)
    assert await database.read(rotations.find_last, MEETUP) is None
    for number, (starts_at, venue_id) in enumerate(((10, 1), (30, 2), (20, 1), (40, None))):
        values = {"id": number, "starts_at": starts_at, "venue_id": venue_id}
        await fill(database, ("meetup_dates", values))
    assert await database.read(rotations.find_last, MEETUP) == 2


async def test_members_are_looked_for_first_where_most_live_and_named_only_where_they_agreed(
    database: Database,
) -> None:
    for user_id, city in enumerate((BERLIN, BONN, BONN, None)):
        profile = Profile(GUILD, user_id, city=city, is_named=user_id in {1, 3})
        await database.write(profiles.save_profile, profile)
    assert await database.read(profiles.list_centres, GUILD, 5) == [BONN.centre, BERLIN.centre]
    assert await database.read(profiles.list_centres, GUILD, 1) == [BONN.centre]
    assert await database.read(profiles.list_named, GUILD, {0, 1, 2, 9}) == [1]
    assert [profile.user_id for profile in await database.read(profiles.list_profiles, GUILD)] == [0, 1, 2]
