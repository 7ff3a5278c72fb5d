"""The front desk of a server: put up, moved, taken down, deleted; and the greeting of a new server."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from db import front_desks, pending_edits, posts
from domain.ids import PostId
from domain.pending_edits import EditKind
from domain.posts import Post, PostKind, PostState
from domain.table import FrontDesk
from services import outbox
from services.transaction import Transaction

_DESK_HELPS_FOR = timedelta(days=30)
_GREETING_HELPS_FOR = timedelta(days=1)


def find(tx: Transaction, guild_id: int) -> FrontDesk | None:
    """Returns the guild's front desk, posted or not; None where it has none."""
    return front_desks.find_standing(tx.connection, guild_id)


def place(tx: Transaction, guild_id: int, channel_id: int | None, *, is_kept: bool) -> None:
    """Has the front desk stand in this channel and nowhere else; None takes it down.

    `is_kept` has it put up again when somebody deletes it.
    """
    standing = front_desks.find_standing(tx.connection, guild_id)
    if standing is not None and standing.channel_id == channel_id:
        front_desks.set_kept(tx.connection, standing.id, is_kept=is_kept)
        mark_outdated(tx, guild_id)
        outbox.retry_now(tx, guild_id)
        return
    if standing is not None:
        _take_down(tx, standing)
    if channel_id is not None:
        desk = FrontDesk(tx.new_id(), guild_id, channel_id, is_kept)
        front_desks.insert_desk(tx.connection, desk)
        _post(tx, desk, tx.now)


def mark_outdated(tx: Transaction, guild_id: int) -> None:
    """Has the guild's front desk drawn again."""
    standing = front_desks.find_standing(tx.connection, guild_id)
    if standing is not None and standing.message_id is not None:
        mark_desk_outdated(tx, standing)


def mark_all_outdated(tx: Transaction) -> None:
    """Has all front desks drawn again: what happened to them while the bot was away is found by that."""
    for desk in front_desks.list_posted(tx.connection):
        mark_desk_outdated(tx, desk)


def mark_desk_outdated(tx: Transaction, desk: FrontDesk) -> None:
    """Has this front desk drawn again, or deleted where it is taken down."""
    kind = EditKind.FRONT_DESK
    pending_edits.mark_outdated(tx.connection, desk.id, kind, desk.guild_id, tx.now_ms)


def is_among(tx: Transaction, message_ids: Collection[int]) -> bool:
    """Returns whether any of the messages is a front desk."""
    return bool(front_desks.list_by_message(tx.connection, message_ids))


def forget_messages(tx: Transaction, message_ids: Collection[int]) -> None:
    """Notes that these messages were deleted: a front desk that is kept is put up again."""
    for desk in front_desks.list_by_message(tx.connection, message_ids):
        note_deleted(tx, desk)


def note_deleted(tx: Transaction, desk: FrontDesk) -> None:
    """Notes that the message of the front desk was deleted: one that is kept is put up again."""
    if desk.is_taken_down or not desk.is_kept:
        front_desks.delete_desk(tx.connection, desk.id)
        return
    front_desks.set_message(tx.connection, desk.id, None, tx.now_ms)
    _post(tx, desk, desk.back_at(tx.now))


def greet(tx: Transaction, guild_id: int, channel_id: int | None) -> None:
    """Has the guild greeted in this channel, once for ever; None for a guild where nothing can be said."""
    post = Post(
        id=PostId(tx.new_id()),
        guild_id=guild_id,
        subject_id=guild_id,
        kind=PostKind.GREETING,
        key="",
        due_at=tx.now,
        useful_until=tx.now + _GREETING_HELPS_FOR,
        payload={"channel_id": channel_id},
    )
    posts.insert_post(tx.connection, post)
    if channel_id is None:
        posts.finish_post(tx.connection, post.id, PostState.MERGED)


def _take_down(tx: Transaction, desk: FrontDesk) -> None:
    posts.delete_unsent(tx.connection, desk.id, [PostKind.FRONT_DESK])
    if desk.message_id is None and not posts.is_sending(tx.connection, desk.id):
        front_desks.delete_desk(tx.connection, desk.id)
        return
    front_desks.mark_taken_down(tx.connection, desk.id)
    mark_desk_outdated(tx, desk)


def _post(tx: Transaction, desk: FrontDesk, due_at: datetime) -> None:
    """Puts the front desk into the outbox; the key tells it from those that stood there before."""
    posts.insert_post(
        tx.connection,
        Post(
            id=PostId(tx.new_id()),
            guild_id=desk.guild_id,
            subject_id=desk.id,
            kind=PostKind.FRONT_DESK,
            key=f"after:{desk.message_id or 0}",
            due_at=due_at,
            useful_until=due_at + _DESK_HELPS_FOR,
        ),
    )
