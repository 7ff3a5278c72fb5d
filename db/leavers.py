"""Rows of leavers: who is no longer in a server, and since when."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Connection


def note_presence(
    connection: Connection, guild_id: int, present: Iterable[int], absent: Iterable[int], now_ms: int
) -> None:
    """Stores who is in the guild and who is not; whoever was missing already stays missing since then."""
    connection.executemany(
        "DELETE FROM leavers WHERE guild_id = ? AND user_id = ?", [(guild_id, user_id) for user_id in present]
    )
    connection.executemany(
        "INSERT INTO leavers (guild_id, user_id, missed_at) VALUES (?, ?, ?) "
        "ON CONFLICT (guild_id, user_id) DO NOTHING",
        [(guild_id, user_id, now_ms) for user_id in absent],
    )


def is_missing(connection: Connection, guild_id: int, user_id: int) -> bool:
    """Returns whether the guild's member has left, as far as is known."""
    found = connection.execute(
        "SELECT 1 FROM leavers WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    )
    return found.fetchone() is not None


def list_gone(connection: Connection, guild_id: int, before_ms: int) -> list[int]:
    """Returns the user ids of those who have been missing since `before_ms` or for longer."""
    rows = connection.execute(
        "SELECT user_id FROM leavers WHERE guild_id = :guild_id AND missed_at <= :before ORDER BY user_id",
        {"guild_id": guild_id, "before": before_ms},
    )
    return [row["user_id"] for row in rows]
