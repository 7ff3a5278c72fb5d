"""Answers to a date and its seats, from what is stored to what is stored then. Functions of a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from random import Random

from db import rsvps
from db.connection import Connection
from db.values import to_ms
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import Mark, settle
from domain.meetups.series import DateStatus
from domain.posts import PostKind
from services.meetups.schedule import tell_people


def list_at_stake(
    connection: Connection, meetup: Meetup, day: MeetupDate, user_ids: Collection[int]
) -> list[Mark]:
    """All answers of these members, and those of others whose seats depend on them."""
    if meetup.details.capacity is None:  # nobody's answer touches another's
        return rsvps.list_marks_of(connection, day.id, user_ids)
    return rsvps.list_marks_at_stake(connection, day.id, user_ids, waiting_limit=meetup.details.capacity)


def settle_seats(
    connection: Connection, meetup: Meetup, day: MeetupDate, now: datetime, random: Random
) -> None:
    """Give free seats to those who wait longest."""
    marks = rsvps.list_marks(connection, day.id)
    settled = settle(marks, meetup.details.capacity)
    keep_answers(connection, meetup, day, marks, settled, now, random)


def keep_answers(
    connection: Connection,
    meetup: Meetup,
    day: MeetupDate,
    before: Sequence[Mark],
    after: Sequence[Mark],
    now: datetime,
    random: Random,
    actor_ids: Collection[int] = (),
) -> bool:
    """Store what is different, and tell those who got a seat, except those who acted themselves.

    Whether anything is different.
    """
    is_changed = rsvps.save_changes(connection, day.id, before, after, to_ms(now))
    if (
        day.status is DateStatus.PLANNED
        and day.message_id is not None
        and meetup.details.capacity is not None
    ):
        told = {mark.user_id for mark in before if mark.is_seated}.union(actor_ids)
        for mark in after:
            if mark.is_seated and mark.user_id not in told:
                key, session = f"{mark.user_id}:{mark.order}", Session(meetup, day)
                tell_people(connection, session, PostKind.SEAT, key, [mark.user_id], {}, now, random)
    return is_changed
