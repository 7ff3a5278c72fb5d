"""What members say about themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import profiles
from db.database import Connection
from domain.guilds import Actor
from domain.profiles import Profile
from domain.zones import get_zone
from services.desk import Desk


@dataclass(frozen=True, slots=True)
class Profiles:
    """Use cases of a member's own profile."""

    desk: Desk

    async def set_zone(self, actor: Actor, zone: str) -> Profile:
        """The member's own time zone; raises Refusal for one that does not exist."""
        return await self.desk.database.write(_set_zone, actor, get_zone(zone))

    async def set_buddy(self, actor: Actor, is_buddy: bool) -> Profile:
        """Whether the member is glad to be suggested to first-timers."""
        return await self.desk.database.write(_set_buddy, actor, is_buddy)


def _set_zone(connection: Connection, actor: Actor, zone: str) -> Profile:
    profile = profiles.get_profile(connection, actor.guild_id, actor.user_id)
    return _saved(connection, replace(profile, zone=zone))


def _set_buddy(connection: Connection, actor: Actor, is_buddy: bool) -> Profile:
    profile = profiles.get_profile(connection, actor.guild_id, actor.user_id)
    return _saved(connection, replace(profile, is_buddy=is_buddy))


def _saved(connection: Connection, profile: Profile) -> Profile:
    profiles.save_profile(connection, profile)
    return profile
