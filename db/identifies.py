"""Rows of turns: shards tell Discord one after the other that they are there, five seconds apart."""

from __future__ import annotations

from db.connection import Connection

_APART_MS = 5_000


def take_turn(connection: Connection, bucket: int, now_ms: int) -> int:
    """When it is this process's turn; nobody else's of the same bucket comes within five seconds of it."""
    row = connection.execute(
        """
        INSERT INTO identifies (bucket, free_at) VALUES (:bucket, :now + :apart)
        ON CONFLICT (bucket) DO UPDATE SET
            free_at = CASE WHEN identifies.free_at > :now THEN identifies.free_at ELSE :now END + :apart
        RETURNING free_at
        """,
        {"bucket": bucket, "now": now_ms, "apart": _APART_MS},
    ).fetchone()
    turn_at_ms: int = row["free_at"] - _APART_MS
    return turn_at_ms
