"""Planning a series and editing it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from db import guilds, meetup_dates, meetups, posts, profiles, rotations
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId, new_id
from domain.meetups.meetup import (
    DateRef,
    Details,
    Meetup,
    MeetupDate,
    Place,
    Session,
    check_capacity,
    check_length,
    check_place,
    check_title,
)
from domain.meetups.pings import parse_pings
from domain.meetups.rules import Once, parse_rule
from domain.meetups.series import DateStatus, Occurrence, Series, has_date, upcoming
from domain.meetups.when import When, parse_when, suggest_when
from domain.zones import get_zone
from languages import gettext
from services.desk import Desk
from services.meetups import schedule
from services.meetups.changing import Changed, call_off, show_change, tell_change
from services.meetups.finding import SHOWN_DATES, get_editable, get_meetup
from services.meetups.seating import settle_seats

MOST_MEETUPS = 100
_TOLD = {"title", "length_min", "place", "capacity", "series"}  # what guests care about


@dataclass(frozen=True, slots=True)
class Request:
    """What a host typed, as they typed it; None is a field left empty."""

    title: str | None = None
    when: str | None = None
    repeats: str | None = None
    length: str | None = None
    place: Place | None = None
    capacity: int | None = None
    channel_id: int | None = None
    role_id: int | None = None
    zone: str | None = None
    pings: str | None = None
    is_led: bool | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a host leaves a field empty and the organiser has set nothing."""

    zone: str
    length_min: int
    pings_min: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A meetup as it would be saved, with its next dates. Saving it twice makes one meetup."""

    meetup: Meetup
    upcoming: list[Occurrence]


@dataclass(frozen=True, slots=True)
class Planning:
    """Use cases of hosts. All of them raise Refusal."""

    desk: Desk
    defaults: Defaults

    async def draft(self, actor: Actor, request: Request, here_id: int) -> Draft:
        """Check what was typed and show what it would become; `here_id` is the channel it was typed in."""
        settings = await self.desk.database.read(guilds.get_settings, actor.guild_id)
        if not actor.may_plan(settings):
            raise Refusal(
                gettext(
                    "Planning meetups is for members with Manage Events, or with a role the organiser "
                    "allows (`/longtable set`). Ask them, they may be glad of a host."
                )
            )
        now = self.desk.now()
        when = parse_when(request.when or "", now, await self.zone_of(actor, request.zone))
        series = _series(when, request.repeats or "once")
        details = self._details(request, settings.channel_id or here_id, settings.pings_min)
        meetup_id = MeetupId(new_id(self.desk.random))
        meetup = Meetup(meetup_id, actor.guild_id, actor.user_id, details, series)
        return Draft(meetup, upcoming(series, {}, now, SHOWN_DATES))

    def _details(self, request: Request, channel_id: int, pings_min: tuple[int, ...]) -> Details:
        return Details(
            title=check_title(request.title or ""),
            length_min=check_length(request.length) if request.length else self.defaults.length_min,
            channel_id=request.channel_id or channel_id,
            place=_checked_place(request.place or Place()),
            capacity=check_capacity(request.capacity) if request.capacity is not None else None,
            role_id=request.role_id,
            pings_min=parse_pings(request.pings) if request.pings else pings_min or self.defaults.pings_min,
            is_led=bool(request.is_led),
        )

    async def save(self, draft: Draft) -> Session:
        """Keep the draft and open its first date."""
        return await self.desk.database.write(_save, draft.meetup, self.desk.now(), self.desk.random)

    async def edit(self, actor: Actor, ref: DateRef, request: Request) -> Changed:
        """Change the fields that are given, for every date to come."""
        return await self.desk.database.write(_edit, actor, ref, request, self.desk.now(), self.desk.random)

    async def suggest(self, actor: Actor, text: str, zone: str | None) -> list[When]:
        """The readings to offer while the member types a time."""
        return suggest_when(text, self.desk.now(), await self.zone_of(actor, zone))

    async def zone_of(self, actor: Actor, zone: str | None) -> str:
        """The zone given, else the member's, else the guild's, else the configured one."""
        if zone:
            return get_zone(zone)
        return await self.desk.database.read(_zone_of, actor, self.defaults.zone)


def _zone_of(connection: Connection, actor: Actor, default: str) -> str:
    profile = profiles.get_profile(connection, actor.guild_id, actor.user_id)
    return profile.zone or guilds.get_settings(connection, actor.guild_id).zone or default


def _series(when: When, repeats: str) -> Series:
    first_on = when.local.date()
    rule = parse_rule(repeats, first_on)
    if not isinstance(rule, Once):
        first_on = next(rule.dates(first_on, first_on))
    return Series(first_on, when.local.time(), when.zone, rule)


def _checked_place(place: Place) -> Place:
    return Place(check_place(place.text), place.voice_channel_id)


def _save(connection: Connection, meetup: Meetup, now: datetime, random: Random) -> Session:
    existing = meetups.list_meetups(connection, meetup.guild_id, to_ms(now))
    if len(existing) >= MOST_MEETUPS and meetup.id not in {item.id for item in existing}:
        raise Refusal(
            gettext(
                "This server has {most} meetups already. Cancel one that is no longer needed.",
                most=MOST_MEETUPS,
            )
        )
    if meetup.series.starts_at(meetup.series.first_on) <= now:
        raise Refusal(gettext("The first date has passed meanwhile. Please plan it again."))
    if meetups.insert_meetup(connection, meetup, to_ms(now)):
        known = guilds.get_settings(connection, meetup.guild_id)
        guilds.save_settings(connection, known)
        schedule.advance_one(connection, meetup, meetup.series.first_on, now, random)
    day = meetup_dates.find_date(connection, meetup.id, meetup.series.first_on)
    stored = get_meetup(connection, meetup.guild_id, meetup.id)
    if day is None:
        raise Refusal(gettext("That meetup has been changed meanwhile. `/meetup list` shows how it stands."))
    return schedule.load_session(connection, stored, day)


def _edit(
    connection: Connection, actor: Actor, ref: DateRef, request: Request, now: datetime, random: Random
) -> Changed:
    before = get_editable(connection, actor, ref.meetup_id)
    series = _edited_series(before.series, request, now)
    after = replace(before, details=_edited_details(before.details, request), series=series)
    changes = _described(before, after)
    if not changes:
        raise Refusal(gettext("Nothing to change: fill in at least one field with something new."))
    meetups.update_meetup(connection, after)
    if series != before.series:
        _follow_series(connection, actor, before, after, now, random)
    schedule.set_next(connection, after, now, random)  # longer pings open the next date earlier
    days = meetup_dates.list_dates(connection, after.id, to_ms(now))
    if request.place is not None:  # whoever names a place means that one
        rotations.set_rotation(connection, after.id, [])
        days = [day if day.has_begun(now) else replace(day, venue_id=None, venue=None) for day in days]
    if not days:
        raise Refusal(gettext("That series is over. Plan a new one, please."))
    for day in days:
        schedule.store_date(connection, after, day, now, random)
        settle_seats(connection, after, day, now, random)
        if day.status is DateStatus.PLANNED and (told := [name for name in changes if name in _TOLD]):
            tell_change(connection, actor, after, day, {"what": "edited", "fields": told}, now, random)
    shown = next((day for day in days if day.status is DateStatus.PLANNED), days[0])
    return show_change(connection, after, shown, now)


def _edited_details(details: Details, request: Request) -> Details:
    fields: dict[str, object] = {}
    if request.title is not None:
        fields["title"] = check_title(request.title)
    if request.length is not None:
        fields["length_min"] = check_length(request.length)
    if request.place is not None:
        fields["place"] = _checked_place(request.place)
    if request.capacity is not None:
        fields["capacity"] = check_capacity(request.capacity) if request.capacity else None
    if request.channel_id is not None:
        fields["channel_id"] = request.channel_id
    if request.role_id is not None:
        fields["role_id"] = request.role_id or None
    if request.pings is not None:
        fields["pings_min"] = parse_pings(request.pings)
    if request.is_led is not None:
        fields["is_led"] = request.is_led
    return replace(details, **fields)  # type: ignore[arg-type]


def _edited_series(series: Series, request: Request, now: datetime) -> Series:
    zone = get_zone(request.zone) if request.zone else series.zone
    if request.when is not None:
        when = parse_when(request.when, now, zone)
        repeats = request.repeats or _without_weekday(series)
        return _series(when, repeats)
    if request.repeats is None:
        return replace(series, zone=zone)
    item = next(iter(upcoming(replace(series, zone=zone), {}, now, 1)), None)
    if item is None:
        raise Refusal(gettext("That series has no date to come. Say when the next one is, too."))
    return _series(When(datetime.combine(item.on, series.at), zone), request.repeats)


def _without_weekday(series: Series) -> str:
    """The rule's words without the day of a weekly series, so that it follows a new first date."""
    words = str(series.rule)
    return words.partition(" on ")[0] if words.startswith(("weekly", "every")) else words


def _described(before: Meetup, after: Meetup) -> list[str]:
    """The names of the fields that changed."""
    names = ("title", "length_min", "place", "capacity", "channel_id", "role_id", "pings_min", "is_led")
    changed = [name for name in names if getattr(before.details, name) != getattr(after.details, name)]
    return changed + (["series"] if before.series != after.series else [])


def _follow_series(
    connection: Connection, actor: Actor, before: Meetup, after: Meetup, now: datetime, random: Random
) -> None:
    """Fit the dates that have a row into the new series.

    A date that the new series has, too, stays, with its skip or its move. Where none of them takes place,
    the next date of the old series becomes the next of the new one and keeps its answers. The others are
    called off.
    """
    days = meetup_dates.list_dates(connection, after.id, to_ms(now))
    orphans, has_next = [], False
    for day in days:
        if day.has_begun(now):
            continue
        has_next = has_next or (day.status is DateStatus.PLANNED and has_date(after.series, day.on))
        if not has_date(after.series, day.on):
            orphans.append(day)
        elif day.status is DateStatus.CANCELLED:  # the series has it again
            again = replace(day, status=DateStatus.PLANNED, starts_at=after.series.starts_at(day.on))
            meetup_dates.save_date(connection, after, again)
        elif day.starts_at == before.series.starts_at(day.on):
            meetup_dates.save_date(connection, after, replace(day, starts_at=after.series.starts_at(day.on)))
    orphans.sort(key=lambda day: (day.status is not DateStatus.PLANNED, day.starts_at))
    for day in orphans:
        next_on = schedule.find_next_on(connection, after, now)
        is_next = day is orphans[0] and day.status is DateStatus.PLANNED and not has_next
        if is_next and next_on is not None:
            moved = replace(day, on=next_on, starts_at=after.series.starts_at(next_on))
            meetup_dates.save_date(connection, after, moved)
        else:
            _drop_date(connection, actor, after, day, now, random)
    days = meetup_dates.list_dates(connection, after.id, to_ms(now))
    is_to_come = any(day.status is DateStatus.PLANNED and day.starts_at > now for day in days)
    if not is_to_come and schedule.find_next_on(connection, after, now) is None:
        raise Refusal(gettext("That leaves the series without a date to come. Pick another time, please."))


def _drop_date(
    connection: Connection, actor: Actor, meetup: Meetup, day: MeetupDate, now: datetime, random: Random
) -> None:
    """The new series does not have this date: forget it, or call it off if people have heard of it."""
    is_unheard_of = day.message_id is None and day.event_id is None
    if is_unheard_of and not posts.is_sending(connection, day.id):
        meetup_dates.delete_date(connection, day.id)
    else:
        call_off(connection, actor, meetup, day, DateStatus.CANCELLED, now, random)
