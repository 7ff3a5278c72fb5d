"""Rows of attendances: who is in the voice channel of a date, and who said that they are there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from db.connection import Connection
from domain.ids import DateId
from domain.meetups.attendance import LEAST_PRESENT, Attendance


def note_present(
    connection: Connection, date_id: DateId, user_ids: Collection[int], now_ms: int, *, is_new: bool
) -> None:
    """Stores that exactly these members are in the voice channel of the date now.

    `is_new` says that nobody has watched the channel for a while: those who were there are taken to have left
    when it was last seen, and those who are there now to have just come.
    """
    until_ms = _watched_until(connection, date_id, now_ms) if is_new else now_ms
    rows = connection.execute(
        "SELECT user_id FROM attendances WHERE date_id = :id AND since_at IS NOT NULL", {"id": date_id}
    )
    were_there = {row["user_id"] for row in rows}
    for user_id in were_there if is_new else were_there - set(user_ids):
        _leave(connection, date_id, user_id, until_ms)
    for user_id in set(user_ids) if is_new else set(user_ids) - were_there:
        _come(connection, date_id, user_id, now_ms)
    connection.execute(
        """
        INSERT INTO attendance_watches (date_id, watched_until) VALUES (:id, :now)
        ON CONFLICT (date_id) DO UPDATE SET watched_until = excluded.watched_until
        """,
        {"id": date_id, "now": now_ms},
    )


def _watched_until(connection: Connection, date_id: DateId, now_ms: int) -> int:
    row = connection.execute(
        "SELECT watched_until FROM attendance_watches WHERE date_id = :id", {"id": date_id}
    ).fetchone()
    # The watch goes on after the end of the date, and a clock may have been set back.
    return min(now_ms, row["watched_until"]) if row else now_ms


def _leave(connection: Connection, date_id: DateId, user_id: int, left_ms: int) -> None:
    connection.execute(
        """
        UPDATE attendances SET since_at = NULL,
            present_ms = present_ms + CASE WHEN since_at < :left_at THEN :left_at - since_at ELSE 0 END
        WHERE date_id = :date_id AND user_id = :user_id
        """,
        {"date_id": date_id, "user_id": user_id, "left_at": left_ms},
    )


def _come(connection: Connection, date_id: DateId, user_id: int, came_ms: int) -> None:
    connection.execute(
        """
        INSERT INTO attendances (date_id, user_id, since_at) VALUES (:date_id, :user_id, :came_at)
        ON CONFLICT (date_id, user_id) DO UPDATE SET since_at = excluded.since_at
        """,
        {"date_id": date_id, "user_id": user_id, "came_at": came_ms},
    )


def close(connection: Connection, date_id: DateId, ends_ms: int, slack_ms: int) -> None:
    """Stores that nobody is in the voice channel any more, since the date is over.

    Those who were there stayed to the end, unless the channel was last seen more than `slack_ms` before it.
    """
    watched_ms = _watched_until(connection, date_id, ends_ms)
    left_ms = ends_ms if ends_ms - watched_ms <= slack_ms else watched_ms
    rows = connection.execute(
        "SELECT user_id FROM attendances WHERE date_id = :id AND since_at IS NOT NULL", {"id": date_id}
    ).fetchall()
    for row in rows:
        _leave(connection, date_id, row["user_id"], left_ms)


def set_said(connection: Connection, date_id: DateId, user_id: int, *, has_said: bool) -> None:
    """Stores whether the member says that they are there."""
    _set(connection, date_id, user_id, "has_said", int(has_said))


def set_host_says(connection: Connection, date_id: DateId, user_id: int, *, was_there: bool) -> None:
    """Stores whether the host says that the member was there."""
    _set(connection, date_id, user_id, "host_says", int(was_there))


def _set(connection: Connection, date_id: DateId, user_id: int, column: str, value: int) -> None:
    connection.execute(
        f"""
        INSERT INTO attendances (date_id, user_id, {column}) VALUES (:date_id, :user_id, :value)
        ON CONFLICT (date_id, user_id) DO UPDATE SET {column} = excluded.{column}
        """,
        {"date_id": date_id, "user_id": user_id, "value": value},
    )


def map_past_dates(connection: Connection, guild_id: int, before_ms: int) -> dict[int, dict[DateId, int]]:
    """Returns, by user id, the dates before `before_ms` that the member came to, each with its end in ms.

    Whoever had a seat is taken to have come unless the host says otherwise: in a café people forget the
    button.
    """
    rows = connection.execute(
        """
        WITH past AS (
            SELECT meetup_dates.id, ends_at FROM meetups
            JOIN meetup_dates ON meetup_dates.meetup_id = meetups.id
            WHERE guild_id = :guild_id AND ends_at < :before AND status = 'planned'
        )
        SELECT user_id, date_id, ends_at FROM rsvps JOIN past ON past.id = date_id
        WHERE is_seated = 1 AND NOT EXISTS (
            SELECT 1 FROM attendances
            WHERE date_id = rsvps.date_id AND user_id = rsvps.user_id AND host_says = 0
        )
        UNION
        SELECT user_id, date_id, ends_at FROM attendances JOIN past ON past.id = date_id
        WHERE host_says = 1 OR (host_says IS NULL AND (has_said = 1 OR present_ms >= :least))
        """,
        {"guild_id": guild_id, "before": before_ms, "least": LEAST_PRESENT // timedelta(milliseconds=1)},
    )
    found: dict[int, dict[DateId, int]] = {}
    for row in rows:
        found.setdefault(row["user_id"], {})[DateId(row["date_id"])] = row["ends_at"]
    return found


def list_attendances(connection: Connection, date_id: DateId, now_ms: int) -> list[Attendance]:
    """Returns the attendances of a date, by user id; those of members still there with the time until now."""
    rows = connection.execute(
        """
        SELECT *, present_ms + CASE WHEN since_at < :now THEN :now - since_at ELSE 0 END AS so_far_ms
        FROM attendances WHERE date_id = :id ORDER BY user_id
        """,
        {"id": date_id, "now": now_ms},
    )
    return [
        Attendance(
            user_id=row["user_id"],
            present=timedelta(milliseconds=row["so_far_ms"]),
            has_said=bool(row["has_said"]),
            host_says=bool(row["host_says"]) if row["host_says"] is not None else None,
        )
        for row in rows
    ]
