"""Rows of meetups.

Every look-up by an id that a member can name also names the guild, so that no other guild's row is reached.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from db.connection import Connection, Row
from db.shards import OURS
from db.values import from_ms, from_ms_or_none, to_ms
from domain.ids import CircleId, MeetupId
from domain.meetups.meetup import Meetup, MeetupDetails, MeetupEntry, MeetupPlace
from domain.meetups.series import Series
from domain.times.recurrence import parse_rule

_DETAILS = (
    "title = :title, length_min = :length_min, channel_id = :channel_id, place = :place, "
    "voice_channel_id = :voice_channel_id, capacity = :capacity, role_id = :role_id, pings_min = :pings_min, "
    "is_led = :is_led, description = :description, answers_until_min = :answers_until_min, "
    "answer_role_ids = :answer_role_ids, most_guests = :most_guests, picture_id = :picture_id"
)
# A date to come is one of the rule that has no row yet, or a row that is not over.
_TO_COME = """
    guild_id = :guild_id AND cancelled_at IS NULL AND (
        next_on IS NOT NULL
        OR EXISTS (SELECT 1 FROM meetup_dates WHERE meetup_id = meetups.id AND ends_at > :now AND {which})
    )
"""
_ANY, _NOT_CALLED_OFF = "1 = 1", "status <> 'cancelled'"
_VISIBLE = """
    (circle_id IS NULL OR circle_id IN (
        SELECT circle_id FROM circle_seats WHERE user_id = :viewer_id AND state IN ('accepted', 'met')
    ))
"""
_SECOND = " again"  # after a local time that clocks show twice, where the second is meant
_FARTHEST_EAST = timedelta(hours=14)  # where a local day begins first
_SERIES = "first_on = :first_on, at = :at, zone = :zone, rule = :rule"


def insert_meetup(connection: Connection, meetup: Meetup, now_ms: int) -> bool:
    """Inserts a new meetup; returns False where it is there already (a second click on Save)."""
    cursor = connection.execute(
        """
        INSERT INTO meetups (
            id, guild_id, host_id, title, length_min, channel_id, place, voice_channel_id, capacity, role_id,
            pings_min, is_led, description, answers_until_min, answer_role_ids, most_guests,
            picture_id, first_on, at, zone, rule, created_at, changed_at, circle_id
        ) VALUES (
            :id, :guild_id, :host_id, :title, :length_min, :channel_id, :place, :voice_channel_id, :capacity,
            :role_id, :pings_min, :is_led, :description, :answers_until_min, :answer_role_ids, :most_guests,
            :picture_id, :first_on, :at, :zone, :rule, :now, :now, :circle_id
        )
        ON CONFLICT (id) DO NOTHING
        """,
        columns_of(meetup) | {"now": now_ms},
    )
    return cursor.rowcount == 1


def update_meetup(connection: Connection, meetup: Meetup, now_ms: int) -> None:
    """Stores the meetup's details and series as they are now, as its next version."""
    connection.execute(
        f"""
        UPDATE meetups SET {_DETAILS}, {_SERIES}, version = version + 1, changed_at = :now WHERE id = :id
        """,
        _values(meetup) | {"id": meetup.id, "now": now_ms},
    )


def cancel_meetup(connection: Connection, meetup_id: MeetupId, now_ms: int) -> None:
    """Stores that the meetup is cancelled and has no further dates."""
    connection.execute(
        """
        UPDATE meetups SET
            cancelled_at = :now, advance_at = NULL, next_on = NULL, version = version + 1, changed_at = :now
        WHERE id = :id
        """,
        {"id": meetup_id, "now": now_ms},
    )


def find_meetup(connection: Connection, guild_id: int, meetup_id: MeetupId) -> Meetup | None:
    """Returns the guild's meetup of this id; None where it has none."""
    row = connection.execute(
        "SELECT * FROM meetups WHERE id = :id AND guild_id = :guild_id",
        {"id": meetup_id, "guild_id": guild_id},
    ).fetchone()
    return meetup_of(row) if row else None


def list_meetups(
    connection: Connection, guild_id: int, now_ms: int, viewer_id: int | None = None
) -> list[Meetup]:
    """Returns the guild's meetups that have a date to come, in the order in which they were planned.

    Those of circles only where the viewer is a member of the circle.
    """
    rows = connection.execute(
        f"""
        SELECT * FROM meetups WHERE {_TO_COME.format(which=_ANY)} AND {_VISIBLE} ORDER BY created_at, id
        """,
        {"guild_id": guild_id, "now": now_ms, "viewer_id": viewer_id},
    )
    return [meetup_of(row) for row in rows]


def list_latest(connection: Connection, guild_id: int, limit: int) -> list[Meetup]:
    """Returns at most `limit` of the guild's meetups for everybody, also cancelled ones, the newest first."""
    rows = connection.execute(
        "SELECT * FROM meetups WHERE guild_id = :guild_id AND circle_id IS NULL "
        "ORDER BY created_at DESC, id LIMIT :limit",
        {"guild_id": guild_id, "limit": limit},
    )
    return [meetup_of(row) for row in rows]


def list_cancelled(connection: Connection, guild_id: int, since_ms: int) -> list[Meetup]:
    """Returns the guild's cancelled meetups for everybody of which a date took place after `since_ms`."""
    rows = connection.execute(
        """
        SELECT * FROM meetups WHERE guild_id = :guild_id AND cancelled_at IS NOT NULL AND circle_id IS NULL
            AND EXISTS (
                SELECT 1 FROM meetup_dates
                WHERE meetup_id = meetups.id AND ends_at > :since AND status = 'planned'
            )
        ORDER BY created_at, id
        """,
        {"guild_id": guild_id, "since": since_ms},
    )
    return [meetup_of(row) for row in rows]


def list_entries(connection: Connection, guild_id: int, now_ms: int, viewer_id: int) -> list[MeetupEntry]:
    """Returns, in the order of planning, the guild's meetups with a date to come that the viewer may see."""
    rows = connection.execute(
        f"""
        SELECT id, title, next_on, (
            SELECT min(starts_at) FROM meetup_dates
            WHERE meetup_id = meetups.id AND ends_at > :now AND {_NOT_CALLED_OFF}
        ) AS starts_at
        FROM meetups WHERE {_TO_COME.format(which=_NOT_CALLED_OFF)} AND {_VISIBLE} ORDER BY created_at, id
        """,
        {"guild_id": guild_id, "now": now_ms, "viewer_id": viewer_id},
    )
    return [MeetupEntry(MeetupId(row[0]), row[1], _earliest(row[2], row[3])) for row in rows]


def _earliest(next_on: str | None, opened_ms: int | None) -> datetime:
    """Returns when the next date starts: an unopened one as early as its local day begins anywhere."""
    found = [from_ms(opened_ms)] if opened_ms is not None else []
    if next_on is not None:
        found.append(datetime.combine(date.fromisoformat(next_on), time(), UTC) - _FARTHEST_EAST)
    return min(found)


def has_advance_due(connection: Connection, now_ms: int) -> bool:
    """Returns whether any series has a date to open."""
    found = connection.execute(
        f"SELECT 1 FROM meetups WHERE advance_at <= :now AND {OURS} LIMIT 1", {"now": now_ms}
    )
    return found.fetchone() is not None


def list_to_advance(connection: Connection, now_ms: int, limit: int) -> list[tuple[Meetup, date]]:
    """Returns at most `limit` series with a date to open, and that date; the longest waiting first."""
    rows = connection.execute(
        f"SELECT * FROM meetups WHERE advance_at <= :now AND {OURS} ORDER BY advance_at LIMIT :limit",
        {"now": now_ms, "limit": limit},
    )
    return [(meetup_of(row), date.fromisoformat(row["next_on"])) for row in rows]


def set_advance(
    connection: Connection, meetup_id: MeetupId, next_on: date | None, advance_at: datetime | None
) -> None:
    """Stores the next date to open, and when; both are None at the end of the series."""
    connection.execute(
        "UPDATE meetups SET next_on = :next_on, advance_at = :advance_at WHERE id = :id",
        {
            "id": meetup_id,
            "next_on": next_on.isoformat() if next_on else None,
            "advance_at": to_ms(advance_at) if advance_at else None,
        },
    )


def list_hosts(connection: Connection, guild_id: int) -> list[int]:
    """Returns the user ids of who hosts a meetup of the guild that is for everybody and not cancelled."""
    rows = connection.execute(
        """
        SELECT host_id FROM meetups
        WHERE guild_id = :guild_id AND cancelled_at IS NULL AND circle_id IS NULL
        UNION SELECT user_id FROM meetup_cohosts JOIN meetups ON meetups.id = meetup_id
        WHERE guild_id = :guild_id AND cancelled_at IS NULL
        """,
        {"guild_id": guild_id},
    )
    return [row["host_id"] for row in rows]


def list_guilds_with_answer_roles(connection: Connection) -> list[int]:
    """Returns the ids of the guilds that have a meetup, not cancelled, for members with certain roles."""
    rows = connection.execute(
        f"""
        SELECT DISTINCT guild_id FROM meetups
        WHERE answer_role_ids <> '[]' AND cancelled_at IS NULL AND {OURS}
        """
    )
    return [row["guild_id"] for row in rows]


def next_advance_ms(connection: Connection) -> int | None:
    """Returns when the next series has a date to open, in ms; None where none has."""
    # The condition is that of the partial index; without it SQLite reads the whole table.
    row = connection.execute("SELECT min(advance_at) FROM meetups WHERE advance_at IS NOT NULL").fetchone()
    value: int | None = row[0]
    return value


def columns_of(meetup: Meetup) -> dict[str, str | int | None]:
    """Returns what a new row of the meetup holds, by column; `meetup_of` reads it back."""
    return _values(meetup) | {
        "id": meetup.id,
        "guild_id": meetup.guild_id,
        "host_id": meetup.host_id,
        "circle_id": meetup.circle_id,
    }


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
        "description": details.description,
        "answers_until_min": details.answers_until_min,
        "answer_role_ids": json.dumps(details.answer_role_ids),
        "most_guests": details.most_guests,
        "picture_id": details.picture_id,
        "first_on": series.first_on.isoformat(),
        "at": series.at.isoformat("minutes") + _SECOND * series.at.fold,
        "zone": series.zone,
        "rule": str(series.rule),
    }


@lru_cache(maxsize=4096)  # the same few series are read again with every answer
def _series(first_on: str, at: str, zone: str, rule: str) -> Series:
    first_date, local = date.fromisoformat(first_on), time.fromisoformat(at.removesuffix(_SECOND))
    if at.endswith(_SECOND):
        local = local.replace(fold=1)
    return Series(first_date, local, zone, parse_rule(rule, first_date))


def meetup_of(row: Row | Mapping[str, Any]) -> Meetup:
    """Returns the meetup in a row that has the columns of its table."""
    details = MeetupDetails(
        title=row["title"],
        length_min=row["length_min"],
        channel_id=row["channel_id"],
        place=MeetupPlace(row["place"], row["voice_channel_id"]),
        capacity=row["capacity"],
        role_id=row["role_id"],
        pings_min=tuple(json.loads(row["pings_min"])),
        is_led=bool(row["is_led"]),
        description=row["description"],
        answers_until_min=row["answers_until_min"],
        answer_role_ids=tuple(json.loads(row["answer_role_ids"])),
        most_guests=row["most_guests"],
        picture_id=row["picture_id"],
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
        date_changes=row["date_changes"],
        changed_at=from_ms_or_none(row["changed_at"]),
    )
