"""The seats of a date: answers are stored, and those who wait move up."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from db import rsvps
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import StoredAnswer, seat_waiting
from domain.meetups.series import DateStatus
from domain.posts import PostKind
from services.meetups import welcoming
from services.meetups.schedule import post_to_members
from services.transaction import Transaction


def list_at_stake(
    tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, user_ids: Collection[int]
) -> list[StoredAnswer]:
    """Returns all answers of these members, and those of others whose seats depend on them."""
    capacity = meetup.details_of(meetup_date).capacity
    if capacity is None:  # nobody's answer touches another's
        return rsvps.list_answers_of(tx.connection, meetup_date.id, user_ids)
    return rsvps.list_answers_at_stake(tx.connection, meetup_date.id, user_ids, capacity)


def give_seats(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    answers: Sequence[StoredAnswer],
    actor_ids: Collection[int] = (),
) -> list[StoredAnswer]:
    """Returns the answers after free seats went to those who wait longest.

    From the start on nobody moves up any more but `actor_ids`, who answer just now.
    """
    among = actor_ids if meetup_date.has_begun(tx.now) else None
    return seat_waiting(answers, meetup.details_of(meetup_date).capacity, among)


def fill_free_seats(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Gives free seats to those who wait longest, unless the date has begun."""
    answers = rsvps.list_answers(tx.connection, meetup_date.id)
    seated = give_seats(tx, meetup, meetup_date, answers)
    save_answers(tx, meetup, meetup_date, answers, seated)


def save_answers(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    before: Sequence[StoredAnswer],
    after: Sequence[StoredAnswer],
    actor_ids: Collection[int] = (),
) -> bool:
    """Stores what is different and tells those who got a seat, except `actor_ids`, who acted themselves.

    Returns whether anything is different.
    """
    is_changed = rsvps.save_changes(tx.connection, meetup_date.id, before, after, tx.now_ms)
    welcoming.plan_late(tx, meetup, meetup_date, before, after)
    if (
        meetup_date.status is DateStatus.PLANNED
        and meetup_date.message_id is not None
        and meetup.details_of(meetup_date).capacity is not None
    ):
        seated_before = {answer.user_id for answer in before if answer.is_seated}.union(actor_ids)
        for answer in after:
            if answer.is_seated and answer.user_id not in seated_before:
                key, session = f"{answer.user_id}:{answer.order}", Session(meetup, meetup_date)
                post_to_members(tx, session, PostKind.MOVED_UP, key, [answer.user_id], {})
    return is_changed
