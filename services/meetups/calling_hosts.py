"""Hosts are called when there is something to read for them: what it is, they read in private."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from db import guilds, leavers, meetup_dates, meetups, notices, posts, profiles
from domain.ids import MeetupId, PostId
from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.series import DateStatus
from domain.notices import Notice, NoticeKind
from domain.posts import Post, PostKind
from services.transaction import Transaction

_CALLED_FOR = {
    NoticeKind.MISSED,
    NoticeKind.PASSED,
    NoticeKind.CANNOT_POST,
    NoticeKind.MESSAGE_GONE,
    NoticeKind.NO_EVENTS,
    NoticeKind.ROLE_GONE,
    NoticeKind.ROOM_GONE,
}
"""What a host can do something about. That nobody came is for them alone."""

_IS_HEARD_BY_ITSELF = timedelta(minutes=15)  # who is at it just now reads it with their next command
_HELPS_FOR = timedelta(days=2)


def plan(tx: Transaction, meetup: Meetup, notice: Notice) -> None:
    """Plans to call the host about a new notice, unless they were called and have not listened yet."""
    if notice.user_id is None or notice.kind not in _CALLED_FOR:
        return
    keys = {str(one.id) for one in _list_unheard(tx, notice.guild_id, notice.user_id)}
    is_planned = posts.is_open(tx.connection, meetup.id, PostKind.HOST_NEEDED)
    if is_planned or posts.list_arrived(tx.connection, meetup.id, (PostKind.HOST_NEEDED,), keys):
        return
    refused_id = notice.payload.get("channel_id") if notice.kind is NoticeKind.CANNOT_POST else None
    due_at = tx.now + _IS_HEARD_BY_ITSELF
    post = Post(
        id=PostId(tx.new_id()),
        guild_id=notice.guild_id,
        subject_id=meetup.id,
        kind=PostKind.HOST_NEEDED,
        key=str(notice.id),
        due_at=due_at,
        useful_until=due_at + _HELPS_FOR,
        payload={"refused_id": refused_id, "host_id": notice.user_id},
    )
    posts.insert_post(tx.connection, post)


def find_place(tx: Transaction, post: Post) -> tuple[Post, Meetup, MeetupDate] | None:
    """Returns the call with whom and where it reaches, and the date as which it is sent there.

    None where nobody is to be called any more, or there is no place for it: then the private reply says it.
    """
    meetup = meetups.find_meetup(tx.connection, post.guild_id, MeetupId(post.subject_id))
    dates = meetup_dates.list_dates(tx.connection, meetup.id, since_ms=0) if meetup is not None else []
    if meetup is None or not dates:
        return None
    if "user_ids" not in post.payload:
        host_id = post.payload.get("host_id", meetup.host_id)  # calls of earlier versions name nobody
        if not _is_to_be_called(tx, meetup.guild_id, host_id):
            return None
        places = _list_places(tx, meetup, dates)
        refused_id = post.payload["refused_id"]
        place = next(((room, card) for room, card in places if refused_id != (card or room)), None)
        if place is None:
            return None
        found = {"user_ids": [host_id], "channel_id": place[0], "message_id": place[1]}
        post = replace(post, payload=found)
        posts.set_payload(tx.connection, post)
    channel_id, message_id = post.payload["channel_id"], post.payload["message_id"]
    return post, meetup, replace(dates[-1], channel_id=channel_id, message_id=message_id)


def _is_to_be_called(tx: Transaction, guild_id: int, host_id: int) -> bool:
    is_there = host_id != 0 and not leavers.is_missing(tx.connection, guild_id, host_id)
    wants_it = profiles.get_profile(tx.connection, guild_id, host_id).hears_calls
    return is_there and wants_it and bool(_list_unheard(tx, guild_id, host_id))


def _list_unheard(tx: Transaction, guild_id: int, host_id: int) -> list[Notice]:
    unheard = notices.list_unheard(tx.connection, guild_id, host_id, is_organiser=False)
    return [notice for notice in unheard if notice.kind in _CALLED_FOR]


def _list_places(
    tx: Transaction, meetup: Meetup, dates: list[MeetupDate]
) -> Iterator[tuple[int, int | None]]:
    """Yields where the host could be called, the best first: a channel, and the card whose thread it is in.

    The server's usual channel of meetups is the last; a circle's meetup is nobody else's business.
    """
    for meetup_date in dates:
        is_open = meetup_date.status is DateStatus.PLANNED and meetup.end_of(meetup_date) > tx.now
        if is_open and meetup_date.message_id is not None and meetup_date.channel_id is not None:
            yield meetup_date.channel_id, meetup_date.message_id
    yield meetup.details.channel_id, None
    usual_id = guilds.get_settings(tx.connection, meetup.guild_id).channel_id
    if usual_id is not None and meetup.circle_id is None:
        yield usual_id, None
