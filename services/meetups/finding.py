"""Finding a meetup or one of its dates: by reference, by name, in a list. Only ever within one guild."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import NamedTuple

from db import attendances, circles, meetup_dates, meetups, profiles
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId, MeetupId
from domain.meetups.meetup import DateRef, Entry, Meetup, MeetupDate, Session, find_ref, titled
from domain.meetups.newcomers import Newcomer, list_newcomers
from domain.meetups.series import DateStatus, Occurrence, has_date, occurrence, upcoming
from domain.text import shortened
from languages import gettext
from services.desk import Desk
from services.meetups import schedule

SHOWN_DATES = 4
_MOST_BEGUN = 200


class Listing(NamedTuple):
    """Meetups, each with its next date that takes place, and how many there are in all."""

    nearest: list[Session]
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A meetup with its next date that takes place, and with the next dates of its rule.

    `newcomers` is empty for all but those who may edit it.
    """

    session: Session
    upcoming: list[Occurrence]
    newcomers: list[Newcomer]


@dataclass(frozen=True, slots=True)
class Finding:
    """Use cases that only read."""

    desk: Desk

    async def list_meetups(self, actor: Actor, limit: int) -> Listing:
        """The nearest meetups of those the member may know of that have a date to come, the nearest first."""
        return await self.desk.database.read(_list_meetups, actor, self.desk.now(), limit)

    async def list_choices(
        self, actor: Actor, text: str, is_offered: Callable[[Occurrence], bool], limit: int
    ) -> list[tuple[Meetup, Occurrence]]:
        """Dates to come, of those that are offered, whose meetup's title contains the text; the nearest
        first."""
        return await self.desk.database.read(_list_choices, actor, text, is_offered, self.desk.now(), limit)

    async def list_begun(self, actor: Actor, text: str) -> list[tuple[Meetup, Occurrence]]:
        """Dates that have begun, of meetups the member may change whose title contains the text, the latest
        first."""
        return await self.desk.database.read(_list_begun, actor, text, self.desk.now())

    async def resolve(self, actor: Actor, text: str) -> DateRef:
        """The date that was picked from the list, or the next one of the meetup of that title.

        Raises Refusal.
        """
        _, ref = await self.desk.database.read(resolve, actor, text, self.desk.now())
        return ref

    async def resolve_begun(self, actor: Actor, text: str) -> DateRef:
        """The date that was picked from the list, or the latest that has begun of the meetup of that title.

        Raises Refusal.
        """
        ref = find_ref(text.strip())
        if ref is not None:
            return ref
        found = await self.list_begun(actor, text)
        if not found:
            raise Refusal(
                gettext(
                    "“{text}” is no meetup of yours that has begun. Pick one from the list.",
                    text=shortened(text),
                )
            )
        return DateRef(found[0][0].id, found[0][1].on)

    async def get_editable(self, actor: Actor, ref: DateRef) -> Meetup:
        """The meetup of this date, if the member may change it; raises Refusal."""
        return await self.desk.database.read(get_editable, actor, ref.meetup_id)

    async def show(self, actor: Actor, ref: DateRef) -> Shown:
        """One date in full; raises Refusal."""
        return await self.desk.database.read(_show, actor, ref, self.desk.now())

    async def write_calendar(self, actor: Actor, text: str | None) -> bytes:
        """All meetups of the member, or the one that was picked or has this title, as a calendar file.

        Raises Refusal.
        """
        return await self.desk.database.read(_write_calendar, actor, text, self.desk.now())


def get_meetup(connection: Connection, guild_id: int, meetup_id: MeetupId) -> Meetup:
    """The guild's meetup; raises Refusal if there is none or it is cancelled."""
    meetup = meetups.find_meetup(connection, guild_id, meetup_id)
    if meetup is None:
        raise Refusal(gettext("I don't know that meetup. Pick one from the list, please."))
    if meetup.is_cancelled:
        raise Refusal(
            gettext(
                "“{title}” has been cancelled. `/meetup list` shows the others.", title=meetup.details.title
            )
        )
    return meetup


def get_editable(connection: Connection, actor: Actor, meetup_id: MeetupId) -> Meetup:
    """The guild's meetup, if this member may change it; raises Refusal."""
    meetup = get_meetup(connection, actor.guild_id, meetup_id)
    is_own = meetup.circle_id is not None and circles.is_member(connection, meetup.circle_id, actor.user_id)
    if not is_own and not actor.may_edit(meetup.host_id):
        raise Refusal(
            gettext(
                "“{title}” can be changed by its host and by members with Manage Events. Ask them "
                "in the meetup's thread.",
                title=meetup.details.title,
            )
        )
    return meetup


def get_occurrence(connection: Connection, meetup: Meetup, ref: DateRef, now: datetime) -> Occurrence:
    """The meetup's date; raises Refusal if it has no such date or it is over."""
    changes = meetup_dates.map_changes(connection, meetup.id, to_ms(now))
    if ref.on not in changes and not has_date(meetup.series, ref.on):
        raise Refusal(
            gettext(
                "“{title}” has no date on {on}. Pick one from the list, please.",
                title=meetup.details.title,
                on=ref.on,
            )
        )
    found = occurrence(meetup.series, ref.on, changes)
    if meetup.ends_at(found.starts_at) <= now:
        raise Refusal(gettext("That date is over. Pick one to come, please."))
    return found


def check_answerable(connection: Connection, meetup: Meetup, ref: DateRef, now: datetime) -> None:
    """Raise Refusal for a date that is neither open nor one of the next few: answering opens a date."""
    is_open = meetup_dates.find_date(connection, meetup.id, ref.on) is not None
    if not is_open and ref.on not in {item.on for item in _next_dates(connection, meetup, now)}:
        raise Refusal(gettext("That date is too far away to answer yet. Pick one from the list, please."))


def resolve(connection: Connection, actor: Actor, text: str, now: datetime) -> tuple[Meetup, DateRef]:
    """As Finding.resolve, inside a transaction; with the meetup."""
    ref = find_ref(text.strip())
    if ref is not None:
        named = get_meetup(connection, actor.guild_id, ref.meetup_id)
        get_occurrence(connection, named, ref, now)
        return named, ref
    entries = meetups.list_entries(connection, actor.guild_id, to_ms(now), actor.user_id)
    hits = titled(entries, text)
    exact = [entry for entry in hits if entry.title.casefold() == text.strip().casefold()]
    candidates = exact or hits
    meetup = get_meetup(connection, actor.guild_id, candidates[0].id) if len(candidates) == 1 else None
    dates = _next_dates(connection, meetup, now) if meetup is not None else []
    if meetup is None or not dates:
        what = gettext("several meetups") if len(candidates) > 1 else gettext("no meetup")
        raise Refusal(
            gettext(
                "“{text}” fits {what}. Start typing the title and pick one from the list.",
                text=shortened(text),
                what=what,
            )
        )
    return meetup, DateRef(meetup.id, _next_taking_place(dates).on)


def _next_dates(
    connection: Connection, meetup: Meetup, now: datetime, count: int = SHOWN_DATES
) -> list[Occurrence]:
    """The dates to come, with the one that is under way."""
    since = now - (meetup.ends_at(now) - now)
    changes = meetup_dates.map_changes(connection, meetup.id, to_ms(now))
    return upcoming(meetup.series, changes, since, count)


def _list_meetups(connection: Connection, actor: Actor, now: datetime, limit: int) -> Listing:
    entries = meetups.list_entries(connection, actor.guild_id, to_ms(now), actor.user_id)
    found = _by_start(connection, actor, entries, now, lambda dates: [_next_taking_place(dates)])
    nearest = [_session(connection, meetup, item) for meetup, item in islice(found, limit)]
    return Listing(nearest, len(entries))


def _by_start(
    connection: Connection,
    actor: Actor,
    entries: Sequence[Entry],
    now: datetime,
    pick: Callable[[list[Occurrence]], list[Occurrence]],
) -> Iterator[tuple[Meetup, Occurrence]]:
    """Dates to come of these meetups, those that are picked of each, the nearest first.

    A meetup is read when none of what has been read starts before it can.
    """
    queue: list[tuple[datetime, int, int, tuple[Meetup, Occurrence] | None]]
    queue = [(entry.earliest, number, 0, None) for number, entry in enumerate(entries)]
    heapify(queue)
    while queue:
        _, number, _, found = heappop(queue)
        if found is not None:
            yield found
            continue
        meetup = get_meetup(connection, actor.guild_id, entries[number].id)
        if dates := _next_dates(connection, meetup, now):
            for place, item in enumerate(pick(dates), 1):
                heappush(queue, (item.starts_at, number, place, (meetup, item)))


def _next_taking_place(dates: Sequence[Occurrence]) -> Occurrence:
    """The first, where all of them are skipped."""
    return next((item for item in dates if not item.is_skipped), dates[0])


def _session(connection: Connection, meetup: Meetup, item: Occurrence) -> Session:
    day = meetup_dates.find_date(connection, meetup.id, item.on)
    if day is None:
        return Session(meetup, MeetupDate(DateId(0), meetup.id, item.on, item.starts_at))
    return schedule.load_session(connection, meetup, day)


def _list_choices(
    connection: Connection,
    actor: Actor,
    text: str,
    is_offered: Callable[[Occurrence], bool],
    now: datetime,
    limit: int,
) -> list[tuple[Meetup, Occurrence]]:
    entries = meetups.list_entries(connection, actor.guild_id, to_ms(now), actor.user_id)
    hits = titled(entries, text)
    found = _by_start(connection, actor, hits, now, lambda dates: [one for one in dates if is_offered(one)])
    return list(islice(found, limit))


def _list_begun(
    connection: Connection, actor: Actor, text: str, now: datetime
) -> list[tuple[Meetup, Occurrence]]:
    wanted = text.strip().casefold()
    found = [
        (meetup, Occurrence(day.on, day.starts_at))
        for meetup, day in meetup_dates.list_begun(connection, actor.guild_id, to_ms(now), _MOST_BEGUN)
        if wanted in meetup.details.title.casefold() and actor.may_edit(meetup.host_id)
    ]
    return sorted(found, key=lambda choice: choice[1].starts_at, reverse=True)


def _show(connection: Connection, actor: Actor, ref: DateRef, now: datetime) -> Shown:
    meetup = get_meetup(connection, actor.guild_id, ref.meetup_id)
    session = _session(connection, meetup, get_occurrence(connection, meetup, ref, now))
    newcomers: list[Newcomer] = []
    if actor.may_edit(meetup.host_id) and session.date.status is DateStatus.PLANNED:
        newcomers = _newcomers(connection, session, now)
    return Shown(session, _next_dates(connection, meetup, now), newcomers)


def _newcomers(connection: Connection, session: Session, now: datetime) -> list[Newcomer]:
    guild_id, going = session.meetup.guild_id, session.guests.going
    past = attendances.map_past_dates(connection, guild_id, to_ms(now))
    dates_before = {user_id: len(dates) for user_id, dates in past.items()}
    buddies = profiles.list_buddies(connection, guild_id)
    return list_newcomers(going, dates_before, buddies)


def list_series(
    connection: Connection, guild_id: int, since_ms: int, user_id: int | None = None
) -> list[tuple[Meetup, list[MeetupDate]]]:
    """The server's meetups, each with all its dates that have a row; for a member, a circle's too."""
    found = meetups.list_meetups(connection, guild_id, since_ms, user_id)
    return [(meetup, meetup_dates.list_dates(connection, meetup.id, since_ms=0)) for meetup in found]


def _write_calendar(connection: Connection, actor: Actor, text: str | None, now: datetime) -> bytes:
    from domain.meetups.calendar import write_calendar  # noqa: PLC0415 - its library is seldom needed

    entries = list_series(connection, actor.guild_id, to_ms(now), actor.user_id)
    if text is not None:
        meetup, _ = resolve(connection, actor, text, now)
        entries = [entry for entry in entries if entry[0].id == meetup.id]
    if not entries:
        raise Refusal(gettext("There is no meetup to put into a calendar yet."))
    return write_calendar(entries, now)
