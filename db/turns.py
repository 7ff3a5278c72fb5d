"""Rows of turns: the pacing of what several processes must not do at once, or too often all together."""

from __future__ import annotations

from db.connection import Connection


def take_turn(connection: Connection, line: str, apart_ms: int, now_ms: int, longest_ms: int) -> int:
    """Returns the instant, in ms, at which whoever asks may act; no two of one `line` are within `apart_ms`.

    That is at once where one would wait for longer than `longest_ms`: then somebody's clock was ahead.
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
