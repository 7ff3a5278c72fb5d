"""Rows of guilds."""

from __future__ import annotations

import json
from collections.abc import Collection

from db.database import Connection
from domain.guilds import GuildSettings


def get_settings(connection: Connection, guild_id: int) -> GuildSettings:
    """The guild's settings; the defaults where it has none."""
    row = connection.execute("SELECT * FROM guilds WHERE guild_id = :id", {"id": guild_id}).fetchone()
    if row is None:
        return GuildSettings(guild_id)
    return GuildSettings(guild_id, row["zone"], row["channel_id"], tuple(json.loads(row["planner_role_ids"])))


def save_settings(connection: Connection, settings: GuildSettings) -> None:
    """Insert or replace the guild's settings."""
    connection.execute(
        """
        INSERT INTO guilds (guild_id, zone, channel_id, planner_role_ids)
        VALUES (:guild_id, :zone, :channel_id, :roles)
        ON CONFLICT (guild_id) DO UPDATE SET
            zone = excluded.zone, channel_id = excluded.channel_id,
            planner_role_ids = excluded.planner_role_ids
        """,
        {
            "guild_id": settings.guild_id,
            "zone": settings.zone,
            "channel_id": settings.channel_id,
            "roles": json.dumps(settings.planner_role_ids),
        },
    )


def update_presence(connection: Connection, present: Collection[int], now_ms: int) -> None:
    """Note which of the known guilds the bot is in; work for the others rests until they are back."""
    known = connection.execute("SELECT guild_id, left_at FROM guilds").fetchall()
    for row in known:
        is_present = row["guild_id"] in present
        if is_present != (row["left_at"] is None):
            mark_left(connection, row["guild_id"], None if is_present else now_ms)


def mark_left(connection: Connection, guild_id: int, left_at_ms: int | None) -> None:
    """The bot left the guild at this instant, or is in it (None)."""
    connection.execute(
        "UPDATE guilds SET left_at = :left_at WHERE guild_id = :id", {"left_at": left_at_ms, "id": guild_id}
    )
