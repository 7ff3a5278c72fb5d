"""What happens at the table by itself: dates begin and end, rounds run out of time."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from db import brainstorms, meetup_dates
from db.values import from_ms
from domain.ids import DateId
from domain.meetups.brainstorm import Round
from services.meetups import rounds, schedule
from services.transaction import Transaction

_BATCH = 200


class Due(NamedTuple):
    """Dates that are to begin or to end, and rounds whose time is over."""

    date_ids: list[DateId]
    rounds: list[Round]


def is_due(tx: Transaction) -> bool:
    """Whether a date begins or ends, or a round is over."""
    return any(list_due(tx))


def list_due(tx: Transaction) -> Due:
    """What is to be done now."""
    now_ms = tx.now_ms
    return Due(
        meetup_dates.list_turns(tx.connection, now_ms, _BATCH), brainstorms.list_due(tx.connection, now_ms)
    )


def find_unanswered(tx: Transaction, date_id: DateId) -> int | None:
    """The RSVP message of a date that is about to be skipped because nobody said yes; else None."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None or found[1].begun_at is not None:
        return None
    session = schedule.load_session(tx, *found)
    return session.date.message_id if rounds.may_skip(tx, session) else None


def take_turn(tx: Transaction, date_id: DateId) -> None:
    """Begin the date, or skip it where nobody said yes, or end it."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None:
        return
    meetup, day = found
    turn_at, is_over = meetup.turn_at(day), meetup.ends_at(day.starts_at) <= tx.now
    if turn_at is None or (is_over and day.begun_at is None):  # the bot was away all the time
        meetup_dates.clear_turn(tx.connection, date_id)
    elif turn_at <= tx.now:
        session = schedule.load_session(tx, meetup, day)
        if is_over:
            rounds.end(tx, session)
        elif rounds.may_skip(tx, session):
            rounds.skip(tx, session)
        else:
            session = rounds.begin(tx, session)
            if meetup.details.is_led:
                rounds.start(tx, session)


def close_round(tx: Transaction, due: Round) -> None:
    """Its time is over."""
    one = brainstorms.find_round(tx.connection, due.date_id, due.problem_id)
    found = meetup_dates.find_with_date(tx.connection, due.date_id)
    if one is not None and one.is_open and found is not None:
        rounds.close(tx, schedule.load_session(tx, *found), one)


def next_due_at(tx: Transaction) -> datetime | None:
    """When a date begins or ends, or a round is over; None if nothing of the kind is ahead."""
    instants = [meetup_dates.next_turn_ms(tx.connection), brainstorms.next_due_ms(tx.connection)]
    return min((from_ms(value) for value in instants if value is not None), default=None)
