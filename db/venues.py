"""Rows of the venue book, and of what members think of the venues."""

from __future__ import annotations

import json

from db.cities import dump_city, load_city
from db.connection import Connection, Row
from domain.accents import without_accents
from domain.ids import VenueId
from domain.venues import Rating, Venue

_SELECT = """
    SELECT venues.*, count(venue_ratings.stars) AS rating_count,
        coalesce(sum(venue_ratings.stars), 0) AS rating_stars
    FROM venues LEFT JOIN venue_ratings ON venue_ratings.venue_id = venues.id
"""


def insert_venue(connection: Connection, venue: Venue, now_ms: int) -> bool:
    """Inserts a new venue; returns False where the guild has one of that name in that city."""
    cursor = connection.execute(
        """
        INSERT INTO venues (
            id, guild_id, name, folded_name, city, city_id, address, features, note, directions, url,
            added_by, added_at
        ) VALUES (
            :id, :guild_id, :name, :folded_name, :city, :city_id, :address, :features, :note, :directions,
            :url, :added_by, :now
        ) ON CONFLICT DO NOTHING
        """,
        {
            "id": venue.id,
            "guild_id": venue.guild_id,
            "name": venue.name,
            "folded_name": without_accents(venue.name),
            "city": dump_city(venue.city),
            "city_id": venue.city.id,
            "address": venue.address,
            "features": json.dumps(dict(venue.features)),
            "note": venue.note,
            "directions": venue.directions,
            "url": venue.url,
            "added_by": venue.added_by,
            "now": now_ms,
        },
    )
    return cursor.rowcount == 1


def update_venue(connection: Connection, venue: Venue) -> None:
    """Stores what is said of the venue now; its name and its city stay."""
    connection.execute(
        """
        UPDATE venues SET address = :address, features = :features, note = :note, directions = :directions,
            url = :url
        WHERE id = :id AND guild_id = :guild_id
        """,
        {
            "id": venue.id,
            "guild_id": venue.guild_id,
            "address": venue.address,
            "features": json.dumps(dict(venue.features)),
            "note": venue.note,
            "directions": venue.directions,
            "url": venue.url,
        },
    )


def find_venue(connection: Connection, guild_id: int, venue_id: VenueId) -> Venue | None:
    """Returns the guild's venue with what members think of it; None where it has none of this id."""
    row = connection.execute(
        f"{_SELECT} WHERE venues.id = :id AND guild_id = :guild_id GROUP BY venues.id",
        {"id": venue_id, "guild_id": guild_id},
    ).fetchone()
    return _venue(row) if row else None


def list_venues(connection: Connection, guild_id: int) -> list[Venue]:
    """Returns the guild's venues with what members think of them."""
    rows = connection.execute(
        f"{_SELECT} WHERE guild_id = :guild_id GROUP BY venues.id ORDER BY venues.id", {"guild_id": guild_id}
    )
    return [_venue(row) for row in rows]


def list_with_directions(connection: Connection, guild_id: int) -> list[Venue]:
    """Returns the guild's venues of which it is said how to find them, without what members think of them."""
    rows = connection.execute(
        """
        SELECT venues.*, 0 AS rating_count, 0 AS rating_stars FROM venues
        WHERE guild_id = :guild_id AND directions <> '' ORDER BY id
        """,
        {"guild_id": guild_id},
    )
    return [_venue(row) for row in rows]


def save_rating(connection: Connection, venue_id: VenueId, user_id: int, stars: int, now_ms: int) -> None:
    """Stores how many stars the member gives the venue now."""
    connection.execute(
        """
        INSERT INTO venue_ratings (venue_id, user_id, stars, rated_at)
        VALUES (:venue_id, :user_id, :stars, :now)
        ON CONFLICT (venue_id, user_id) DO UPDATE SET stars = excluded.stars, rated_at = excluded.rated_at
        """,
        {"venue_id": venue_id, "user_id": user_id, "stars": stars, "now": now_ms},
    )


def delete_venue(connection: Connection, venue_id: VenueId) -> None:
    """Deletes the venue and what was said of it; meetups go round the others."""
    connection.execute("DELETE FROM meetup_venues WHERE venue_id = :id", {"id": venue_id})
    connection.execute("DELETE FROM venue_ratings WHERE venue_id = :id", {"id": venue_id})
    connection.execute("UPDATE feedback_tallies SET venue_id = NULL WHERE venue_id = :id", {"id": venue_id})
    connection.execute("DELETE FROM venues WHERE id = :id", {"id": venue_id})


def _venue(row: Row) -> Venue:
    return Venue(
        id=VenueId(row["id"]),
        guild_id=row["guild_id"],
        name=row["name"],
        city=load_city(row["city"]),
        added_by=row["added_by"],
        address=row["address"],
        features=json.loads(row["features"]),
        note=row["note"],
        directions=row["directions"],
        url=row["url"],
        rating=Rating(row["rating_count"], row["rating_stars"]),
    )
