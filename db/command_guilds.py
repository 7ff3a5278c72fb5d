"""Rows of command_guilds: servers in which commands of their own are registered with Discord."""

from __future__ import annotations

from db.connection import Connection


def insert_guild(connection: Connection, guild_id: int) -> None:
    """Stores that the server may have commands of its own, unless that is stored already."""
    connection.execute("INSERT INTO command_guilds (guild_id) VALUES (?) ON CONFLICT DO NOTHING", (guild_id,))


def delete_guild(connection: Connection, guild_id: int) -> None:
    """Stores that the server has no commands of its own any more."""
    connection.execute("DELETE FROM command_guilds WHERE guild_id = ?", (guild_id,))


def list_guilds(connection: Connection) -> list[int]:
    """Returns the servers that may have commands of their own."""
    rows = connection.execute("SELECT guild_id FROM command_guilds ORDER BY guild_id")
    return [row["guild_id"] for row in rows]
