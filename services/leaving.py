"""Members who leave a server or erase themselves: every feature lets go of their seats, votes and circles."""

from __future__ import annotations

from db import leavers, meetups
from services.circles import answering
from services.meetups import answers, one_date
from services.problems import discord_changes
from services.transaction import Transaction


def list_held(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the ids of members who hold something that no message shows: an answer, a date, a seat."""
    held = (
        answers.list_unseen(tx, guild_id),
        one_date.list_hosts(tx, guild_id),
        answering.list_held(tx, guild_id),
    )
    return sorted(set[int]().union(*held))


def leave(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Lets go of what the member holds: whoever waits moves up, and a circle goes on without them."""
    answers.drop_leaver(tx, guild_id, user_id)
    one_date.drop_leaver(tx, guild_id, user_id)
    discord_changes.drop_leaver(tx, guild_id, user_id)
    answering.drop_leaver(tx, guild_id, user_id)


def leave_server(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Lets go of what a member holds who has left the server; others may take over what they hosted."""
    leave(tx, guild_id, user_id)
    if user_id in meetups.list_hosts(tx.connection, guild_id):
        leavers.note_presence(tx.connection, guild_id, [], [user_id], tx.now_ms)
