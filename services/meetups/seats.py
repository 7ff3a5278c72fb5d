"""Answers to a date and its seats, from what is stored to what is stored then. Functions of a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from db import rsvps
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import StoredAnswer, seat_waiting
from domain.meetups.series import DateStatus
from domain.posts import PostKind
from services.meetups.schedule import post_to_members
from services.transaction import Transaction


def list_at_stake(
    tx: Transaction, meetup: Meetup, day: MeetupDate, user_ids: Collection[int]
) -> list[StoredAnswer]:
    """All answers of these members, and those of others whose seats depend on them."""
    if meetup.details.capacity is None:  # nobody's answer touches another's
        return rsvps.list_answers_of(tx.connection, day.id, user_ids)
    return rsvps.list_answers_at_stake(tx.connection, day.id, user_ids, waiting_limit=meetup.details.capacity)


def fill_free_seats(tx: Transaction, meetup: Meetup, day: MeetupDate) -> None:
    """Give free seats to those who wait longest."""
    marks = rsvps.list_answers(tx.connection, day.id)
    settled = seat_waiting(marks, meetup.details.capacity)
    save_answers(tx, meetup, day, marks, settled)


def save_answers(
    tx: Transaction,
    meetup: Meetup,
    day: MeetupDate,
    before: Sequence[StoredAnswer],
    after: Sequence[StoredAnswer],
    actor_ids: Collection[int] = (),
) -> bool:
    """Store what is different, and tell those who got a seat, except those who acted themselves.

    Whether anything is different.
    """
    is_changed = rsvps.save_changes(tx.connection, day.id, before, after, tx.now_ms)
    if (
        day.status is DateStatus.PLANNED
        and day.message_id is not None
        and meetup.details.capacity is not None
    ):
        told = {mark.user_id for mark in before if mark.is_seated}.union(actor_ids)
        for mark in after:
            if mark.is_seated and mark.user_id not in told:
                key, session = f"{mark.user_id}:{mark.order}", Session(meetup, day)
                post_to_members(tx, session, PostKind.MOVED_UP, key, [mark.user_id], {})
    return is_changed
