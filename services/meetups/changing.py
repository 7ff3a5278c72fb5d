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
from services.meetups import host_questions, planned_posts, schedule
from services.meetups.finding import SHOWN_DATES, get_editable, get_occurrence, get_with_editable_date
from services.meetups.seats import fill_free_seats
from services.transaction import Transaction


class ChangedMeanwhile(Refusal):
    """A refusal of a change to what somebody else has changed since the host saw it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A date, or the next date of a series, after a change; `is_told` says whether anybody is told of it.

    `kept` is an announced date that a new time would have put into the past, and that keeps its own; None
    where there is none.
    """

    session: Session
    upcoming: list[Occurrence]
    kept: MeetupDate | None = None
    is_told: bool = False


def call_off(
    tx: Transaction, actor: Actor, meetup: Meetup, meetup_date: MeetupDate, status: DateStatus
) -> MeetupDate:
    """Sets the date to this status, tells those who answered, and returns it."""
    was_planned = meetup_date.status is DateStatus.PLANNED
    meetup_date = replace(meetup_date, status=status)
    schedule.store_date(tx, meetup, meetup_date)
    fill_free_seats(tx, meetup, meetup_date)
    if was_planned:
        tell_change(tx, actor, meetup, meetup_date, {"what": status.value})
    return meetup_date


def skip(tx: Transaction, actor: Actor, ref: DateRef) -> Changed:
    """Skips one date.

    Raises Refusal where it is skipped already or has begun, or the member may not change the meetup.
    """
    meetup, meetup_date = open_to_change(tx, actor, ref)
    if meetup_date.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date is skipped already. *Restore* brings it back."))
    meetup_date = call_off(tx, actor, meetup, meetup_date, DateStatus.SKIPPED)
    is_told = bool(_list_told(tx, actor, meetup, meetup_date))
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
    meetup_date = replace(meetup_date, starts_at=when.at)
    schedule.store_date(tx, meetup, meetup_date)
    fill_free_seats(tx, meetup, meetup_date)
    is_told = tell_change(tx, actor, meetup, meetup_date, {"what": "moved"})
    return show_change(tx, meetup, meetup_date, is_told=is_told)


def start_min(starts_at: datetime) -> int:
    """Returns the start of a date in minutes since 1970, as a form carries it."""
    return to_ms(starts_at) // 60_000


def restore(tx: Transaction, actor: Actor, ref: DateRef) -> Changed:
    """Restores one date to what the series has for it, also in what it had of its own.

    Raises Refusal where there is nothing to restore, that time has passed or is that of another date, the
    date has begun, or the member may not change the meetup.
    """
    meetup, meetup_date = open_to_change(tx, actor, ref)
    regular = meetup.series.starts_at(ref.on)
    takes_place_then = meetup_date.status is DateStatus.PLANNED and meetup_date.starts_at == regular
    if takes_place_then and not meetup_date.overrides.names:
        raise Refusal(gettext("That date takes place as planned. There is nothing to restore."))
    if regular <= tx.now:
        raise Refusal(gettext("The time that the series has for that date has passed. *Move* it instead."))
    _check_free(tx, meetup, ref, regular)
    was_otherwise, host_before = meetup.differences_of(meetup_date), meetup_date.overrides.host_id
    meetup_date = replace(
        meetup_date, status=DateStatus.PLANNED, starts_at=regular, overrides=DateOverrides()
    )
    schedule.store_date(tx, meetup, meetup_date)
    fill_free_seats(tx, meetup, meetup_date)
    is_told = False
    if not takes_place_then or was_otherwise:
        what = "one_date" if takes_place_then else "restored"
        payload: dict[str, object] = {"what": what, "fields": was_otherwise}
        is_told = tell_change(tx, actor, meetup, meetup_date, payload, host_before)
    return show_change(tx, meetup, meetup_date, is_told=is_told)


def _check_free(tx: Transaction, meetup: Meetup, ref: DateRef, starts_at: datetime) -> None:
    """Raises Refusal where another date of the meetup takes place from that moment on."""
    changes = meetup_dates.map_changes(tx.connection, meetup.id, tx.now_ms)
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


def tell_change(
    tx: Transaction,
    actor: Actor,
    meetup: Meetup,
    meetup_date: MeetupDate,
    payload: dict[str, object],
    host_before: int | None = None,
) -> bool:
    """Tells the others who answered, in the meetup's thread. Returns whether there is anybody to tell.

    `host_before` is who hosted the date alone and does so no more; None where nobody did.
    Of a time that is to come nobody is told when it has passed.
    """
    others = _list_told(tx, actor, meetup, meetup_date, host_before)
    session = schedule.load_session(tx, meetup, meetup_date)
    key = f"{payload['what']}:{tx.now_ms}"
    is_under_way = meetup_date.has_begun(tx.now)
    payload = payload | {"starts_ms": to_ms(meetup_date.starts_at), "is_under_way": is_under_way}
    is_to_come = meetup_date.status is DateStatus.PLANNED and not is_under_way
    useful_until = meetup_date.starts_at if is_to_come else None
    planned_posts.post_to_members(tx, session, PostKind.CHANGE, key, others, payload, useful_until)
    return bool(others)


def _list_told(
    tx: Transaction, actor: Actor, meetup: Meetup, meetup_date: MeetupDate, host_before: int | None = None
) -> list[int]:
    """Returns the ids of the others who answered; of none where the date was never announced."""
    if meetup_date.message_id is None:
        return []
    guests = schedule.load_session(tx, meetup, meetup_date).guests
    told = dict.fromkeys((*guests.coming, *([host_before] if host_before else [])))
    return [user_id for user_id in told if user_id != actor.user_id]


def show_change(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, *, is_told: bool) -> Changed:
    """Returns what the host is shown after a change."""
    changes = meetup_dates.map_changes(tx.connection, meetup.id, tx.now_ms)
    dates = list_upcoming(meetup.series, changes, tx.now, SHOWN_DATES)
    return Changed(schedule.load_session(tx, meetup, meetup_date), dates, is_told=is_told)
