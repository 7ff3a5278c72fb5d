"""From series to dates to posts: which date is open, and what will be posted about it when.

A series is opened one date at a time and remembers the next one, so that a tick never computes a series from
its beginning.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from db import (
    meetup_dates,
    meetup_hosts,
    meetups,
    pending_edits,
    rotations,
    rsvps,
    seat_offers,
    venues,
)
from db.values import to_ms
from domain.ids import DateId
from domain.meetups import pings
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.place import find_by_place
from domain.meetups.rotation import next_venue
from domain.meetups.rsvp import make_guest_list
from domain.meetups.series import DateStatus, Occurrence, list_upcoming, occurrence_on
from domain.notices import NoticeKind
from domain.pending_edits import EDIT_PAUSE_MS, EditKind
from domain.posts import HOST_QUESTIONS, PostKind
from domain.zones import to_local
from services import message_syncing
from services.meetups import host_notices, planned_posts
from services.transaction import Transaction

_ONE_DAY = timedelta(days=1)
_LOOKED_AHEAD = 10


def advance(tx: Transaction, limit: int) -> int:
    """Opens the dates that are due, of at most `limit` series. Returns how many series were moved on."""
    due = meetups.list_to_advance(tx.connection, tx.now_ms, limit)
    for meetup, next_on in due:
        advance_one(tx, meetup, next_on)
    return len(due)


def advance_one(tx: Transaction, meetup: Meetup, next_on: date) -> None:
    """Opens the first date from `next_on` on that is not over, and notes the one after it."""
    open_on = _first_not_over(tx, meetup, next_on)
    if open_on != next_on:
        _note_passed(tx, meetup, next_on)
    if open_on is None:
        meetups.set_advance(tx.connection, meetup.id, None, None)
        return
    meetup_date = open_date(tx, meetup, open_on)
    following_on = next(meetup.series.dates(open_on + _ONE_DAY), None)
    if following_on is None:
        meetups.set_advance(tx.connection, meetup.id, None, None)
    else:
        _note_next(tx, meetup, following_on, meetup_date.starts_at)


def find_next_on(tx: Transaction, meetup: Meetup) -> date | None:
    """Returns the first date of the series to come that has no row yet; None where none is left."""
    taken = meetup_dates.map_opened(tx.connection, meetup, tx.now_ms)
    today = to_local(tx.now, meetup.series.zone).date()
    dates = meetup.series.dates(today)
    return next(
        (
            local_date
            for local_date in dates
            if local_date not in taken and meetup.series.starts_at(local_date) > tx.now
        ),
        None,
    )


def find_next_occurrence(tx: Transaction, meetup: Meetup) -> Occurrence | None:
    """Returns the next date that takes place; None where there is none any more."""
    if meetup.is_cancelled:
        return None
    changes = meetup_dates.map_changes(tx.connection, meetup, tx.now_ms)
    upcoming = list_upcoming(meetup.series, changes, tx.now, _LOOKED_AHEAD)
    return next((occurrence for occurrence in upcoming if not occurrence.is_skipped), None)


def plan_next_date(tx: Transaction, meetup: Meetup) -> None:
    """Opens the next date of a series that has changed, or notes when to."""
    dates = meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms)
    next_on = find_next_on(tx, meetup)
    if next_on is None:
        meetups.set_advance(tx.connection, meetup.id, None, None)
        return
    next_at = meetup.series.starts_at(next_on)
    planned = [meetup_date.starts_at for meetup_date in dates if meetup_date.status is DateStatus.PLANNED]
    if before := [starts_at for starts_at in planned if tx.now < starts_at < next_at]:
        _note_next(tx, meetup, next_on, max(before))
    else:
        advance_one(tx, meetup, next_on)


def _note_next(tx: Transaction, meetup: Meetup, next_on: date, previous_at: datetime) -> None:
    """Notes when to open the next date: when the one before starts, or its own first ping is due."""
    first_ping_at = pings.ping_due_at(meetup.series.starts_at(next_on), meetup.details.pings_min[0])
    meetups.set_advance(tx.connection, meetup.id, next_on, min(previous_at, first_ping_at))


def _first_not_over(tx: Transaction, meetup: Meetup, start_on: date) -> date | None:
    changes = meetup_dates.map_opened(tx.connection, meetup, tx.now_ms)
    dates = (occurrence_on(meetup.series, on, changes) for on in meetup.series.dates(start_on))
    return next((one.on for one in dates if one.ends_at(meetup.details.length_min) > tx.now), None)


def _note_passed(tx: Transaction, meetup: Meetup, first_on: date) -> None:
    payload = {"title": meetup.details.title, "starts_ms": to_ms(meetup.series.starts_at(first_on))}
    host_notices.notify_host(tx, meetup, NoticeKind.PASSED, f"{meetup.id}:{first_on}", payload)


def open_date(tx: Transaction, meetup: Meetup, local_date: date) -> MeetupDate:
    """Returns the date's row; where it has none yet, makes it, with its pings and its event."""
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, local_date)
    if meetup_date is None:
        meetup_date = MeetupDate(
            DateId(tx.new_id()), meetup.id, local_date, meetup.series.starts_at(local_date)
        )
        meetup_date = _at_next_venue(tx, meetup, meetup_date)
        store_date(tx, meetup, meetup_date)
    return meetup_date


def _at_next_venue(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> MeetupDate:
    """Returns the date at the venue that comes next, if its meetup goes round several."""
    venues = rotations.list_rotation(tx.connection, meetup.guild_id, meetup.id)
    venue = next_venue(venues, rotations.find_last(tx.connection, meetup.id)) if venues else None
    return replace(meetup_date, venue_id=venue.id, venue=venue.where) if venue else meetup_date


def store_date(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Stores the date, plans its pings anew, and marks its message and its event as outdated."""
    meetup_dates.save_date(tx.connection, meetup, meetup_date, tx.now_ms)
    planned_posts.plan_pings(tx, meetup, meetup_date)
    if meetup.circle_id is None:  # the server's own list of events is for everybody
        _mark_event_outdated(tx, meetup, meetup_date)
    if meetup_date.message_id is not None:
        mark_card_outdated(tx, meetup, meetup_date)
        mark_questions_outdated(tx, meetup_date)


def close(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Has everything that was posted about a date say that it is over."""
    meetup_dates.clear_due(tx.connection, meetup_date.id)
    if meetup_date.message_id is not None:
        mark_card_outdated(tx, meetup, meetup_date)
    mark_questions_outdated(tx, meetup_date)
    if find_next_occurrence(tx, meetup) is None:
        message_syncing.mark_outdated(tx, meetup.id, HOST_QUESTIONS)


def mark_questions_outdated(tx: Transaction, meetup_date: MeetupDate) -> None:
    """Marks the agenda, and the questions who comes and who has arrived, as outdated: they may be over."""
    kinds = (PostKind.AGENDA, PostKind.UNDECIDED, PostKind.ARRIVE)
    message_syncing.mark_outdated(tx, meetup_date.id, kinds)


def mark_card_outdated(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> bool:
    """Marks the date's RSVP message as outdated. Returns whether it may be edited at once."""
    return pending_edits.mark_outdated(
        tx.connection, meetup_date.id, EditKind.CARD, meetup.guild_id, tx.now_ms, EDIT_PAUSE_MS
    )


def mark_event_status_outdated(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Marks the date's event as outdated, as it begins or ends; one elsewhere does that by itself."""
    if meetup.place_of(meetup_date).voice_channel_id is not None:
        _mark_event_outdated(tx, meetup, meetup_date)


def _mark_event_outdated(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    pending_edits.mark_outdated(tx.connection, meetup_date.id, EditKind.EVENT, meetup.guild_id, tx.now_ms)


def load_session(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> Session:
    """Returns the date with all that is needed to show it."""
    guests = make_guest_list(rsvps.list_answers(tx.connection, meetup_date.id))
    cohost_ids = meetup_hosts.list_cohosts(tx.connection, meetup.id)
    offers = seat_offers.list_open(tx.connection, meetup_date.id)
    directions = load_directions(tx, meetup, meetup_date)
    return Session(meetup, meetup_date, guests, cohost_ids, tuple(offers), directions)


def load_directions(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> str:
    """Returns how to find the place of a date; empty where the venue book does not say."""
    place = meetup.place_of(meetup_date)
    if not place.text or place.voice_channel_id is not None:
        return ""
    venue = find_by_place(venues.list_with_directions(tx.connection, meetup.guild_id), place.text)
    return venue.directions if venue is not None else ""
