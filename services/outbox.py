"""The outbox that all features share: posts are leased, and those that were not sent are tried again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol, TypeVar

from db import pending_edits, posts
from db.values import to_ms
from domain.ids import PostId
from domain.posts import LEASE, Post, PostKind, PostState, Rejected, retry_delay
from services.transaction import Transaction


class Delivery(Protocol):
    """A leased post with all that its message is written from."""

    @property
    def post(self) -> Post:
        """Returns the post as it was claimed."""

    @property
    def is_needless(self) -> bool:
        """Returns whether what has happened since its first try leaves nothing to say."""

    @property
    def is_late(self) -> bool:
        """Returns whether it is too late to send it; an earlier try is looked for all the same."""


T = TypeVar("T", bound=Delivery)
Prepare = Callable[[Transaction, Post], T | None]


def claim_due(
    tx: Transaction,
    kinds: Collection[PostKind],
    prepare: Prepare[T],
    miss: Callable[[Transaction, Post], None],
    limit: int,
    crowded: Collection[int],
) -> list[T]:
    """Leases posts that are due and returns them with what is needed to write them, the most urgent first.

    Returns at most `limit`, none of the guilds in `crowded`, of which enough is on its way; an empty list
    where nothing is left to claim.

    `prepare` returns what is needed to write a post, or None where the post has become needless. `miss` is
    called for posts that no longer help and of which no try can have arrived.
    """
    now_ms = tx.now_ms
    for post in posts.list_overdue(tx.connection, kinds, now_ms, limit):
        miss(tx, post)
    ready: dict[PostId, T] = {}
    while not ready and (due := posts.list_due(tx.connection, kinds, now_ms, limit, crowded)):
        for post in due:
            delivery = prepare(tx, post)
            # Of what was tried before, it is still to be found out whether it has arrived.
            if delivery is None or (delivery.is_needless and post.first_tried_at is None):
                posts.finish_post(tx.connection, post.id, PostState.MERGED)
            else:
                ready[post.id] = delivery
    leased = posts.claim_posts(tx.connection, ready, now_ms, to_ms(tx.now + LEASE)) if ready else set()
    return [delivery for post_id, delivery in ready.items() if post_id in leased]


def retry(tx: Transaction, post: Post) -> None:
    """Puts the post off for a pause, as it may have arrived."""
    posts.retry_post(
        tx.connection, post.id, to_ms(tx.now + retry_delay(post.attempts)), cannot_have_arrived=False
    )


def put_off(tx: Transaction, post: Post, rejected: Rejected) -> None:
    """Puts off a post that was rejected: for long where Discord has refused it, for little where not asked.

    The next try need not look for the message first, unless a try before it was left without an answer.
    """
    next_at = tx.now + retry_delay(post.attempts, was_refused=rejected.was_asked)
    cannot_have_arrived = post.first_tried_at is None
    posts.retry_post(tx.connection, post.id, to_ms(next_at), cannot_have_arrived=cannot_have_arrived)


def retry_now(tx: Transaction, guild_id: int) -> None:
    """Has all that waits to be tried again in the guild tried at once: what stood in its way has changed."""
    posts.retry_now(tx.connection, guild_id, tx.now_ms)
    pending_edits.retry_now(tx.connection, guild_id, tx.now_ms, to_ms(tx.now + LEASE))
