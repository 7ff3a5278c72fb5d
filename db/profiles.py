"""Rows of profiles."""

from __future__ import annotations

from db.database import Connection
from domain.profiles import Profile


def get_profile(connection: Connection, guild_id: int, user_id: int) -> Profile:
    """The member's profile; an empty one where there is none."""
    row = connection.execute(
        "SELECT * FROM profiles WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    ).fetchone()
    if row is None:
        return Profile(guild_id, user_id)
    return Profile(guild_id, user_id, row["zone"], bool(row["is_buddy"]))


def save_profile(connection: Connection, profile: Profile) -> None:
    """Insert or replace the member's profile."""
    connection.execute(
        """
        INSERT INTO profiles (guild_id, user_id, zone, is_buddy)
        VALUES (:guild_id, :user_id, :zone, :is_buddy)
        ON CONFLICT (guild_id, user_id) DO UPDATE SET zone = excluded.zone, is_buddy = excluded.is_buddy
        """,
        {
            "guild_id": profile.guild_id,
            "user_id": profile.user_id,
            "zone": profile.zone,
            "is_buddy": int(profile.is_buddy),
        },
    )


def list_buddies(connection: Connection, guild_id: int) -> list[int]:
    """The members of the guild who agreed to be a buddy."""
    rows = connection.execute(
        "SELECT user_id FROM profiles WHERE guild_id = :guild_id AND is_buddy = 1", {"guild_id": guild_id}
    )
    return [row["user_id"] for row in rows]
