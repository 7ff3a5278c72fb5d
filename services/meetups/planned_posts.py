"""What will be posted about a date, and when: planned before it is due, or for members at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from db import (
    guilds,
    meetup_dates,
    meetups,
    posts,
    profiles,
)
from db.values import from_ms, to_ms
from domain.ids import PostId
from domain.meetups import agenda, brainstorm, pings
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.series import DateStatus
from domain.posts import Post, PostKind
from services.transaction import Transaction

MENTIONS_PER_MESSAGE = 80  # 80 mentions of 22 characters stay under a message's 2,000
_ONE_DAY = timedelta(days=1)
_AFTER_AGENDA = timedelta(seconds=1)
_LAST_CALL = timedelta(hours=2)  # for those who said yes after the agenda was posted
PINGS = (
    PostKind.ANNOUNCE,
    PostKind.REMIND,
    PostKind.CALL,
    PostKind.CALL_OWN,
    PostKind.UNDECIDED,
    PostKind.AGENDA,
    PostKind.ASK,
    PostKind.ARRIVE,
    PostKind.WELCOME,
)
WELCOME_AHEAD = timedelta(days=1)
_ASKED_AHEAD = timedelta(days=1)  # of the end of answers
_ASKED_FOR = timedelta(hours=12)  # nobody is asked at the last moment
_TOGETHER_MS = 5 * 60 * 1000  # who answers within as long is welcomed in one message
_LAST_MOMENT = timedelta(minutes=1)


def replan(tx: Transaction, guild_id: int) -> None:
    """Plans anew the posts about the guild's dates to come; what has been posted stays."""
    for meetup in meetups.list_meetups(tx.connection, guild_id, tx.now_ms):
        for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if not meetup_date.has_begun(tx.now):
                plan_pings(tx, meetup, meetup_date)


def plan_pings(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans anew what is posted about a date before it starts; what has been posted stays."""
    posts.delete_unsent(tx.connection, meetup_date.id, PINGS)
    useful_until = pings.ping_useful_until(meetup_date.starts_at)
    if meetup_date.status is not DateStatus.PLANNED or useful_until <= tx.now:
        return
    for index, lead_min in enumerate(meetup.details.pings_min):
        due_at = pings.ping_due_at(meetup_date.starts_at, lead_min)
        if index == 0 and meetup_date.message_id is None:
            plan_post(tx, meetup, meetup_date, PostKind.ANNOUNCE, "", due_at, useful_until)
        elif due_at > tx.now:
            key = f"{lead_min}@{to_ms(meetup_date.starts_at)}"
            plan_post(tx, meetup, meetup_date, PostKind.REMIND, key, due_at, useful_until)
            plan_post(tx, meetup, meetup_date, PostKind.CALL, key, due_at, useful_until)
    plan_own_calls(tx, meetup, meetup_date, profiles.list_reminder_leads(tx.connection, meetup.guild_id))
    if meetup_date.message_id is not None:
        plan_session_posts(tx, meetup, meetup_date)


def plan_own_calls(
    tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, leads_min: Collection[int]
) -> None:
    """Plans to call members at these minutes before the date, but those that have passed.

    Whom it concerns is looked up when it is due, so that no answer plans anything.
    """
    starts_at = meetup_date.starts_at
    for lead_min in leads_min:
        due_at = pings.ping_due_at(starts_at, lead_min)
        if due_at > tx.now:
            key, useful_until = f"{lead_min}@{to_ms(starts_at)}", pings.own_useful_until(starts_at, lead_min)
            plan_post(tx, meetup, meetup_date, PostKind.CALL_OWN, key, due_at, useful_until)


def _plan_question(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans to ask those who said maybe whether they come: once for each date, wherever it moves."""
    due_at = (meetup.answers_until(meetup_date) or meetup_date.starts_at) - _ASKED_AHEAD
    if due_at > tx.now:
        plan_post(tx, meetup, meetup_date, PostKind.UNDECIDED, "", due_at, due_at + _ASKED_FOR)


def plan_session_posts(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans what is posted shortly before a date that has a card; a circle is only asked who comes."""
    _plan_question(tx, meetup, meetup_date)
    if meetup.circle_id is None:
        _plan_agenda(tx, meetup, meetup_date)
        plan_arrival(tx, meetup, meetup_date)
        plan_welcome(tx, meetup, meetup_date)


def plan_welcome(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans the welcome to those who come for the first time: a day before, or soon if that is over."""
    soon = from_ms((tx.now_ms // _TOGETHER_MS + 1) * _TOGETHER_MS)
    starts_at = meetup_date.starts_at
    due_at = min(max(starts_at - WELCOME_AHEAD, soon), starts_at - _LAST_MOMENT)
    key = f"{to_ms(due_at)}@{to_ms(starts_at)}"
    plan_post(tx, meetup, meetup_date, PostKind.WELCOME, key, due_at, starts_at)


def plan_arrival(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans the question who has arrived; in a voice channel that can be seen."""
    if meetup.place_of(meetup_date).voice_channel_id is None:
        key, due_at = str(to_ms(meetup_date.starts_at)), meetup_date.starts_at - brainstorm.EARLY
        ends_at = meetup.end_of(meetup_date)
        plan_post(tx, meetup, meetup_date, PostKind.ARRIVE, key, due_at, ends_at)


def _plan_agenda(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    lead_min = guilds.get_settings(tx.connection, meetup.guild_id).agenda_lead_min or agenda.LEAD_MIN
    due_at = max(meetup_date.starts_at - timedelta(minutes=lead_min), tx.now)
    if due_at < meetup_date.starts_at:
        plan_post(tx, meetup, meetup_date, PostKind.AGENDA, "", due_at, meetup_date.starts_at)
        for key, ask_at in (("first", due_at + _AFTER_AGENDA), ("late", meetup_date.starts_at - _LAST_CALL)):
            if due_at < ask_at < meetup_date.starts_at:
                plan_post(tx, meetup, meetup_date, PostKind.ASK, key, ask_at, meetup_date.starts_at)


def announce_now(tx: Transaction, meetup: Meetup) -> None:
    """Has the first date that was not announced yet announced at once; where there is none, nothing."""
    for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
        if meetup_date.status is DateStatus.PLANNED and meetup_date.message_id is None:
            posts.delete_unsent(tx.connection, meetup_date.id, (PostKind.ANNOUNCE,))
            useful_until = pings.ping_useful_until(meetup_date.starts_at)
            plan_post(tx, meetup, meetup_date, PostKind.ANNOUNCE, "", tx.now, useful_until)
            return


def plan_post(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    kind: PostKind,
    key: str,
    due_at: datetime,
    useful_until: datetime,
) -> None:
    """Has this posted about the date, once for each kind and key, between `due_at` and `useful_until`."""
    post_id = PostId(tx.new_id())
    posts.insert_post(
        tx.connection, Post(post_id, meetup.guild_id, meetup_date.id, kind, key, due_at, useful_until)
    )


def post_to_members(
    tx: Transaction,
    session: Session,
    kind: PostKind,
    key: str,
    user_ids: Sequence[int],
    payload: Mapping[str, object],
    useful_until: datetime | None = None,
) -> None:
    """Has this posted to these members in the meetup's thread, in as many messages as their mentions need.

    Where `useful_until` is None, it helps until the date is over, and for a day at least.
    """
    for start in range(0, len(user_ids), MENTIONS_PER_MESSAGE):
        part = Post(
            id=PostId(tx.new_id()),
            guild_id=session.meetup.guild_id,
            subject_id=session.date.id,
            kind=kind,
            key=f"{key}/{start}" if start else key,
            due_at=tx.now,
            useful_until=useful_until or max(session.ends_at, tx.now + _ONE_DAY),
            payload={**payload, "user_ids": list(user_ids[start : start + MENTIONS_PER_MESSAGE])},
        )
        posts.insert_post(tx.connection, part)


def address(tx: Transaction, session: Session, post: Post, user_ids: Sequence[int]) -> Post:
    """Returns the post with the members it is for; those who do not fit into one message get others."""
    first, rest = user_ids[:MENTIONS_PER_MESSAGE], user_ids[MENTIONS_PER_MESSAGE:]
    post_to_members(tx, session, post.kind, f"{post.key}+", rest, {}, post.useful_until)
    addressed = replace(post, payload={"user_ids": list(first)})
    posts.set_payload(tx.connection, addressed)
    return addressed
