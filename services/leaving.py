"""Members who leave a server or erase themselves: every feature lets go of their seats, votes and circles."""

from __future__ import annotations

from collections.abc import Collection

from db import leavers, meetups
from services.circles import answering
from services.meetups import answers, handing_over, hosting, one_date
from services.problems import discord_changes
from services.transaction import Transaction


def list_held(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the ids of members who hold something that no message shows: an answer, a seat, a meetup."""
    held = (
        answers.list_unseen(tx, guild_id),
        answering.list_held(tx, guild_id),
        meetups.list_hosts(tx.connection, guild_id),
        one_date.list_hosts(tx, guild_id),
    )
    return sorted(set[int]().union(*held) - {0})


def leave(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Lets go for good of what the member holds: others move up, host instead, or are asked to."""
    _let_go(tx, guild_id, user_id)
    hosting.drop_leaver(tx, guild_id, user_id, is_erased=True)


def leave_server(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Lets go of what a member holds who has left the server; what they host alone can wait for them."""
    if user_id in meetups.list_hosts(tx.connection, guild_id):
        leavers.note_presence(tx.connection, guild_id, [], [user_id], tx.now_ms)
    _let_go(tx, guild_id, user_id)
    hosting.drop_leaver(tx, guild_id, user_id, is_erased=False)


def _let_go(tx: Transaction, guild_id: int, user_id: int) -> None:
    answers.drop_leaver(tx, guild_id, user_id)
    one_date.drop_leaver(tx, guild_id, user_id)
    discord_changes.drop_leaver(tx, guild_id, user_id)
    answering.drop_leaver(tx, guild_id, user_id)
    handing_over.end_offers_to(tx, guild_id, user_id)


def note(tx: Transaction, guild_id: int, present: Collection[int], absent: Collection[int]) -> None:
    """Notes which members Discord found in the server, and which not; others host for those who are gone."""
    missing = set(leavers.list_gone(tx.connection, guild_id, tx.now_ms))
    leavers.note_presence(tx.connection, guild_id, present, absent, tx.now_ms)
    for user_id in missing.intersection(present):
        hosting.note_back(tx, guild_id, user_id)
    for user_id in handing_over.list_asked(tx, guild_id).intersection(absent):
        handing_over.end_offers_to(tx, guild_id, user_id)
    for user_id in set(one_date.list_hosts(tx, guild_id)).intersection(absent):
        one_date.drop_leaver(tx, guild_id, user_id)
    for user_id in set(meetups.list_hosts(tx.connection, guild_id)).intersection(absent):
        hosting.drop_leaver(tx, guild_id, user_id, is_erased=False)
