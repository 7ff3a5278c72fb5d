"""Dates follow an edited series: what it keeps, what it moves, and what it no longer has."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

from db import meetup_dates, posts
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import Meetup, MeetupDate
from domain.meetups.series import DateStatus, has_date
from languages import gettext
from services.meetups import schedule
from services.meetups.changing import call_off
from services.transaction import Transaction

_NEAR = timedelta(days=3)
"""How far a date may be moved beside the others of its series: further away it would be another one."""


def follow_series(tx: Transaction, actor: Actor, before: Meetup, after: Meetup) -> set[DateId]:
    """Fits the dates that have a row into the new series.

    A date that the new series has, too, stays, with its skip or its move. Where none of these comes next, the
    next date of the old series becomes the next of the new one, and those after it follow; each keeps its
    answers and what it has of its own. The others are called off. Returns the ids of announced dates that
    keep their time, since the new one has passed.

    Raises Refusal where no date would be left.
    """
    dates = meetup_dates.list_dates(tx.connection, after.id, tx.now_ms)
    to_come = [meetup_date for meetup_date in dates if not meetup_date.has_begun(tx.now)]
    kept = [meetup_date for meetup_date in to_come if has_date(after.series, meetup_date.on)]
    lost = [meetup_date for meetup_date in to_come if meetup_date not in kept]
    too_late = [meetup_date for meetup_date in kept if _move_with_series(tx, before, after, meetup_date)]
    kept_ids = {meetup_date.id for meetup_date in too_late if not _drop_unheard_of(tx, meetup_date)}
    _replace_lost(tx, actor, before, after, lost)
    _check_any_left(tx, after)
    return kept_ids


def _move_with_series(tx: Transaction, before: Meetup, after: Meetup, meetup_date: MeetupDate) -> bool:
    """Moves a date that follows the series. Returns whether that is too late for one that takes place."""
    starts_at = after.series.starts_at(meetup_date.on)
    is_back = meetup_date.status is DateStatus.CANCELLED  # the series has it again
    if not is_back and meetup_date.starts_at != before.series.starts_at(meetup_date.on):
        return False
    if starts_at <= tx.now:
        return meetup_date.status is DateStatus.PLANNED
    status = DateStatus.PLANNED if is_back else meetup_date.status
    moved = replace(meetup_date, status=status, starts_at=starts_at)
    meetup_dates.save_date(tx.connection, after, moved, tx.now_ms)
    return False


def _replace_lost(
    tx: Transaction, actor: Actor, before: Meetup, after: Meetup, lost: Sequence[MeetupDate]
) -> None:
    """Moves the dates that the series has no more to those that it has instead, and calls off the others."""
    replacements = _find_replacements(tx, before, after, lost)
    for meetup_date in lost:
        on = replacements.get(meetup_date.id)
        if on is not None:
            moved = replace(meetup_date, on=on, starts_at=after.series.starts_at(on))
            meetup_dates.save_date(tx.connection, after, moved, tx.now_ms)
        elif not _drop_unheard_of(tx, meetup_date):
            call_off(tx, actor, after, meetup_date, DateStatus.CANCELLED)


def _find_replacements(
    tx: Transaction, before: Meetup, after: Meetup, lost: Sequence[MeetupDate]
) -> dict[DateId, date]:
    """Returns the day of the new series for each lost date that takes place and has one, by its id.

    The next date becomes the next one. As far as that is moved, so are the dates after it, each to the
    nearest day within `_NEAR` that has no date with a row.
    """
    planned = [meetup_date for meetup_date in lost if meetup_date.status is DateStatus.PLANNED]
    next_on = _find_next_on(tx, after) if planned else None
    next_before = schedule.find_next_occurrence(tx, before)
    if next_on is None or next_before is None:
        return {}
    taken = set(meetup_dates.map_opened(tx.connection, after, tx.now_ms))
    replacements: dict[DateId, date] = {}
    for meetup_date in sorted(planned, key=lambda meetup_date: meetup_date.starts_at):
        is_next = meetup_date.on == next_before.on
        wanted = meetup_date.on + (next_on - next_before.on)
        on = next_on if is_next else _find_nearest(tx, after, wanted, taken)
        if on is not None:
            replacements[meetup_date.id] = on
            taken.add(on)
    return replacements


def _find_nearest(tx: Transaction, after: Meetup, wanted: date, taken: Container[date]) -> date | None:
    """Returns the day of the series to come that is nearest to the one wanted; None where none is near."""
    near = takewhile(lambda on: on <= wanted + _NEAR, after.series.dates(wanted - _NEAR))
    free = [on for on in near if on not in taken and after.series.starts_at(on) > tx.now]
    return min(free, key=lambda on: abs(on - wanted), default=None)


def _find_next_on(tx: Transaction, after: Meetup) -> date | None:
    """Returns the first date of the series without a row; None where one that takes place comes before it."""
    next_on = schedule.find_next_on(tx, after)
    if next_on is None:
        return None
    starts_at = after.series.starts_at(next_on)
    comes_before = any(
        meetup_date.status is DateStatus.PLANNED
        and has_date(after.series, meetup_date.on)
        and tx.now < meetup_date.starts_at < starts_at
        for meetup_date in meetup_dates.list_dates(tx.connection, after.id, tx.now_ms)
    )
    return None if comes_before else next_on


def _check_any_left(tx: Transaction, after: Meetup) -> None:
    dates = meetup_dates.list_dates(tx.connection, after.id, tx.now_ms)
    is_any_left = any(
        meetup_date.status is DateStatus.PLANNED and meetup_date.starts_at > tx.now for meetup_date in dates
    )
    if not is_any_left and schedule.find_next_on(tx, after) is None:
        raise Refusal(gettext("That leaves the series without a date to come. Pick another time, please."))


def _drop_unheard_of(tx: Transaction, meetup_date: MeetupDate) -> bool:
    """Deletes the date if nobody can have seen it, and returns whether: shown nowhere, not being posted."""
    is_shown = meetup_date.message_id is not None or meetup_date.event_id is not None
    if is_shown or posts.is_sending(tx.connection, meetup_date.id):
        return False
    meetup_dates.delete_date(tx.connection, meetup_date.id)
    return True
