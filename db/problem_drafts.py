"""Rows of drafts of problems: what a member has typed and not posted yet, without saying whose it is."""

from __future__ import annotations

import json
from typing import Any

from db.connection import Connection
from domain.problems.anonymity import Keyring


def insert_draft(
    connection: Connection, draft_id: int, guild_id: int, mark: str, payload: dict[str, Any], now_ms: int
) -> None:
    """Inserts a draft, or stores what has become of it since.

    Nothing changes where the id is that of somebody else's draft, or of one in another server.
    """
    connection.execute(
        """
        INSERT INTO problem_drafts (id, guild_id, mark, payload, created_at)
        VALUES (:id, :guild_id, :mark, :payload, :now)
        ON CONFLICT (id) DO UPDATE SET payload = excluded.payload
        WHERE problem_drafts.mark = excluded.mark AND problem_drafts.guild_id = excluded.guild_id
        """,
        {
            "id": draft_id,
            "guild_id": guild_id,
            "mark": mark,
            "payload": json.dumps(payload, ensure_ascii=False),
            "now": now_ms,
        },
    )


def find_draft(connection: Connection, draft_id: int, guild_id: int, mark: str) -> dict[str, Any] | None:
    """Returns what the draft holds; None where the guild has none of this id with this mark."""
    row = connection.execute(
        "SELECT payload FROM problem_drafts WHERE id = :id AND guild_id = :guild_id AND mark = :mark",
        {"id": draft_id, "guild_id": guild_id, "mark": mark},
    ).fetchone()
    payload: dict[str, Any] | None = json.loads(row["payload"]) if row else None
    return payload


def list_own(
    connection: Connection, keyring: Keyring, guild_id: int, user_id: int
) -> dict[int, dict[str, Any]]:
    """Returns what the member has typed and not posted, by the draft's id: drafts that carry their mark."""
    rows = connection.execute(
        "SELECT id, mark, payload FROM problem_drafts WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    own = [row for row in rows if row["mark"] == keyring.draft_token(row["id"], user_id)]
    return {row["id"]: json.loads(row["payload"]) for row in own}


def delete_draft(connection: Connection, draft_id: int) -> None:
    """Deletes the draft."""
    connection.execute("DELETE FROM problem_drafts WHERE id = :id", {"id": draft_id})


def delete_drafts_before(connection: Connection, before_ms: int) -> None:
    """Deletes the drafts made before `before_ms`, to which nobody came back."""
    connection.execute("DELETE FROM problem_drafts WHERE created_at < :before", {"before": before_ms})
