"""Messages of posts that are written anew: what they ask is answered, or over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from db import pending_edits, posts
from db.values import to_ms
from domain.ids import PostId
from domain.pending_edits import EDIT_PAUSE_MS, EditKind, PendingEdit
from domain.posts import LEASE, Post, PostKind, Rejected, retry_delay
from services.transaction import Transaction

_KINDS = (EditKind.MESSAGE,)
_MOST_TRIES = 20  # about eight hours
_MOST_REFUSED = 4  # two days


@dataclass(frozen=True, slots=True)
class PendingMessage:
    """A leased edit of the message that a post is."""

    edit: PendingEdit
    post: Post
    channel_id: int
    message_id: int


def mark_outdated(
    tx: Transaction,
    subject_id: int,
    kinds: Collection[PostKind],
    keys: Collection[str] | None = None,
) -> None:
    """Has the messages of the subject's posts of these kinds written anew; of these keys, where given.

    Those that are just on their way are, too, once they have arrived.
    """
    for post in posts.list_arrived(tx.connection, subject_id, kinds, keys):
        pending_edits.mark_outdated(
            tx.connection, post.id, EditKind.MESSAGE, post.guild_id, tx.now_ms, EDIT_PAUSE_MS
        )


def is_due(tx: Transaction) -> bool:
    """Returns whether a message is to be written anew now."""
    return pending_edits.has_due(tx.connection, _KINDS, tx.now_ms)


def list_due(tx: Transaction, limit: int) -> dict[tuple[EditKind, int], list[int]]:
    """Returns at most `limit` posts whose messages are to be written anew, by the channel they stand in."""
    return pending_edits.list_due(tx.connection, _KINDS, tx.now_ms, limit)


def claim(tx: Transaction, post_id: PostId) -> PendingMessage | None:
    """Leases the edit; None where it is not due, or there is no message."""
    edit = pending_edits.claim_edit(
        tx.connection, post_id, EditKind.MESSAGE, tx.now_ms, to_ms(tx.now + LEASE)
    )
    if edit is None:
        return None
    if posts.is_on_its_way(tx.connection, post_id):
        pending_edits.put_off(tx.connection, edit, to_ms(tx.now + LEASE))
        return None
    post, place = posts.find_post(tx.connection, post_id), posts.find_message(tx.connection, post_id)
    if post is None or place is None:
        pending_edits.retry_edit(tx.connection, edit, None)
        return None
    return PendingMessage(edit, post, *place)


def put_off(tx: Transaction, pending: PendingMessage, until: datetime) -> None:
    """Puts off an edit that would come too soon after others."""
    pending_edits.put_off(tx.connection, pending.edit, to_ms(until))


def mark_synced(tx: Transaction, pending: PendingMessage) -> None:
    """Notes that the message says how things are; what has changed since is written after a pause."""
    pending_edits.finish_edit(tx.connection, pending.edit, EDIT_PAUSE_MS)


def mark_failed(tx: Transaction, pending: PendingMessage, rejected: Rejected | None = None) -> None:
    """Puts off an edit that failed, or gives it up after many tries.

    `rejected` is Discord's answer; None where there was none.
    """
    tries = pending.edit.attempts
    is_hopeless = tries >= (_MOST_TRIES if rejected is None else _MOST_REFUSED)
    due_at = tx.now + retry_delay(tries, was_refused=rejected is not None)
    pending_edits.retry_edit(tx.connection, pending.edit, None if is_hopeless else to_ms(due_at))
