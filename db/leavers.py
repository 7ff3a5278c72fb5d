"""Rows of leavers: who is not in a server any more, and since when."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Connection


def note(
    connection: Connection, guild_id: int, present: Iterable[int], absent: Iterable[int], now_ms: int
) -> None:
    """These are there and those are not; whoever is missed already stays missed since then."""
    connection.executemany(
        "DELETE FROM leavers WHERE guild_id = ? AND user_id = ?", [(guild_id, user_id) for user_id in present]
    )
    connection.executemany(
        "INSERT INTO leavers (guild_id, user_id, missed_at) VALUES (?, ?, ?) "
        "ON CONFLICT (guild_id, user_id) DO NOTHING",
        [(guild_id, user_id, now_ms) for user_id in absent],
    )


def list_gone(connection: Connection, guild_id: int, before_ms: int) -> list[int]:
    """User ids of those who have been missed since then, or for longer."""
    rows = connection.execute(
        "SELECT user_id FROM leavers WHERE guild_id = :guild_id AND missed_at <= :before ORDER BY user_id",
        {"guild_id": guild_id, "before": before_ms},
    )
    return [row["user_id"] for row in rows]
