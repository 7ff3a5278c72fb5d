"""Rows of rotations: the venues that a meetup goes round."""

from __future__ import annotations

from collections.abc import Iterable

from db import venues
from db.connection import Connection
from domain.ids import MeetupId, VenueId
from domain.venues import Venue


def set_rotation(connection: Connection, meetup_id: MeetupId, venue_ids: Iterable[VenueId]) -> None:
    """These, in this order, instead of those before."""
    connection.execute("DELETE FROM meetup_venues WHERE meetup_id = :id", {"id": meetup_id})
    connection.executemany(
        "INSERT INTO meetup_venues (meetup_id, position, venue_id) VALUES (?, ?, ?)",
        [(meetup_id, position, venue_id) for position, venue_id in enumerate(venue_ids)],
    )


def list_rotation(connection: Connection, guild_id: int, meetup_id: MeetupId) -> list[Venue]:
    """The venues that the meetup goes round, in order; none where it stays in one place."""
    rows = connection.execute(
        "SELECT venue_id FROM meetup_venues WHERE meetup_id = :id ORDER BY position", {"id": meetup_id}
    ).fetchall()
    found = [venues.find_venue(connection, guild_id, VenueId(row["venue_id"])) for row in rows]
    return [venue for venue in found if venue is not None]


def find_last(connection: Connection, meetup_id: MeetupId) -> VenueId | None:
    """Where the latest date of the meetup that has a row takes place, if it is in a venue of a round."""
    row = connection.execute(
        """
        SELECT venue_id FROM meetup_dates WHERE meetup_id = :id AND venue_id IS NOT NULL
        ORDER BY starts_at DESC LIMIT 1
        """,
        {"id": meetup_id},
    ).fetchone()
    return VenueId(row["venue_id"]) if row else None
