"""RSVPs: by reaction, by command, and read again from Discord after a pause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from db import meetup_dates, rsvps
from db.connection import Connection
from db.values import to_ms
from domain.ballots import Ballot, Reaction, Seen, differences, turns
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import Answer, Given, Mark, detach, give, guest_list, settle, take_back
from domain.meetups.series import DateStatus
from languages import gettext
from services.desk import Desk
from services.meetups import schedule
from services.meetups.finding import check_answerable, resolve
from services.meetups.seating import keep_answers, list_at_stake


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers did: to which date, whether its message may be drawn at once, and which other reactions
    of these members on it are out of date and should be taken away."""

    meetup: Meetup
    date: MeetupDate
    may_draw: bool
    outdated: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """Use cases of answering."""

    desk: Desk

    async def react(self, message_id: int, reactions: Sequence[Reaction]) -> Answered | None:
        """Members put or took away reactions; None if they change nothing, as on a message that carries no
        open RSVP."""
        return await self.desk.database.write(
            _react, message_id, reactions, self.desk.now(), self.desk.random
        )

    async def answer(self, actor: Actor, text: str, answer: Answer | None) -> tuple[Answered, Session]:
        """A member answers by command, for the date of this title or picked from the list; None takes the
        answer back. With the date, and the member's place among its guests. Raises Refusal."""
        return await self.desk.database.write(_answer, actor, text, answer, self.desk.now(), self.desk.random)

    async def clear(self, message_id: int, answers: Collection[Answer]) -> bool:
        """A moderator cleared reactions: the answers stay. Whether the message is one to refill."""
        return await self.desk.database.write(_clear, message_id, answers, self.desk.now(), self.desk.random)

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
    connection: Connection, message_id: int, reactions: Sequence[Reaction], now: datetime, random: Random
) -> Answered | None:
    found = meetup_dates.find_by_message(connection, message_id)
    if found is None or found[0].ends_at(found[1].starts_at) <= now:
        return None
    meetup, day = found
    last = {one.user_id: one for one in reactions}
    before = list_at_stake(connection, meetup, day, last)
    after, order = before, rsvps.next_order(connection, day.id)
    for together in turns(reactions):
        added = [(user_id, Answer(choice)) for user_id, choice, is_added in together if is_added]
        removed = {(user_id, Answer(choice)) for user_id, choice, is_added in together if not is_added}
        after = give(take_back(after, removed, is_reaction=True), added, order, is_reaction=True)
        after = settle(after, meetup.details.capacity)
        order += len(added)
    if not keep_answers(connection, meetup, day, before, after, now, random, last):
        return None
    said = {user_id: one.choice for user_id, one in last.items() if one.is_added}
    return _changed(connection, meetup, day, now, _outdated(after, said))


def _outdated(marks: Iterable[Mark], said: Mapping[int, str | None]) -> tuple[Given, ...]:
    """Reactions of these members that are not what they have said last; None is no answer any more."""
    return tuple(
        (mark.user_id, mark.answer)
        for mark in marks
        if mark.is_reaction and mark.user_id in said and mark.answer != said[mark.user_id]
    )


def _changed(
    connection: Connection, meetup: Meetup, day: MeetupDate, now: datetime, outdated: tuple[Given, ...] = ()
) -> Answered:
    may_draw = day.message_id is not None and schedule.touch_card(connection, meetup, day, now)
    return Answered(meetup, day, may_draw, outdated)


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
    before = list_at_stake(connection, meetup, day, [actor.user_id])
    # Reactions leave when Discord takes them away, answers by command leave now.
    others = [(actor.user_id, other) for other in Answer if other is not answer]
    given = [(actor.user_id, answer)] if answer is not None else []
    order = rsvps.next_order(connection, day.id)
    after = give(take_back(before, others, is_reaction=False), given, order, is_reaction=False)
    after = settle(after, meetup.details.capacity)
    keep_answers(connection, meetup, day, before, after, now, random, [actor.user_id])
    answered = _changed(connection, meetup, day, now, _outdated(after, {actor.user_id: answer}))
    session = Session(meetup, day, guest_list(after))
    if actor.user_id in session.guests.waitlist:  # behind whom, all who wait have to tell
        session = schedule.load_session(connection, meetup, day)
    return answered, session


def _clear(
    connection: Connection, message_id: int, answers: Collection[Answer], now: datetime, random: Random
) -> bool:
    found = meetup_dates.find_by_message(connection, message_id)
    if found is None:
        return False
    marks = rsvps.list_marks(connection, found[1].id)
    keep_answers(connection, *found, marks, detach(marks, answers), now, random)
    return True


def _reconcile(connection: Connection, date_id: DateId, seen: Seen, now: datetime, random: Random) -> bool:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is None:
        return False
    before = rsvps.list_marks(connection, date_id)
    after = detach(before, [Answer(choice) for choice in seen.cleared])
    reactions = [(mark.user_id, mark.answer) for mark in after if mark.is_reaction]
    # Of several that are new at once the friendliest counts: it is added last.
    added, removed = differences(reactions, seen, list(reversed(Answer)))
    given = [(user_id, Answer(choice)) for user_id, choice in added]
    gone = {(user_id, Answer(choice)) for user_id, choice in removed}
    order = rsvps.next_order(connection, date_id)
    after = give(take_back(after, gone, is_reaction=True), given, order, is_reaction=True)
    after = settle(after, found[0].details.capacity)
    keep_answers(connection, *found, before, after, now, random)
    if added or removed:
        _changed(connection, *found, now)
    return bool(added or removed)


def _drop(
    connection: Connection, date_id: DateId, user_ids: Collection[int], now: datetime, random: Random
) -> None:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is not None and user_ids:
        before = rsvps.list_marks(connection, date_id)
        left = [mark for mark in before if mark.user_id not in user_ids]
        after = settle(left, found[0].details.capacity)
        keep_answers(connection, *found, before, after, now, random)
        _changed(connection, *found, now)
