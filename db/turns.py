"""Rows of turns: what several processes must not do at the same time, or not too often all together."""

from __future__ import annotations

from db.connection import Connection


def take_turn(connection: Connection, line: str, apart_ms: int, now_ms: int, longest_ms: int) -> int:
    """When it is the turn of whoever asks; nobody else's in the same line comes within `apart_ms` of it.

    At once where the line seems to be longer than `longest_ms`: somebody's clock was ahead.
    """
    row = connection.execute(
        """
        INSERT INTO turns (line, free_at) VALUES (:line, :now + :apart)
        ON CONFLICT (line) DO UPDATE SET
            free_at = :apart
                + CASE WHEN turns.free_at BETWEEN :now AND :latest THEN turns.free_at ELSE :now END
        RETURNING free_at
        """,
        {"line": line, "now": now_ms, "apart": apart_ms, "latest": now_ms + longest_ms},
    ).fetchone()
    turn_at_ms: int = row["free_at"] - apart_ms
    return turn_at_ms
