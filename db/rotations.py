"""Rows of rotations: the venues that a meetup goes round."""

from __future__ import annotations

from collections.abc import Iterable

from db import venues
from db.connection import Connection
from domain.ids import MeetupId, VenueId
from domain.venues import Venue


def set_rotation(connection: Connection, meetup_id: MeetupId, venue_ids: Iterable[VenueId]) -> None:
    """Stores the venues that the meetup goes round, in this order, in place of those before."""
    connection.execute("DELETE FROM meetup_venues WHERE meetup_id = :id", {"id": meetup_id})
    connection.executemany(
        "INSERT INTO meetup_venues (meetup_id, position, venue_id) VALUES (?, ?, ?)",
        [(meetup_id, position, venue_id) for position, venue_id in enumerate(venue_ids)],
    )


def list_rotation(connection: Connection, guild_id: int, meetup_id: MeetupId) -> list[Venue]:
    """Returns the venues that the meetup goes round, in order; empty where it stays in one place."""
    rows = connection.execute(
        "SELECT venue_id FROM meetup_venues WHERE meetup_id = :id ORDER BY position", {"id": meetup_id}
    ).fetchall()
    found = [venues.find_venue(connection, guild_id, VenueId(row["venue_id"])) for row in rows]
    return [venue for venue in found if venue is not None]


def find_last(connection: Connection, meetup_id: MeetupId) -> VenueId | None:
    """Returns where the meetup's latest date that has a row and a venue takes place; None where none has."""
    row = connection.execute(
        """
        SELECT venue_id FROM meetup_dates WHERE meetup_id = :id AND venue_id IS NOT NULL
        ORDER BY starts_at DESC LIMIT 1
        """,
        {"id": meetup_id},
    ).fetchone()
    return VenueId(row["venue_id"]) if row else None
