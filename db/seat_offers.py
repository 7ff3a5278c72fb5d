"""Rows of seat offers: which seats are held for whom, and what became of those that were."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from db.connection import Connection
from db.shards import HERE
from db.values import from_ms, sql_id_list, to_ms
from domain.ids import DateId
from domain.meetups.seat_offers import OfferState, SeatOffer


def list_offers(connection: Connection, date_id: DateId) -> list[SeatOffer]:
    """Returns all offers of the date's seats, the oldest first."""
    rows = connection.execute(
        "SELECT * FROM seat_offers WHERE date_id = :id ORDER BY offered_at, user_id", {"id": date_id}
    )
    return [
        SeatOffer(
            row["user_id"], from_ms(row["offered_at"]), from_ms(row["ends_at"]), OfferState(row["state"])
        )
        for row in rows
    ]


def list_open(connection: Connection, date_id: DateId) -> list[SeatOffer]:
    """Returns the offers of the date's seats that are held now, the oldest first."""
    return [offer for offer in list_offers(connection, date_id) if offer.is_open]


def save_offers(connection: Connection, date_id: DateId, offers: Iterable[SeatOffer]) -> None:
    """Inserts the offers, or stores what became of them."""
    connection.executemany(
        """
        INSERT INTO seat_offers (date_id, user_id, offered_at, ends_at, state) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (date_id, user_id) DO UPDATE SET
            offered_at = excluded.offered_at, ends_at = excluded.ends_at, state = excluded.state
        """,
        [
            (date_id, offer.user_id, to_ms(offer.offered_at), to_ms(offer.ends_at), offer.state.value)
            for offer in offers
        ],
    )


def delete_offers(connection: Connection, date_id: DateId, user_ids: Collection[int]) -> None:
    """Deletes what these members were offered, as if they had not been asked."""
    connection.execute(
        f"DELETE FROM seat_offers WHERE date_id = :id AND user_id IN {sql_id_list(user_ids)}",
        {"id": date_id},
    )


def list_due(connection: Connection, now_ms: int) -> list[DateId]:
    """Returns the dates with an offer whose time is over, the longest waiting first."""
    rows = connection.execute(
        f"""
        SELECT date_id FROM seat_offers
        JOIN meetup_dates ON meetup_dates.id = date_id JOIN meetups ON meetups.id = meetup_id
        WHERE state = 'open' AND seat_offers.ends_at <= :now AND {HERE}
        GROUP BY date_id ORDER BY min(seat_offers.ends_at)
        """,
        {"now": now_ms},
    )
    return [DateId(row["date_id"]) for row in rows]


def next_due_ms(connection: Connection) -> int | None:
    """Returns when the next open offer ends, in ms; None where none is open."""
    value: int | None = connection.execute(
        "SELECT min(ends_at) FROM seat_offers WHERE state = 'open'"
    ).fetchone()[0]
    return value


def list_dates_of(connection: Connection, guild_id: int, user_id: int) -> list[DateId]:
    """Returns the guild's dates at which a seat is held for the member."""
    rows = connection.execute(
        """
        SELECT date_id FROM seat_offers
        JOIN meetup_dates ON meetup_dates.id = date_id JOIN meetups ON meetups.id = meetup_id
        WHERE state = 'open' AND user_id = :user_id AND guild_id = :guild_id
        """,
        {"user_id": user_id, "guild_id": guild_id},
    )
    return [DateId(row["date_id"]) for row in rows]
