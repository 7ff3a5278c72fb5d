"""First-timers are welcomed in the thread of their first date: together, and each once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from db import attendances, leavers, profiles, welcomes
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import StoredAnswer
from domain.meetups.series import DateStatus
from domain.posts import Post
from domain.profiles import Hearing
from services.meetups import planned_posts
from services.transaction import Transaction


def plan_late(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    before: Sequence[StoredAnswer],
    after: Sequence[StoredAnswer],
) -> None:
    """Plans another welcome where somebody got a seat after the usual one was due."""
    starts_at = meetup_date.starts_at
    if meetup_date.status is not DateStatus.PLANNED or meetup_date.message_id is None:
        return
    if meetup.circle_id is not None or not starts_at - planned_posts.WELCOME_AHEAD <= tx.now < starts_at:
        return
    seated = {answer.user_id for answer in before if answer.is_seated}
    if any(answer.is_seated and answer.user_id not in seated for answer in after):
        planned_posts.plan_welcome(tx, meetup, meetup_date)


def address(tx: Transaction, post: Post, session: Session) -> Post:
    """Returns the welcome with the members it is for; those who do not fit into one message get others."""
    user_ids = _list_first_timers(tx, session)
    welcomes.insert_welcomed(tx.connection, post.guild_id, user_ids)
    return planned_posts.address(tx, session, post, user_ids)


def _list_first_timers(tx: Transaction, session: Session) -> list[int]:
    guild_id = session.meetup.guild_id
    known: list[Collection[int]] = [
        session.host_ids,
        welcomes.list_welcomed(tx.connection, guild_id),
        attendances.map_past_dates(tx.connection, guild_id, tx.now_ms),
        leavers.list_gone(tx.connection, guild_id, tx.now_ms),
        profiles.list_not_hearing(tx.connection, guild_id, Hearing.WELCOME),
    ]
    left_out = set[int]().union(*known)
    return [user_id for user_id in session.guests.going if user_id not in left_out]
