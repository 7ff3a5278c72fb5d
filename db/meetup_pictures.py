"""Rows of the pictures of meetups. They are never read together with the meetups that they belong to."""

from __future__ import annotations

from db.connection import Connection
from domain.ids import PictureId

_UNUSED = "NOT EXISTS (SELECT 1 FROM meetups WHERE picture_id = meetup_pictures.id)"


def insert_picture(
    connection: Connection, picture_id: PictureId, guild_id: int, user_id: int, image: bytes, now_ms: int
) -> None:
    """Inserts a picture that the member has uploaded."""
    connection.execute(
        "INSERT INTO meetup_pictures (id, guild_id, uploaded_by, kept_at, image) "
        "VALUES (:id, :guild_id, :user_id, :now, :image)",
        {"id": picture_id, "guild_id": guild_id, "user_id": user_id, "now": now_ms, "image": image},
    )


def find_image(connection: Connection, guild_id: int, picture_id: PictureId) -> bytes | None:
    """Returns the guild's picture of this id, as a file; None where it has none."""
    row = connection.execute(
        "SELECT image FROM meetup_pictures WHERE id = :id AND guild_id = :guild_id",
        {"id": picture_id, "guild_id": guild_id},
    ).fetchone()
    return bytes(row["image"]) if row else None


def keep_for_draft(connection: Connection, picture_id: PictureId, now_ms: int) -> None:
    """Notes that a draft names the picture, which is kept as long as the draft."""
    connection.execute(
        "UPDATE meetup_pictures SET kept_at = :now WHERE id = :id", {"id": picture_id, "now": now_ms}
    )


def count_uploaded(connection: Connection, guild_id: int, user_id: int) -> int:
    """Returns how many pictures the member has uploaded that are still kept."""
    count: int = connection.execute(
        "SELECT count(*) FROM meetup_pictures WHERE guild_id = :guild_id AND uploaded_by = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    ).fetchone()[0]
    return count


def delete_oldest_unused(connection: Connection, guild_id: int, user_id: int) -> bool:
    """Deletes the member's picture that no meetup has and no draft has named for longest.

    Returns whether there was one.
    """
    cursor = connection.execute(
        f"""
        DELETE FROM meetup_pictures WHERE id = (
            SELECT id FROM meetup_pictures
            WHERE guild_id = :guild_id AND uploaded_by = :user_id AND {_UNUSED} ORDER BY kept_at, id LIMIT 1
        )
        """,
        {"guild_id": guild_id, "user_id": user_id},
    )
    return cursor.rowcount == 1


def delete_unused_before(connection: Connection, before_ms: int) -> None:
    """Deletes the pictures that no meetup has, and no draft has named since this instant (ms)."""
    connection.execute(
        f"DELETE FROM meetup_pictures WHERE kept_at < :before AND {_UNUSED}", {"before": before_ms}
    )
