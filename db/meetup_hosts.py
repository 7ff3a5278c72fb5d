"""Rows of who hosts a meetup beside its first host, and to whom it is offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from db.connection import Connection, Row
from db.meetups import meetup_of
from db.shards import OURS
from db.values import from_ms, to_ms
from domain.ids import MeetupId
from domain.meetups.hosting import HostOffer
from domain.meetups.meetup import Meetup

_OFFERS = """
    SELECT meetups.*, meetup_id, user_id, offered_by, offered_at
    FROM host_offers JOIN meetups ON meetups.id = meetup_id
"""
_OLD = f"offered_at <= :before AND {OURS}"


def list_cohosts(connection: Connection, meetup_id: MeetupId) -> tuple[int, ...]:
    """Returns the user ids of who hosts the meetup beside its first host, in the order they were added."""
    rows = connection.execute(
        "SELECT user_id FROM meetup_cohosts WHERE meetup_id = :id ORDER BY added_at, user_id",
        {"id": meetup_id},
    )
    return tuple(row["user_id"] for row in rows)


def save_hosts(
    connection: Connection, meetup_id: MeetupId, host_id: int, cohost_ids: Sequence[int], now_ms: int
) -> None:
    """Stores who hosts the meetup from now on, as its next version; who did before keeps their place."""
    connection.execute(
        "UPDATE meetups SET host_id = :host_id, version = version + 1, changed_at = :now WHERE id = :id",
        {"id": meetup_id, "host_id": host_id, "now": now_ms},
    )
    before = list_cohosts(connection, meetup_id)
    connection.executemany(
        "DELETE FROM meetup_cohosts WHERE meetup_id = ? AND user_id = ?",
        [(meetup_id, user_id) for user_id in before if user_id not in cohost_ids],
    )
    connection.executemany(
        "INSERT INTO meetup_cohosts (meetup_id, user_id, added_at) VALUES (?, ?, ?)",
        [(meetup_id, user_id, now_ms) for user_id in cohost_ids if user_id not in before],
    )


def list_hosted(connection: Connection, guild_id: int, user_id: int) -> list[Meetup]:
    """Returns the guild's meetups for everybody that the member hosts, first or beside others."""
    rows = connection.execute(
        """
        SELECT * FROM meetups
        WHERE guild_id = :guild_id AND cancelled_at IS NULL AND circle_id IS NULL AND (
            host_id = :user_id OR id IN (SELECT meetup_id FROM meetup_cohosts WHERE user_id = :user_id)
        )
        ORDER BY created_at, id
        """,
        {"guild_id": guild_id, "user_id": user_id},
    )
    return [meetup_of(row) for row in rows]


def save_offer(connection: Connection, offer: HostOffer) -> None:
    """Stores to whom the meetup is offered, in place of an earlier offer."""
    connection.execute(
        """
        INSERT INTO host_offers (meetup_id, user_id, offered_by, offered_at)
        VALUES (:meetup_id, :user_id, :offered_by, :offered_at)
        ON CONFLICT (meetup_id) DO UPDATE SET
            user_id = excluded.user_id, offered_by = excluded.offered_by, offered_at = excluded.offered_at
        """,
        {
            "meetup_id": offer.meetup_id,
            "user_id": offer.user_id,
            "offered_by": offer.offered_by,
            "offered_at": to_ms(offer.offered_at),
        },
    )


def find_offer(connection: Connection, meetup_id: MeetupId) -> HostOffer | None:
    """Returns to whom the meetup is offered; None where it is to nobody."""
    row = connection.execute("SELECT * FROM host_offers WHERE meetup_id = :id", {"id": meetup_id}).fetchone()
    return _offer(row) if row else None


def list_offers(connection: Connection, guild_id: int, user_id: int) -> list[tuple[Meetup, HostOffer]]:
    """Returns what is offered to the member in this guild, each with its meetup."""
    rows = connection.execute(
        f"{_OFFERS} WHERE guild_id = :guild_id AND user_id = :user_id ORDER BY meetup_id",
        {"guild_id": guild_id, "user_id": user_id},
    )
    return [(meetup_of(row), _offer(row)) for row in rows]


def list_asked(connection: Connection, guild_id: int) -> set[int]:
    """Returns the user ids of whom a meetup of the guild is offered to."""
    rows = connection.execute(f"{_OFFERS} WHERE guild_id = :guild_id", {"guild_id": guild_id})
    return {_offer(row).user_id for row in rows}


def list_old_offers(connection: Connection, before_ms: int) -> list[tuple[Meetup, HostOffer]]:
    """Returns the offers that were made until `before_ms`, each with its meetup, the oldest first."""
    rows = connection.execute(f"{_OFFERS} WHERE {_OLD} ORDER BY offered_at", {"before": before_ms})
    return [(meetup_of(row), _offer(row)) for row in rows]


def has_old_offer(connection: Connection, before_ms: int) -> bool:
    """Returns whether any offer was made until `before_ms`."""
    found = connection.execute(
        f"SELECT 1 FROM host_offers JOIN meetups ON meetups.id = meetup_id WHERE {_OLD} LIMIT 1",
        {"before": before_ms},
    )
    return found.fetchone() is not None


def find_oldest_offer(connection: Connection) -> datetime | None:
    """Returns when the oldest offer was made; None where there is none."""
    value: int | None = connection.execute("SELECT min(offered_at) FROM host_offers").fetchone()[0]
    return from_ms(value) if value is not None else None


def delete_offer(connection: Connection, meetup_id: MeetupId) -> None:
    """Deletes the offer of the meetup."""
    connection.execute("DELETE FROM host_offers WHERE meetup_id = :id", {"id": meetup_id})


def _offer(row: Row) -> HostOffer:
    return HostOffer(
        MeetupId(row["meetup_id"]), row["user_id"], row["offered_by"], from_ms(row["offered_at"])
    )
