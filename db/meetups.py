"""Rows of meetups and of their dates.

Every look-up by id that a member can name also names the guild, so that no other guild's row is reached.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime, time
from functools import lru_cache

from db.database import Connection
from db.values import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from domain.ballots import Ballot
from domain.ids import CircleId, DateId, MeetupId, VenueId
from domain.meetups.meetup import Details, Meetup, MeetupDate, Place
from domain.meetups.rsvp import Answer
from domain.meetups.rules import parse_rule
from domain.meetups.series import DateChange, DateStatus, Series

_DETAILS = (
    "title = :title, length_min = :length_min, channel_id = :channel_id, place = :place, "
    "voice_channel_id = :voice_channel_id, capacity = :capacity, role_id = :role_id, pings_min = :pings_min, "
    "is_led = :is_led"
)
_SERIES = "first_on = :first_on, at = :at, zone = :zone, rule = :rule"


def insert_meetup(connection: Connection, meetup: Meetup, now_ms: int) -> bool:
    """Keep a new meetup; false if it is there already (a second click on Save)."""
    cursor = connection.execute(
        """
        INSERT INTO meetups (
            id, guild_id, host_id, title, length_min, channel_id, place, voice_channel_id, capacity, role_id,
            pings_min, is_led, first_on, at, zone, rule, created_at, circle_id
        ) VALUES (
            :id, :guild_id, :host_id, :title, :length_min, :channel_id, :place, :voice_channel_id, :capacity,
            :role_id, :pings_min, :is_led, :first_on, :at, :zone, :rule, :now, :circle_id
        )
        ON CONFLICT (id) DO NOTHING
        """,
        _values(meetup)
        | {
            "id": meetup.id,
            "guild_id": meetup.guild_id,
            "host_id": meetup.host_id,
            "circle_id": meetup.circle_id,
            "now": now_ms,
        },
    )
    return cursor.rowcount == 1


def update_meetup(connection: Connection, meetup: Meetup) -> None:
    """Store the meetup's details and series as they are now, as its next version."""
    connection.execute(
        f"UPDATE meetups SET {_DETAILS}, {_SERIES}, version = version + 1 WHERE id = :id",  # noqa: S608
        _values(meetup) | {"id": meetup.id},
    )


def cancel_meetup(connection: Connection, meetup_id: MeetupId, now_ms: int) -> None:
    """No further dates."""
    connection.execute(
        """
        UPDATE meetups SET cancelled_at = :now, advance_at = NULL, next_on = NULL, version = version + 1
        WHERE id = :id
        """,
        {"id": meetup_id, "now": now_ms},
    )


def find_meetup(connection: Connection, guild_id: int, meetup_id: MeetupId) -> Meetup | None:
    """The guild's meetup of this id."""
    row = connection.execute(
        "SELECT * FROM meetups WHERE id = :id AND guild_id = :guild_id",
        {"id": meetup_id, "guild_id": guild_id},
    ).fetchone()
    return _meetup(row) if row else None


def list_meetups(
    connection: Connection, guild_id: int, now_ms: int, viewer_id: int | None = None
) -> list[Meetup]:
    """The guild's meetups that have a date to come, in the order in which they were planned.

    Those of circles only where the viewer is one of its members.
    """
    rows = connection.execute(
        """
        SELECT * FROM meetups WHERE guild_id = :guild_id AND cancelled_at IS NULL AND (
            next_on IS NOT NULL
            OR EXISTS (SELECT 1 FROM meetup_dates WHERE meetup_id = meetups.id AND ends_at > :now)
        ) AND (
            circle_id IS NULL OR circle_id IN (
                SELECT circle_id FROM circle_seats WHERE user_id = :viewer_id AND state IN ('accepted', 'met')
            )
        ) ORDER BY created_at, id
        """,
        {"guild_id": guild_id, "now": now_ms, "viewer_id": viewer_id},
    )
    return [_meetup(row) for row in rows]


def has_advance_due(connection: Connection, now_ms: int) -> bool:
    """Whether any series has a date to open."""
    found = connection.execute("SELECT 1 FROM meetups WHERE advance_at <= :now LIMIT 1", {"now": now_ms})
    return found.fetchone() is not None


def list_to_advance(connection: Connection, now_ms: int, limit: int) -> list[tuple[Meetup, date]]:
    """Series with a date to open, and that date."""
    rows = connection.execute(
        "SELECT * FROM meetups WHERE advance_at <= :now ORDER BY advance_at LIMIT :limit",
        {"now": now_ms, "limit": limit},
    )
    return [(_meetup(row), date.fromisoformat(row["next_on"])) for row in rows]


def set_advance(
    connection: Connection, meetup_id: MeetupId, next_on: date | None, advance_at: datetime | None
) -> None:
    """The next date to open, and when; both None at the end of the series."""
    connection.execute(
        "UPDATE meetups SET next_on = :next_on, advance_at = :advance_at WHERE id = :id",
        {
            "id": meetup_id,
            "next_on": next_on.isoformat() if next_on else None,
            "advance_at": to_ms(advance_at) if advance_at else None,
        },
    )


def save_date(connection: Connection, meetup: Meetup, day: MeetupDate) -> None:
    """Insert the date, or store when it starts, what it is called and how far it is."""
    connection.execute(
        """
        INSERT INTO meetup_dates (
            id, meetup_id, on_date, starts_at, ends_at, status, begun_at, turn_at, venue_id, venue
        ) VALUES (
            :id, :meetup_id, :on_date, :starts_at, :ends_at, :status, :begun_at, :turn_at, :venue_id, :venue
        )
        ON CONFLICT (id) DO UPDATE SET
            on_date = excluded.on_date, starts_at = excluded.starts_at,
            ends_at = excluded.ends_at, status = excluded.status,
            begun_at = excluded.begun_at, turn_at = excluded.turn_at,
            venue_id = excluded.venue_id, venue = excluded.venue,
            changes = meetup_dates.changes + CASE
                WHEN meetup_dates.starts_at <> excluded.starts_at OR meetup_dates.status <> excluded.status
                    OR COALESCE(meetup_dates.venue, '') <> COALESCE(excluded.venue, '')
                THEN 1 ELSE 0 END
        """,
        {
            "id": day.id,
            "meetup_id": meetup.id,
            "on_date": day.on.isoformat(),
            "starts_at": to_ms(day.starts_at),
            "ends_at": to_ms(meetup.ends_at(day.starts_at)),
            "status": day.status,
            "begun_at": to_ms_or_none(day.begun_at),
            "turn_at": to_ms_or_none(meetup.turn_at(day)),
            "venue_id": day.venue_id,
            "venue": day.venue,
        },
    )


def delete_date(connection: Connection, date_id: DateId) -> None:
    """Forget a date that was never announced."""
    for table, column in (("rsvps", "date_id"), ("posts", "subject_id"), ("mirrors", "subject_id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = :id", {"id": date_id})  # noqa: S608
    connection.execute("DELETE FROM meetup_dates WHERE id = :id", {"id": date_id})


def set_message(
    connection: Connection, date_id: DateId, channel_id: int | None, message_id: int | None
) -> None:
    """Which message carries the RSVP."""
    connection.execute(
        "UPDATE meetup_dates SET channel_id = :channel_id, message_id = :message_id WHERE id = :id",
        {"id": date_id, "channel_id": channel_id, "message_id": message_id},
    )


def set_event(connection: Connection, date_id: DateId, event_id: int | None) -> None:
    """Which scheduled event mirrors the date."""
    connection.execute(
        "UPDATE meetup_dates SET event_id = :event_id WHERE id = :id", {"id": date_id, "event_id": event_id}
    )


def find_date(connection: Connection, meetup_id: MeetupId, on: date) -> MeetupDate | None:
    """The date of this name, if it has a row."""
    row = connection.execute(
        "SELECT * FROM meetup_dates WHERE meetup_id = :meetup_id AND on_date = :on_date",
        {"meetup_id": meetup_id, "on_date": on.isoformat()},
    ).fetchone()
    return _date(row) if row else None


def list_dates(connection: Connection, meetup_id: MeetupId, since_ms: int) -> list[MeetupDate]:
    """The meetup's dates that have a row and end after then, in order of start."""
    rows = connection.execute(
        "SELECT * FROM meetup_dates WHERE meetup_id = :id AND ends_at > :since ORDER BY starts_at",
        {"id": meetup_id, "since": since_ms},
    )
    return [_date(row) for row in rows]


def map_changes(connection: Connection, meetup_id: MeetupId, now_ms: int) -> dict[date, DateChange]:
    """Dates that are not over and have a row, by name, as a series understands them.

    Cancelled ones are no dates of the series any more.
    """
    days = list_dates(connection, meetup_id, now_ms)
    return {
        day.on: DateChange(day.starts_at, day.status)
        for day in days
        if day.status is not DateStatus.CANCELLED
    }


def find_with_date(connection: Connection, date_id: DateId) -> tuple[Meetup, MeetupDate] | None:
    """A date and its meetup."""
    return _one_with_date(connection, "meetup_dates.id = :value", date_id)


def find_by_message(connection: Connection, message_id: int) -> tuple[Meetup, MeetupDate] | None:
    """The date whose RSVP this message carries, and its meetup."""
    return _one_with_date(connection, "meetup_dates.message_id = :value", message_id)


def list_open_messages(connection: Connection, now_ms: int) -> list[Ballot]:
    """The RSVP messages of dates that are not over, the nearest first."""
    rows = connection.execute(
        """
        SELECT meetup_dates.*, meetups.guild_id FROM meetup_dates
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE ends_at > :now AND message_id IS NOT NULL ORDER BY starts_at
        """,
        {"now": now_ms},
    )
    return [
        Ballot(row["id"], row["guild_id"], row["channel_id"], row["message_id"], tuple(Answer))
        for row in rows
    ]


def list_answered(connection: Connection, user_id: int, guild_id: int, now_ms: int) -> list[DateId]:
    """Dates of the guild that are not over and that this member answered."""
    rows = connection.execute(
        """
        SELECT DISTINCT meetup_dates.id FROM rsvps
        JOIN meetup_dates ON meetup_dates.id = rsvps.date_id
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE rsvps.user_id = :user_id AND meetups.guild_id = :guild_id AND meetup_dates.ends_at > :now
        """,
        {"user_id": user_id, "guild_id": guild_id, "now": now_ms},
    )
    return [DateId(row["id"]) for row in rows]


def list_hosts(connection: Connection, guild_id: int) -> list[int]:
    """User ids of those who host a meetup of the guild for everybody."""
    rows = connection.execute(
        "SELECT DISTINCT host_id FROM meetups WHERE guild_id = :guild_id AND cancelled_at IS NULL "
        "AND circle_id IS NULL",
        {"guild_id": guild_id},
    )
    return [row["host_id"] for row in rows]


def list_begun(
    connection: Connection, guild_id: int, now_ms: int, limit: int
) -> list[tuple[Meetup, MeetupDate]]:
    """Dates of the guild's meetups for everybody that have begun, the latest first."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE guild_id = :guild_id AND circle_id IS NULL AND begun_at <= :now AND status = 'planned'
        ORDER BY starts_at DESC LIMIT :limit
        """,  # noqa: S608
        {"guild_id": guild_id, "now": now_ms, "limit": limit},
    )
    return [_with_date(row) for row in rows]


def list_turns(connection: Connection, now_ms: int, limit: int) -> list[DateId]:
    """Dates that are to begin or to end now, the longest waiting first."""
    rows = connection.execute(
        """
        SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE turn_at <= :now AND guild_id NOT IN (SELECT guild_id FROM guilds WHERE left_at IS NOT NULL)
        ORDER BY turn_at LIMIT :limit
        """,
        {"now": now_ms, "limit": limit},
    )
    return [DateId(row["id"]) for row in rows]


def list_in_voice(connection: Connection, now_ms: int) -> list[tuple[DateId, int, int]]:
    """Dates under way that take place in a voice channel: their id, the guild's, the channel's."""
    rows = connection.execute(
        """
        SELECT meetup_dates.id, guild_id, voice_channel_id FROM meetup_dates
        JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE turn_at > :now AND begun_at IS NOT NULL AND voice_channel_id IS NOT NULL
            AND venue IS NULL
        """,
        {"now": now_ms},
    )
    return [(DateId(row["id"]), row["guild_id"], row["voice_channel_id"]) for row in rows]


def clear_turn(connection: Connection, date_id: DateId) -> None:
    """The date is over: there is nothing more to do with it."""
    connection.execute("UPDATE meetup_dates SET turn_at = NULL WHERE id = :id", {"id": date_id})


def next_turn_ms(connection: Connection) -> int | None:
    """When the next date begins or ends; None if none does."""
    value: int | None = connection.execute("SELECT min(turn_at) FROM meetup_dates").fetchone()[0]
    return value


def next_advance_ms(connection: Connection) -> int | None:
    """When the next series has a date to open; None if none has."""
    value: int | None = connection.execute("SELECT min(advance_at) FROM meetups").fetchone()[0]
    return value


_COLUMNS = (
    "meetups.*, meetup_dates.id AS date_id, meetup_dates.on_date, meetup_dates.starts_at, "
    "meetup_dates.status, meetup_dates.channel_id AS message_channel_id, meetup_dates.message_id, "
    "meetup_dates.event_id, meetup_dates.meetup_id, meetup_dates.changes, meetup_dates.begun_at, "
    "meetup_dates.venue_id, meetup_dates.venue"
)


def _one_with_date(connection: Connection, where: str, value: int) -> tuple[Meetup, MeetupDate] | None:
    row = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE {where}
        """,  # noqa: S608
        {"value": value},
    ).fetchone()
    return _with_date(row) if row else None


def _with_date(row: sqlite3.Row) -> tuple[Meetup, MeetupDate]:
    return _meetup(row), _date(row, id_column="date_id", channel_column="message_channel_id")


def _values(meetup: Meetup) -> dict[str, str | int | None]:
    details, series = meetup.details, meetup.series
    return {
        "title": details.title,
        "length_min": details.length_min,
        "channel_id": details.channel_id,
        "place": details.place.text,
        "voice_channel_id": details.place.voice_channel_id,
        "capacity": details.capacity,
        "role_id": details.role_id,
        "pings_min": json.dumps(details.pings_min),
        "is_led": int(details.is_led),
        "first_on": series.first_on.isoformat(),
        "at": series.at.isoformat("minutes"),
        "zone": series.zone,
        "rule": str(series.rule),
    }


@lru_cache(maxsize=4096)  # the same few series are read again with every answer
def _series(first_on: str, at: str, zone: str, rule: str) -> Series:
    first_date = date.fromisoformat(first_on)
    return Series(first_date, time.fromisoformat(at), zone, parse_rule(rule, first_date))


def _meetup(row: sqlite3.Row) -> Meetup:
    details = Details(
        title=row["title"],
        length_min=row["length_min"],
        channel_id=row["channel_id"],
        place=Place(row["place"], row["voice_channel_id"]),
        capacity=row["capacity"],
        role_id=row["role_id"],
        pings_min=tuple(json.loads(row["pings_min"])),
        is_led=bool(row["is_led"]),
    )
    return Meetup(
        id=MeetupId(row["id"]),
        guild_id=row["guild_id"],
        host_id=row["host_id"],
        details=details,
        series=_series(row["first_on"], row["at"], row["zone"], row["rule"]),
        version=row["version"],
        is_cancelled=row["cancelled_at"] is not None,
        circle_id=CircleId(row["circle_id"]) if row["circle_id"] is not None else None,
    )


def _date(row: sqlite3.Row, id_column: str = "id", channel_column: str = "channel_id") -> MeetupDate:
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
    )
