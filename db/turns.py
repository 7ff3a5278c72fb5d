"""Rows of turns: the pacing of what several processes must not do at once, or too often all together."""

from __future__ import annotations

from db.connection import Connection


def take_turn(
    connection: Connection, resource: str, interval_ms: int, now_ms: int, longest_wait_ms: int
) -> int:
    """Returns the instant, in ms, at which whoever asks may use the resource.

    No two of one resource's instants are within `interval_ms`. It is now where one would wait for longer than
    `longest_wait_ms`: then somebody's clock was ahead.
    """
    row = connection.execute(
        """
        INSERT INTO turns (line, free_at) VALUES (:line, :now + :apart)
        ON CONFLICT (line) DO UPDATE SET
            free_at = :apart
                + CASE WHEN turns.free_at BETWEEN :now AND :latest THEN turns.free_at ELSE :now END
        RETURNING free_at
        """,
        {"line": resource, "now": now_ms, "apart": interval_ms, "latest": now_ms + longest_wait_ms},
    ).fetchone()
    turn_at_ms: int = row["free_at"] - interval_ms
    return turn_at_ms
