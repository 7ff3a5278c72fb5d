"""Who is there: seen in the voice channel, said with a button, mended by the host."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from db import attendances, meetup_dates
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.attendance import Attendance
from domain.meetups.brainstorm import EARLY
from domain.meetups.meetup import DateRef, Session
from domain.meetups.series import DateStatus
from languages import gettext
from services.desk import Desk
from services.meetups import schedule
from services.meetups.finding import get_editable


@dataclass(frozen=True, slots=True)
class Watched:
    """A date under way, and the voice channel in which it takes place."""

    date_id: DateId
    guild_id: int
    channel_id: int


@dataclass(frozen=True, slots=True)
class Attending:
    """Use cases of attendance. What members and hosts do raises Refusal."""

    desk: Desk

    async def list_watched(self) -> list[Watched]:
        """The dates under way that take place in a voice channel."""
        rows = await self.desk.database.read(meetup_dates.list_in_voice)
        return [Watched(*row) for row in rows]

    async def note_present(self, date_id: DateId, user_ids: Collection[int], *, is_new: bool) -> None:
        """Exactly these are in its channel now; `is_new` after nobody has watched it for a while."""
        now_ms = to_ms(self.desk.now())
        await self.desk.database.write(attendances.note_present, date_id, user_ids, now_ms, is_new=is_new)

    async def say(self, actor: Actor, date_id: DateId, *, is_here: bool) -> Session:
        """The member says that they are there, or not after all."""
        return await self.desk.database.write(_say, actor, date_id, is_here, self.desk.now())

    async def show(self, actor: Actor, ref: DateRef) -> tuple[Session, list[Attendance]]:
        """Who was there, for the host."""
        return await self.desk.database.read(_show, actor, ref, self.desk.now())

    async def mend(
        self, actor: Actor, ref: DateRef, user_id: int, *, was_there: bool
    ) -> tuple[Session, list[Attendance]]:
        """The host says whether that member was there."""
        return await self.desk.database.write(_mend, actor, ref, user_id, was_there, self.desk.now())


def _say(connection: Connection, actor: Actor, date_id: DateId, is_here: bool, now: datetime) -> Session:
    found = meetup_dates.find_with_date(connection, date_id)
    if found is None or found[0].guild_id != actor.guild_id:
        raise Refusal(gettext("I don't know that date any more."))
    session = schedule.load_session(connection, *found)
    if session.date.status is not DateStatus.PLANNED or now >= session.ends_at:
        raise Refusal(gettext("That one is over. If something is missing, its host can mend it."))
    if now < session.date.starts_at - EARLY:
        raise Refusal(gettext("It is a little early: from 15 minutes before the start on you can say so."))
    attendances.set_said(connection, date_id, actor.user_id, has_said=is_here)
    return session


def _show(
    connection: Connection, actor: Actor, ref: DateRef, now: datetime
) -> tuple[Session, list[Attendance]]:
    meetup = get_editable(connection, actor, ref.meetup_id)
    day = meetup_dates.find_date(connection, meetup.id, ref.on)
    if day is None or not day.has_begun(now) or day.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date has not taken place. Pick one that has begun, please."))
    session = schedule.load_session(connection, meetup, day)
    return session, attendances.list_attendances(connection, day.id, to_ms(now))


def _mend(
    connection: Connection, actor: Actor, ref: DateRef, user_id: int, was_there: bool, now: datetime
) -> tuple[Session, list[Attendance]]:
    session, _ = _show(connection, actor, ref, now)
    attendances.set_host_says(connection, session.date.id, user_id, was_there=was_there)
    return _show(connection, actor, ref, now)
