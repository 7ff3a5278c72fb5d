"""Posts about dates in the outbox: which are to be sent now, and what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from db import meetup_dates, meetups, posts
from db.values import from_ms, to_ms
from domain.ids import DateId
from domain.meetups.hosting import HostQuestion
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from domain.notices import NoticeKind
from domain.posts import HOST_QUESTIONS, MEETUP_POSTS, SUPERSEDED, Post, PostKind, PostState, Rejected
from services import outbox
from services.meetups import (
    calling_hosts,
    help_requests,
    host_notices,
    host_questions,
    planned_posts,
    post_content,
    reminding,
    schedule,
    welcoming,
)
from services.meetups.post_content import PostContent, load_content
from services.transaction import Transaction

_WITH_CONTENT = {
    PostKind.REMIND_DIRECTLY,
    PostKind.UNDECIDED,
    PostKind.AGENDA,
    PostKind.ARRIVE,
    PostKind.SEAT_OFFER,
    PostKind.TABLES,
    PostKind.ROUND,
    PostKind.RESULT,
    PostKind.RECAP,
    *HOST_QUESTIONS,
}
_TO_HOSTS = {"handed_over", "hosts_too"}  # changes of which those who host it now are told
_BY_MEMBERS = {PostKind.REMIND_DIRECTLY, PostKind.REMIND_INSTEAD}  # at the time in their payload


@dataclass(frozen=True, slots=True)
class MeetupDelivery:
    """A leased post about a date with all that is needed to write it, as of `claimed_at`."""

    post: Post
    session: Session
    claimed_at: datetime
    content: PostContent | HostQuestion | None = None

    @property
    def is_late(self) -> bool:
        """Returns whether it no longer helps: it may be found to have arrived, but is not to be sent."""
        return self.is_needless or self.claimed_at >= self.post.useful_until

    @property
    def is_needless(self) -> bool:
        """Returns whether nobody misses it: the date was called off, or another post says the same."""
        kind, day = self.post.kind, self.session.date
        is_ping = kind in planned_posts.PINGS or kind in _BY_MEMBERS
        is_called_off = day.status is not DateStatus.PLANNED and is_ping
        is_moved = kind in _BY_MEMBERS and self.post.payload["starts_ms"] != to_ms(day.starts_at)
        is_untrue = self.post.payload.get("what") in _TO_HOSTS and not self._is_of_hosts
        is_void = kind in _WITH_CONTENT and self.content is None
        return is_called_off or is_moved or is_untrue or is_void or SUPERSEDED in self.post.payload

    @property
    def _is_of_hosts(self) -> bool:
        """Returns whether any of those whom it mentions hosts the meetup."""
        host_ids = {self.session.meetup.host_id, *self.session.cohost_ids}
        return not host_ids.isdisjoint(self.post.payload["user_ids"])


def is_due(tx: Transaction) -> bool:
    """Returns whether there is a date to open or anything to send."""
    now_ms = tx.now_ms
    return posts.has_due(tx.connection, MEETUP_POSTS, now_ms) or meetups.has_advance_due(
        tx.connection, now_ms
    )


def note_role_gone(tx: Transaction, delivery: MeetupDelivery) -> None:
    """Lets the host know, once, that the role to mention does not exist any more."""
    meetup = delivery.session.meetup
    host_notices.notify_host(
        tx,
        meetup,
        NoticeKind.ROLE_GONE,
        f"{meetup.id}:{meetup.details.role_id}",
        {"title": meetup.details.title},
    )


def mark_unknown(tx: Transaction, delivery: MeetupDelivery) -> None:
    """Puts off a post to which Discord gave no answer; the next try looks first whether it has arrived."""
    outbox.retry(tx, delivery.post)


def mark_missed(tx: Transaction, delivery: MeetupDelivery) -> None:
    """Gives up a post that did not arrive and no longer helps; the host hears of it where it matters."""
    if delivery.is_needless:
        posts.finish_post(tx.connection, delivery.post.id, PostState.MERGED)
    else:
        _miss(tx, delivery.post)


def next_due_at(tx: Transaction) -> datetime | None:
    """Returns when the next date is to be opened or the next post is due; None where nothing is planned."""
    instants = [posts.next_due_ms(tx.connection), meetups.next_advance_ms(tx.connection)]
    return min((from_ms(value) for value in instants if value is not None), default=None)


def claim_due(tx: Transaction, limit: int, crowded: Collection[int] = ()) -> list[MeetupDelivery]:
    """Leases posts that are due and returns them, the most urgent first, at most `limit`.

    None of the servers in `crowded`. The list is empty where nothing is left to claim.
    """
    return outbox.claim_due(tx, MEETUP_POSTS, _prepare_latest, _miss, limit, crowded)


def _prepare_latest(tx: Transaction, post: Post) -> MeetupDelivery | None:
    latest = _overtake(tx, post) if _is_overtaken(tx, post) else post
    return _prepare(tx, latest) if latest is not None else None


def _is_overtaken(tx: Transaction, post: Post) -> bool:
    """Returns whether it is a ping and a later one of the same kind is due: people would hear both.

    Those at times of members' own are for others each time.
    """
    is_for_all = post.kind in planned_posts.PINGS and post.kind is not PostKind.CALL_OWN
    is_ping = is_for_all and "user_ids" not in post.payload
    return is_ping and posts.is_overtaken(tx.connection, post, tx.now_ms)


def _overtake(tx: Transaction, post: Post) -> Post | None:
    """Returns the ping, marked as overtaken; None where it is needless.

    A ping that may have arrived has still to be looked for.
    """
    if post.first_tried_at is None:
        return None
    overtaken = replace(post, payload=post.payload | {SUPERSEDED: True})
    posts.set_payload(tx.connection, overtaken)
    return overtaken


def _prepare(tx: Transaction, post: Post) -> MeetupDelivery | None:
    """Returns the post ready to be sent; None where another post or a change makes it needless."""
    if post.kind is PostKind.HOST_NEEDED:
        return _prepare_call(tx, post)
    if post.kind in HOST_QUESTIONS:
        return _prepare_question(tx, post)
    found = meetup_dates.find_with_date(tx.connection, DateId(post.subject_id))
    if found is None:
        return None
    session = schedule.load_session(tx, *found)
    is_new = post.first_tried_at is None
    if is_new and post.kind in planned_posts.PINGS and not _is_wanted(tx, post, session):
        return None
    if is_new and post.kind is PostKind.ANNOUNCE:  # a try that may have arrived is looked for where it went
        post = replace(post, payload={"channel_id": session.meetup.details.channel_id})
        posts.set_payload(tx.connection, post)
    address = _ADDRESS.get(post.kind)
    if address is not None and "user_ids" not in post.payload:
        post = address(tx, post, session)
        if not post.payload["user_ids"]:
            return None
    content = load_content(tx, post, session) if post.kind in _WITH_CONTENT else None
    return MeetupDelivery(replace(post, attempts=post.attempts + 1), session, tx.now, content)


def _prepare_call(tx: Transaction, post: Post) -> MeetupDelivery | None:
    """Returns a call to a host, which is about a meetup and no single date of it."""
    found = calling_hosts.find_place(tx, post)
    if found is None:
        return None
    post, meetup, meetup_date = found
    return MeetupDelivery(replace(post, attempts=post.attempts + 1), Session(meetup, meetup_date), tx.now)


def _prepare_question(tx: Transaction, post: Post) -> MeetupDelivery | None:
    """Returns a question who hosts a meetup; without content where it is settled, but may have been sent."""
    found = host_questions.find_place(tx, post)
    if found is None:
        return None
    post, session = found
    content = host_questions.load_content(tx, post, session.meetup)
    attempted = replace(post, attempts=post.attempts + 1)
    return MeetupDelivery(attempted, session, tx.now, content if content.is_open else None)


def load_present(tx: Transaction, post: Post) -> MeetupDelivery | None:
    """Returns a post that was sent with what it has to say now; None where its message is left as it is."""
    if post.kind in HOST_QUESTIONS:
        asked = host_questions.load_present(tx, post)
        return MeetupDelivery(post, asked[0], tx.now, asked[1]) if asked is not None else None
    found = meetup_dates.find_with_date(tx.connection, DateId(post.subject_id))
    if found is None:
        return None
    session = schedule.load_session(tx, *found)
    content = post_content.load_present(tx, post, session)
    return MeetupDelivery(post, session, tx.now, content) if content is not None else None


def _is_wanted(tx: Transaction, post: Post, session: Session) -> bool:
    if session.date.status is not DateStatus.PLANNED:
        return False
    if post.kind is PostKind.ANNOUNCE:
        return session.date.message_id is None
    return not posts.is_open(tx.connection, session.date.id, PostKind.ANNOUNCE)


_ADDRESS = {
    PostKind.CALL: reminding.address,
    PostKind.CALL_OWN: reminding.address,
    PostKind.UNDECIDED: reminding.address_undecided,
    PostKind.WELCOME: welcoming.address,
    PostKind.ASK: help_requests.add_helpers,
}
"""What adds the members it is for to a post, when it is sent."""


def mark_sent(tx: Transaction, delivery: MeetupDelivery, channel_id: int, message_id: int) -> None:
    """Notes that the post is this message in Discord, and what follows from that."""
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT, message_id, channel_id)
    if delivery.post.kind is not PostKind.ANNOUNCE:
        return
    posted = delivery.session
    meetup_dates.set_message(tx.connection, posted.date.id, channel_id, message_id)
    found = meetup_dates.find_with_date(tx.connection, posted.date.id)
    assert found is not None, "dates with a post are not deleted"
    planned_posts.plan_session_posts(tx, *found)
    current = schedule.load_session(tx, *found)
    was_found = delivery.post.first_tried_at is not None  # then it shows an earlier state
    if was_found or _as_shown(current) != _as_shown(posted):
        schedule.mark_card_outdated(tx, *found)


def _as_shown(session: Session) -> object:
    return session.meetup, session.date.starts_at, session.date.status, session.guests, session.cohost_ids


def mark_deleted(tx: Transaction, delivery: MeetupDelivery) -> None:
    """Notes that the post has been in Discord and was deleted there: it is not said again.

    The host hears of it where it was an announcement.
    """
    posts.finish_post(tx.connection, delivery.post.id, PostState.SENT)
    if delivery.post.kind is PostKind.ANNOUNCE:
        session = delivery.session
        payload = {
            "title": session.meetup.details.title,
            "channel_id": delivery.post.payload.get("channel_id"),
        }
        key = str(session.date.id)
        host_notices.notify_host(tx, session.meetup, NoticeKind.MESSAGE_GONE, key, payload, session.date)


def mark_rejected(tx: Transaction, delivery: MeetupDelivery, rejected: Rejected) -> None:
    """Puts off a post that was rejected, and lets the host know once."""
    if delivery.post.kind is PostKind.HOST_NEEDED:  # the host reads it in private
        posts.finish_post(tx.connection, delivery.post.id, PostState.MERGED)
        return
    if delivery.post.kind is PostKind.REMIND_DIRECTLY:
        reminding.fall_back(tx, delivery.post, delivery.session, rejected)
        return
    outbox.put_off(tx, delivery.post, rejected)
    host_notices.notify_cannot_post(tx, delivery.session.meetup, rejected)


def _miss(tx: Transaction, post: Post) -> None:
    if _is_overtaken(tx, post):  # the later one says the same, or is told as missed
        posts.finish_post(tx.connection, post.id, PostState.MERGED)
        return
    posts.finish_post(tx.connection, post.id, PostState.MISSED)
    found = meetup_dates.find_with_date(tx.connection, DateId(post.subject_id))
    if found is None or post.kind not in {PostKind.ANNOUNCE, PostKind.REMIND}:
        return
    meetup, meetup_date = found
    if meetup_date.status is DateStatus.PLANNED:
        payload = {
            "title": meetup.details.title,
            "starts_ms": to_ms(meetup_date.starts_at),
            "kind": post.kind,
        }
        host_notices.notify_host(tx, meetup, NoticeKind.MISSED, str(post.id), payload, meetup_date)
