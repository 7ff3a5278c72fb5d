"""Who is there: seen in the voice channel, said with a button, mended by the host."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from db import attendances, meetup_dates
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.attendance import Attendance
from domain.meetups.brainstorm import EARLY
from domain.meetups.meetup import DateRef, Session
from domain.meetups.series import DateStatus
from languages import gettext
from services.meetups import schedule
from services.meetups.finding import get_editable
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WatchedChannel:
    """A date under way, and the voice channel in which it takes place."""

    date_id: DateId
    guild_id: int
    channel_id: int


def list_watched(tx: Transaction) -> list[WatchedChannel]:
    """The dates under way that take place in a voice channel."""
    rows = meetup_dates.list_in_voice(tx.connection)
    return [WatchedChannel(*row) for row in rows]


def note_present(tx: Transaction, date_id: DateId, user_ids: Collection[int], *, is_new: bool) -> None:
    """Exactly these are in its channel now; `is_new` after nobody has watched it for a while."""
    attendances.note_present(tx.connection, date_id, user_ids, tx.now_ms, is_new=is_new)


def set_present(tx: Transaction, actor: Actor, date_id: DateId, *, is_here: bool) -> Session:
    """The member says that they are there, or not after all."""
    return _say(tx, actor, date_id, is_here)


def correct(
    tx: Transaction, actor: Actor, ref: DateRef, user_id: int, *, was_there: bool
) -> tuple[Session, list[Attendance]]:
    """The host says whether that member was there."""
    return _mend(tx, actor, ref, user_id, was_there)


def _say(tx: Transaction, actor: Actor, date_id: DateId, is_here: bool) -> Session:
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None or found[0].guild_id != actor.guild_id:
        raise Refusal(gettext("I don't know that date any more."))
    session = schedule.load_session(tx, *found)
    if session.date.status is not DateStatus.PLANNED or tx.now >= session.ends_at:
        raise Refusal(gettext("That one is over. If something is missing, its host can mend it."))
    if tx.now < session.date.starts_at - EARLY:
        raise Refusal(gettext("It is a little early: from 15 minutes before the start on you can say so."))
    attendances.set_said(tx.connection, date_id, actor.user_id, has_said=is_here)
    return session


def show(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[Session, list[Attendance]]:
    """Who was there, for the host."""
    meetup = get_editable(tx, actor, ref.meetup_id)
    day = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    if day is None or not day.has_begun(tx.now) or day.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date has not taken place. Pick one that has begun, please."))
    session = schedule.load_session(tx, meetup, day)
    return session, attendances.list_attendances(tx.connection, day.id, tx.now_ms)


def _mend(
    tx: Transaction, actor: Actor, ref: DateRef, user_id: int, was_there: bool
) -> tuple[Session, list[Attendance]]:
    session, _ = show(tx, actor, ref)
    attendances.set_host_says(tx.connection, session.date.id, user_id, was_there=was_there)
    return show(tx, actor, ref)
