"""What a single date has of its own, beside its time: its place, length, seats, host and description."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from db import meetup_dates, notices
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import (
    DateOverrides,
    DateRef,
    Meetup,
    MeetupDate,
    MeetupDetails,
    MeetupPlace,
    check_description,
    check_length,
    check_place,
    read_own_seats,
)
from domain.meetups.request import MeetupRequest, write_one_date
from domain.meetups.series import DateStatus
from domain.notices import Notice, NoticeKind
from languages import gettext
from services.meetups import host_notices, schedule
from services.meetups.changing import (
    Changed,
    ChangedMeanwhile,
    check_to_come,
    open_to_change,
    show_change,
)
from services.meetups.finding import get_occurrence, get_with_editable_date, may_edit
from services.meetups.handing_over import check_may_plan
from services.meetups.seats import fill_free_seats
from services.meetups.telling import post_change, tell_change
from services.transaction import Transaction

T = TypeVar("T")


def look_at(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[Meetup, MeetupDate]:
    """Returns a date to come that takes place; one without a row is not opened by that.

    Raises Refusal where there is none, it is skipped or has begun, or the member may not change it.
    """
    meetup = get_with_editable_date(tx, actor, ref)
    occurrence = get_occurrence(tx, meetup, ref)
    day = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    if day is None:
        day = MeetupDate(DateId(0), meetup.id, ref.on, occurrence.starts_at)
    check_to_come(tx, day)
    if day.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date is skipped. *Restore* it first, then change it."))
    return meetup, day


def in_words(tx: Transaction, meetup: Meetup, day: MeetupDate) -> MeetupRequest:
    """Returns what the form of a date is filled with, as it is; a host who has left cannot be picked."""
    words = write_one_date(meetup, day)
    has_left = words.host_id is not None and host_notices.find_host(tx, meetup, day) is None
    return replace(words, host_id=0) if has_left else words


def change(
    tx: Transaction,
    actor: Actor,
    ref: DateRef,
    seen: MeetupRequest,
    request: MeetupRequest,
    host: Actor | None = None,
) -> Changed:
    """Changes what the host has changed in the form, for this date alone; what others have changed stays.

    A field that is empty, or as in the series, is the date's own no more. `host` is who was picked.
    Raises Refusal where nothing would change, something cannot be read, who was picked may not host, or as
    `look_at` does; ChangedMeanwhile where both have changed the same since the host saw it.
    """
    meetup, as_it_is = look_at(tx, actor, ref)
    if in_words(tx, meetup, as_it_is).since(seen).clashes_with(request):
        raise ChangedMeanwhile(
            gettext("That date has been changed meanwhile. Have another look at it first.")
        )
    if host is not None and not may_edit(tx, host, meetup):
        check_may_plan(tx, host)
    _, before = open_to_change(tx, actor, ref)
    overrides = _read_overrides(meetup, before, request)
    if overrides == before.overrides:
        raise Refusal(gettext("Nothing to change: fill in at least one field with something new."))
    after = replace(before, overrides=overrides)
    schedule.store_date(tx, meetup, after)
    fill_free_seats(tx, meetup, after)
    is_told = _tell(tx, actor, meetup, before, after)
    return show_change(tx, meetup, after, is_told=is_told)


def _read_overrides(meetup: Meetup, day: MeetupDate, request: MeetupRequest) -> DateOverrides:
    """Returns what the date has of its own with the fields that are given."""
    regular, own = meetup.regular_details_of(day), day.overrides
    if request.place is not None:
        place = MeetupPlace(check_place(request.place.text), request.place.voice_channel_id)
        own = replace(own, place=_unless(place, MeetupPlace(), regular.place))
    if request.length is not None:
        length_min = check_length(request.length) if request.length.strip() else None
        own = replace(own, length_min=_unless(length_min, regular.length_min))
    if request.seats is not None:
        own = replace(own, capacity=_read_capacity(request.seats, regular))
    if request.description is not None:
        description = check_description(request.description)
        own = replace(own, description=_unless(description, "", regular.description))
    if request.host_id is not None:
        own = replace(own, host_id=_unless(request.host_id, 0, meetup.host_id))
    return own


def _read_capacity(text: str, regular: MeetupDetails) -> int | None:
    """Returns the seats of the date's own, 0 for no limit; None where they are as in the series."""
    seats = read_own_seats(text)
    if seats == 0:
        return 0 if regular.capacity else None
    return _unless(seats, regular.capacity)


def _unless(value: T, *as_in_series: T) -> T | None:
    return None if value in as_in_series else value


def _tell(tx: Transaction, actor: Actor, meetup: Meetup, before: MeetupDate, after: MeetupDate) -> bool:
    """Tells those who come what is different, and who hosts it now. Returns whether anybody is told."""
    was, is_ = meetup.details_of(before), meetup.details_of(after)
    fields = [
        name
        for name in ("place", "length_min", "capacity", "description")
        if getattr(was, name) != getattr(is_, name)
    ]
    has_new_host = meetup.host_of(before) != meetup.host_of(after)
    fields += ["host_id"] if has_new_host else []
    has_fewer = is_.capacity is not None and (was.capacity is None or is_.capacity < was.capacity)
    payload: dict[str, object] = {"what": "one_date", "fields": fields, "keeps_seats": has_fewer}
    host_before = before.overrides.host_id if has_new_host else None
    is_told = bool(fields) and tell_change(tx, actor, meetup, after, payload, host_before)
    if has_new_host and meetup.host_of(after) != actor.user_id:
        _tell_host(tx, meetup, after)
    return is_told


def _tell_host(tx: Transaction, meetup: Meetup, day: MeetupDate) -> None:
    """Tells who hosts the date now, unless they hear it with those who come: in its thread, or in private."""
    session, host_id = schedule.load_session(tx, meetup, day), host_notices.find_host(tx, meetup, day)
    is_announced = day.message_id is not None
    if host_id is None or (is_announced and host_id in session.guests.coming):
        return
    starts_ms = to_ms(day.starts_at)
    if is_announced:
        told = {"what": "hosts_date", "starts_ms": starts_ms}
        post_change(tx, session, [host_id], told, day.starts_at)
        return
    payload = {"title": meetup.details.title, "starts_ms": starts_ms}
    kind, key = NoticeKind.HOSTS_DATE, f"{day.id}:{tx.now_ms}"
    notices.insert_notice(
        tx.connection, Notice(tx.new_id(), meetup.guild_id, host_id, kind, key, payload), tx.now_ms
    )


def list_hosts(tx: Transaction, guild_id: int) -> list[int]:
    """Returns the ids of members who host a single date of the guild that is not over."""
    return meetup_dates.list_single_hosts(tx.connection, guild_id, tx.now_ms)


def drop_leaver(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Has the hosts of the series host the dates again that a member hosted who left the guild."""
    leaver = Actor(guild_id, user_id)
    for meetup, day in meetup_dates.list_hosted_singly(tx.connection, guild_id, user_id, tx.now_ms):
        after = replace(day, overrides=replace(day.overrides, host_id=None))
        schedule.store_date(tx, meetup, after)
        if day.status is DateStatus.PLANNED and not day.has_begun(tx.now):
            _tell(tx, leaver, meetup, day, after)
