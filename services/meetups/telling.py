"""What people hear of a change to a date, in its thread: in the order of the changes, once, and only if so.

A message may wait while Discord does not answer, and the date may be changed again meanwhile. What is then no
longer true, or said again by a later message, is not sent any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from db import meetup_dates, notices, posts
from db.values import to_ms
from domain.guilds import Actor
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.series import DateStatus
from domain.notices import Notice, NoticeKind
from domain.posts import SUPERSEDED, Post, PostKind, PostState
from services.meetups import host_notices, planned_posts, schedule
from services.transaction import Transaction

_TIMES = {"skipped", "cancelled", "moved", "restored"}
"""What is said of when, or whether, a date takes place: the last of it holds."""
_NOTICES = {
    "skipped": NoticeKind.DATE_SKIPPED,
    "cancelled": NoticeKind.DATE_CANCELLED,
    "moved": NoticeKind.DATE_MOVED,
    "restored": NoticeKind.DATE_RESTORED,
}


def tell_time(
    tx: Transaction,
    actor: Actor,
    meetup: Meetup,
    before: MeetupDate,
    after: MeetupDate,
    what: str,
    fields: Sequence[str] = (),
    host_before: int | None = None,
) -> bool:
    """Tells the others who answered, and the other hosts, when or whether the date takes place now.

    `what` is `skipped`, `cancelled`, `moved` or `restored`; `fields` are what else is different. Where people
    have not heard of the state before, they are told what has changed since the one they know; where that is
    as it is now, only of the fields. Returns as `tell_change` does.
    """
    waiting = _list_unheard_times(tx, after)
    known_ms = waiting[0].payload["known_ms"] if waiting else _start_of(before)
    now_ms = _start_of(after)
    for post in waiting:
        _drop(tx, post)
    if known_ms == now_ms:
        told: dict[str, object] = {"what": "one_date", "fields": list(fields)}
        return bool(fields) and tell_change(tx, actor, meetup, after, told, host_before)
    if waiting and now_ms is not None:
        what = "restored" if known_ms is None else "moved"
    told = {"what": what, "fields": list(fields), "known_ms": known_ms, "starts_ms": now_ms or known_ms}
    host_ids = [one for one in host_notices.list_hosts(tx, meetup, after) if one != actor.user_id]
    if after.message_id is None:
        _note_for_hosts(tx, meetup, after, host_ids, told)
    return tell_change(tx, actor, meetup, after, told, host_before, host_ids)


def _list_unheard_times(tx: Transaction, day: MeetupDate) -> list[Post]:
    """Returns what waits to be said of the date's time, and cannot have been read in any of its messages."""
    arrived = {_change_of(post) for post in posts.list_arrived(tx.connection, day.id, (PostKind.CHANGE,))}
    waiting = [post for post in _list_open(tx, day) if "known_ms" in post.payload]
    return [post for post in waiting if _change_of(post) not in arrived]


def _change_of(post: Post) -> str:
    """Returns what the messages have in common that tell many members of one change."""
    return post.key.partition("/")[0]


def _start_of(day: MeetupDate) -> int | None:
    """Returns when the date starts, in ms; None where it does not take place."""
    return to_ms(day.starts_at) if day.status is DateStatus.PLANNED else None


def tell_change(
    tx: Transaction,
    actor: Actor,
    meetup: Meetup,
    meetup_date: MeetupDate,
    payload: Mapping[str, object],
    host_before: int | None = None,
    host_ids: Sequence[int] = (),
) -> bool:
    """Tells the others who answered, in the meetup's thread. Returns whether any of them is told.

    `host_before` is who hosted the date alone and does so no more; None where nobody did. `host_ids` hear it,
    too. Of a time that is to come nobody is told when it has passed, and of a date that was never announced
    nobody at all.
    """
    if meetup_date.message_id is None:
        return False
    session = schedule.load_session(tx, meetup, meetup_date)
    told = dict.fromkeys((*session.guests.coming, *([host_before] if host_before else [])))
    others = [user_id for user_id in told if user_id != actor.user_id]
    is_under_way = meetup_date.has_begun(tx.now)
    payload = {"starts_ms": to_ms(meetup_date.starts_at)} | dict(payload) | {"is_under_way": is_under_way}
    is_to_come = meetup_date.status is DateStatus.PLANNED and not is_under_way
    useful_until = meetup_date.starts_at if is_to_come else None
    told_ids = list(dict.fromkeys((*others, *host_ids)))
    post_change(tx, session, told_ids, payload, useful_until)
    return bool(others)


def post_change(
    tx: Transaction,
    session: Session,
    user_ids: Sequence[int],
    payload: Mapping[str, object],
    useful_until: datetime | None = None,
) -> None:
    """Has this change posted to these members after all earlier ones about the date, which it may replace."""
    for post in _list_open(tx, session.date):
        if _replaces(payload, user_ids, post):
            _drop(tx, post)
        elif useful_until is not None and post.useful_until > useful_until:  # what ends sooner is sent first
            posts.set_useful_until(tx.connection, post.id, useful_until)
    key = f"{payload['what']}:{tx.new_id()}"  # two changes may be made at once
    planned_posts.post_to_members(tx, session, PostKind.CHANGE, key, user_ids, payload, useful_until)


def _list_open(tx: Transaction, day: MeetupDate) -> list[Post]:
    """Returns the changes of the date that are still to be said, the oldest first."""
    waiting = posts.list_open(tx.connection, day.id, PostKind.CHANGE)
    return [post for post in waiting if SUPERSEDED not in post.payload]


def _replaces(payload: Mapping[str, object], user_ids: Sequence[int], earlier: Post) -> bool:
    """Returns whether the earlier one is untrue now, or says nothing that the new one does not say."""
    what, fields = payload["what"], _fields_of(payload)
    is_time = what in _TIMES or "series" in fields
    match earlier.payload["what"]:
        case time if time in _TIMES:
            return is_time
        case "hosts_date":
            return what == "hosts_date" or "host_id" in fields
        case "handed_over":
            return what == "handed_over"
        case "hosts_too":
            return False
    says_all = bool(fields) and _fields_of(earlier.payload) <= fields
    return says_all and set(earlier.payload["user_ids"]) <= set(user_ids)


def _fields_of(payload: Mapping[str, object]) -> set[str]:
    fields = payload.get("fields", ())
    assert isinstance(fields, list | tuple), "as they were stored"
    return set(fields)


def _drop(tx: Transaction, post: Post) -> None:
    """Has the post sent no more; what may have arrived is looked for. What else it tells of is kept."""
    if _fields_of(post.payload) and post.payload["what"] in _TIMES:
        kept = {name: value for name, value in post.payload.items() if name != "known_ms"}
        posts.set_payload(tx.connection, replace(post, payload=kept | {"what": "one_date"}))
    elif post.first_tried_at is None:
        posts.finish_post(tx.connection, post.id, PostState.MERGED)
    else:
        posts.set_payload(tx.connection, replace(post, payload=post.payload | {SUPERSEDED: True}))


def _note_for_hosts(
    tx: Transaction, meetup: Meetup, day: MeetupDate, host_ids: Sequence[int], told: Mapping[str, object]
) -> None:
    """Notes for the next private replies of the other hosts what has become of a date that has no thread."""
    dates = meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms)
    to_come = [one for one in dates if not one.has_begun(tx.now)]
    if meetup.is_cancelled and any(one.message_id is not None for one in to_come):
        return  # they read it there
    payload = {"title": meetup.details.title, "starts_ms": told["starts_ms"]}
    for user_id in host_ids:
        kind, key = _NOTICES[str(told["what"])], f"{meetup.id}:{tx.now_ms}:{user_id}"
        notice = Notice(tx.new_id(), meetup.guild_id, user_id, kind, key, payload)
        notices.insert_notice(tx.connection, notice, tx.now_ms)
