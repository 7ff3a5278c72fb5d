"""Rows of welcomes: who was welcomed to their first meetup in a server."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Connection


def list_welcomed(connection: Connection, guild_id: int) -> set[int]:
    """Returns the user ids of those who were welcomed."""
    rows = connection.execute(
        "SELECT user_id FROM welcomes WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return {row["user_id"] for row in rows}


def insert_welcomed(connection: Connection, guild_id: int, user_ids: Iterable[int]) -> None:
    """Stores that these members were welcomed."""
    connection.executemany(
        "INSERT INTO welcomes (guild_id, user_id) VALUES (?, ?) ON CONFLICT (guild_id, user_id) DO NOTHING",
        [(guild_id, user_id) for user_id in user_ids],
    )
