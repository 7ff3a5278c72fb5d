"""Rows of calendar feeds: whose calendar is behind which secret link."""

from __future__ import annotations

from db.connection import Connection

EVERYBODY = 0
"""Stands for the user id where a link is the whole server's."""


def save_feed(connection: Connection, guild_id: int, user_id: int, secret_hash: str, now_ms: int) -> None:
    """Stores a new link of the member or of EVERYBODY; the link before it leads nowhere any more."""
    connection.execute(
        """
        INSERT INTO calendar_feeds (guild_id, user_id, secret_hash, made_at)
        VALUES (:guild_id, :user_id, :secret_hash, :now)
        ON CONFLICT (guild_id, user_id) DO UPDATE SET
            secret_hash = excluded.secret_hash, made_at = excluded.made_at
        """,
        {"guild_id": guild_id, "user_id": user_id, "secret_hash": secret_hash, "now": now_ms},
    )


def delete_feed(connection: Connection, guild_id: int, user_id: int) -> bool:
    """Deletes the link of the member or of EVERYBODY; returns whether there was one."""
    cursor = connection.execute(
        "DELETE FROM calendar_feeds WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    )
    return cursor.rowcount == 1


def find_feed(connection: Connection, secret_hash: str) -> tuple[int, int] | None:
    """Returns the guild id, and the user id or EVERYBODY, of the link with this secret.

    None where there is no such link, or the bot has left the guild.
    """
    row = connection.execute(
        """
        SELECT guild_id, user_id FROM calendar_feeds WHERE secret_hash = :secret_hash
            AND guild_id NOT IN (SELECT guild_id FROM guilds WHERE left_at IS NOT NULL)
        """,
        {"secret_hash": secret_hash},
    ).fetchone()
    return (row["guild_id"], row["user_id"]) if row else None
