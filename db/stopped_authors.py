"""Rows of anonymous problems whose authors are to share under their names: which, and not who they are."""

from __future__ import annotations

from datetime import datetime

from db.connection import Connection
from db.values import to_ms
from domain.ids import ProblemId

# Whoever shared under a name and is erased is nobody: they have left, which no anonymous author ever has.
_ANONYMOUS = "author_id IS NULL AND has_author_left = 0"


def set_stopped(connection: Connection, problem_id: ProblemId, *, is_stopped: bool) -> bool:
    """Stores whether the problem's author is stopped; returns False where it was not shared anonymously."""
    cursor = connection.execute(
        f"UPDATE problems SET is_author_stopped = :is_stopped WHERE id = :id AND {_ANONYMOUS}",
        {"id": problem_id, "is_stopped": int(is_stopped)},
    )
    return cursor.rowcount == 1


def is_stopped(connection: Connection, problem_id: ProblemId) -> bool:
    """Returns whether the problem's author is stopped."""
    found = connection.execute(
        "SELECT 1 FROM problems WHERE id = :id AND is_author_stopped = 1", {"id": problem_id}
    )
    return found.fetchone() is not None


def list_stopped(connection: Connection, guild_id: int) -> list[ProblemId]:
    """Returns the guild's problems whose authors are stopped, the newest first."""
    rows = connection.execute(
        "SELECT id FROM problems WHERE guild_id = :guild_id AND is_author_stopped = 1 "
        "ORDER BY created_at DESC, id",
        {"guild_id": guild_id},
    )
    return [ProblemId(row["id"]) for row in rows]


def list_removed(connection: Connection, guild_id: int, since: datetime, limit: int) -> list[ProblemId]:
    """Returns at most `limit` anonymous problems of the guild that have left the board, the newest first.

    Only those that others have seen, that were shared since then, and whose authors are not stopped.
    """
    rows = connection.execute(
        f"""
        SELECT id FROM problems WHERE guild_id = :guild_id AND state = 'removed' AND is_author_stopped = 0
            AND created_at >= :since AND message_id IS NOT NULL AND {_ANONYMOUS}
        ORDER BY created_at DESC, id LIMIT :limit
        """,
        {"guild_id": guild_id, "since": to_ms(since), "limit": limit},
    )
    return [ProblemId(row["id"]) for row in rows]
