"""Rows of visits: on which day each member last looked at their table."""

from __future__ import annotations

from datetime import date

from db.connection import Connection


def find_seen_on(connection: Connection, guild_id: int, user_id: int) -> date | None:
    """Returns the day on which the member last looked; None where they never have."""
    row = connection.execute(
        "SELECT seen_on FROM table_visits WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    ).fetchone()
    return date.fromisoformat(row["seen_on"]) if row else None


def set_seen_on(connection: Connection, guild_id: int, user_id: int, seen_on: date) -> None:
    """Stores the day on which the member last looked."""
    connection.execute(
        """
        INSERT INTO table_visits (guild_id, user_id, seen_on) VALUES (:guild_id, :user_id, :seen_on)
        ON CONFLICT (guild_id, user_id) DO UPDATE SET seen_on = excluded.seen_on
        """,
        {"guild_id": guild_id, "user_id": user_id, "seen_on": seen_on.isoformat()},
    )
