"""Changes to single dates of a series, and calling dates off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db import meetup_dates, meetups
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.meetup import DateOverrides, DateRef, Meetup, MeetupDate, Session
from domain.meetups.request import write_start
from domain.meetups.series import DateStatus, Occurrence, list_upcoming
from domain.posts import PostKind
from domain.times.parser import read_when
from languages import gettext
from services.meetups import host_questions, schedule
from services.meetups.finding import SHOWN_DATES, get_editable, get_occurrence, get_with_editable_date
from services.meetups.seats import fill_free_seats
from services.meetups.telling import tell_time
from services.transaction import Transaction


class ChangedMeanwhile(Refusal):
    """A refusal of a change to what somebody else has changed since the host saw it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A date, or the next date of a series, after a change; `is_told` says whether anybody is told of it.

    `kept` is an announced date that a new time would have put into the past, and that keeps its own; None
    where there is none. `unchanged` are dates that have something of their own instead of what was changed,
    each with the names of that.
    """

    session: Session
    upcoming: list[Occurrence]
    kept: MeetupDate | None = None
    is_told: bool = False
    unchanged: tuple[tuple[MeetupDate, list[str]], ...] = ()


def call_off(
    tx: Transaction, actor: Actor, meetup: Meetup, before: MeetupDate, status: DateStatus
) -> tuple[MeetupDate, bool]:
    """Sets the date to this status, and returns it with whether those who answered are told."""
    after = replace(before, status=status)
    schedule.store_date(tx, meetup, after)
    fill_free_seats(tx, meetup, after)
    was_planned = before.status is DateStatus.PLANNED
    return after, was_planned and tell_time(tx, actor, meetup, before, after, status.value)


def skip(tx: Transaction, actor: Actor, ref: DateRef) -> Changed:
    """Skips one date.

    Raises Refusal where it is skipped already or has begun, or the member may not change the meetup.
    """
    meetup, meetup_date = open_to_change(tx, actor, ref)
    if meetup_date.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date is skipped already. *Restore* brings it back."))
    meetup_date, is_told = call_off(tx, actor, meetup, meetup_date, DateStatus.SKIPPED)
    return show_change(tx, meetup, meetup_date, is_told=is_told)


def move(tx: Transaction, actor: Actor, ref: DateRef, text: str, seen_min: int | None = None) -> Changed:
    """Moves one date to another time.

    Raises Refusal where the time cannot be read, is the same or that of another date, the date is skipped or
    has begun, the member may not change it, or it no longer starts when they saw it start, in minutes since
    1970; None is any time.
    """
    meetup, meetup_date = open_to_change(tx, actor, ref)
    if seen_min is not None and seen_min != start_min(meetup_date.starts_at):
        raise ChangedMeanwhile(
            gettext(
                "That date was changed meanwhile: it now starts on {when}. Do you still want to move it?",
                when=write_start(meetup_date.starts_at, meetup.series.zone),
            )
        )
    reading = read_when(text, tx.now, meetup.series.zone, tx.find_cities)
    when = reading.when
    length_min = meetup.details_of(meetup_date).length_min
    if reading.rule is not None or reading.length_min not in {None, length_min}:
        raise Refusal(
            gettext(
                "Only the start of this one date can be moved. *Only this date* changes its length, "
                "*Edit* how the series repeats."
            )
        )
    if meetup_date.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date is skipped. *Restore* it first, then move it."))
    if when.at == meetup_date.starts_at:
        raise Refusal(gettext("That date already starts at that time."))
    _check_free(tx, meetup, ref, when.at)
    moved = replace(meetup_date, starts_at=when.at)
    schedule.store_date(tx, meetup, moved)
    fill_free_seats(tx, meetup, moved)
    is_told = tell_time(tx, actor, meetup, meetup_date, moved, "moved")
    return show_change(tx, meetup, moved, is_told=is_told)


def start_min(starts_at: datetime) -> int:
    """Returns the start of a date in minutes since 1970, as a form carries it."""
    return to_ms(starts_at) // 60_000


def restore(tx: Transaction, actor: Actor, ref: DateRef) -> Changed:
    """Restores one date to what the series has for it, also in what it had of its own.

    Where the time that the series has for it has passed, it keeps the one that it was moved to. Raises
    Refusal where there is nothing to restore, its time is that of another date, the date has begun, or the
    member may not change the meetup.
    """
    meetup, meetup_date = open_to_change(tx, actor, ref)
    regular = meetup.series.starts_at(ref.on)
    starts_at = regular if regular > tx.now else meetup_date.starts_at
    takes_place_then = meetup_date.status is DateStatus.PLANNED and meetup_date.starts_at == starts_at
    if takes_place_then and not meetup_date.overrides.names:
        if starts_at != regular:
            raise Refusal(
                gettext("The time that the series has for that date has passed. *Move* it instead.")
            )
        raise Refusal(gettext("That date takes place as planned. There is nothing to restore."))
    _check_free(tx, meetup, ref, starts_at)
    was_otherwise, host_before = meetup.differences_of(meetup_date), meetup_date.overrides.host_id
    after = replace(meetup_date, status=DateStatus.PLANNED, starts_at=starts_at, overrides=DateOverrides())
    schedule.store_date(tx, meetup, after)
    fill_free_seats(tx, meetup, after)
    is_told = tell_time(tx, actor, meetup, meetup_date, after, "restored", was_otherwise, host_before)
    return show_change(tx, meetup, after, is_told=is_told)


def _check_free(tx: Transaction, meetup: Meetup, ref: DateRef, starts_at: datetime) -> None:
    """Raises Refusal where another date of the meetup takes place from that moment on."""
    changes = meetup_dates.map_changes(tx.connection, meetup, tx.now_ms)
    near = list_upcoming(meetup.series, changes, starts_at - timedelta(minutes=1), SHOWN_DATES)
    if any(one.starts_at == starts_at and one.on != ref.on and not one.is_skipped for one in near):
        raise Refusal(
            gettext(
                "Another date of this meetup starts at that time already. *Skip* one of the two, or pick "
                "another time."
            )
        )


def open_to_change(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[Meetup, MeetupDate]:
    """Returns a date to come, opened if it has no row yet.

    Raises Refusal where there is none, it has begun, or the member may not change it.
    """
    meetup = get_with_editable_date(tx, actor, ref)
    occurrence = get_occurrence(tx, meetup, ref)
    meetup_date = schedule.open_date(tx, meetup, ref.on) if occurrence.starts_at > tx.now else None
    if meetup_date is None:
        raise _has_started()
    check_to_come(tx, meetup_date)
    return meetup, meetup_date


def check_to_come(tx: Transaction, meetup_date: MeetupDate) -> None:
    """Raises Refusal where the date has begun."""
    if meetup_date.has_begun(tx.now):
        raise _has_started()


def _has_started() -> Refusal:
    return Refusal(gettext("That date has started. Pick a later one, please."))


def cancel(tx: Transaction, actor: Actor, ref: DateRef, version: int | None) -> Meetup:
    """Cancels the meetup with all its dates to come, and returns it.

    What is under way goes on. Raises Refusal where the member may not change it, or it is no longer at
    `version`; None is any version.
    """
    meetup = get_editable(tx, actor, ref.meetup_id)
    check_version(meetup, version)
    meetups.cancel_meetup(tx.connection, meetup.id, tx.now_ms)
    meetup = replace(meetup, is_cancelled=True)
    host_questions.end_offer(tx, meetup.id)
    host_questions.close(tx, meetup.id, PostKind.HOST_WANTED)
    for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
        if not meetup_date.has_begun(tx.now):
            call_off(tx, actor, meetup, meetup_date, DateStatus.CANCELLED)
    return meetup


def check_version(meetup: Meetup, version: int | None) -> None:
    """Raises Refusal where the meetup is no longer at the version that the member saw; None is any."""
    if version is not None and version != meetup.version:
        raise Refusal(gettext("That meetup has been changed meanwhile. Have another look at it first."))


def show_change(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, *, is_told: bool) -> Changed:
    """Returns what the host is shown after a change."""
    changes = meetup_dates.map_changes(tx.connection, meetup, tx.now_ms)
    dates = list_upcoming(meetup.series, changes, tx.now, SHOWN_DATES)
    return Changed(schedule.load_session(tx, meetup, meetup_date), dates, is_told=is_told)
