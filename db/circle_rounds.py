"""Rows of rounds of circles: begun, matched, over."""

from __future__ import annotations

from db.connection import Connection
from db.shards import HERE
from domain.circles.circle import CircleState, SeatState
from domain.ids import CircleRoundId


def insert_round(connection: Connection, round_id: CircleRoundId, guild_id: int, now_ms: int) -> bool:
    """Begins a round; returns False where the guild has one that goes on."""
    cursor = connection.execute(
        "INSERT INTO rounds (id, guild_id, began_at) VALUES (:id, :guild_id, :now) ON CONFLICT DO NOTHING",
        {"id": round_id, "guild_id": guild_id, "now": now_ms},
    )
    return cursor.rowcount == 1


def find_open_round(connection: Connection, guild_id: int) -> CircleRoundId | None:
    """Returns the guild's round that goes on; None where none does."""
    row = connection.execute(
        "SELECT id FROM rounds WHERE guild_id = :guild_id AND ended_at IS NULL", {"guild_id": guild_id}
    ).fetchone()
    return CircleRoundId(row["id"]) if row else None


def list_to_match(connection: Connection) -> list[tuple[CircleRoundId, int]]:
    """Returns the open rounds whose circles are not found yet, with their guilds, the first begun first."""
    rows = connection.execute(
        f"SELECT id, guild_id FROM rounds WHERE matched_at IS NULL AND ended_at IS NULL AND {HERE} "
        "ORDER BY began_at"
    )
    return [(CircleRoundId(row["id"]), row["guild_id"]) for row in rows]


def mark_matched(connection: Connection, round_id: CircleRoundId, now_ms: int) -> bool:
    """Stores that the round's circles are found; returns False where another was faster."""
    cursor = connection.execute(
        "UPDATE rounds SET matched_at = :now WHERE id = :id AND matched_at IS NULL AND ended_at IS NULL",
        {"id": round_id, "now": now_ms},
    )
    return cursor.rowcount == 1


def end_round(connection: Connection, round_id: CircleRoundId, now_ms: int) -> None:
    """Ends the round if none of its circles waits for anybody any more."""
    connection.execute(
        f"""
        UPDATE rounds SET ended_at = :now WHERE id = :id AND matched_at IS NOT NULL AND ended_at IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM circles WHERE round_id = :id AND (
                    state = '{CircleState.PROPOSED}' OR wants_refill = 1 OR EXISTS (
                        SELECT 1 FROM circle_seats WHERE circle_id = circles.id
                            AND circle_seats.state = '{SeatState.INVITED}'
                    )
                )
            )
        """,
        {"id": round_id, "now": now_ms},
    )
