"""Rows of profiles, and of who avoids whom."""

from __future__ import annotations

import json
from collections.abc import Collection

from db.cities import dump_city, load_city
from db.connection import Connection, Row
from db.values import from_ms_or_none, to_ms_or_none
from domain.cities import City, Point
from domain.profiles import Contact, Hearing, Profile, ProfileAspect
from domain.reminders import USUAL_REMINDERS, Reminders, ReminderWay

_COLUMNS = (
    "zone",
    "is_buddy",
    "is_helper",
    "is_named",
    "hears_solutions",
    "hears_calls",
    "hears_welcome",
    "reminder_way",
    "reminder_leads_min",
    "city",
    "travel_km",
    "is_online",
    "free",
    "languages",
    "field",
    "interests",
    "company",
    "contact",
    "shown",
    "paused_until",
    "updated_at",
    "asked_at",
    "language",
)


def get_profile(connection: Connection, guild_id: int, user_id: int) -> Profile:
    """Returns the member's profile; an empty one where nothing is stored."""
    row = connection.execute(
        "SELECT * FROM profiles WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    ).fetchone()
    return _profile(row) if row else Profile(guild_id, user_id)


def save_profile(connection: Connection, profile: Profile) -> None:
    """Inserts or replaces the member's profile."""
    names = ", ".join(_COLUMNS)
    values = ", ".join(f":{name}" for name in _COLUMNS)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)
    connection.execute(
        f"""
        INSERT INTO profiles (guild_id, user_id, {names}) VALUES (:guild_id, :user_id, {values})
        ON CONFLICT (guild_id, user_id) DO UPDATE SET {changes}
        """,
        {
            "guild_id": profile.guild_id,
            "user_id": profile.user_id,
            "zone": profile.zone,
            "is_buddy": int(profile.is_buddy),
            "is_helper": int(profile.is_helper),
            "is_named": int(profile.is_named),
            "hears_solutions": int(profile.hears_solutions),
            "hears_calls": int(profile.hears_calls),
            "hears_welcome": int(profile.hears_welcome),
            **_dump_reminders(profile.reminders),
            "city": dump_city(profile.city) if profile.city else None,
            "travel_km": profile.travel_km,
            "is_online": int(profile.is_online),
            "free": f"{profile.free:x}",
            "languages": json.dumps(profile.languages),
            "field": profile.field,
            "interests": json.dumps(profile.interests, ensure_ascii=False),
            "company": profile.company,
            "contact": profile.contact,
            "shown": json.dumps(sorted(profile.shown)),
            "paused_until": to_ms_or_none(profile.paused_until),
            "updated_at": to_ms_or_none(profile.updated_at),
            "asked_at": to_ms_or_none(profile.asked_at),
            "language": profile.language,
        },
    )


def list_profiles(connection: Connection, guild_id: int) -> list[Profile]:
    """Returns every profile of the guild that names a city."""
    rows = connection.execute(
        "SELECT * FROM profiles WHERE guild_id = :guild_id AND city IS NOT NULL ORDER BY user_id",
        {"guild_id": guild_id},
    )
    return [_profile(row) for row in rows]


def list_helpers(connection: Connection, guild_id: int) -> list[int]:
    """Returns the user ids of who is glad to be asked about problems like those they have solved."""
    rows = connection.execute(
        "SELECT user_id FROM profiles WHERE guild_id = :guild_id AND is_helper = 1", {"guild_id": guild_id}
    )
    return [row["user_id"] for row in rows]


def list_buddies(connection: Connection, guild_id: int) -> list[int]:
    """Returns the user ids of who agreed to be a buddy in the guild."""
    rows = connection.execute(
        "SELECT user_id FROM profiles WHERE guild_id = :guild_id AND is_buddy = 1", {"guild_id": guild_id}
    )
    return [row["user_id"] for row in rows]


def list_not_hearing(connection: Connection, guild_id: int, hearing: Hearing) -> set[int]:
    """Returns the user ids of those who have switched this off."""
    rows = connection.execute(
        f"SELECT user_id FROM profiles WHERE guild_id = :guild_id AND {hearing} = 0", {"guild_id": guild_id}
    )
    return {row["user_id"] for row in rows}


def map_reminders(connection: Connection, guild_id: int) -> dict[int, Reminders]:
    """Returns how members of the guild are reminded who have chosen that themselves, by user id."""
    rows = connection.execute(
        "SELECT user_id, reminder_way, reminder_leads_min FROM profiles "
        "WHERE guild_id = :guild_id AND reminder_way IS NOT NULL",
        {"guild_id": guild_id},
    )
    return {row["user_id"]: _reminders(row) for row in rows}


def list_reminder_leads(connection: Connection, guild_id: int) -> set[int]:
    """Returns how long before a date members of the guild have chosen to be reminded, in minutes."""
    rows = connection.execute(
        "SELECT DISTINCT reminder_leads_min FROM profiles "
        "WHERE guild_id = :guild_id AND reminder_leads_min IS NOT NULL",
        {"guild_id": guild_id},
    )
    return {lead for row in rows for lead in json.loads(row["reminder_leads_min"])}


def list_named(connection: Connection, guild_id: int, user_ids: Collection[int]) -> list[int]:
    """Returns those of these members who let others read that they came to a meetup."""
    rows = connection.execute(
        "SELECT user_id FROM profiles WHERE guild_id = :guild_id AND is_named = 1 ORDER BY user_id",
        {"guild_id": guild_id},
    )
    return [row["user_id"] for row in rows if row["user_id"] in user_ids]


def list_centres(connection: Connection, guild_id: int, limit: int) -> list[Point]:
    """Returns the centres of at most `limit` cities where members live, those of most members first."""
    rows = connection.execute(
        """
        SELECT city, count(*) AS members FROM profiles WHERE guild_id = :guild_id AND city IS NOT NULL
        GROUP BY city ORDER BY members DESC, city LIMIT :limit
        """,
        {"guild_id": guild_id, "limit": limit},
    )
    return [load_city(row["city"]).centre for row in rows]


def list_shared_cities(connection: Connection, guild_id: int, fewest: int, limit: int) -> list[City]:
    """Returns at most `limit` cities in which `fewest` or more members live, those of most members first."""
    rows = connection.execute(
        """
        SELECT city, count(*) AS members FROM profiles WHERE guild_id = :guild_id AND city IS NOT NULL
        GROUP BY city HAVING count(*) >= :fewest ORDER BY members DESC, city LIMIT :limit
        """,
        {"guild_id": guild_id, "fewest": fewest, "limit": limit},
    )
    return [load_city(row["city"]) for row in rows]


def insert_avoidance(connection: Connection, guild_id: int, user_id: int, avoided_id: int) -> None:
    """Stores that the member does not want to sit with `avoided_id`."""
    connection.execute(
        """
        INSERT INTO avoidances (guild_id, user_id, avoided_id) VALUES (:guild_id, :user_id, :avoided_id)
        ON CONFLICT (guild_id, user_id, avoided_id) DO NOTHING
        """,
        {"guild_id": guild_id, "user_id": user_id, "avoided_id": avoided_id},
    )


def delete_avoidance(connection: Connection, guild_id: int, user_id: int, avoided_id: int) -> None:
    """Stores that the member does not mind `avoided_id` any more."""
    connection.execute(
        """
        DELETE FROM avoidances
        WHERE guild_id = :guild_id AND user_id = :user_id AND avoided_id = :avoided_id
        """,
        {"guild_id": guild_id, "user_id": user_id, "avoided_id": avoided_id},
    )


def list_avoidances(connection: Connection, guild_id: int) -> list[tuple[int, int]]:
    """Returns a pair (member, avoided) for everybody who avoids somebody: for the matching alone."""
    rows = connection.execute(
        "SELECT user_id, avoided_id FROM avoidances WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return [(row["user_id"], row["avoided_id"]) for row in rows]


def list_avoided(connection: Connection, guild_id: int, user_id: int) -> list[int]:
    """Returns the user ids of whom the member avoids; not of who avoids them."""
    rows = connection.execute(
        """
        SELECT avoided_id FROM avoidances WHERE guild_id = :guild_id AND user_id = :user_id
        ORDER BY avoided_id
        """,
        {"guild_id": guild_id, "user_id": user_id},
    )
    return [row["avoided_id"] for row in rows]


def _dump_reminders(reminders: Reminders) -> dict[str, str | None]:
    if reminders == USUAL_REMINDERS:
        return {"reminder_way": None, "reminder_leads_min": None}
    leads = json.dumps(reminders.leads_min) if reminders.leads_min else None
    return {"reminder_way": reminders.way, "reminder_leads_min": leads}


def _reminders(row: Row) -> Reminders:
    if row["reminder_way"] is None:
        return USUAL_REMINDERS
    return Reminders(ReminderWay(row["reminder_way"]), tuple(json.loads(row["reminder_leads_min"] or "[]")))


def _profile(row: Row) -> Profile:
    return Profile(
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        zone=row["zone"],
        is_buddy=bool(row["is_buddy"]),
        is_helper=bool(row["is_helper"]),
        is_named=bool(row["is_named"]),
        hears_solutions=bool(row["hears_solutions"]),
        hears_calls=bool(row["hears_calls"]),
        hears_welcome=bool(row["hears_welcome"]),
        reminders=_reminders(row),
        city=load_city(row["city"]) if row["city"] else None,
        travel_km=row["travel_km"],
        is_online=bool(row["is_online"]),
        free=int(row["free"], 16),
        languages=tuple(json.loads(row["languages"])),
        field=row["field"],
        interests=tuple(json.loads(row["interests"])),
        company=row["company"],
        contact=Contact(row["contact"]),
        shown=frozenset(ProfileAspect(name) for name in json.loads(row["shown"])),
        paused_until=from_ms_or_none(row["paused_until"]),
        updated_at=from_ms_or_none(row["updated_at"]),
        asked_at=from_ms_or_none(row["asked_at"]),
        language=row["language"],
    )
