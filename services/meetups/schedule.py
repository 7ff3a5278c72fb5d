"""From series to dates to pings: which date is open, and what will be posted about it when.

Functions of a transaction. A series is opened one date at a time and remembers the next one, so that a
tick never computes a series from its beginning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from db import guilds, meetup_dates, meetups, notices, pending_edits, posts, rotations, rsvps
from db.values import to_ms
from domain.ids import DateId, PostId
from domain.meetups import agenda, brainstorm, pings
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rotation import next_venue
from domain.meetups.rsvp import make_guest_list
from domain.meetups.series import DateStatus, Occurrence, list_upcoming
from domain.notices import Notice, NoticeKind
from domain.pending_edits import EditKind
from domain.posts import Post, PostKind
from domain.zones import to_local
from services.transaction import Transaction

CARD_PAUSE = timedelta(seconds=3)
MENTIONS_PER_MESSAGE = 80  # 80 mentions of 22 characters stay under a message's 2,000
_ONE_DAY = timedelta(days=1)
_LOOKED_AHEAD = 10
_AFTER_AGENDA = timedelta(seconds=1)
_LAST_CALL = timedelta(hours=2)  # for those who said yes after the agenda was posted
_PINGS = (PostKind.ANNOUNCE, PostKind.REMIND, PostKind.CALL, PostKind.AGENDA, PostKind.ASK, PostKind.ARRIVE)


def advance(tx: Transaction, limit: int) -> int:
    """Open the dates whose time has come; how many series were moved on."""
    due = meetups.list_to_advance(tx.connection, tx.now_ms, limit)
    for meetup, next_on in due:
        advance_one(tx, meetup, next_on)
    return len(due)


def advance_one(tx: Transaction, meetup: Meetup, next_on: date) -> None:
    """Open the first date from `next_on` on that is not over, and note the one after it."""
    on = _first_not_over(meetup, next_on, tx.now)
    if on != next_on:
        _note_passed(tx, meetup, next_on)
    if on is None:
        meetups.set_advance(tx.connection, meetup.id, None, None)
        return
    day = open_date(tx, meetup, on)
    following = next(meetup.series.dates(on + _ONE_DAY), None)
    if following is None:
        meetups.set_advance(tx.connection, meetup.id, None, None)
    else:
        _note_next(tx, meetup, following, day.starts_at)


def find_next_on(tx: Transaction, meetup: Meetup) -> date | None:
    """The first date of the series that starts after now and has no row yet."""
    taken = meetup_dates.map_opened(tx.connection, meetup.id, tx.now_ms)
    today = to_local(tx.now, meetup.series.zone).date()
    dates = meetup.series.dates(today)
    return next((on for on in dates if on not in taken and meetup.series.starts_at(on) > tx.now), None)


def find_next_occurrence(tx: Transaction, meetup: Meetup) -> Occurrence | None:
    """The next date that takes place; None where there is none any more."""
    if meetup.is_cancelled:
        return None
    changes = meetup_dates.map_changes(tx.connection, meetup.id, tx.now_ms)
    found = list_upcoming(meetup.series, changes, tx.now, _LOOKED_AHEAD)
    return next((item for item in found if not item.is_skipped), None)


def plan_next_date(tx: Transaction, meetup: Meetup) -> None:
    """After the series has changed: open its next date, or note when to."""
    days = meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms)
    next_on = find_next_on(tx, meetup)
    if next_on is None:
        meetups.set_advance(tx.connection, meetup.id, None, None)
        return
    next_at = meetup.series.starts_at(next_on)
    planned = [day.starts_at for day in days if day.status is DateStatus.PLANNED]
    if before := [starts_at for starts_at in planned if tx.now < starts_at < next_at]:
        _note_next(tx, meetup, next_on, max(before))
    else:
        advance_one(tx, meetup, next_on)


def _note_next(tx: Transaction, meetup: Meetup, next_on: date, previous_at: datetime) -> None:
    """The next date opens when the one before it starts, or earlier if its first ping is due by then."""
    first_ping_at = pings.ping_due_at(meetup.series.starts_at(next_on), meetup.details.pings_min[0])
    meetups.set_advance(tx.connection, meetup.id, next_on, min(previous_at, first_ping_at))


def _first_not_over(meetup: Meetup, start_on: date, now: datetime) -> date | None:
    dates = meetup.series.dates(start_on)
    return next((on for on in dates if meetup.ends_at(meetup.series.starts_at(on)) > now), None)


def _note_passed(tx: Transaction, meetup: Meetup, first_on: date) -> None:
    payload = {"title": meetup.details.title, "starts_ms": to_ms(meetup.series.starts_at(first_on))}
    notify_host(tx, meetup, NoticeKind.PASSED, f"{meetup.id}:{first_on}", payload)


def open_date(tx: Transaction, meetup: Meetup, on: date) -> MeetupDate:
    """The date's row, made with its pings and its event if it has none yet."""
    day = meetup_dates.find_date(tx.connection, meetup.id, on)
    if day is None:
        day = MeetupDate(DateId(tx.new_id()), meetup.id, on, meetup.series.starts_at(on))
        day = _at_next_venue(tx, meetup, day)
        store_date(tx, meetup, day)
    return day


def replan(tx: Transaction, guild_id: int) -> None:
    """Plan anew what is said about the guild's dates to come; what has been said stays said."""
    for meetup in meetups.list_meetups(tx.connection, guild_id, tx.now_ms):
        for day in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if not day.has_begun(tx.now):
                _refresh_pings(tx, meetup, day)


def _at_next_venue(tx: Transaction, meetup: Meetup, day: MeetupDate) -> MeetupDate:
    """The date where it is its turn to be, if its meetup goes round several venues."""
    round_of = rotations.list_rotation(tx.connection, meetup.guild_id, meetup.id)
    venue = next_venue(round_of, rotations.find_last(tx.connection, meetup.id)) if round_of else None
    return replace(day, venue_id=venue.id, venue=venue.where) if venue else day


def store_date(tx: Transaction, meetup: Meetup, day: MeetupDate) -> None:
    """Keep the date as it is now; set its pings anew and have its message and event follow."""
    meetup_dates.save_date(tx.connection, meetup, day)
    _refresh_pings(tx, meetup, day)
    if meetup.circle_id is None:  # the server's own list of events is for everybody
        pending_edits.mark_outdated(tx.connection, day.id, EditKind.EVENT, meetup.guild_id, tx.now_ms)
    if day.message_id is not None:
        mark_card_outdated(tx, meetup, day)


def mark_card_outdated(tx: Transaction, meetup: Meetup, day: MeetupDate) -> bool:
    """The RSVP message is out of date; whether it may be drawn at once."""
    pause_ms = CARD_PAUSE // timedelta(milliseconds=1)
    return pending_edits.mark_outdated(
        tx.connection, day.id, EditKind.CARD, meetup.guild_id, tx.now_ms, pause_ms
    )


def _refresh_pings(tx: Transaction, meetup: Meetup, day: MeetupDate) -> None:
    posts.delete_unsent(tx.connection, day.id, _PINGS)
    useful_until = pings.ping_useful_until(day.starts_at)
    if day.status is not DateStatus.PLANNED or useful_until <= tx.now:
        return
    for index, lead_min in enumerate(meetup.details.pings_min):
        due_at = pings.ping_due_at(day.starts_at, lead_min)
        if index == 0 and day.message_id is None:
            plan_post(tx, meetup, day, PostKind.ANNOUNCE, "", due_at, useful_until)
        elif due_at > tx.now:
            key = f"{lead_min}@{to_ms(day.starts_at)}"
            plan_post(tx, meetup, day, PostKind.REMIND, key, due_at, useful_until)
            plan_post(tx, meetup, day, PostKind.CALL, key, due_at, useful_until)
    if day.message_id is not None:
        plan_session_posts(tx, meetup, day)


def plan_session_posts(tx: Transaction, meetup: Meetup, day: MeetupDate) -> None:
    """What is said shortly before a date that has a card. A circle's table is its own."""
    if meetup.circle_id is None:
        _plan_agenda(tx, meetup, day)
        plan_arrival(tx, meetup, day)


def plan_arrival(tx: Transaction, meetup: Meetup, day: MeetupDate) -> None:
    """Have people asked to say when they are there; in voice it can be seen."""
    if meetup.place_of(day).voice_channel_id is None:
        posts.delete_unsent(tx.connection, day.id, [PostKind.ARRIVE])
        key, due_at = str(to_ms(day.starts_at)), day.starts_at - brainstorm.EARLY
        ends_at = meetup.ends_at(day.starts_at)
        plan_post(tx, meetup, day, PostKind.ARRIVE, key, due_at, ends_at)


def _plan_agenda(tx: Transaction, meetup: Meetup, day: MeetupDate) -> None:
    lead_min = guilds.get_settings(tx.connection, meetup.guild_id).agenda_lead_min or agenda.LEAD_MIN
    due_at = max(day.starts_at - timedelta(minutes=lead_min), tx.now)
    if due_at < day.starts_at:
        plan_post(tx, meetup, day, PostKind.AGENDA, "", due_at, day.starts_at)
        for key, ask_at in (("first", due_at + _AFTER_AGENDA), ("late", day.starts_at - _LAST_CALL)):
            if due_at < ask_at < day.starts_at:
                plan_post(tx, meetup, day, PostKind.ASK, key, ask_at, day.starts_at)


def plan_post(
    tx: Transaction,
    meetup: Meetup,
    day: MeetupDate,
    kind: PostKind,
    key: str,
    due_at: datetime,
    useful_until: datetime,
) -> None:
    """Have this said about the date, once for each key, from `due_at` on and not after `useful_until`."""
    post_id = PostId(tx.new_id())
    posts.insert_post(tx.connection, Post(post_id, meetup.guild_id, day.id, kind, key, due_at, useful_until))


def post_to_members(
    tx: Transaction,
    session: Session,
    kind: PostKind,
    key: str,
    user_ids: Sequence[int],
    payload: Mapping[str, object],
    useful_until: datetime | None = None,
) -> None:
    """Post to these members in the meetup's thread, in as many messages as their mentions need.

    Without `useful_until` it helps until the date is over, and for a day at least.
    """
    for start in range(0, len(user_ids), MENTIONS_PER_MESSAGE):
        part = Post(
            id=PostId(tx.new_id()),
            guild_id=session.meetup.guild_id,
            subject_id=session.date.id,
            kind=kind,
            key=f"{key}/{start}" if start else key,
            due_at=tx.now,
            useful_until=useful_until or max(session.ends_at, tx.now + _ONE_DAY),
            payload={**payload, "user_ids": list(user_ids[start : start + MENTIONS_PER_MESSAGE])},
        )
        posts.insert_post(tx.connection, part)


def notify_host(
    tx: Transaction, meetup: Meetup, kind: NoticeKind, key: str, payload: Mapping[str, object]
) -> None:
    """Keep a word for the host's next private reply; the organisers', where the host's name was erased."""
    notice = Notice(tx.new_id(), meetup.guild_id, meetup.host_id or None, kind, key, dict(payload))
    notices.insert_notice(tx.connection, notice, tx.now_ms)


def load_session(tx: Transaction, meetup: Meetup, day: MeetupDate) -> Session:
    """The date with its meetup and its guests."""
    return Session(meetup, day, make_guest_list(rsvps.list_answers(tx.connection, day.id)))
