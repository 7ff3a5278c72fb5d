"""Changing single dates of a series, and calling dates off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from db import meetup_dates, meetups
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.meetup import DateRef, Meetup, MeetupDate, Session
from domain.meetups.series import DateStatus, Occurrence, upcoming
from domain.meetups.when import parse_when
from domain.posts import PostKind
from languages import gettext
from services.desk import Desk
from services.meetups import schedule
from services.meetups.finding import SHOWN_DATES, get_editable, get_occurrence
from services.meetups.seating import settle_seats


@dataclass(frozen=True, slots=True)
class Changed:
    """A date, or the next date of a series, after a change."""

    session: Session
    upcoming: list[Occurrence]


@dataclass(frozen=True, slots=True)
class Changing:
    """Use cases of hosts for one date, and for the end of a series. All of them raise Refusal."""

    desk: Desk

    async def skip(self, actor: Actor, ref: DateRef) -> Changed:
        """One date does not take place."""
        return await self.desk.database.write(_skip, actor, ref, self.desk.now(), self.desk.random)

    async def move(self, actor: Actor, ref: DateRef, when: str) -> Changed:
        """One date starts at another time."""
        return await self.desk.database.write(_move, actor, ref, when, self.desk.now(), self.desk.random)

    async def restore(self, actor: Actor, ref: DateRef) -> Changed:
        """One date takes place as the series has it, whatever was changed about it."""
        return await self.desk.database.write(_restore, actor, ref, self.desk.now(), self.desk.random)

    async def cancel(self, actor: Actor, ref: DateRef, version: int | None = None) -> Meetup:
        """No further dates. `version`: refuse if the meetup has been changed since."""
        return await self.desk.database.write(_cancel, actor, ref, version, self.desk.now(), self.desk.random)


def call_off(
    connection: Connection,
    actor: Actor,
    meetup: Meetup,
    day: MeetupDate,
    status: DateStatus,
    now: datetime,
    random: Random,
) -> MeetupDate:
    was_planned = day.status is DateStatus.PLANNED
    day = replace(day, status=status)
    schedule.store_date(connection, meetup, day, now, random)
    if was_planned:
        tell_change(connection, actor, meetup, day, {"what": status.value}, now, random)
    return day


def _skip(connection: Connection, actor: Actor, ref: DateRef, now: datetime, random: Random) -> Changed:
    meetup, day = _open(connection, actor, ref, now, random)
    if day.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date is skipped already. `/meetup restore` brings it back."))
    day = call_off(connection, actor, meetup, day, DateStatus.SKIPPED, now, random)
    return show_change(connection, meetup, day, now)


def _move(
    connection: Connection, actor: Actor, ref: DateRef, text: str, now: datetime, random: Random
) -> Changed:
    meetup, day = _open(connection, actor, ref, now, random)
    when = parse_when(text, now, meetup.series.zone)
    if day.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date is skipped. `/meetup restore` it first, then move it."))
    if when.at == day.starts_at:
        raise Refusal(gettext("That date starts then already."))
    day = replace(day, starts_at=when.at)
    schedule.store_date(connection, meetup, day, now, random)
    tell_change(connection, actor, meetup, day, {"what": "moved"}, now, random)
    return show_change(connection, meetup, day, now)


def _restore(connection: Connection, actor: Actor, ref: DateRef, now: datetime, random: Random) -> Changed:
    meetup, day = _open(connection, actor, ref, now, random)
    regular = meetup.series.starts_at(ref.on)
    if day.status is DateStatus.PLANNED and day.starts_at == regular:
        raise Refusal(gettext("That date takes place as planned. There is nothing to restore."))
    if regular <= now:
        raise Refusal(
            gettext("The time that the series has for that date has passed. `/meetup move` it instead.")
        )
    day = replace(day, status=DateStatus.PLANNED, starts_at=regular)
    schedule.store_date(connection, meetup, day, now, random)
    settle_seats(connection, meetup, day, now, random)
    tell_change(connection, actor, meetup, day, {"what": "restored"}, now, random)
    return show_change(connection, meetup, day, now)


def _open(
    connection: Connection, actor: Actor, ref: DateRef, now: datetime, random: Random
) -> tuple[Meetup, MeetupDate]:
    meetup = get_editable(connection, actor, ref.meetup_id)
    item = get_occurrence(connection, meetup, ref, now)
    day = schedule.open_date(connection, meetup, ref.on, now, random) if item.starts_at > now else None
    if day is None or day.has_begun(now):
        raise Refusal(gettext("That date has started. Pick one to come, please."))
    return meetup, day


def _cancel(
    connection: Connection, actor: Actor, ref: DateRef, version: int | None, now: datetime, random: Random
) -> Meetup:
    meetup = get_editable(connection, actor, ref.meetup_id)
    if version is not None and version != meetup.version:
        raise Refusal(
            gettext("That meetup has been changed meanwhile. Have another look before you cancel it.")
        )
    meetups.cancel_meetup(connection, meetup.id, to_ms(now))
    for day in meetup_dates.list_dates(connection, meetup.id, to_ms(now)):
        if not day.has_begun(now):
            call_off(connection, actor, meetup, day, DateStatus.CANCELLED, now, random)
    return meetup


def tell_change(
    connection: Connection,
    actor: Actor,
    meetup: Meetup,
    day: MeetupDate,
    payload: dict[str, object],
    now: datetime,
    random: Random,
) -> None:
    """Tell the others who answered, in the meetup's thread; nobody has heard of a date without a message."""
    if day.message_id is None:
        return
    session = schedule.load_session(connection, meetup, day)
    key = f"{payload['what']}:{to_ms(now)}"
    payload = payload | {"starts_ms": to_ms(day.starts_at)}
    others = [user_id for user_id in session.guests.coming if user_id != actor.user_id]
    schedule.tell_people(connection, session, PostKind.CHANGE, key, others, payload, now, random)


def show_change(connection: Connection, meetup: Meetup, day: MeetupDate, now: datetime) -> Changed:
    """What to show the host after a change."""
    changes = meetup_dates.map_changes(connection, meetup.id, to_ms(now))
    dates = upcoming(meetup.series, changes, now, SHOWN_DATES)
    return Changed(schedule.load_session(connection, meetup, day), dates)
