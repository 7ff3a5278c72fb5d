"""Rows of front desks: where each stands, and whether it is put up again."""

from __future__ import annotations

from collections.abc import Collection

from db.connection import Connection, Row
from db.shards import OURS
from db.values import from_ms_or_none, sql_id_list
from domain.table import FrontDesk


def insert_desk(connection: Connection, desk: FrontDesk) -> None:
    """Inserts a front desk that is not posted yet."""
    connection.execute(
        "INSERT INTO front_desks (id, guild_id, channel_id, is_kept) "
        "VALUES (:id, :guild_id, :channel_id, :is_kept)",
        {
            "id": desk.id,
            "guild_id": desk.guild_id,
            "channel_id": desk.channel_id,
            "is_kept": int(desk.is_kept),
        },
    )


def load_desk(connection: Connection, desk_id: int) -> FrontDesk | None:
    """Returns the front desk; None where there is none of this id."""
    row = connection.execute("SELECT * FROM front_desks WHERE id = :id", {"id": desk_id}).fetchone()
    return _desk(row) if row else None


def find_standing(connection: Connection, guild_id: int) -> FrontDesk | None:
    """Returns the guild's front desk, posted or not; None where it has none."""
    row = connection.execute(
        "SELECT * FROM front_desks WHERE guild_id = :guild_id AND is_taken_down = 0", {"guild_id": guild_id}
    ).fetchone()
    return _desk(row) if row else None


def list_by_message(connection: Connection, message_ids: Collection[int]) -> list[FrontDesk]:
    """Returns the front desks that are these messages."""
    rows = connection.execute(f"SELECT * FROM front_desks WHERE message_id IN {sql_id_list(message_ids)}")
    return [_desk(row) for row in rows]


def list_posted(connection: Connection) -> list[FrontDesk]:
    """Returns all front desks that stand in Discord, those to be deleted there, too."""
    rows = connection.execute(f"SELECT * FROM front_desks WHERE message_id IS NOT NULL AND {OURS}")
    return [_desk(row) for row in rows]


def set_message(connection: Connection, desk_id: int, message_id: int | None, posted_at_ms: int) -> None:
    """Stores the message that the front desk is, and since when, in ms; None where it was deleted."""
    connection.execute(
        "UPDATE front_desks SET message_id = :message_id, posted_at = :posted_at WHERE id = :id",
        {"id": desk_id, "message_id": message_id, "posted_at": posted_at_ms},
    )


def set_kept(connection: Connection, desk_id: int, *, is_kept: bool) -> None:
    """Stores whether the front desk is put up again when it is deleted."""
    connection.execute(
        "UPDATE front_desks SET is_kept = :is_kept WHERE id = :id", {"id": desk_id, "is_kept": int(is_kept)}
    )


def mark_taken_down(connection: Connection, desk_id: int) -> None:
    """Stores that the front desk is to be deleted in Discord."""
    connection.execute("UPDATE front_desks SET is_taken_down = 1 WHERE id = :id", {"id": desk_id})


def delete_desk(connection: Connection, desk_id: int) -> None:
    """Deletes the front desk."""
    connection.execute("DELETE FROM front_desks WHERE id = :id", {"id": desk_id})


def _desk(row: Row) -> FrontDesk:
    return FrontDesk(
        id=row["id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        is_kept=bool(row["is_kept"]),
        message_id=row["message_id"],
        posted_at=from_ms_or_none(row["posted_at"]),
        is_taken_down=bool(row["is_taken_down"]),
    )
