"""Rows of notices: what a member or the organisers are told in their next private reply."""

from __future__ import annotations

import json
from collections.abc import Sequence

from db.connection import Connection
from domain.notices import Notice, NoticeKind

_MOST_AT_ONCE = 10
_DAY_MS = 24 * 60 * 60 * 1000


def insert_notice(connection: Connection, notice: Notice, now_ms: int) -> bool:
    """Inserts the notice, unless the same one (guild, kind, key) is there already; returns whether it did."""
    cursor = connection.execute(
        """
        INSERT INTO notices (id, guild_id, user_id, kind, key, payload, created_at)
        VALUES (:id, :guild_id, :user_id, :kind, :key, :payload, :now)
        ON CONFLICT (guild_id, kind, key) DO NOTHING
        """,
        {
            "id": notice.id,
            "guild_id": notice.guild_id,
            "user_id": notice.user_id,
            "kind": notice.kind,
            "key": notice.key,
            "payload": json.dumps(notice.payload),
            "now": now_ms,
        },
    )
    return cursor.rowcount == 1


def list_addressed(connection: Connection, notice_ids: Sequence[int]) -> list[int]:
    """Returns the user ids of the members that these notices are for."""
    if not notice_ids:
        return []
    places = ", ".join("?" for _ in notice_ids)
    rows = connection.execute(
        f"SELECT user_id FROM notices WHERE id IN ({places}) AND user_id IS NOT NULL ORDER BY id",
        tuple(notice_ids),
    )
    return [row["user_id"] for row in rows]


def list_unheard(connection: Connection, guild_id: int, user_id: int, *, is_organiser: bool) -> list[Notice]:
    """Returns at most ten notices that the member has not been told yet, the oldest first.

    An organiser is told what is for all organisers, too.
    """
    rows = connection.execute(
        """
        SELECT * FROM notices WHERE guild_id = :guild_id AND told_at IS NULL
            AND (user_id = :user_id OR (user_id IS NULL AND :is_organiser = 1))
        ORDER BY created_at, id LIMIT :limit
        """,
        {"guild_id": guild_id, "user_id": user_id, "is_organiser": int(is_organiser), "limit": _MOST_AT_ONCE},
    )
    return [
        Notice(
            id=row["id"],
            guild_id=row["guild_id"],
            user_id=row["user_id"],
            kind=NoticeKind(row["kind"]),
            key=row["key"],
            payload=json.loads(row["payload"]),
        )
        for row in rows
    ]


def mark_told(connection: Connection, ids: list[int], now_ms: int) -> None:
    """Stores that these notices have been told, and on which day.

    The very moment would be that of another thing that the member did, be it anonymously.
    """
    day_ms = now_ms - now_ms % _DAY_MS
    connection.executemany("UPDATE notices SET told_at = ? WHERE id = ?", [(day_ms, id_) for id_ in ids])


def delete_notice(connection: Connection, guild_id: int, kind: NoticeKind, key: str) -> None:
    """Deletes the notice, so that the same one may be told anew."""
    connection.execute(
        "DELETE FROM notices WHERE guild_id = :guild_id AND kind = :kind AND key = :key",
        {"guild_id": guild_id, "kind": kind, "key": key},
    )
