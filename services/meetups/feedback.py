"""Feedback: those who were at a date say whether they would come again; it is counted once, without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import attendances, meetup_dates, venues
from db import feedback as rows
from db.values import from_ms_or_none
from domain.errors import Refusal
from domain.feedback import ANSWERED_FOR, FeedbackSums, tally
from domain.guilds import Actor
from domain.ids import DateId, VenueId
from domain.meetups.attendance import list_present
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.place import find_by_place
from domain.posts import PostKind
from languages import gettext
from services import message_syncing
from services.meetups.finding import get_session
from services.transaction import Transaction

_BATCH = 200


@dataclass(frozen=True, slots=True)
class FeedbackQuestion:
    """The question to one member whether they would come again to a date.

    `answer` is what they have said, None where they have not; `until` is when it is counted.
    """

    session: Session
    until: datetime
    answer: bool | None


def begin(tx: Transaction, session: Session) -> None:
    """Lets those who were at the date answer from now on.

    In a circle nobody is asked: the few of them would know who said what.
    """
    if session.meetup.circle_id is None:
        rows.set_until(tx.connection, session.date.id, session.ends_at + ANSWERED_FOR)


def is_asking(tx: Transaction, session: Session) -> bool:
    """Returns whether there is somebody who may answer now."""
    until = rows.find_until(tx.connection, session.date.id)
    return until is not None and tx.now < until and bool(_list_asked(tx, session))


def _list_asked(tx: Transaction, session: Session) -> set[int]:
    """Returns the user ids of those who were there, but for its hosts."""
    attended = attendances.list_attendances(tx.connection, session.date.id, tx.now_ms)
    return list_present(session.guests.going, attended) - set(session.host_ids)


def get_question(tx: Transaction, actor: Actor, date_id: DateId) -> FeedbackQuestion:
    """Returns the question to this member.

    Raises Refusal where there is no such date, its answers are counted, or the member was not there.
    """
    session = get_session(tx, actor.guild_id, date_id)
    until = rows.find_until(tx.connection, date_id)
    if until is None or tx.now >= until:
        raise Refusal(gettext("That can't be answered any more: it was possible for two weeks."))
    if actor.user_id in session.host_ids:
        raise Refusal(gettext("You hosted it; this is for those who came. Thank you for having them!"))
    if actor.user_id not in _list_asked(tx, session):
        raise Refusal(gettext("This is for those who were there. If you were, tell the host, please."))
    return FeedbackQuestion(session, until, rows.find_answer(tx.connection, date_id, actor.user_id))


def answer(tx: Transaction, actor: Actor, date_id: DateId, is_good: bool | None) -> FeedbackQuestion:
    """Stores whether the member would come again, in place of what they said before; None takes it back.

    Returns the question as it is answered now. Raises Refusal as `get_question` does.
    """
    get_question(tx, actor, date_id)
    if is_good is None:
        rows.delete_answer(tx.connection, date_id, actor.user_id)
    else:
        rows.save_answer(tx.connection, date_id, actor.user_id, is_good=is_good)
    return get_question(tx, actor, date_id)


def find_unanswered(tx: Transaction, actor: Actor) -> Session | None:
    """Returns the latest date that the member was at and may still answer; None where there is none."""
    for date_id in rows.list_unanswered(tx.connection, actor.guild_id, actor.user_id, tx.now_ms):
        session = get_session(tx, actor.guild_id, date_id)
        if actor.user_id in _list_asked(tx, session):
            return session
    return None


def sum_up(tx: Transaction, session: Session) -> FeedbackSums:
    """Returns what is known of the date, and of its meetup so far."""
    date_id, meetup_id = session.date.id, session.meetup.id
    return FeedbackSums(rows.sum_date(tx.connection, date_id), rows.sum_meetup(tx.connection, meetup_id))


def is_due(tx: Transaction) -> bool:
    """Returns whether the time for the answers to a date is over."""
    return bool(rows.list_due(tx.connection, tx.now_ms, 1))


def list_due(tx: Transaction) -> list[DateId]:
    """Returns the dates whose answers are to be counted now."""
    return rows.list_due(tx.connection, tx.now_ms, _BATCH)


def next_due_at(tx: Transaction) -> datetime | None:
    """Returns when the next answers are to be counted; None where none are."""
    return from_ms_or_none(rows.next_due_ms(tx.connection))


def count(tx: Transaction, date_id: DateId) -> None:
    """Counts the answers to the date, and takes its question away.

    Where they are too few, they wait for those of other dates of the meetup in the same venue.
    """
    found, until = (
        meetup_dates.find_with_date(tx.connection, date_id),
        rows.find_until(tx.connection, date_id),
    )
    if found is None or until is None or tx.now < until:
        return
    meetup, day = found
    rows.set_until(tx.connection, date_id, None)
    message_syncing.mark_outdated(tx, date_id, (PostKind.RECAP,))
    if not _count_together(tx, meetup, [day]):
        _count_together(tx, meetup, _list_waiting(tx, meetup, _find_venue(tx, meetup, day)))


def _list_waiting(tx: Transaction, meetup: Meetup, venue_id: VenueId | None) -> list[MeetupDate]:
    """Returns the meetup's dates in this venue whose answers wait to be counted, the oldest first."""
    date_ids = rows.list_waiting(tx.connection, meetup.id)
    found = (meetup_dates.find_with_date(tx.connection, date_id) for date_id in date_ids)
    days = [one[1] for one in found if one is not None]
    return [day for day in days if _find_venue(tx, meetup, day) == venue_id]


def _count_together(tx: Transaction, meetup: Meetup, days: list[MeetupDate]) -> bool:
    """Counts the last answer of each member to these dates, and deletes all; returns False for too few."""
    last: dict[int, bool] = {}
    for day in days:
        last |= rows.map_answers(tx.connection, day.id)
    counted = tally(list(last.values()))
    if counted is None:
        return False
    for day in days:
        rows.delete_answers(tx.connection, day.id)
    date_id, venue_id = days[0].id if len(days) == 1 else None, _find_venue(tx, meetup, days[0])
    rows.insert_tally(tx.connection, tx.new_id(), meetup.id, date_id, venue_id, counted)
    return True


def _find_venue(tx: Transaction, meetup: Meetup, day: MeetupDate) -> VenueId | None:
    """Returns the venue of the book in which the date took place; None where it was in none."""
    if day.venue_id is not None and day.overrides.place is None:
        return day.venue_id
    place = meetup.place_of(day).text
    in_book = venues.list_venues(tx.connection, meetup.guild_id) if place else []
    venue = find_by_place(in_book, place)
    return venue.id if venue is not None else None
