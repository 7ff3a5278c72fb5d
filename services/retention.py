"""Retention: drafts, members who left and servers that the bot left are forgotten after a while."""

from __future__ import annotations

from datetime import timedelta

from db import (
    feedback,
    guild_data,
    leavers,
    meetup_drafts,
    meetup_pictures,
    personal_data,
    problem_drafts,
)
from db.values import to_ms
from domain.feedback import KEPT_FOR
from services.transaction import Transaction, Transactions

_DRAFTS_KEPT_FOR = timedelta(days=1)


def forget_drafts(tx: Transaction) -> None:
    """Deletes what members of all servers typed or uploaded more than a day ago and did not post or save."""
    before_ms = to_ms(tx.now - _DRAFTS_KEPT_FOR)
    meetup_drafts.delete_drafts_before(tx.connection, before_ms)
    problem_drafts.delete_drafts_before(tx.connection, before_ms)
    meetup_pictures.delete_unused_before(tx.connection, before_ms)


def forget_feedback(tx: Transaction) -> None:
    """Deletes what was said in private about dates of long ago and was never enough to be counted."""
    feedback.delete_before(tx.connection, to_ms(tx.now - KEPT_FOR))


def list_known(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the ids of everybody of whom something is stored in this guild."""
    return personal_data.list_members(tx.connection, guild_id)


def list_gone(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the ids of members who left so long ago that they are to be forgotten."""
    before_ms = to_ms(tx.now - tx.config.privacy.forget_members_after)
    return leavers.list_gone(tx.connection, guild_id, before_ms)


async def forget_servers(transactions: Transactions) -> None:
    """Forgets the servers that the bot left long ago, each in a transaction of its own."""
    for guild_id in await transactions.read(_list_left):
        await transactions.write(_forget_server, guild_id)


def _list_left(tx: Transaction) -> list[int]:
    return guild_data.list_left(tx.connection, to_ms(tx.now - tx.config.privacy.forget_servers_after))


def _forget_server(tx: Transaction, guild_id: int) -> None:
    guild_data.delete_guild(tx.connection, guild_id)


async def overwrite_deleted(transactions: Transactions) -> None:
    """Overwrites what is left on the disk of what was erased."""
    await transactions.database.overwrite_deleted()
