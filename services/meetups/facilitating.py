"""What happens at the table by itself: dates begin and end, rounds run out of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import NamedTuple

from db import brainstorms, meetup_dates
from db.connection import Connection
from db.values import from_ms, to_ms
from domain.ids import DateId
from domain.meetups.brainstorm import Round
from services.desk import Desk
from services.meetups import rounds, schedule

_BATCH = 200


class Due(NamedTuple):
    """Dates that are to begin or to end, and rounds whose time is over."""

    date_ids: list[DateId]
    rounds: list[Round]


@dataclass(frozen=True, slots=True)
class Facilitating:
    """Use cases of the bot itself while people sit together."""

    desk: Desk

    @staticmethod
    def is_due(connection: Connection, now: datetime) -> bool:
        """Whether a date begins or ends, or a round is over."""
        return any(_list_due(connection, now))

    async def list_due(self) -> Due:
        """What is to be done now."""
        return await self.desk.database.read(_list_due, self.desk.now())

    async def find_unanswered(self, date_id: DateId) -> int | None:
        """The RSVP message of a date that is about to be skipped because nobody said yes; else None."""
        return await self.desk.database.read(_find_unanswered, date_id, self.desk.now())

    async def take_turn(self, date_id: DateId) -> None:
        """Begin the date, or skip it where nobody said yes, or end it."""
        await self.desk.database.write(_take_turn, date_id, self.desk.now(), self.desk.random)

    async def close_round(self, one: Round) -> None:
        """Its time is over."""
        await self.desk.database.write(_close, one, self.desk.now(), self.desk.random)

    async def next_due_at(self) -> datetime | None:
        """When a date begins or ends, or a round is over; None if nothing of the kind is ahead."""
        return await self.desk.database.read(_next_due_at)


def _list_due(connection: Connection, now: datetime) -> Due:
    now_ms = to_ms(now)
    return Due(meetup_dates.list_turns(connection, now_ms, _BATCH), brainstorms.list_due(connection, now_ms))


def _find_unanswered(connection: Connection, date_id: DateId, now: datetime) -> int | None:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is None or found[1].begun_at is not None:
        return None
    session = schedule.load_session(connection, *found)
    return session.date.message_id if rounds.may_skip(connection, session, now) else None


def _take_turn(connection: Connection, date_id: DateId, now: datetime, random: Random) -> None:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is None:
        return
    meetup, day = found
    turn_at, is_over = meetup.turn_at(day), meetup.ends_at(day.starts_at) <= now
    if turn_at is None or (is_over and day.begun_at is None):  # the bot was away all the time
        meetup_dates.clear_turn(connection, date_id)
    elif turn_at <= now:
        session = schedule.load_session(connection, meetup, day)
        if is_over:
            rounds.end(connection, session, now, random)
        elif rounds.may_skip(connection, session, now):
            rounds.skip(connection, session, now, random)
        else:
            session = rounds.begin(connection, session, now, random)
            if meetup.details.is_led:
                rounds.start(connection, session, now, random)


def _close(connection: Connection, due: Round, now: datetime, random: Random) -> None:
    one = brainstorms.find_round(connection, due.date_id, due.problem_id)
    found = meetup_dates.find_with_date(connection, due.date_id)
    if one is not None and one.is_open and found is not None:
        rounds.close(connection, schedule.load_session(connection, *found), one, now, random)


def _next_due_at(connection: Connection) -> datetime | None:
    instants = [meetup_dates.next_turn_ms(connection), brainstorms.next_due_ms(connection)]
    return min((from_ms(value) for value in instants if value is not None), default=None)
