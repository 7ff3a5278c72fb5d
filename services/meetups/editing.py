"""Editing a series: every date to come follows, and those who come are told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime

from db import meetup_dates, meetups, rotations
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, MeetupId
from domain.meetups.meetup import (
    Meetup,
    MeetupDate,
    MeetupDetails,
)
from domain.meetups.request import MeetupRequest
from domain.meetups.series import DateStatus
from languages import gettext
from services import outbox
from services.meetups import planning, schedule
from services.meetups.changing import Changed, show_change
from services.meetups.finding import get_editable
from services.meetups.following import follow_series
from services.meetups.seats import fill_free_seats
from services.meetups.telling import tell_change
from services.transaction import Transaction

_ANSWERING = {"most_guests", "answers_until_min", "answer_role_ids"}
_TOLD = {"title", "length_min", "place", "capacity", "series"} | _ANSWERING  # what guests care about
_TOLD_LATE = {"length_min", "place"}  # while they sit together
_FOR_ALL = ("most_guests", "answers_until", "answer_role_ids")
"""Fields of a request that a circle's meetup does not have."""


def edit(tx: Transaction, actor: Actor, meetup_id: MeetupId, request: MeetupRequest) -> Changed:
    """Changes the fields that are given, for every date to come.

    An announced date that a new time would put into the past stays as it is, and so does one under way.
    Raises Refusal where nothing would change, something cannot be read, no date would be left, or the member
    may not change the meetup.
    """
    before = get_editable(tx, actor, meetup_id)
    if before.circle_id is not None and request.channel_id is not None:
        raise Refusal(gettext("A circle's meetup is announced in its own thread."))
    if before.circle_id is not None and any(getattr(request, name) for name in _FOR_ALL):
        raise Refusal(gettext("A circle's meetup is for its members alone."))
    after = planning.change(tx, before, request)
    changes = _list_changes(before, after)
    ends_round = request.place is not None and bool(
        rotations.list_rotation(tx.connection, after.guild_id, after.id)
    )
    if not changes and not ends_round:
        raise Refusal(gettext("Nothing to change: fill in at least one field with something new."))
    starts_before = _map_starts(tx, before)
    meetups.update_meetup(tx.connection, after, tx.now_ms)
    if "channel_id" in changes:
        outbox.retry_now(tx, after.guild_id)
    kept_ids = follow_series(tx, actor, before, after) if "series" in changes else set()
    schedule.plan_next_date(tx, after)  # longer pings open the next date earlier
    dates = meetup_dates.list_dates(tx.connection, after.id, tx.now_ms)
    if request.place is not None:  # a place that is named ends a round of venues
        rotations.set_rotation(tx.connection, after.id, [])
        dates = [
            meetup_date if meetup_date.has_begun(tx.now) else replace(meetup_date, venue_id=None, venue=None)
            for meetup_date in dates
        ]
    if not dates:
        raise Refusal(gettext("That series is over. Plan a new one, please."))
    for day in dates:
        schedule.store_date(tx, after, day)
        fill_free_seats(tx, after, day)
    is_told = False
    for day in dates:
        if fields_told := _list_told(tx, day, changes, starts_before.get(day.id)):
            keeps_seats = "capacity" in fields_told and _has_fewer_seats(before, after)
            payload = {"what": "edited", "fields": fields_told, "keeps_seats": keeps_seats}
            is_told |= tell_change(tx, actor, after, day, payload)
    next_date = next(
        (meetup_date for meetup_date in dates if meetup_date.status is DateStatus.PLANNED), dates[0]
    )
    kept = next((meetup_date for meetup_date in dates if meetup_date.id in kept_ids), None)
    changed = show_change(tx, after, next_date, is_told=is_told)
    return replace(changed, kept=kept, unchanged=tuple(_list_unchanged(tx, after, dates, changes)))


def _list_told(
    tx: Transaction, day: MeetupDate, changes: Sequence[str], start_before: datetime | None
) -> list[str]:
    """Returns which of the changes matter to those who come to this date, which started then."""
    told = _TOLD_LATE if day.has_begun(tx.now) else _TOLD
    if start_before == day.starts_at:
        told = told - {"series"}  # a rhythm changes nothing for those who come to this date
    names = [name for name in changes if name in told - day.overrides.names]
    return names if day.status is DateStatus.PLANNED else []


def _list_unchanged(
    tx: Transaction, meetup: Meetup, dates: Sequence[MeetupDate], changes: Collection[str]
) -> Iterator[tuple[MeetupDate, list[str]]]:
    """Yields the dates to come on which some of these changes do not show, each with their names."""
    for day in dates:
        names = [name for name in meetup.differences_of(day) if name in changes]
        if names and day.status is DateStatus.PLANNED and not day.has_begun(tx.now):
            yield day, names


def _has_fewer_seats(before: Meetup, after: Meetup) -> bool:
    was, is_ = before.details.capacity, after.details.capacity
    return is_ is not None and (was is None or is_ < was)


def _map_starts(tx: Transaction, meetup: Meetup) -> dict[DateId, datetime]:
    """Returns when the meetup's dates start that take place and are not over."""
    dates = meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms)
    return {one.id: one.starts_at for one in dates if one.status is DateStatus.PLANNED}


def _list_changes(before: Meetup, after: Meetup) -> list[str]:
    """Returns the names of the details that differ, and `series` where that does."""
    details = (field.name for field in fields(MeetupDetails))
    changed = [name for name in details if getattr(before.details, name) != getattr(after.details, name)]
    was, is_ = before.series, after.series
    # A time that clocks show twice is equal to itself, whichever of the two is meant.
    has_moved = was != is_ or was.starts_at(is_.first_on) != is_.starts_at(is_.first_on)
    return changed + (["series"] if has_moved else [])
