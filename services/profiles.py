"""Profiles: what members say about themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from db import guilds, profiles
from db.values import from_ms_or_none
from domain.cities import City
from domain.errors import Refusal
from domain.free_times import has_room, list_popular, parse_free_times, part_of_day, parts_of, union
from domain.guilds import Actor
from domain.profiles import (
    INTERESTS,
    Contact,
    Hearing,
    Profile,
    ProfileAspect,
    check_company,
    check_field,
    check_interests,
    check_languages,
    check_travel,
)
from domain.zones import get_zone
from languages import current_language, gettext
from services.transaction import Transaction

_FEWEST_PROFILES, _POPULAR_TIMES = 5, 3
_MOST_WEEKS = 52
_MOST_DIGITS = 3
_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ProfileBasics:
    """The first step of the profile's form, as it was filled in.

    `parts` are like `0:morning` for Monday morning.
    """

    travel_km: str
    languages: Sequence[str]
    parts: Sequence[str]
    company: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class ProfileInterests:
    """The second step of the profile's form, as it was filled in.

    `hours` take the place of the parts of days, `shown` are the aspects that others may see.
    """

    field: str
    interests: Sequence[str]
    hours: str
    contact: str
    shown: Sequence[str]


def is_stale(tx: Transaction, actor: Actor) -> bool:
    """Returns whether the member's profile is so old that they should be asked whether it still holds."""
    return profiles.get_profile(tx.connection, actor.guild_id, actor.user_id).is_stale(tx.now)


def get(tx: Transaction, guild_id: int, user_id: int) -> Profile:
    """Returns the member's profile; an empty one where there is none."""
    return profiles.get_profile(tx.connection, guild_id, user_id)


def list_popular_times(tx: Transaction, guild_id: int) -> list[tuple[int, str]]:
    """Returns the weekdays and parts of day that most members have free, at most three.

    The list is empty where fewer than five members have said when they are free.
    """
    members = profiles.list_profiles(tx.connection, guild_id)
    free = [profile.free for profile in members if profile.free]
    return list_popular(free, _POPULAR_TIMES) if len(free) >= _FEWEST_PROFILES else []


def set_basics(tx: Transaction, actor: Actor, basics: ProfileBasics, city: City | None) -> Profile:
    """Saves the first step of the form; None for `city` keeps the one before.

    Raises Refusal where something in it cannot be read.
    """
    cells = [cell.partition(":") for cell in basics.parts]
    chosen = [(int(day), name) for day, _, name in cells]
    travel_km, company = check_travel(basics.travel_km), check_company(basics.company)
    languages = check_languages(basics.languages)

    def change(profile: Profile) -> Profile:
        is_same = sorted(parts_of(profile.free)) == sorted(chosen)  # finer hours stay then
        changed = replace(
            profile,
            travel_km=travel_km,
            languages=languages,
            company=company,
            is_online=basics.is_online,
            language=current_language(),
            free=profile.free if is_same else union(part_of_day(*cell) for cell in chosen),
        )
        return replace(changed, city=city, zone=city.zone) if city is not None else changed

    return _change(tx, actor, change)


def set_interests(tx: Transaction, actor: Actor, interests: ProfileInterests) -> Profile:
    """Saves the second step of the form.

    Raises Refusal where something in it cannot be read, or the hours have no room for a circle.
    """
    offered = list_interests(tx, actor.guild_id)
    field = check_field(interests.field)
    chosen = check_interests(interests.interests, offered)
    hours = parse_free_times(interests.hours)
    if interests.hours.strip() and not has_room(hours):
        raise Refusal(gettext("A circle meets for two hours: give at least one stretch of two, please."))
    shown = frozenset(ProfileAspect(name) for name in interests.shown)
    contact = Contact(interests.contact)

    def change(profile: Profile) -> Profile:
        changed = replace(profile, field=field, interests=chosen, contact=contact, shown=shown)
        return replace(changed, free=hours) if hours else changed

    return _change(tx, actor, change)


def set_zone(tx: Transaction, actor: Actor, zone: str) -> Profile:
    """Sets the member's own time zone. Raises Refusal where there is no zone of this name."""
    name = get_zone(zone, tx.find_cities)
    return _set(tx, actor, lambda profile: replace(profile, zone=name))


def set_buddy(tx: Transaction, actor: Actor, is_buddy: bool) -> Profile:
    """Sets whether the member may be suggested to first-timers."""
    return _set(tx, actor, lambda profile: replace(profile, is_buddy=is_buddy))


def set_helper(tx: Transaction, actor: Actor, is_helper: bool) -> Profile:
    """Sets whether the member may be asked about problems like those they have solved."""
    return _set(tx, actor, lambda profile: replace(profile, is_helper=is_helper))


def set_named(tx: Transaction, actor: Actor, is_named: bool) -> Profile:
    """Sets whether others may read that the member came to a meetup."""
    return _set(tx, actor, lambda profile: replace(profile, is_named=is_named))


def set_hearing(tx: Transaction, actor: Actor, hearing: Hearing, is_on: bool) -> Profile:
    """Sets whether the member is mentioned for this."""
    switched: dict[str, Any] = {hearing.value: is_on}
    return _set(tx, actor, lambda profile: replace(profile, **switched))


def set_city(tx: Transaction, actor: Actor, city: City) -> Profile:
    """Sets the city in which the member lives, and with it their time zone."""
    return _change(tx, actor, lambda profile: replace(profile, city=city, zone=city.zone))


def next_round_at(tx: Transaction, guild_id: int) -> datetime | None:
    """Returns when the next round of circles begins by itself; None where none is planned."""
    return from_ms_or_none(guilds.get_round_at(tx.connection, guild_id))


def pause(tx: Transaction, actor: Actor, weeks: str) -> Profile:
    """Keeps the member out of circles for so many weeks; where nothing is typed, until they resume.

    Raises Refusal where the weeks are no number, or out of bounds.
    """
    count = weeks.strip()
    if count and not (count.isdecimal() and len(count) <= _MOST_DIGITS and 1 <= int(count) <= _MOST_WEEKS):
        raise Refusal(
            gettext("A break lasts from 1 to {most} weeks. Without a number it has no end.", most=_MOST_WEEKS)
        )
    until = tx.now + timedelta(weeks=int(count)) if count else _FOR_EVER
    return _set(tx, actor, lambda profile: replace(profile, paused_until=until))


def resume(tx: Transaction, actor: Actor) -> Profile:
    """Ends the member's pause."""
    return _set(tx, actor, lambda profile: replace(profile, paused_until=None))


def confirm(tx: Transaction, actor: Actor) -> Profile:
    """Notes that the profile still holds."""
    return _change(tx, actor, lambda profile: profile)


def mark_asked(tx: Transaction, actor: Actor) -> None:
    """Notes that the member was asked whether the profile still holds."""
    _set(tx, actor, lambda profile: replace(profile, asked_at=tx.now))


def list_interests(tx: Transaction, guild_id: int) -> list[str]:
    """Returns the interests that members choose from: the common list, then those of the organisers."""
    settings = guilds.get_settings(tx.connection, guild_id)
    return list(dict.fromkeys([*INTERESTS, *settings.interests]))


def avoid(tx: Transaction, actor: Actor, user_id: int) -> None:
    """Keeps the two members out of one circle from now on; the other does not hear of it.

    Raises Refusal where both are the same.
    """
    if user_id == actor.user_id:
        raise Refusal(
            gettext(
                "You can't avoid yourself, sorry. A break, in `/profile show`, leaves you alone for a while."
            )
        )
    profiles.insert_avoidance(tx.connection, actor.guild_id, actor.user_id, user_id)


def stop_avoiding(tx: Transaction, actor: Actor, user_id: int) -> None:
    """Takes back that the member avoids the other."""
    profiles.delete_avoidance(tx.connection, actor.guild_id, actor.user_id, user_id)


def list_avoided(tx: Transaction, actor: Actor) -> list[int]:
    """Returns the ids of those whom the member avoids."""
    return profiles.list_avoided(tx.connection, actor.guild_id, actor.user_id)


def _change(tx: Transaction, actor: Actor, change: Callable[[Profile], Profile]) -> Profile:
    """Changes the profile as `_set` does, and notes that the member has just looked at it."""
    return _set(tx, actor, lambda profile: replace(change(profile), updated_at=tx.now, asked_at=None))


def _set(tx: Transaction, actor: Actor, change: Callable[[Profile], Profile]) -> Profile:
    profile = change(profiles.get_profile(tx.connection, actor.guild_id, actor.user_id))
    profiles.save_profile(tx.connection, profile)
    return profile
