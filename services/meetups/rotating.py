"""Meetups that go round several venues: each date takes place at the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db import meetup_dates, rotations
from db import venues as venue_rows
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import VenueId
from domain.meetups.meetup import DateRef, Meetup
from domain.meetups.rotation import next_venue
from domain.meetups.series import DateStatus
from domain.venues import Venue, rank_venues
from languages import gettext
from services.meetups import schedule
from services.meetups.changing import Changed, show_change
from services.meetups.finding import get_editable
from services.meetups.telling import tell_change
from services.transaction import Transaction


def rotate(tx: Transaction, actor: Actor, ref: DateRef, venues: Sequence[Venue]) -> Changed:
    """Has the meetup go round these venues from its next date on; an empty list ends that.

    Raises Refusal where a venue is named twice, the meetup is a circle's or over, or the member may not
    change it.
    """
    meetup = _get_rotatable(tx, actor, ref)
    if len({venue.id for venue in venues}) < len(venues):
        raise Refusal(gettext("You named one of them twice. Each venue has one place in the round."))
    rotations.set_rotation(tx.connection, meetup.id, [venue.id for venue in venues])
    dates = [
        meetup_date
        for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms)
        if not meetup_date.has_begun(tx.now)
    ]
    last: VenueId | None = None
    is_told = False
    for meetup_date in dates:
        venue = next_venue(venues, last)
        last = venue.id if venue else None
        before = meetup.place_of(meetup_date)
        changed = replace(meetup_date, venue_id=last, venue=venue.where if venue else None)
        schedule.store_date(tx, meetup, changed)
        if meetup_date.status is DateStatus.PLANNED and meetup.place_of(changed) != before:
            payload: dict[str, object] = {"what": "edited", "fields": ["place"]}
            is_told |= tell_change(tx, actor, meetup, changed, payload)
    next_date = next((meetup_date for meetup_date in dates if meetup_date.status is DateStatus.PLANNED), None)
    if next_date is None:
        raise Refusal(gettext("That series is over. Plan a new one, please."))
    found = meetup_dates.find_with_date(tx.connection, next_date.id)
    assert found is not None, "it has just been stored"
    return show_change(tx, *found, is_told=is_told)


def list_choices(tx: Transaction, actor: Actor, ref: DateRef, limit: int) -> tuple[list[Venue], list[Venue]]:
    """Returns at most `limit` venues to go round, and those that the meetup goes round now.

    First stand those that it goes round now, then the others of the book, the best first. Raises Refusal
    where the book is empty, the meetup is a circle's, or the member may not change it.
    """
    meetup = _get_rotatable(tx, actor, ref)
    now = rotations.list_rotation(tx.connection, meetup.guild_id, meetup.id)
    book = rank_venues(venue_rows.list_venues(tx.connection, meetup.guild_id), "")
    if not book:
        raise Refusal(gettext("No venue is in the book yet. `/venue add` adds one."))
    return [*now, *(venue for venue in book if venue not in now)][:limit], now


def _get_rotatable(tx: Transaction, actor: Actor, ref: DateRef) -> Meetup:
    meetup = get_editable(tx, actor, ref.meetup_id)
    if meetup.circle_id is not None:
        raise Refusal(gettext("A circle's meetup stays where it is. *Edit* moves it."))
    return meetup
