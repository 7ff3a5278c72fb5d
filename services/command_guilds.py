"""Which servers have commands of their own, so that a later start takes them away there."""

from __future__ import annotations

from db import command_guilds
from services.transaction import Transaction


def note(tx: Transaction, guild_id: int) -> None:
    """Notes that the server is about to get commands of its own."""
    command_guilds.insert_guild(tx.connection, guild_id)


def forget(tx: Transaction, guild_id: int) -> None:
    """Notes that the server has no commands of its own any more."""
    command_guilds.delete_guild(tx.connection, guild_id)


def list_all(tx: Transaction) -> list[int]:
    """Returns the servers that may have commands of their own."""
    return command_guilds.list_guilds(tx.connection)
