"""What is posted for all members of a server: its front desk, and the greeting after the bot has joined."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from db import front_desks, notices, posts
from domain.notices import Notice, NoticeKind
from domain.posts import TABLE_POSTS, Post, PostKind, PostState, Rejected
from domain.table import FrontDesk
from services import outbox
from services.table import front_desk
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class TableDelivery:
    """A leased post with all that is needed to write it, as of `claimed_at`.

    `desk` is None for a greeting.
    """

    post: Post
    claimed_at: datetime
    desk: FrontDesk | None = None

    @property
    def channel_id(self) -> int:
        """Returns the id of the channel in which it is to stand."""
        channel_id: int = self.desk.channel_id if self.desk else self.post.payload["channel_id"]
        return channel_id

    @property
    def is_needless(self) -> bool:
        """Returns whether nobody misses it: what has happened since its first try leaves nothing to say."""
        return self.desk is not None and (self.desk.is_taken_down or self.desk.message_id is not None)

    @property
    def is_late(self) -> bool:
        """Returns whether it no longer helps: it may be found to have arrived, but is not to be sent."""
        return self.is_needless or self.claimed_at >= self.post.useful_until


def is_due(tx: Transaction) -> bool:
    """Returns whether there is anything to send."""
    return posts.has_due(tx.connection, TABLE_POSTS, tx.now_ms)


def claim_due(tx: Transaction, limit: int, crowded: Collection[int] = ()) -> list[TableDelivery]:
    """Leases posts that are due and returns them, at most `limit`; none of the servers in `crowded`.

    The list is empty where nothing is left to claim.
    """
    return outbox.claim_due(tx, TABLE_POSTS, _prepare, _miss, limit, crowded)


def _prepare(tx: Transaction, post: Post) -> TableDelivery | None:
    """Returns the post with what it is about; None where that is gone."""
    delivery = TableDelivery(replace(post, attempts=post.attempts + 1), tx.now)
    if "channel_id" in post.payload:
        return delivery
    desk = front_desks.load_desk(tx.connection, post.subject_id)
    if desk is not None and desk.is_taken_down and post.first_tried_at is None:  # so it never arrived
        front_desks.delete_desk(tx.connection, desk.id)
        return None
    return replace(delivery, desk=desk) if desk is not None else None


def mark_sent(tx: Transaction, delivery: TableDelivery, channel_id: int, message_id: int) -> None:
    """Notes that the post is this message in Discord.

    A front desk that an earlier try had put up may be out of date, and one that was taken down meanwhile is
    deleted.
    """
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT, message_id)
    if delivery.desk is None:
        return
    front_desks.set_message(tx.connection, delivery.desk.id, message_id, tx.now_ms)
    desk = front_desks.load_desk(tx.connection, delivery.desk.id)
    if desk is not None and (desk.is_taken_down or delivery.post.first_tried_at is not None):
        front_desk.mark_desk_outdated(tx, desk)


def mark_deleted(tx: Transaction, delivery: TableDelivery) -> None:
    """Notes that the post has been in Discord and was deleted there."""
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT)
    if delivery.desk is not None:
        front_desk.note_deleted(tx, replace(delivery.desk, message_id=delivery.post.id))


def mark_rejected(tx: Transaction, delivery: TableDelivery, rejected: Rejected) -> None:
    """Puts off a post that was rejected; of a front desk the organisers hear once."""
    outbox.put_off(tx, delivery.post, rejected)
    if delivery.desk is not None:
        notice = Notice(
            tx.new_id(),
            delivery.post.guild_id,
            None,
            NoticeKind.CANNOT_POST_DESK,
            rejected.key,
            rejected.payload,
        )
        notices.insert_notice(tx.connection, notice, tx.now_ms)


def mark_unknown(tx: Transaction, delivery: TableDelivery) -> None:
    """Puts off a post to which Discord gave no answer; the next try looks first whether it has arrived."""
    outbox.retry(tx, delivery.post)


def mark_missed(tx: Transaction, delivery: TableDelivery) -> None:
    """Gives up a post that did not arrive and no longer helps."""
    if delivery.desk is None or not delivery.is_needless:
        _miss(tx, delivery.post)
        return
    posts.finish_post(tx.connection, delivery.post.id, PostState.MERGED)
    if delivery.desk.message_id is None:
        front_desks.delete_desk(tx.connection, delivery.desk.id)


def _miss(tx: Transaction, post: Post) -> None:
    """Gives up a post; a greeting that was said nowhere is missed by nobody."""
    state = PostState.MERGED if post.kind is PostKind.GREETING else PostState.MISSED
    posts.finish_post(tx.connection, post.id, state)
    front_desks.delete_desk(tx.connection, post.subject_id)
