"""Attendance: seen in the voice channel, said with a button, corrected by the host."""

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
from services.meetups.finding import get_session, get_with_editable_date
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WatchedChannel:
    """A date under way, and the voice channel in which it takes place."""

    date_id: DateId
    guild_id: int
    channel_id: int


def list_watched(tx: Transaction) -> list[WatchedChannel]:
    """Returns the dates under way that take place in a voice channel."""
    rows = meetup_dates.list_in_voice(tx.connection)
    return [WatchedChannel(*row) for row in rows]


def note_present(tx: Transaction, date_id: DateId, user_ids: Collection[int], *, is_new: bool) -> None:
    """Notes that exactly these members are in the date's channel now.

    `is_new` says that nobody has watched the channel for a while.
    """
    attendances.note_present(tx.connection, date_id, user_ids, tx.now_ms, is_new=is_new)


def set_present(tx: Transaction, actor: Actor, date_id: DateId, *, is_here: bool) -> Session:
    """Stores that the member says that they are there, or are not, and returns the date.

    Raises Refusal where there is no such date, it is over, or it is too early.
    """
    session = get_session(tx, actor.guild_id, date_id)
    if session.date.status is not DateStatus.PLANNED or tx.now >= session.ends_at:
        raise Refusal(gettext("That date is over. If something is missing, its host can correct it."))
    if tx.now < session.date.starts_at - EARLY:
        raise Refusal(gettext("That is a little early. It works from 15 minutes before the start."))
    attendances.set_said(tx.connection, date_id, actor.user_id, has_said=is_here)
    return session


def show(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[Session, list[Attendance]]:
    """Returns who was at a date, for its host.

    Raises Refusal where the date has not begun, or the actor may not change it.
    """
    meetup = get_with_editable_date(tx, actor, ref)
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    if (
        meetup_date is None
        or not meetup_date.has_begun(tx.now)
        or meetup_date.status is not DateStatus.PLANNED
    ):
        raise Refusal(gettext("That date has not taken place. Pick one that has begun, please."))
    session = schedule.load_session(tx, meetup, meetup_date)
    return session, attendances.list_attendances(tx.connection, meetup_date.id, tx.now_ms)


def correct(
    tx: Transaction, actor: Actor, ref: DateRef, present_ids: Collection[int], absent_ids: Collection[int]
) -> tuple[Session, list[Attendance]]:
    """Stores who was there and who was not, as the host says, and returns the date's attendances.

    Raises Refusal where somebody is said to be both, the date has not begun, or the actor may not change it.
    """
    session, _ = show(tx, actor, ref)
    if not set(present_ids).isdisjoint(absent_ids):
        raise Refusal(gettext("Somebody is in both fields. Pick them once: either they were there or not."))
    for user_ids, was_there in ((present_ids, True), (absent_ids, False)):
        for user_id in user_ids:
            attendances.set_host_says(tx.connection, session.date.id, user_id, was_there=was_there)
    return show(tx, actor, ref)
