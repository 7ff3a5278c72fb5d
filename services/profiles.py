"""What members say about themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from db import guilds, profiles
from db.connection import Connection
from db.gazetteer import Gazetteer
from domain.errors import Refusal
from domain.guilds import Actor
from domain.places import City, Point
from domain.profiles import (
    INTERESTS,
    Contact,
    Profile,
    Shown,
    check_company,
    check_field,
    check_interests,
    check_languages,
    check_travel,
)
from domain.weektimes import has_room, list_popular, parse_hours, part, parts_of, union
from domain.zones import get_zone
from languages import gettext, spoken
from services.desk import Desk

_NEAR_CITIES = 50
_SEVERAL, _POPULAR_TIMES = 5, 3
_MOST_WEEKS = 52
_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Basics:
    """The first step of the form, as it was filled in. `parts` are like `0:morning` for Monday morning."""

    city_id: int | None
    travel_km: str
    languages: Sequence[str]
    parts: Sequence[str]
    company: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Interests:
    """The second step of the form, as it was filled in. `hours` take the place of the parts of days."""

    field: str
    interests: Sequence[str]
    hours: str
    contact: str
    shown: Sequence[str]


def is_stale(connection: Connection, actor: Actor, now: datetime) -> bool:
    """Whether the member's profile is so old that it should be asked about."""
    return profiles.get_profile(connection, actor.guild_id, actor.user_id).is_stale(now)


@dataclass(frozen=True, slots=True)
class Profiles:
    """Use cases of a member's own profile. They raise Refusal."""

    desk: Desk
    gazetteer: Gazetteer

    async def get(self, guild_id: int, user_id: int) -> Profile:
        """The member's profile; an empty one where there is none."""
        return await self.desk.database.read(profiles.get_profile, guild_id, user_id)

    async def search_cities(self, guild_id: int, text: str) -> list[City]:
        """Cities that the text may mean, those where others of the guild live first among those alike."""
        near = await self.desk.database.read(profiles.list_centres, guild_id, _NEAR_CITIES)
        return await self.gazetteer.search(text, near)

    async def list_points(self) -> list[Point]:
        """Where the larger cities of the world are: together they look like a map."""
        return await self.gazetteer.list_points()

    async def resolve_city(self, guild_id: int, text: str) -> City:
        """The city that was picked from the list, or the best for what was typed."""
        picked = await self.gazetteer.find(int(text)) if text.isdecimal() and len(text) < 12 else None
        found = [picked] if picked else await self.search_cities(guild_id, text)
        if not text.strip() or not found:
            raise Refusal(
                gettext("I don't know that city. Start typing its name and pick one from the list, please.")
            )
        return found[0]

    async def list_popular_times(self, guild_id: int) -> list[tuple[int, str]]:
        """Parts of the week that most others have free; none where they are too few to speak of."""
        people = await self.desk.database.read(profiles.list_profiles, guild_id)
        free = [profile.free for profile in people if profile.free]
        return list_popular(free, _POPULAR_TIMES) if len(free) >= _SEVERAL else []

    async def set_basics(self, actor: Actor, basics: Basics) -> Profile:
        """Keep the first step: where, how far, when, in which languages, how much company."""
        city = await self.gazetteer.find(basics.city_id) if basics.city_id is not None else None
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
                language=spoken(),
                free=profile.free if is_same else union(part(*cell) for cell in chosen),
            )
            return replace(changed, city=city, zone=city.zone) if city is not None else changed

        return await self._change(actor, change)

    async def set_interests(self, actor: Actor, interests: Interests) -> Profile:
        """Keep the second step: field, interests, finer hours, how to be asked, what others see."""
        known = await self.list_interests(actor.guild_id)
        field = check_field(interests.field)
        chosen = check_interests(interests.interests, known)
        hours = parse_hours(interests.hours)
        if interests.hours.strip() and not has_room(hours):
            raise Refusal(gettext("A circle meets for two hours: give at least one stretch of two, please."))
        shown = frozenset(Shown(name) for name in interests.shown)
        contact = Contact(interests.contact)

        def change(profile: Profile) -> Profile:
            changed = replace(profile, field=field, interests=chosen, contact=contact, shown=shown)
            return replace(changed, free=hours) if hours else changed

        return await self._change(actor, change)

    async def set_zone(self, actor: Actor, zone: str) -> Profile:
        """The member's own time zone; raises Refusal for one that does not exist."""
        name = get_zone(zone)
        return await self._set(actor, lambda profile: replace(profile, zone=name))

    async def set_buddy(self, actor: Actor, is_buddy: bool) -> Profile:
        """Whether the member is glad to be suggested to first-timers."""
        return await self._set(actor, lambda profile: replace(profile, is_buddy=is_buddy))

    async def set_helper(self, actor: Actor, is_helper: bool) -> Profile:
        """Whether the member is glad to be asked about problems like those they have solved."""
        return await self._set(actor, lambda profile: replace(profile, is_helper=is_helper))

    async def set_named(self, actor: Actor, is_named: bool) -> Profile:
        """Whether others may read that the member came to a meetup."""
        return await self._set(actor, lambda profile: replace(profile, is_named=is_named))

    async def pause(self, actor: Actor, weeks: int | None) -> Profile:
        """No circles for so many weeks; None until the member comes back."""
        if weeks is not None and not 1 <= weeks <= _MOST_WEEKS:
            raise Refusal(
                gettext(
                    "A pause lasts from 1 to {most} weeks. Without a number it has no end.",
                    most=_MOST_WEEKS,
                )
            )
        until = self.desk.now() + timedelta(weeks=weeks) if weeks is not None else _FOR_EVER
        return await self._set(actor, lambda profile: replace(profile, paused_until=until))

    async def resume(self, actor: Actor) -> Profile:
        """The pause is over."""
        return await self._set(actor, lambda profile: replace(profile, paused_until=None))

    async def confirm(self, actor: Actor) -> Profile:
        """The profile still holds."""
        return await self._change(actor, lambda profile: profile)

    async def mark_asked(self, actor: Actor) -> None:
        """The member has been asked whether it still holds."""
        now = self.desk.now()
        await self._set(actor, lambda profile: replace(profile, asked_at=now))

    async def list_interests(self, guild_id: int) -> list[str]:
        """What members choose from: the common list and what the organisers added."""
        settings = await self.desk.database.read(guilds.get_settings, guild_id)
        return list(dict.fromkeys([*INTERESTS, *settings.interests]))

    async def avoid(self, actor: Actor, user_id: int) -> None:
        """Never sit in a circle with that member. They do not hear of it, whoever they are."""
        if user_id == actor.user_id:
            raise Refusal(
                gettext("You can't avoid yourself, sorry. `/profile pause` leaves you alone for a while.")
            )
        await self.desk.database.write(profiles.insert_avoidance, actor.guild_id, actor.user_id, user_id)

    async def allow(self, actor: Actor, user_id: int) -> None:
        """Not to mind that member any more."""
        await self.desk.database.write(profiles.delete_avoidance, actor.guild_id, actor.user_id, user_id)

    async def list_avoided(self, actor: Actor) -> list[int]:
        """Whom the member avoids."""
        return await self.desk.database.read(profiles.list_avoided, actor.guild_id, actor.user_id)

    async def _change(self, actor: Actor, change: Callable[[Profile], Profile]) -> Profile:
        """As _set, and the profile counts as looked at now."""
        now = self.desk.now()
        return await self._set(actor, lambda profile: replace(change(profile), updated_at=now, asked_at=None))

    async def _set(self, actor: Actor, change: Callable[[Profile], Profile]) -> Profile:
        return await self.desk.database.write(_save, actor, change)


def _save(connection: Connection, actor: Actor, change: Callable[[Profile], Profile]) -> Profile:
    profile = change(profiles.get_profile(connection, actor.guild_id, actor.user_id))
    profiles.save_profile(connection, profile)
    return profile
