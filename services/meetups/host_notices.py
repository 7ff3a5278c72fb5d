"""What the hosts of a meetup hear by the way, with their next private reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db import (
    leavers,
    meetup_dates,
    meetup_hosts,
    notices,
)
from domain.meetups.meetup import Meetup, MeetupDate
from domain.notices import Notice, NoticeKind
from domain.posts import Rejected
from services.meetups import calling_hosts
from services.transaction import Transaction


def has_host(tx: Transaction, meetup: Meetup) -> bool:
    """Returns whether anybody who hosts the meetup is still in the server, and their name not erased."""
    return bool(list_hosts(tx, meetup))


def find_host(tx: Transaction, meetup: Meetup, day: MeetupDate) -> int | None:
    """Returns the id of who hosts the date before others; None where they have left."""
    host_id = meetup.host_of(day)
    return host_id if _is_there(tx, meetup, host_id) else None


def list_hosts(tx: Transaction, meetup: Meetup, day: MeetupDate | None = None) -> list[int]:
    """Returns the user ids of who hosts the meetup and is in the server, the first host before the others.

    Of a date `day`, whoever hosts it comes first.
    """
    first_id = meetup.host_id if day is None else meetup.host_of(day)
    host_ids = dict.fromkeys((first_id, *meetup_hosts.list_cohosts(tx.connection, meetup.id)))
    return [user_id for user_id in host_ids if _is_there(tx, meetup, user_id)]


def _is_there(tx: Transaction, meetup: Meetup, user_id: int) -> bool:
    return user_id != 0 and not leavers.is_missing(tx.connection, meetup.guild_id, user_id)


def notify_host(
    tx: Transaction,
    meetup: Meetup,
    kind: NoticeKind,
    key: str,
    payload: Mapping[str, object],
    day: MeetupDate | None = None,
) -> None:
    """Notes this for each host's next private reply; for the organisers' where there is no host any more.

    It is for the hosts of the date `day`, where it concerns that alone.
    """
    host_ids: Sequence[int | None] = list_hosts(tx, meetup, day) or [None]
    told = [
        Notice(
            tx.new_id(), meetup.guild_id, host_id, kind, f"{key}+{number}" if number else key, dict(payload)
        )
        for number, host_id in enumerate(host_ids)
    ]
    new = [notice for notice in told if notices.insert_notice(tx.connection, notice, tx.now_ms)]
    calling_hosts.plan(tx, meetup, new)


def forget_card(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Notes that the date's card is gone; its host hears of it."""
    meetup_dates.set_message(tx.connection, meetup_date.id, None, None)
    payload = {"title": meetup.details.title, "channel_id": meetup_date.channel_id}
    notify_host(tx, meetup, NoticeKind.MESSAGE_GONE, str(meetup_date.id), payload, meetup_date)


def notify_cannot_post(tx: Transaction, meetup: Meetup, rejected: Rejected) -> None:
    """Notes for the host, once for each channel and reason, that nothing can be shown there."""
    payload = {"title": meetup.details.title, **rejected.payload}
    notify_host(tx, meetup, NoticeKind.CANNOT_POST, f"{meetup.id}:{rejected.key}", payload)
