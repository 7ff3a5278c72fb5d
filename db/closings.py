"""Dates whose answers are to be closed: columns of meetup_dates, which `meetup_dates.save_date` sets."""

from __future__ import annotations

from db.connection import Connection
from db.shards import HERE
from domain.ids import DateId


def list_due(connection: Connection, now_ms: int, limit: int) -> list[DateId]:
    """Returns at most `limit` dates of which answers are to be closed now, the longest waiting first."""
    rows = connection.execute(
        f"""
        SELECT meetup_dates.id FROM meetup_dates JOIN meetups ON meetups.id = meetup_dates.meetup_id
        WHERE closes_at <= :now AND {HERE}
        ORDER BY closes_at LIMIT :limit
        """,
        {"now": now_ms, "limit": limit},
    )
    return [DateId(row["id"]) for row in rows]


def close_answers(connection: Connection, date_id: DateId, now_ms: int) -> bool:
    """Stores that answers are closed, if that is due; returns whether it is."""
    cursor = connection.execute(
        "UPDATE meetup_dates SET is_closed = 1, closes_at = NULL WHERE id = :id AND closes_at <= :now",
        {"id": date_id, "now": now_ms},
    )
    return cursor.rowcount == 1


def next_due_ms(connection: Connection) -> int | None:
    """Returns when answers are to be closed next, in ms; None where they never are."""
    # The condition is that of the partial index; without it SQLite reads the whole table.
    row = connection.execute("SELECT min(closes_at) FROM meetup_dates WHERE closes_at IS NOT NULL").fetchone()
    value: int | None = row[0]
    return value
