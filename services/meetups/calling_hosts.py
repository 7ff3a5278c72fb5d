"""Hosts are called when there is something to read for them: what it is, they read in private."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from db import guilds, leavers, meetup_dates, meetup_hosts, meetups, notices, posts, profiles
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
    NoticeKind.ANSWER_ROLES_GONE,
}
"""What a host can do something about. That nobody came is for them alone."""

_IS_HEARD_BY_ITSELF = timedelta(minutes=15)  # who is at it just now reads it with their next command
_HELPS_FOR = timedelta(days=2)


def plan(tx: Transaction, meetup: Meetup, told: Sequence[Notice]) -> None:
    """Plans to call the hosts about what has happened, of which `told` has a new notice for each.

    Nobody is called again before they have listened.
    """
    to_call = [notice for notice in told if notice.user_id is not None and notice.kind in _CALLED_FOR]
    is_planned = posts.is_open(tx.connection, meetup.id, PostKind.HOST_NEEDED)
    if is_planned or all(_was_called(tx, meetup, notice.user_id or 0) for notice in to_call):
        return
    first = to_call[0]
    refused_id = first.payload.get("channel_id") if first.kind is NoticeKind.CANNOT_POST else None
    due_at = tx.now + _IS_HEARD_BY_ITSELF
    post = Post(
        id=PostId(tx.new_id()),
        guild_id=first.guild_id,
        subject_id=meetup.id,
        kind=PostKind.HOST_NEEDED,
        key=str(first.id),
        due_at=due_at,
        useful_until=due_at + _HELPS_FOR,
        payload={"refused_id": refused_id, "notice_ids": [notice.id for notice in to_call]},
    )
    posts.insert_post(tx.connection, post)


def find_place(tx: Transaction, post: Post) -> tuple[Post, Meetup, MeetupDate] | None:
    """Returns the call with whom and where it reaches, and the date as which it is sent there.

    None where nobody is to be called any more, or there is no place for it: then the private reply says it.
    """
    meetup = meetups.find_meetup(tx.connection, post.guild_id, MeetupId(post.subject_id))
    if meetup is None:
        return None
    if "user_ids" not in post.payload:
        addressed = notices.list_addressed(tx.connection, post.payload.get("notice_ids", ()))
        host_ids = (meetup.host_id, *meetup_hosts.list_cohosts(tx.connection, meetup.id), *addressed)
        called = [user_id for user_id in dict.fromkeys(host_ids) if _is_to_be_called(tx, meetup, user_id)]
        if not called:
            return None
        post = replace(post, payload=post.payload | {"user_ids": called})
    placed = settle_place(tx, post, meetup)
    return (placed[0], meetup, placed[1]) if placed is not None else None


def settle_place(
    tx: Transaction, post: Post, meetup: Meetup, *, in_channel: bool = False
) -> tuple[Post, MeetupDate] | None:
    """Returns a post about the meetup with where it goes, and the date as which it is sent there.

    Every try goes to the same place; `in_channel` keeps it out of the threads of dates. None where there is
    no place for it.
    """
    dates = meetup_dates.list_dates(tx.connection, meetup.id, since_ms=0)
    if not dates:
        return None
    if "channel_id" not in post.payload:
        refused_id = post.payload.get("refused_id")
        places = _list_places(tx, meetup, [] if in_channel else dates)
        place = next(((room, card) for room, card in places if refused_id != (card or room)), None)
        if place is None:
            return None
        post = replace(post, payload=post.payload | {"channel_id": place[0], "message_id": place[1]})
        posts.set_payload(tx.connection, post)
    channel_id, message_id = post.payload["channel_id"], post.payload["message_id"]
    return post, replace(dates[-1], channel_id=channel_id, message_id=message_id)


def _is_to_be_called(tx: Transaction, meetup: Meetup, user_id: int) -> bool:
    guild_id = meetup.guild_id
    is_there = user_id != 0 and not leavers.is_missing(tx.connection, guild_id, user_id)
    wants_it = profiles.get_profile(tx.connection, guild_id, user_id).hears_calls
    has_to_hear = bool(_list_unheard(tx, guild_id, user_id)) and not _was_called(tx, meetup, user_id)
    return is_there and wants_it and has_to_hear


def _was_called(tx: Transaction, meetup: Meetup, user_id: int) -> bool:
    """Returns whether the host was called about something that they have not read yet."""
    unheard = {notice.id for notice in _list_unheard(tx, meetup.guild_id, user_id)}
    calls = posts.list_arrived(tx.connection, meetup.id, (PostKind.HOST_NEEDED,))
    return any(
        unheard & {int(call.key), *call.payload.get("notice_ids", ())} for call in calls if call.payload
    )


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
