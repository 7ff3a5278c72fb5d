"""Finding a meetup or one of its dates: by reference, by title, in a list. Only ever within one guild."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import NamedTuple

from db import attendances, circles, guilds, meetup_dates, meetup_hosts, meetups, profiles, venues
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, MeetupId
from domain.meetups.meetup import (
    DateRef,
    Meetup,
    MeetupDate,
    MeetupEntry,
    Session,
    filter_by_title,
    parse_ref,
)
from domain.meetups.newcomers import Newcomer, list_newcomers
from domain.meetups.series import DateStatus, Occurrence, has_date, list_not_over, occurrence_on
from domain.text import shortened
from languages import gettext
from services.meetups import host_notices, schedule
from services.transaction import Transaction

SHOWN_DATES = 4
_MOST_BEGUN = 200


class MeetupListing(NamedTuple):
    """Meetups, each with its next date that takes place, and how many there are in all."""

    nearest: list[Session]
    total: int


@dataclass(frozen=True, slots=True)
class MeetupOverview:
    """A meetup with its next date that takes place, and with the next dates of its rule.

    `newcomers` is empty for all but those who may edit it. `may_change` says whether the member may do that,
    hosts this one date, or its circle is theirs.
    """

    session: Session
    upcoming: list[Occurrence]
    newcomers: list[Newcomer]
    may_change: bool
    is_over: bool

    @property
    def has_agenda(self) -> bool:
        """Whether the date has an agenda, or one that it would get: circles' meetups have none."""
        day, is_for_all = self.session.date, self.session.meetup.circle_id is None
        return bool(day.id) and day.status is DateStatus.PLANNED and is_for_all and not self.is_over


def get_meetup(tx: Transaction, guild_id: int, meetup_id: MeetupId) -> Meetup:
    """Returns the guild's meetup. Raises Refusal where there is none, or it is cancelled."""
    meetup = meetups.find_meetup(tx.connection, guild_id, meetup_id)
    if meetup is None:
        raise Refusal(gettext("I don't know that meetup. Pick one from the list, please."))
    if meetup.is_cancelled:
        raise Refusal(
            gettext(
                "“{title}” has been cancelled. `/meetup list` shows the others.", title=meetup.details.title
            )
        )
    return meetup


def may_plan(tx: Transaction, actor: Actor) -> bool:
    """Returns whether the member may plan meetups in their server."""
    return actor.may_plan(guilds.get_settings(tx.connection, actor.guild_id))


def find_zone(tx: Transaction, actor: Actor) -> str | None:
    """Returns the member's own time zone; None where they have not set one."""
    return profiles.get_profile(tx.connection, actor.guild_id, actor.user_id).zone


def may_edit(tx: Transaction, actor: Actor, meetup: Meetup) -> bool:
    """Returns whether the member may change the meetup: everybody who may plan, where its host has left."""
    if actor.may_edit(meetup.host_id) or actor.user_id in meetup_hosts.list_cohosts(tx.connection, meetup.id):
        return True
    return may_plan(tx, actor) and not host_notices.has_host(tx, meetup)


def may_change(tx: Transaction, actor: Actor, meetup: Meetup) -> bool:
    """Returns whether the member may edit the meetup, or it is that of a circle of theirs."""
    is_own = meetup.circle_id is not None and circles.is_member(
        tx.connection, meetup.circle_id, actor.user_id
    )
    return is_own or may_edit(tx, actor, meetup)


def hosts_date(actor: Actor, day: MeetupDate | None) -> bool:
    """Returns whether the member is the host of this one date, for which they may do what its host may."""
    return day is not None and day.overrides.host_id == actor.user_id


def get_editable(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> Meetup:
    """Returns the guild's meetup. Raises Refusal where there is none, or this member may not change it."""
    meetup = get_meetup(tx, actor.guild_id, meetup_id)
    if not may_change(tx, actor, meetup):
        raise _not_yours(meetup)
    return meetup


def get_with_editable_date(tx: Transaction, actor: Actor, ref: DateRef) -> Meetup:
    """Returns the guild's meetup, of which this member may change this date.

    Raises Refusal where there is none, or they may not.
    """
    meetup = get_meetup(tx, actor.guild_id, ref.meetup_id)
    day = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    if not hosts_date(actor, day) and not may_change(tx, actor, meetup):
        raise _not_yours(meetup)
    return meetup


def _not_yours(meetup: Meetup) -> Refusal:
    return Refusal(
        gettext(
            "“{title}” can be changed by its host and by members with Manage Events. Ask them "
            "in the meetup's thread.",
            title=meetup.details.title,
        )
    )


def get_occurrence(tx: Transaction, meetup: Meetup, ref: DateRef) -> Occurrence:
    """Returns the meetup's date. Raises Refusal where it has no such date, or the date is over."""
    changes = meetup_dates.map_changes(tx.connection, meetup, tx.now_ms)
    if ref.on not in changes and not has_date(meetup.series, ref.on):
        raise Refusal(
            gettext(
                "“{title}” has no date on {on}. Pick one from the list, please.",
                title=meetup.details.title,
                on=ref.on,
            )
        )
    occurrence = occurrence_on(meetup.series, ref.on, changes)
    if occurrence.ends_at(meetup.details.length_min) <= tx.now:
        raise Refusal(gettext("That date is over. Pick a later one, please."))
    return occurrence


def get_session(tx: Transaction, guild_id: int, date_id: DateId) -> Session:
    """Returns the guild's date with its guests. Raises Refusal where there is none."""
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None or found[0].guild_id != guild_id:
        raise Refusal(gettext("I don't know that date any more."))
    return schedule.load_session(tx, *found)


def check_answerable(tx: Transaction, meetup: Meetup, ref: DateRef) -> None:
    """Raises Refusal where the date is neither open nor one of the next few: an answer would open it."""
    is_open = meetup_dates.find_date(tx.connection, meetup.id, ref.on) is not None
    if not is_open and ref.on not in {occurrence.on for occurrence in list_next_dates(tx, meetup)}:
        raise Refusal(gettext("That date is too far away to answer yet. Pick one from the list, please."))


def resolve(tx: Transaction, actor: Actor, choice: str) -> tuple[Meetup, DateRef]:
    """Returns the date that was picked, or the next one of the meetup of that title, with its meetup.

    Raises Refusal where `choice` fits none, or several.
    """
    ref = parse_ref(choice.strip())
    if ref is not None:
        named = get_meetup(tx, actor.guild_id, ref.meetup_id)
        get_occurrence(tx, named, ref)
        return named, ref
    entries = meetups.list_entries(tx.connection, actor.guild_id, tx.now_ms, actor.user_id)
    matches = filter_by_title(entries, choice)
    exact = [entry for entry in matches if entry.title.casefold() == choice.strip().casefold()]
    candidates = exact or matches
    meetup = get_meetup(tx, actor.guild_id, candidates[0].id) if len(candidates) == 1 else None
    dates = list_next_dates(tx, meetup) if meetup is not None else []
    if meetup is None or not dates:
        what = gettext("several meetups") if len(candidates) > 1 else gettext("no meetup")
        raise Refusal(
            gettext(
                "“{text}” fits {what}. Start typing the title and pick one from the list.",
                text=shortened(choice),
                what=what,
            )
        )
    return meetup, DateRef(meetup.id, _next_taking_place(dates).on)


def list_next_dates(tx: Transaction, meetup: Meetup, count: int = SHOWN_DATES) -> list[Occurrence]:
    """Returns the next dates, including the one that is under way."""
    changes = meetup_dates.map_changes(tx.connection, meetup, tx.now_ms)
    return list_not_over(meetup.series, changes, tx.now, count, meetup.details.length_min)


def list_meetups(tx: Transaction, actor: Actor, limit: int) -> MeetupListing:
    """Returns at most `limit` meetups that the member may know of and that have a date to come.

    The nearest come first.
    """
    entries = meetups.list_entries(tx.connection, actor.guild_id, tx.now_ms, actor.user_id)
    occurrences = _by_start(tx, actor, entries, lambda dates: [_next_taking_place(dates)])
    nearest = [_session(tx, meetup, occurrence) for meetup, occurrence in islice(occurrences, limit)]
    return MeetupListing(nearest, len(entries))


def _by_start(
    tx: Transaction,
    actor: Actor,
    entries: Sequence[MeetupEntry],
    pick: Callable[[list[Occurrence]], list[Occurrence]],
) -> Iterator[tuple[Meetup, Occurrence]]:
    """Yields dates to come of these meetups, those that `pick` takes of each, the nearest first.

    A meetup is loaded only when none of what has been loaded can start before it.
    """
    queue: list[tuple[datetime, int, int, tuple[Meetup, Occurrence] | None]]
    queue = [(entry.earliest, number, 0, None) for number, entry in enumerate(entries)]
    heapify(queue)
    while queue:
        _, number, _, found = heappop(queue)
        if found is not None:
            yield found
            continue
        meetup = get_meetup(tx, actor.guild_id, entries[number].id)
        if dates := list_next_dates(tx, meetup):
            for place, occurrence in enumerate(pick(dates), 1):
                heappush(queue, (occurrence.starts_at, number, place, (meetup, occurrence)))


def _next_taking_place(dates: Sequence[Occurrence]) -> Occurrence:
    """Returns the first date that is not skipped; the first of all where all are."""
    return next((occurrence for occurrence in dates if not occurrence.is_skipped), dates[0])


def _session(tx: Transaction, meetup: Meetup, occurrence: Occurrence) -> Session:
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, occurrence.on)
    if meetup_date is None:
        unopened = MeetupDate(DateId(0), meetup.id, occurrence.on, occurrence.starts_at)
        cohost_ids = meetup_hosts.list_cohosts(tx.connection, meetup.id)
        directions = schedule.load_directions(tx, meetup, unopened)
        return Session(meetup, unopened, cohost_ids=cohost_ids, directions=directions)
    return schedule.load_session(tx, meetup, meetup_date)


def list_choices(
    tx: Transaction,
    actor: Actor,
    text: str,
    is_offered: Callable[[Occurrence], bool],
    limit: int,
    among: Container[MeetupId] | None = None,
) -> list[tuple[Meetup, Occurrence]]:
    """Returns at most `limit` dates to come that are offered, the nearest first.

    Their meetup's title contains the text, and its id is one of those in `among`; None is any.
    """
    entries = meetups.list_entries(tx.connection, actor.guild_id, tx.now_ms, actor.user_id)
    matches = [entry for entry in filter_by_title(entries, text) if among is None or entry.id in among]
    choices = _by_start(
        tx, actor, matches, lambda dates: [occurrence for occurrence in dates if is_offered(occurrence)]
    )
    return list(islice(choices, limit))


def list_nearest(
    tx: Transaction, actor: Actor, text: str, limit: int, among: Container[MeetupId]
) -> list[tuple[Meetup, Occurrence]]:
    """Returns the next date of each of at most `limit` meetups, the nearest first.

    That is the first that takes place; a skipped one where none does. Titles and ids as for `list_choices`.
    """
    entries = meetups.list_entries(tx.connection, actor.guild_id, tx.now_ms, actor.user_id)
    matches = [entry for entry in filter_by_title(entries, text) if entry.id in among]
    choices = _by_start(tx, actor, matches, lambda dates: [_next_taking_place(dates)])
    return list(islice(choices, limit))


def list_begun(tx: Transaction, actor: Actor, text: str) -> list[tuple[Meetup, Occurrence]]:
    """Returns dates that have begun and that the member may change, the latest first.

    Their meetup's title contains the text.
    """
    query = text.strip().casefold()
    begun = meetup_dates.list_begun(tx.connection, actor.guild_id, tx.now_ms, _MOST_BEGUN)
    matching = [(meetup, day) for meetup, day in begun if query in meetup.details.title.casefold()]
    by_id = {meetup.id: meetup for meetup, _ in matching}  # each has many dates, and is asked about once
    own_ids = {id_ for id_, meetup in by_id.items() if may_edit(tx, actor, meetup)}
    choices = [
        (meetup, Occurrence(day.on, day.starts_at))
        for meetup, day in matching
        if meetup.id in own_ids or hosts_date(actor, day)
    ]
    return sorted(choices, key=lambda choice: choice[1].starts_at, reverse=True)


def show(tx: Transaction, actor: Actor, ref: DateRef) -> MeetupOverview:
    """Returns one date in full. Raises Refusal where there is no such date, or it is over."""
    meetup = get_meetup(tx, actor.guild_id, ref.meetup_id)
    return look_at(tx, actor, meetup, get_occurrence(tx, meetup, ref))


def look_at(tx: Transaction, actor: Actor, meetup: Meetup, occurrence: Occurrence) -> MeetupOverview:
    """Returns this date of the meetup in full."""
    session = _session(tx, meetup, occurrence)
    newcomers: list[Newcomer] = []
    is_over = session.ends_at <= tx.now
    is_host = hosts_date(actor, session.date)
    is_for_host = is_host or may_edit(tx, actor, meetup)
    if is_for_host and session.date.status is DateStatus.PLANNED and not is_over:
        newcomers = _newcomers(tx, session)
    upcoming = list_next_dates(tx, meetup)
    may_change_it = is_host or may_change(tx, actor, meetup)
    return MeetupOverview(session, upcoming, newcomers, may_change_it, is_over)


def _newcomers(tx: Transaction, session: Session) -> list[Newcomer]:
    guild_id, going = session.meetup.guild_id, session.guests.going
    past = attendances.map_past_dates(tx.connection, guild_id, tx.now_ms)
    dates_before = {user_id: len(dates) for user_id, dates in past.items()}
    buddies = profiles.list_buddies(tx.connection, guild_id)
    return list_newcomers(going, dates_before, buddies)


def list_series(
    tx: Transaction, guild_id: int, since_ms: int, user_id: int | None = None
) -> list[tuple[Meetup, list[MeetupDate]]]:
    """Returns the server's meetups, each with all its dates that have a row.

    For the member `user_id`, those of their circles are among them.
    """
    of_guild = meetups.list_meetups(tx.connection, guild_id, since_ms, user_id)
    return [(meetup, meetup_dates.list_dates(tx.connection, meetup.id, since_ms=0)) for meetup in of_guild]


def list_cancelled_series(
    tx: Transaction, guild_id: int, since_ms: int
) -> list[tuple[Meetup, list[MeetupDate]]]:
    """Returns the server's cancelled meetups, each with its dates that were over after `since_ms`."""
    cancelled = meetups.list_cancelled(tx.connection, guild_id, since_ms)
    return [(meetup, meetup_dates.list_dates(tx.connection, meetup.id, since_ms)) for meetup in cancelled]


def write_calendar(tx: Transaction, actor: Actor, choice: str | None) -> bytes:
    """Returns the member's meetups as a calendar file, or the one that was picked or has this title.

    None for `choice` means all. Raises Refusal where there is no meetup, or `choice` fits none or several.
    """
    from domain.meetups.calendar import write_calendar  # noqa: PLC0415 - its library is seldom needed

    entries = list_series(tx, actor.guild_id, tx.now_ms, actor.user_id)
    if choice is not None:
        meetup, _ = resolve(tx, actor, choice)
        entries = [entry for entry in entries if entry[0].id == meetup.id]
    if not entries:
        raise Refusal(gettext("There is no meetup to put into a calendar yet."))
    return write_calendar(entries, tx.now, venues=venues.list_with_directions(tx.connection, actor.guild_id))
