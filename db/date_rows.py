"""A date in a row: its columns, alone or beside those of its meetup."""

from __future__ import annotations

from datetime import date

from db.connection import Row
from db.meetups import meetup_of
from db.values import from_ms, from_ms_or_none
from domain.ids import DateId, MeetupId, VenueId
from domain.meetups.meetup import DateOverrides, Meetup, MeetupDate, MeetupPlace
from domain.meetups.series import DateStatus

# Both tables have an `id` and a `channel_id`.
DATE_COLUMNS = (
    "meetups.*, meetup_dates.id AS date_id, meetup_dates.on_date, meetup_dates.starts_at, "
    "meetup_dates.status, meetup_dates.channel_id AS message_channel_id, meetup_dates.message_id, "
    "meetup_dates.event_id, meetup_dates.meetup_id, meetup_dates.changes, meetup_dates.begun_at, "
    "meetup_dates.venue_id, meetup_dates.venue, meetup_dates.own_place, meetup_dates.own_voice_channel_id, "
    "meetup_dates.own_length_min, meetup_dates.own_capacity, meetup_dates.own_host_id, "
    "meetup_dates.own_description, meetup_dates.is_closed, meetup_dates.card_picture_id, "
    "meetup_dates.event_picture_id"
)


def with_date(row: Row) -> tuple[Meetup, MeetupDate]:
    """Returns the date and its meetup in a row of `DATE_COLUMNS`."""
    return meetup_of(row), date_of(row, id_column="date_id", channel_column="message_channel_id")


def date_of(row: Row, id_column: str = "id", channel_column: str = "channel_id") -> MeetupDate:
    """Returns the date in a row that has the columns of its table; two of them may have other names."""
    return MeetupDate(
        id=DateId(row[id_column]),
        meetup_id=MeetupId(row["meetup_id"]),
        on=date.fromisoformat(row["on_date"]),
        starts_at=from_ms(row["starts_at"]),
        status=DateStatus(row["status"]),
        channel_id=row[channel_column],
        message_id=row["message_id"],
        event_id=row["event_id"],
        changes=row["changes"],
        begun_at=from_ms_or_none(row["begun_at"]),
        venue_id=VenueId(row["venue_id"]) if row["venue_id"] is not None else None,
        venue=row["venue"],
        overrides=_overrides(row),
        card_picture_id=row["card_picture_id"],
        event_picture_id=row["event_picture_id"],
        is_closed=row["is_closed"] == 1,
    )


def _overrides(row: Row) -> DateOverrides:
    place = row["own_place"]
    return DateOverrides(
        place=None if place is None else MeetupPlace(place, row["own_voice_channel_id"]),
        length_min=row["own_length_min"],
        capacity=row["own_capacity"],
        host_id=row["own_host_id"],
        description=row["own_description"],
    )
