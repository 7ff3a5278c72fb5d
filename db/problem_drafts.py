"""Rows of drafts of problems: what a member has typed and not posted yet, without saying whose it is."""

from __future__ import annotations

import json
import secrets
from typing import Any

from db.connection import Connection, Row
from domain.problems.anonymity import SEAL_BYTES, Keyring


def insert_draft(
    connection: Connection,
    keyring: Keyring,
    guild_id: int,
    user_id: int,
    draft_id: int,
    payload: dict[str, Any],
    now_ms: int,
) -> None:
    """Inserts a draft, or stores what has become of it since.

    Nothing changes where the id is that of somebody else's draft, or of one in another server.
    """
    mark, text = keyring.draft_token(draft_id, user_id), json.dumps(payload, ensure_ascii=False)
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
            "payload": keyring.cover_draft(mark, text, secrets.token_bytes(SEAL_BYTES)),
            "now": now_ms,
        },
    )


def find_draft(
    connection: Connection, keyring: Keyring, guild_id: int, user_id: int, draft_id: int
) -> dict[str, Any] | None:
    """Returns what the member's draft holds; None where they have none of this id in the guild."""
    row = connection.execute(
        "SELECT mark, payload FROM problem_drafts WHERE id = :id AND guild_id = :guild_id AND mark = :mark",
        {"id": draft_id, "guild_id": guild_id, "mark": keyring.draft_token(draft_id, user_id)},
    ).fetchone()
    return _read(keyring, row) if row else None


def list_own(
    connection: Connection, keyring: Keyring, guild_id: int, user_id: int
) -> dict[int, dict[str, Any]]:
    """Returns what the member has typed and not posted, by the draft's id: drafts that carry their mark."""
    rows = connection.execute(
        "SELECT id, mark, payload FROM problem_drafts WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    own = [row for row in rows if row["mark"] == keyring.draft_token(row["id"], user_id)]
    return {row["id"]: _read(keyring, row) for row in own}


def _read(keyring: Keyring, row: Row) -> dict[str, Any]:
    text: str = row["payload"]
    if not text.startswith("{"):  # as drafts of version 0.1 do, which are a day old at most
        text = keyring.uncover_draft(row["mark"], text)
    payload: dict[str, Any] = json.loads(text)
    return payload


def delete_draft(connection: Connection, draft_id: int) -> None:
    """Deletes the draft."""
    connection.execute("DELETE FROM problem_drafts WHERE id = :id", {"id": draft_id})


def delete_drafts_before(connection: Connection, before_ms: int) -> None:
    """Deletes the drafts made before `before_ms`, to which nobody came back."""
    connection.execute("DELETE FROM problem_drafts WHERE created_at < :before", {"before": before_ms})
