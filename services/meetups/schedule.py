"""From series to dates to posts: which date is open, and what will be posted about it when.

A series is opened one date at a time and remembers the next one, so that a tick never computes a series from
its beginning.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from db import (
    guilds,
    leavers,
    meetup_dates,
    meetup_hosts,
    meetups,
    notices,
    pending_edits,
    posts,
    profiles,
    rotations,
    rsvps,
    seat_offers,
    venues,
)
from db.values import from_ms, to_ms
from domain.ids import DateId, PostId
from domain.meetups import agenda, brainstorm, pings
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rotation import next_venue
from domain.meetups.rsvp import make_guest_list
from domain.meetups.series import DateStatus, Occurrence, list_upcoming, occurrence_on
from domain.notices import Notice, NoticeKind
from domain.pending_edits import EDIT_PAUSE_MS, EditKind
from domain.posts import HOST_QUESTIONS, Post, PostKind, Rejected
from domain.venues import find_directions
from domain.zones import to_local
from services import message_syncing
from services.meetups import calling_hosts
from services.transaction import Transaction

MENTIONS_PER_MESSAGE = 80  # 80 mentions of 22 characters stay under a message's 2,000
_ONE_DAY = timedelta(days=1)
_LOOKED_AHEAD = 10
_AFTER_AGENDA = timedelta(seconds=1)
_LAST_CALL = timedelta(hours=2)  # for those who said yes after the agenda was posted
PINGS = (
    PostKind.ANNOUNCE,
    PostKind.REMIND,
    PostKind.CALL,
    PostKind.CALL_OWN,
    PostKind.UNDECIDED,
    PostKind.AGENDA,
    PostKind.ASK,
    PostKind.ARRIVE,
    PostKind.WELCOME,
)
WELCOME_AHEAD = timedelta(days=1)
_ASKED_AHEAD = timedelta(days=1)  # of the end of answers
_ASKED_FOR = timedelta(hours=12)  # nobody is asked at the last moment
_TOGETHER_MS = 5 * 60 * 1000  # who answers within as long is welcomed in one message
_LAST_MOMENT = timedelta(minutes=1)


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
    taken = meetup_dates.map_opened(tx.connection, meetup.id, tx.now_ms)
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
    changes = meetup_dates.map_changes(tx.connection, meetup.id, tx.now_ms)
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
    changes = meetup_dates.map_opened(tx.connection, meetup.id, tx.now_ms)
    dates = (occurrence_on(meetup.series, on, changes) for on in meetup.series.dates(start_on))
    return next((one.on for one in dates if one.ends_at(meetup.details.length_min) > tx.now), None)


def _note_passed(tx: Transaction, meetup: Meetup, first_on: date) -> None:
    payload = {"title": meetup.details.title, "starts_ms": to_ms(meetup.series.starts_at(first_on))}
    notify_host(tx, meetup, NoticeKind.PASSED, f"{meetup.id}:{first_on}", payload)


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


def replan(tx: Transaction, guild_id: int) -> None:
    """Plans anew the posts about the guild's dates to come; what has been posted stays."""
    for meetup in meetups.list_meetups(tx.connection, guild_id, tx.now_ms):
        for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
            if not meetup_date.has_begun(tx.now):
                _refresh_pings(tx, meetup, meetup_date)


def _at_next_venue(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> MeetupDate:
    """Returns the date at the venue that comes next, if its meetup goes round several."""
    venues = rotations.list_rotation(tx.connection, meetup.guild_id, meetup.id)
    venue = next_venue(venues, rotations.find_last(tx.connection, meetup.id)) if venues else None
    return replace(meetup_date, venue_id=venue.id, venue=venue.where) if venue else meetup_date


def store_date(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Stores the date, plans its pings anew, and marks its message and its event as outdated."""
    meetup_dates.save_date(tx.connection, meetup, meetup_date, tx.now_ms)
    _refresh_pings(tx, meetup, meetup_date)
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


def _refresh_pings(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    posts.delete_unsent(tx.connection, meetup_date.id, PINGS)
    useful_until = pings.ping_useful_until(meetup_date.starts_at)
    if meetup_date.status is not DateStatus.PLANNED or useful_until <= tx.now:
        return
    for index, lead_min in enumerate(meetup.details.pings_min):
        due_at = pings.ping_due_at(meetup_date.starts_at, lead_min)
        if index == 0 and meetup_date.message_id is None:
            plan_post(tx, meetup, meetup_date, PostKind.ANNOUNCE, "", due_at, useful_until)
        elif due_at > tx.now:
            key = f"{lead_min}@{to_ms(meetup_date.starts_at)}"
            plan_post(tx, meetup, meetup_date, PostKind.REMIND, key, due_at, useful_until)
            plan_post(tx, meetup, meetup_date, PostKind.CALL, key, due_at, useful_until)
    plan_own_calls(tx, meetup, meetup_date, profiles.list_reminder_leads(tx.connection, meetup.guild_id))
    if meetup_date.message_id is not None:
        plan_session_posts(tx, meetup, meetup_date)


def plan_own_calls(
    tx: Transaction, meetup: Meetup, meetup_date: MeetupDate, leads_min: Collection[int]
) -> None:
    """Plans to call members at these minutes before the date, but those that have passed.

    Whom it concerns is looked up when it is due, so that no answer plans anything.
    """
    starts_at = meetup_date.starts_at
    for lead_min in leads_min:
        due_at = pings.ping_due_at(starts_at, lead_min)
        if due_at > tx.now:
            key, useful_until = f"{lead_min}@{to_ms(starts_at)}", pings.own_useful_until(starts_at, lead_min)
            plan_post(tx, meetup, meetup_date, PostKind.CALL_OWN, key, due_at, useful_until)


def _plan_question(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans to ask those who said maybe whether they come: once for each date, wherever it moves."""
    due_at = (meetup.answers_until(meetup_date) or meetup_date.starts_at) - _ASKED_AHEAD
    if due_at > tx.now:
        plan_post(tx, meetup, meetup_date, PostKind.UNDECIDED, "", due_at, due_at + _ASKED_FOR)


def plan_session_posts(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans what is posted shortly before a date that has a card; a circle is only asked who comes."""
    _plan_question(tx, meetup, meetup_date)
    if meetup.circle_id is None:
        _plan_agenda(tx, meetup, meetup_date)
        plan_arrival(tx, meetup, meetup_date)
        plan_welcome(tx, meetup, meetup_date)


def plan_welcome(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans the welcome to those who come for the first time: a day before, or soon if that is over."""
    soon = from_ms((tx.now_ms // _TOGETHER_MS + 1) * _TOGETHER_MS)
    starts_at = meetup_date.starts_at
    due_at = min(max(starts_at - WELCOME_AHEAD, soon), starts_at - _LAST_MOMENT)
    key = f"{to_ms(due_at)}@{to_ms(starts_at)}"
    plan_post(tx, meetup, meetup_date, PostKind.WELCOME, key, due_at, starts_at)


def plan_arrival(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Plans the question who has arrived; in a voice channel that can be seen."""
    if meetup.place_of(meetup_date).voice_channel_id is None:
        key, due_at = str(to_ms(meetup_date.starts_at)), meetup_date.starts_at - brainstorm.EARLY
        ends_at = meetup.end_of(meetup_date)
        plan_post(tx, meetup, meetup_date, PostKind.ARRIVE, key, due_at, ends_at)


def _plan_agenda(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    lead_min = guilds.get_settings(tx.connection, meetup.guild_id).agenda_lead_min or agenda.LEAD_MIN
    due_at = max(meetup_date.starts_at - timedelta(minutes=lead_min), tx.now)
    if due_at < meetup_date.starts_at:
        plan_post(tx, meetup, meetup_date, PostKind.AGENDA, "", due_at, meetup_date.starts_at)
        for key, ask_at in (("first", due_at + _AFTER_AGENDA), ("late", meetup_date.starts_at - _LAST_CALL)):
            if due_at < ask_at < meetup_date.starts_at:
                plan_post(tx, meetup, meetup_date, PostKind.ASK, key, ask_at, meetup_date.starts_at)


def announce_now(tx: Transaction, meetup: Meetup) -> None:
    """Has the first date that was not announced yet announced at once; where there is none, nothing."""
    for meetup_date in meetup_dates.list_dates(tx.connection, meetup.id, tx.now_ms):
        if meetup_date.status is DateStatus.PLANNED and meetup_date.message_id is None:
            posts.delete_unsent(tx.connection, meetup_date.id, (PostKind.ANNOUNCE,))
            useful_until = pings.ping_useful_until(meetup_date.starts_at)
            plan_post(tx, meetup, meetup_date, PostKind.ANNOUNCE, "", tx.now, useful_until)
            return


def plan_post(
    tx: Transaction,
    meetup: Meetup,
    meetup_date: MeetupDate,
    kind: PostKind,
    key: str,
    due_at: datetime,
    useful_until: datetime,
) -> None:
    """Has this posted about the date, once for each kind and key, between `due_at` and `useful_until`."""
    post_id = PostId(tx.new_id())
    posts.insert_post(
        tx.connection, Post(post_id, meetup.guild_id, meetup_date.id, kind, key, due_at, useful_until)
    )


def post_to_members(
    tx: Transaction,
    session: Session,
    kind: PostKind,
    key: str,
    user_ids: Sequence[int],
    payload: Mapping[str, object],
    useful_until: datetime | None = None,
) -> None:
    """Has this posted to these members in the meetup's thread, in as many messages as their mentions need.

    Where `useful_until` is None, it helps until the date is over, and for a day at least.
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


def address(tx: Transaction, session: Session, post: Post, user_ids: Sequence[int]) -> Post:
    """Returns the post with the members it is for; those who do not fit into one message get others."""
    first, rest = user_ids[:MENTIONS_PER_MESSAGE], user_ids[MENTIONS_PER_MESSAGE:]
    post_to_members(tx, session, post.kind, f"{post.key}+", rest, {}, post.useful_until)
    addressed = replace(post, payload={"user_ids": list(first)})
    posts.set_payload(tx.connection, addressed)
    return addressed


def has_host(tx: Transaction, meetup: Meetup) -> bool:
    """Returns whether anybody who hosts the meetup is still in the server, and their name not erased."""
    return bool(_list_hosts(tx, meetup))


def find_host(tx: Transaction, meetup: Meetup, day: MeetupDate) -> int | None:
    """Returns the id of who hosts the date before others; None where they have left."""
    host_id = meetup.host_of(day)
    return host_id if _is_there(tx, meetup, host_id) else None


def _list_hosts(tx: Transaction, meetup: Meetup, day: MeetupDate | None = None) -> list[int]:
    """Returns the user ids of who hosts the meetup and is in the server, the first host before the others.

    Of a date `day`, whoever hosts it comes first.
    """
    first_id = meetup.host_id if day is None else meetup.host_of(day)
    host_ids = dict.fromkeys((first_id, *meetup_hosts.list_cohosts(tx.connection, meetup.id)))
    return [user_id for user_id in host_ids if _is_there(tx, meetup, user_id)]


def _is_there(tx: Transaction, meetup: Meetup, user_id: int) -> bool:
    return user_id != 0 and not leavers.is_missing(tx.connection, meetup.guild_id, user_id)


def notify_host(
    tx: Transaction,
    meetup: Meetup,
    kind: NoticeKind,
    key: str,
    payload: Mapping[str, object],
    day: MeetupDate | None = None,
) -> None:
    """Notes this for each host's next private reply; for the organisers' where there is no host any more.

    It is for the hosts of the date `day`, where it concerns that alone.
    """
    host_ids: Sequence[int | None] = _list_hosts(tx, meetup, day) or [None]
    told = [
        Notice(
            tx.new_id(), meetup.guild_id, host_id, kind, f"{key}+{number}" if number else key, dict(payload)
        )
        for number, host_id in enumerate(host_ids)
    ]
    new = [notice for notice in told if notices.insert_notice(tx.connection, notice, tx.now_ms)]
    calling_hosts.plan(tx, meetup, new)


def forget_card(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    """Notes that the date's card is gone; its host hears of it."""
    meetup_dates.set_message(tx.connection, meetup_date.id, None, None)
    payload = {"title": meetup.details.title, "channel_id": meetup_date.channel_id}
    notify_host(tx, meetup, NoticeKind.MESSAGE_GONE, str(meetup_date.id), payload, meetup_date)


def notify_cannot_post(tx: Transaction, meetup: Meetup, rejected: Rejected) -> None:
    """Notes for the host, once for each channel and reason, that nothing can be shown there."""
    payload = {"title": meetup.details.title, **rejected.payload}
    notify_host(tx, meetup, NoticeKind.CANNOT_POST, f"{meetup.id}:{rejected.key}", payload)


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
    return find_directions(venues.list_with_directions(tx.connection, meetup.guild_id), place.text)
