"""Sessions as time passes: answers and offers of seats end, dates begin and end, rounds run out of time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from db import brainstorms, closings, meetup_dates, seat_offers
from db.values import from_ms
from domain.ids import DateId
from domain.meetups.brainstorm import BrainstormRound
from services.meetups import schedule, seats, sessions
from services.transaction import Transaction

_BATCH = 200
_PATIENCE = timedelta(minutes=15)  # for a card that cannot be read again before answers are closed


class DueInSessions(NamedTuple):
    """What is due: dates whose answers end, that begin or end, or that have an offer that ends; rounds."""

    closing_ids: list[DateId]
    date_ids: list[DateId]
    rounds: list[BrainstormRound]
    offering_ids: list[DateId]


def is_due(tx: Transaction) -> bool:
    """Returns whether any of it is due."""
    return any(list_due(tx))


def list_due(tx: Transaction) -> DueInSessions:
    """Returns the dates, the rounds and the offers that are due now."""
    now_ms = tx.now_ms
    return DueInSessions(
        closings.list_due(tx.connection, now_ms, _BATCH),
        meetup_dates.list_due(tx.connection, now_ms, _BATCH),
        brainstorms.list_due(tx.connection, now_ms),
        seat_offers.list_due(tx.connection, now_ms),
    )


def find_message_to_close(tx: Transaction, date_id: DateId) -> int | None:
    """Returns the id of the RSVP message that is to be read once more before its answers are closed.

    None where there is none, or it could not be read for a while.
    """
    found = meetup_dates.find_with_date(tx.connection, date_id)
    until = found[0].answers_until(found[1]) if found is not None else None
    if found is None or until is None or until + _PATIENCE <= tx.now:
        return None
    return found[1].message_id


def close_answers(tx: Transaction, date_id: DateId) -> None:
    """Closes the answers to a date, if that is still due, and has what asks for them say so."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is not None and closings.close_answers(tx.connection, date_id, tx.now_ms):
        if found[1].message_id is not None:
            schedule.mark_card_outdated(tx, *found)
        schedule.mark_questions_outdated(tx, found[1])


def find_message_without_yes(tx: Transaction, date_id: DateId) -> int | None:
    """Returns the id of the RSVP message of a date that is about to be skipped, as nobody said yes.

    None where the date is not.
    """
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None or found[1].begun_at is not None or found[0].circle_id is not None:
        return None
    session = schedule.load_session(tx, *found)
    return session.date.message_id if sessions.may_skip(tx, session) else None


def begin_or_end(tx: Transaction, date_id: DateId) -> None:
    """Begins the date, skips it where nobody said yes, or ends it."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None:
        return
    meetup, meetup_date = found
    due_at, is_over = meetup.due_at(meetup_date), meetup.end_of(meetup_date) <= tx.now
    if due_at is None or (is_over and meetup_date.begun_at is None):  # the bot was away all the time
        schedule.close(tx, meetup, meetup_date)
    elif due_at <= tx.now:
        session = schedule.load_session(tx, meetup, meetup_date)
        if is_over:
            sessions.end(tx, session)
        elif sessions.may_skip(tx, session):
            sessions.skip(tx, session)
        else:
            session = sessions.begin(tx, session)
            if meetup.details.is_led:
                sessions.start(tx, session)


def close_round(tx: Transaction, listed: BrainstormRound) -> None:
    """Closes a round whose time is over."""
    round_ = brainstorms.find_round(tx.connection, listed.date_id, listed.problem_id)
    found = meetup_dates.find_with_date(tx.connection, listed.date_id)
    if round_ is not None and round_.is_open and found is not None:
        sessions.close_round(tx, schedule.load_session(tx, *found), round_)


def end_offers(tx: Transaction, date_id: DateId) -> None:
    """Ends the offers of the date whose time is over, and offers their seats to the next."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is not None:
        seats.fill_free_seats(tx, *found)


def next_due_at(tx: Transaction) -> datetime | None:
    """Returns when the next of these is due; None where nothing is ahead."""
    instants = [
        closings.next_due_ms(tx.connection),
        meetup_dates.next_due_ms(tx.connection),
        brainstorms.next_due_ms(tx.connection),
        seat_offers.next_due_ms(tx.connection),
    ]
    return min((from_ms(value) for value in instants if value is not None), default=None)
