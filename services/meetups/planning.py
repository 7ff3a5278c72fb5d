"""Planning a series of meetups: what a request comes to, for a new one or one that is edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from db import guilds, meetup_dates, meetups, profiles
from domain.durations import describe_minutes, write_minutes
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId
from domain.meetups.admission import check_guests, check_time_to_answer, read_answers_until
from domain.meetups.meetup import (
    Meetup,
    MeetupDetails,
    MeetupPlace,
    Session,
    check_description,
    check_length,
    check_minutes,
    check_place,
    check_title,
    read_seats,
)
from domain.meetups.pings import parse_pings, write_pings
from domain.meetups.request import MeetupRequest
from domain.meetups.series import Series, list_upcoming
from domain.times.open_times import list_firsts
from domain.times.parser import Ambiguous, Reading, ZonedTime, read_when, suggest_readings
from domain.times.recurrence import Limited, Once, RecurrenceRule, Weekly, describe_rule, parse_rule
from domain.times.rhythm import OpenRhythm
from domain.zones import get_zone, to_local
from languages import day_month_year, gettext
from services.meetups import schedule
from services.meetups.admission import check_first_answerable
from services.meetups.finding import get_meetup
from services.transaction import Transaction

MOST_MEETUPS = 100


def choose_channel(tx: Transaction, actor: Actor, channel_id: int) -> int:
    """Returns the id of the channel for meetups of which the host names none.

    That is the server's channel for meetups, else `channel_id`. Raises Refusal where the member may not plan.
    """
    settings = guilds.get_settings(tx.connection, actor.guild_id)
    if not actor.may_plan(settings):
        if actor.runs_server:
            raise Refusal(
                gettext(
                    "Planning meetups is for members with Manage Events, or with a role that you allow: "
                    "`/longtable set`, *Meetups*."
                )
            )
        raise Refusal(
            gettext(
                "Planning meetups is for members with Manage Events, or with a role the organiser "
                "allows (`/longtable set`). Ask them, they may be glad of a host."
            )
        )
    return settings.channel_id or channel_id


def make(tx: Transaction, actor: Actor, request: MeetupRequest, channel_id: int) -> Meetup:
    """Returns the meetup that a request comes to, not stored; without a channel of its own for `channel_id`.

    Raises Refusal where the member may not plan, or something cannot be read.
    """
    choose_channel(tx, actor, channel_id)
    request = _with_usual(tx, actor.guild_id, request)
    reading = read_when(request.when or "", tx.now, zone_of(tx, actor, request.zone), tx.find_cities)
    series = _series(reading, _rule_of(reading, request.repeats) or Once())
    defaults = MeetupDetails(
        title=check_title(request.title or ""),
        length_min=tx.config.meetups.length,
        channel_id=channel_id,
        pings_min=_usual_pings(tx, actor.guild_id),
    )
    details = replace(defaults, **_read_details(request, reading))
    check_time_to_answer(details)
    return Meetup(MeetupId(tx.new_id()), actor.guild_id, actor.user_id, details, series)


def _with_usual(tx: Transaction, guild_id: int, request: MeetupRequest) -> MeetupRequest:
    """Returns the request with what is usual in fields that were left empty and cannot be."""
    if request.length == "":
        request = replace(request, length=write_minutes(tx.config.meetups.length))
    if request.pings == "":
        request = replace(request, pings=write_pings(_usual_pings(tx, guild_id)))
    return request


def _usual_pings(tx: Transaction, guild_id: int) -> tuple[int, ...]:
    return guilds.get_settings(tx.connection, guild_id).pings_min or tx.config.meetups.pings


def suggest(tx: Transaction, actor: Actor, text: str) -> list[Reading]:
    """Returns the readings to offer while the member types a time; it is read as when it is sent."""
    return suggest_readings(text, tx.now, zone_of(tx, actor, None), tx.find_cities)


def zone_of(tx: Transaction, actor: Actor, zone: str | None) -> str:
    """Returns the zone given, else the member's, else the guild's, else the configured one.

    Raises Refusal where there is no zone of the name given.
    """
    if zone:
        return get_zone(zone, tx.find_cities)
    profile = profiles.get_profile(tx.connection, actor.guild_id, actor.user_id)
    of_guild = guilds.get_settings(tx.connection, actor.guild_id).zone
    return profile.zone or of_guild or tx.config.meetups.zone


def _rule_of(reading: Reading, repeats: str | None) -> RecurrenceRule | None:
    """Returns the rule that was typed with the time, by itself, or both; None where there is none.

    Raises Refusal where the two are not the same.
    """
    if not repeats:
        return reading.rule
    rule = _read_rule(repeats, reading)
    if reading.rule is not None and reading.rule != rule:
        raise Refusal(
            gettext(
                "“{rule}” and “{other}” do not agree. Say how it repeats only once, with the time or in "
                "`repeats:`.",
                rule=describe_rule(reading.rule),
                other=describe_rule(rule),
            )
        )
    return rule


def _read_rule(repeats: str, reading: Reading) -> RecurrenceRule:
    """Returns the rule that was typed beside a time. Raises Ambiguous where several may be meant."""
    when = reading.when
    try:
        return parse_rule(repeats, when.local.date())
    except OpenRhythm as refusal:
        firsts = [(rule, next(list_firsts(rule, when.local.date()), None)) for rule in refusal.rules]
        readings = [
            replace(reading, when=ZonedTime(datetime.combine(on, when.local.time()), when.zone), rule=rule)
            for rule, on in firsts
            if on is not None
        ]
        raise Ambiguous(str(refusal), readings) from None


def _series(reading: Reading, rule: RecurrenceRule) -> Series:
    """Returns the series that begins then. Raises Refusal where its rule has no date on that day."""
    when = reading.when
    if reading.has_offset and not isinstance(rule, Once):
        raise Refusal(
            gettext(
                "A fixed offset from UTC ignores summer time. Name a time zone instead, such as "
                "`Europe/Berlin`."
            )
        )
    series = Series(when.local.date(), when.local.time(), when.zone, rule)
    first_on = next(series.dates(series.first_on), None)
    if first_on is None:
        raise Refusal(gettext("“{rule}” is over by then. Pick another end.", rule=describe_rule(rule)))
    if first_on != series.first_on:
        nearest = ZonedTime(datetime.combine(first_on, series.at), when.zone)
        raise Ambiguous(
            gettext(
                "“{rule}” has no date on {day}. Its first is on {first}: type `{nearest}`, or change how "
                "it repeats.",
                rule=describe_rule(rule),
                day=day_month_year(when.local),
                first=day_month_year(nearest.local),
                nearest=f"{nearest.local:%Y-%m-%d %H:%M}",
            ),
            [replace(reading, when=nearest, rule=rule)],
        )
    return series


def save(tx: Transaction, meetup: Meetup) -> Session:
    """Stores a new meetup and opens its first date; a second time it only returns that date.

    Raises Refusal where the date has passed, the server has too many meetups, or it was changed meanwhile.
    """
    if meetups.find_meetup(tx.connection, meetup.guild_id, meetup.id) is None:
        _check_new(tx, meetup)
    if meetups.insert_meetup(tx.connection, meetup, tx.now_ms):
        settings = guilds.get_settings(tx.connection, meetup.guild_id)
        guilds.save_settings(tx.connection, settings)
        schedule.advance_one(tx, meetup, meetup.series.first_on)
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, meetup.series.first_on)
    stored = get_meetup(tx, meetup.guild_id, meetup.id)
    if meetup_date is None or stored.series != meetup.series:
        raise Refusal(gettext("That meetup has been changed meanwhile. `/meetup list` shows how it stands."))
    return schedule.load_session(tx, stored, meetup_date)


def _check_new(tx: Transaction, meetup: Meetup) -> None:
    if len(meetups.list_meetups(tx.connection, meetup.guild_id, tx.now_ms)) >= MOST_MEETUPS:
        raise Refusal(
            gettext(
                "This server has {most} meetups already. Cancel one that is no longer needed.",
                most=MOST_MEETUPS,
            )
        )
    if meetup.series.starts_at(meetup.series.first_on) <= tx.now:
        raise Refusal(gettext("The first date has passed meanwhile. Please plan it again."))
    check_first_answerable(tx, meetup)


def change(tx: Transaction, before: Meetup, request: MeetupRequest) -> Meetup:
    """Returns the meetup with the fields that are given; nothing is stored.

    Raises Refusal where something cannot be read, or its series has no date to come.
    """
    request = _with_usual(tx, before.guild_id, request)
    reading = _edited_when(tx, before.series, request)
    series = _edited_series(tx, before.series, request, reading)
    details = replace(before.details, **_read_details(request, reading))
    if details != before.details:
        check_time_to_answer(details)
    return replace(before, details=details, series=series)


_DETAILS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("title", "title", check_title),
    ("length", "length_min", check_length),
    ("place", "place", lambda place: MeetupPlace(check_place(place.text), place.voice_channel_id)),
    ("seats", "capacity", read_seats),
    ("channel_id", "channel_id", int),
    ("role_id", "role_id", lambda role_id: role_id or None),
    ("pings", "pings_min", parse_pings),
    ("is_led", "is_led", bool),
    ("most_guests", "most_guests", check_guests),
    ("answers_until", "answers_until_min", read_answers_until),
    ("answer_role_ids", "answer_role_ids", tuple),
    ("description", "description", check_description),
    ("picture_id", "picture_id", lambda picture_id: picture_id or None),
)
"""Fields of a request, the details that they become, and how they are read; 0 is no role, no picture."""


def _read_details(request: MeetupRequest, reading: Reading | None) -> dict[str, Any]:
    """Returns the details that the request gives, by name; the length may be typed with the time.

    Raises Refusal where one cannot be read, or two lengths do not agree.
    """
    typed_values = ((getattr(request, typed), name, read) for typed, name, read in _DETAILS)
    details = {name: read(value) for value, name, read in typed_values if value is not None}
    if reading is None or reading.length_min is None:
        return details
    length_min = check_minutes(reading.length_min)
    if details.setdefault("length_min", length_min) != length_min:
        raise Refusal(
            gettext(
                "From start to end it is {range}, and the length says {length}. Leave one of them out.",
                range=describe_minutes(length_min),
                length=describe_minutes(details["length_min"]),
            )
        )
    return details


def _edited_when(tx: Transaction, series: Series, request: MeetupRequest) -> Reading | None:
    """Returns the new time; None where none was typed. Raises Refusal where it cannot be read."""
    if request.when is None:
        return None
    zone = get_zone(request.zone, tx.find_cities) if request.zone else series.zone
    return read_when(request.when, tx.now, zone, tx.find_cities)


def _edited_series(
    tx: Transaction, series: Series, request: MeetupRequest, reading: Reading | None
) -> Series:
    zone = get_zone(request.zone, tx.find_cities) if request.zone else series.zone
    if reading is not None:
        first_on = reading.when.local.date()
        rule = _rule_of(reading, request.repeats or None) or _following(series, first_on, tx.now)
        return _series(reading, rule)
    if request.repeats is None:
        return replace(series, zone=zone)
    upcoming = next(iter(list_upcoming(replace(series, zone=zone), {}, tx.now, 1)), None)
    if upcoming is None:
        raise Refusal(gettext("That series has no date to come. Say when the next one is, too."))
    local = to_local(upcoming.starts_at, zone).replace(tzinfo=None)
    rule = _read_rule(request.repeats or "once", Reading(ZonedTime(local, zone)))
    return Series(next(rule.dates(upcoming.on, upcoming.on)), series.at, zone, rule)


def _following(series: Series, first_on: date, now: datetime) -> RecurrenceRule:
    """Returns the rule of a series that begins on another day: one of a single weekday follows it.

    One that ends after some dates has as many left as it had before.
    """
    rule = series.rule
    endless = rule.rule if isinstance(rule, Limited) else rule
    if isinstance(endless, Weekly) and len(endless.weekdays) == 1:
        endless = replace(endless, weekdays=(first_on.weekday(),))
    if not isinstance(rule, Limited) or isinstance(endless, Once):
        return endless
    if rule.count is None:
        return replace(rule, rule=endless)
    left = sum(series.starts_at(on) > now for on in series.dates(series.first_on))
    return replace(rule, rule=endless, count=max(left, 1))
