"""Who is asked to host: a member to whom a meetup is offered, or all who may plan where nobody hosts it.

The message of a question stays, and says what became of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from db import meetup_dates, meetup_hosts, meetups, notices, posts
from db.values import to_ms
from domain.ids import MeetupId, PostId
from domain.meetups.hosting import HostOffer, HostQuestion, OfferQuestion, VacancyQuestion
from domain.meetups.meetup import Meetup, Session
from domain.notices import Notice, NoticeKind
from domain.posts import Post, PostKind
from services import message_syncing
from services.meetups import calling_hosts, host_notices, schedule
from services.transaction import Transaction

_ASKED_FOR = timedelta(weeks=1)  # after that it is not posted any more; where it stands it can be answered
_ANSWERED_BY, _IS_OVER = "answered_by", "is_over"  # in the payload of what is asked no more


def ask_member(tx: Transaction, meetup: Meetup, offer: HostOffer) -> None:
    """Has the member asked to whom the meetup is offered."""
    _ask(tx, meetup, PostKind.HOST_OFFER, offer.until, {"user_ids": [offer.user_id]})


def ask_planners(tx: Transaction, meetup: Meetup) -> None:
    """Has all who may plan asked who would host the meetup, once until somebody does.

    Organisers hear of it in private, too. Nobody is asked for a series that is over.
    """
    asked = posts.list_arrived(tx.connection, meetup.id, (PostKind.HOST_WANTED,))
    is_asked = posts.is_open(tx.connection, meetup.id, PostKind.HOST_WANTED) or any(map(_may_stand, asked))
    if is_asked or schedule.find_next_occurrence(tx, meetup) is None:
        return
    _ask(tx, meetup, PostKind.HOST_WANTED, tx.now + _ASKED_FOR, {})
    payload = {"title": meetup.details.title, "channel_id": meetup.details.channel_id}
    key = f"{meetup.id}:{meetup.version}"
    notice = Notice(tx.new_id(), meetup.guild_id, None, NoticeKind.HOST_WANTED, key, payload)
    notices.insert_notice(tx.connection, notice, tx.now_ms)


def _ask(
    tx: Transaction, meetup: Meetup, kind: PostKind, until: datetime, payload: dict[str, object]
) -> None:
    post_id = PostId(tx.new_id())
    post = Post(post_id, meetup.guild_id, meetup.id, kind, str(post_id), tx.now, until, payload=payload)
    posts.insert_post(tx.connection, post)


def end_offer(tx: Transaction, meetup_id: MeetupId, accepted_by: int | None = None) -> None:
    """Ends the offer of the meetup, if there is one; `accepted_by` is who has said yes to it."""
    meetup_hosts.delete_offer(tx.connection, meetup_id)
    close(tx, meetup_id, PostKind.HOST_OFFER, accepted_by)


def close(tx: Transaction, meetup_id: MeetupId, kind: PostKind, answered_by: int | None = None) -> None:
    """Has what was asked say that it is settled; `answered_by` is who has said yes."""
    posts.delete_unsent(tx.connection, meetup_id, (kind,))
    for post in posts.list_arrived(tx.connection, meetup_id, (kind,)):
        if _may_stand(post):
            how = {_IS_OVER: True} if answered_by is None else {_ANSWERED_BY: answered_by}
            posts.set_payload(tx.connection, replace(post, payload=post.payload | how))
            message_syncing.mark_outdated(tx, meetup_id, (kind,), (post.key,))


def _may_stand(post: Post) -> bool:
    """Returns whether the question was not closed, nor its member erased from it."""
    return "channel_id" in post.payload and not {_ANSWERED_BY, _IS_OVER} & post.payload.keys()


def find_place(tx: Transaction, post: Post) -> tuple[Post, Session] | None:
    """Returns the question with where it goes, and the date as which it is sent there; None for nowhere.

    An offer is made in the thread of the next date, where the others hear of nothing; who may plan is asked
    in a channel.
    """
    meetup = meetups.find_meetup(tx.connection, post.guild_id, MeetupId(post.subject_id))
    if meetup is None:
        return None
    placed = calling_hosts.settle_place(tx, post, meetup, in_channel=post.kind is PostKind.HOST_WANTED)
    if placed is None:
        return None
    return placed[0], Session(meetup, placed[1])


def load_content(tx: Transaction, post: Post, meetup: Meetup) -> HostQuestion:
    """Returns the content of the question as it is now."""
    answered_by: int | None = post.payload.get(_ANSWERED_BY)
    is_open = _may_stand(post) and _is_asked(tx, post, meetup)
    if post.kind is PostKind.HOST_WANTED:
        return VacancyQuestion(is_open, answered_by)
    user_id = next(iter(post.payload.get("user_ids", ())), None)
    return OfferQuestion(user_id, post.useful_until, is_open, answered_by is not None)


def _is_asked(tx: Transaction, post: Post, meetup: Meetup) -> bool:
    if meetup.is_cancelled or schedule.find_next_occurrence(tx, meetup) is None:
        return False
    if post.kind is PostKind.HOST_WANTED:
        return not host_notices.has_host(tx, meetup)
    offer = meetup_hosts.find_offer(tx.connection, meetup.id)
    return (
        offer is not None
        and [offer.user_id] == post.payload.get("user_ids")
        and to_ms(offer.until) == to_ms(post.useful_until)
        and tx.now < offer.until
    )


def load_present(tx: Transaction, post: Post) -> tuple[Session, HostQuestion] | None:
    """Returns a question that was sent with what it has to say now; None where its meetup is gone."""
    meetup = meetups.find_meetup(tx.connection, post.guild_id, MeetupId(post.subject_id))
    dates = meetup_dates.list_dates(tx.connection, meetup.id, since_ms=0) if meetup is not None else []
    if meetup is None or not dates:
        return None
    return Session(meetup, dates[-1]), load_content(tx, post, meetup)
