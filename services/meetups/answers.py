"""RSVPs: by reaction, by command, and read again from Discord after a pause."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from random import Random

from db import meetup_dates, rsvps
from db.connection import Connection
from db.values import to_ms
from domain.ballots import Ballot, Seen, differences
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateStatus
from languages import gettext
from services.desk import Desk
from services.meetups import schedule
from services.meetups.finding import check_answerable, resolve


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did: to which date, whether its message may be drawn at once, and which other
    reactions of the member on it are out of date and should be taken away."""

    meetup: Meetup
    date: MeetupDate
    may_draw: bool
    outdated: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """Use cases of answering."""

    desk: Desk

    async def react(self, message_id: int, user_id: int, answer: Answer, is_added: bool) -> Answered | None:
        """A member put or took away a reaction; None if the message carries no open RSVP."""
        return await self.desk.database.write(
            _react, message_id, user_id, answer, is_added, self.desk.now(), self.desk.random
        )

    async def answer(self, actor: Actor, text: str, answer: Answer | None) -> tuple[Answered, Session]:
        """A member answers by command, for the date of this title or picked from the list; None takes the
        answer back. With the date as it is then, with everybody's answers to it. Raises Refusal."""
        return await self.desk.database.write(_answer, actor, text, answer, self.desk.now(), self.desk.random)

    async def clear(self, message_id: int, answers: Collection[Answer]) -> bool:
        """A moderator cleared reactions: the answers stay. Whether the message is one to refill."""
        return await self.desk.database.write(_clear, message_id, answers)

    async def list_open(self) -> list[Ballot]:
        """The messages of dates that can still be answered, the nearest first."""
        return await self.desk.database.read(meetup_dates.list_open_messages, to_ms(self.desk.now()))

    async def reconcile(self, date_id: DateId, seen: Seen) -> bool:
        """Take over what the message shows; whether anything changed."""
        return await self.desk.database.write(_reconcile, date_id, seen, self.desk.now(), self.desk.random)

    async def list_people(self, date_id: DateId) -> list[int]:
        """Everybody who has an answer standing on the date."""
        marks = await self.desk.database.read(rsvps.list_marks, date_id)
        return sorted({mark.user_id for mark in marks})

    async def drop(self, date_id: DateId, user_ids: Collection[int]) -> None:
        """These members are gone; their answers to this date go with them."""
        await self.desk.database.write(_drop, date_id, user_ids, self.desk.now(), self.desk.random)

    async def list_unseen(self, guild_id: int) -> list[int]:
        """Who has answered dates of the guild that have no message to be read."""
        return await self.desk.database.read(
            meetup_dates.list_without_message, guild_id, to_ms(self.desk.now())
        )

    async def drop_leaver(self, guild_id: int, user_id: int) -> None:
        """The member left the guild: their answers to dates to come go with them."""
        date_ids = await self.desk.database.read(
            meetup_dates.list_answered, user_id, guild_id, to_ms(self.desk.now())
        )
        for date_id in date_ids:
            await self.drop(date_id, [user_id])


def _react(
    connection: Connection,
    message_id: int,
    user_id: int,
    answer: Answer,
    is_added: bool,
    now: datetime,
    random: Random,
) -> Answered | None:
    found = meetup_dates.find_by_message(connection, message_id)
    if found is None or found[0].ends_at(found[1].starts_at) <= now:
        return None
    meetup, day = found
    if is_added:
        rsvps.save_mark(connection, day.id, user_id, answer, is_reaction=True, now_ms=to_ms(now))
    elif not rsvps.delete_mark(connection, day.id, user_id, answer, is_reaction=True):
        return None
    outdated = _outdated(connection, day, user_id, answer) if is_added else ()
    return _changed(connection, meetup, day, now, random, user_id, outdated)


def _changed(
    connection: Connection,
    meetup: Meetup,
    day: MeetupDate,
    now: datetime,
    random: Random,
    actor_id: int | None,
    outdated: tuple[Answer, ...] = (),
) -> Answered:
    schedule.settle_seats(connection, meetup, day, now, random, actor_id)
    may_draw = day.message_id is not None and schedule.touch_card(connection, meetup, day, now)
    return Answered(meetup, day, may_draw, outdated)


def _outdated(
    connection: Connection, day: MeetupDate, user_id: int, answer: Answer | None
) -> tuple[Answer, ...]:
    marks = rsvps.list_marks_of(connection, day.id, user_id)
    return tuple(mark.answer for mark in marks if mark.is_reaction and mark.answer is not answer)


def _answer(
    connection: Connection,
    actor: Actor,
    text: str,
    answer: Answer | None,
    now: datetime,
    random: Random,
) -> tuple[Answered, Session]:
    meetup, ref = resolve(connection, actor, text, now)
    check_answerable(connection, meetup, ref, now)
    day = schedule.open_date(connection, meetup, ref.on, now, random)
    if day.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date does not take place. `/meetup list` shows the ones that do."))
    for other in Answer:  # reactions leave when Discord takes them away, answers by command leave now
        if other is not answer:
            rsvps.delete_mark(connection, day.id, actor.user_id, other, is_reaction=False)
    if answer is not None:
        has_reaction = _has_reaction(connection, day, actor.user_id, answer)
        rsvps.save_mark(connection, day.id, actor.user_id, answer, has_reaction, to_ms(now))
    outdated = _outdated(connection, day, actor.user_id, answer)
    answered = _changed(connection, meetup, day, now, random, actor.user_id, outdated)
    return answered, schedule.load_session(connection, meetup, day)


def _has_reaction(connection: Connection, day: MeetupDate, user_id: int, answer: Answer) -> bool:
    marks = rsvps.list_marks_of(connection, day.id, user_id)
    return any(mark.answer is answer and mark.is_reaction for mark in marks)


def _clear(connection: Connection, message_id: int, answers: Collection[Answer]) -> bool:
    found = meetup_dates.find_by_message(connection, message_id)
    if found is None:
        return False
    for answer in answers:
        rsvps.detach_marks(connection, found[1].id, answer)
    return True


def _reconcile(connection: Connection, date_id: DateId, seen: Seen, now: datetime, random: Random) -> bool:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is None:
        return False
    for choice in seen.cleared:
        rsvps.detach_marks(connection, date_id, Answer(choice))
    marks = [mark for mark in rsvps.list_marks(connection, date_id) if mark.is_reaction]
    # Of several that are new at once the friendliest counts: it is added last.
    choices = list(reversed(Answer))
    added, removed = differences([(mark.user_id, mark.answer) for mark in marks], seen, choices)
    for user_id, choice in removed:
        rsvps.delete_mark(connection, date_id, user_id, Answer(choice))
    for user_id, choice in added:
        rsvps.save_mark(connection, date_id, user_id, Answer(choice), is_reaction=True, now_ms=to_ms(now))
    if removed or added:
        _changed(connection, *found, now, random, actor_id=None)
    return bool(removed or added)


def _drop(
    connection: Connection, date_id: DateId, user_ids: Collection[int], now: datetime, random: Random
) -> None:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is not None and user_ids:
        rsvps.delete_marks(connection, date_id, user_ids)
        _changed(connection, *found, now, random, actor_id=None)
