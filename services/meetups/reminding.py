"""Reminders as each member wants them: who is called when a ping is due, in the thread or by direct message.

A choice plans a post for each date to come, and no answer plans any: for whom it is, is looked up when it is
due. So it follows answers that change, and a crowd of them costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from db import leavers, meetup_dates, meetups, notices, posts, profiles
from db.values import to_ms
from domain.guilds import Actor
from domain.ids import PostId
from domain.meetups import pings
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from domain.notices import Notice, NoticeKind
from domain.posts import Post, PostKind, PostState, Rejected
from domain.profiles import Profile
from domain.reminders import USUAL_REMINDERS, Reminders, ReminderWay, find_lead_in_force
from languages import current_language
from services.meetups import planned_posts
from services.transaction import Transaction

_TOGETHER = timedelta(minutes=1)  # whom no direct message reaches within as long share one in the thread


@dataclass(frozen=True, slots=True)
class DirectReminder:
    """A reminder for one member alone, in the language of their Discord; None is the server's."""

    user_id: int
    language: str | None


def choose(tx: Transaction, actor: Actor, way: ReminderWay, leads: str) -> Profile:
    """Sets how the member is reminded, and how long before dates; where nothing is typed, as all are.

    Reminders that would have been due already are left out. Raises Refusal where the text cannot be read, or
    has more than two times.
    """
    reminders = Reminders(way, () if way is ReminderWay.NONE else pings.parse_own_leads(leads))
    profile = profiles.get_profile(tx.connection, actor.guild_id, actor.user_id)
    profile = replace(profile, reminders=reminders, language=current_language())
    profiles.save_profile(tx.connection, profile)
    notices.delete_notice(tx.connection, actor.guild_id, NoticeKind.MESSAGES_CLOSED, str(actor.user_id))
    _plan_calls(tx, actor, reminders)
    return profile


def _plan_calls(tx: Transaction, actor: Actor, reminders: Reminders) -> None:
    if not reminders.leads_min:
        return
    for meetup in meetups.list_meetups(tx.connection, actor.guild_id, tx.now_ms, actor.user_id):
        for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if meetup_date.status is DateStatus.PLANNED:
                planned_posts.plan_own_calls(tx, meetup, meetup_date, reminders.leads_min)


def address(tx: Transaction, post: Post, session: Session) -> Post:
    """Returns the call with those whom it mentions in the thread; plans a direct message for each other."""
    chosen = profiles.map_reminders(tx.connection, session.meetup.guild_id)
    called = {ReminderWay.THREAD: list[int](), ReminderWay.MESSAGE: list[int](), ReminderWay.NONE: []}
    for user_id in session.guests.coming:
        reminders = chosen.get(user_id, USUAL_REMINDERS)
        if _is_meant(tx, post, session, reminders):
            called[reminders.way].append(user_id)
    for user_id in called[ReminderWay.MESSAGE]:
        _plan_message(tx, post, session, user_id)
    return planned_posts.address(tx, session, post, called[ReminderWay.THREAD])


def _is_meant(tx: Transaction, post: Post, session: Session, reminders: Reminders) -> bool:
    """Returns whether the call is for a member with these reminders: that of all, or one at their time."""
    if post.kind is PostKind.CALL:
        return not reminders.leads_min
    lead_min = int(post.key.partition("@")[0])
    return find_lead_in_force(reminders.leads_min, session.date.starts_at, tx.now) == lead_min


def _plan_message(tx: Transaction, post: Post, session: Session, user_id: int) -> None:
    key, payload = f"{post.key}:{user_id}", {"starts_ms": to_ms(session.date.starts_at)}
    planned_posts.post_to_members(
        tx, session, PostKind.REMIND_DIRECTLY, key, [user_id], payload, post.useful_until
    )


def load_direct_reminder(tx: Transaction, post: Post, session: Session) -> DirectReminder | None:
    """Returns for whom a direct message is; None where they want none any more, do not come, or have left."""
    (user_id,) = post.payload["user_ids"]
    profile = profiles.get_profile(tx.connection, post.guild_id, user_id)
    is_there = not leavers.is_missing(tx.connection, post.guild_id, user_id)
    is_wanted = profile.reminders.way is ReminderWay.MESSAGE and user_id in session.guests.coming
    if not (is_there and is_wanted):
        return None
    return DirectReminder(user_id, profile.language)


def fall_back(tx: Transaction, post: Post, session: Session, rejected: Rejected) -> None:
    """Has a reminder that no direct message could bring said in the thread instead.

    Where the member takes none, they hear so in private, once until they choose anew.
    """
    posts.finish_post(tx.connection, post.id, PostState.MERGED)
    wanted = load_direct_reminder(tx, post, session)
    if wanted is None:  # any more
        return
    _mention_instead(tx, post, wanted.user_id)
    if rejected.is_of_one_person:
        kind, payload = NoticeKind.MESSAGES_CLOSED, {"title": session.meetup.details.title}
        notice = Notice(tx.new_id(), post.guild_id, wanted.user_id, kind, str(wanted.user_id), payload)
        notices.insert_notice(tx.connection, notice, tx.now_ms)


def _mention_instead(tx: Transaction, post: Post, user_id: int) -> None:
    """Plans a mention in the thread, in one message with others that are still to be sent."""
    waiting = posts.find_open(tx.connection, post.subject_id, PostKind.REMIND_INSTEAD)
    if waiting is not None and _takes_one_more(waiting, post):
        user_ids = [*waiting.payload["user_ids"], user_id]
        posts.set_payload(tx.connection, replace(waiting, payload=waiting.payload | {"user_ids": user_ids}))
        return
    instead = Post(
        id=PostId(tx.new_id()),
        guild_id=post.guild_id,
        subject_id=post.subject_id,
        kind=PostKind.REMIND_INSTEAD,
        key=str(post.id),
        due_at=min(tx.now + _TOGETHER, tx.now + (post.useful_until - tx.now) / 2),
        useful_until=post.useful_until,
        payload=post.payload,
    )
    posts.insert_post(tx.connection, instead)


def _takes_one_more(waiting: Post, post: Post) -> bool:
    is_alike = waiting.first_tried_at is None and waiting.payload["starts_ms"] == post.payload["starts_ms"]
    return is_alike and len(waiting.payload["user_ids"]) < planned_posts.MENTIONS_PER_MESSAGE


def address_undecided(tx: Transaction, post: Post, session: Session) -> Post:
    """Returns the question whether they come with those who said maybe, but for who wants no reminders."""
    chosen = profiles.map_reminders(tx.connection, session.meetup.guild_id)
    user_ids = [
        user_id
        for user_id in session.guests.maybe
        if chosen.get(user_id, USUAL_REMINDERS).way is not ReminderWay.NONE
    ]
    return planned_posts.address(tx, session, post, user_ids)
