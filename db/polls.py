"""Rows of polls, and of who can come when."""

from __future__ import annotations

import json

from db.connection import Connection, Row
from db.values import from_ms, to_ms
from domain.ids import PollId
from domain.meetups.poll import MeetupPoll


def insert_poll(connection: Connection, poll: MeetupPoll, now_ms: int) -> None:
    """Inserts a new poll."""
    connection.execute(
        """
        INSERT INTO polls (id, guild_id, host_id, title, length_min, zone, slots, made_at)
        VALUES (:id, :guild_id, :host_id, :title, :length_min, :zone, :slots, :now)
        """,
        {
            "id": poll.id,
            "guild_id": poll.guild_id,
            "host_id": poll.host_id,
            "title": poll.title,
            "length_min": poll.length_min,
            "zone": poll.zone,
            "slots": json.dumps([to_ms(slot) for slot in poll.slots]),
            "now": now_ms,
        },
    )


def find_poll(connection: Connection, guild_id: int, poll_id: PollId) -> MeetupPoll | None:
    """Returns the guild's poll of this id; None where it has none."""
    row = connection.execute(
        "SELECT * FROM polls WHERE id = :id AND guild_id = :guild_id", {"id": poll_id, "guild_id": guild_id}
    ).fetchone()
    return _poll(row) if row else None


def toggle_vote(connection: Connection, poll_id: PollId, slot: int, user_id: int) -> None:
    """Stores that the member can come at the poll's time number `slot`; a second time takes it back."""
    values = {"poll_id": poll_id, "slot": slot, "user_id": user_id}
    cursor = connection.execute(
        "DELETE FROM poll_votes WHERE poll_id = :poll_id AND slot = :slot AND user_id = :user_id", values
    )
    if not cursor.rowcount:
        connection.execute(
            "INSERT INTO poll_votes (poll_id, slot, user_id) VALUES (:poll_id, :slot, :user_id)", values
        )


def list_votes(connection: Connection, poll_id: PollId) -> list[tuple[int, int]]:
    """Returns a pair (number of the time, from 0; user id) for every vote, in order."""
    rows = connection.execute(
        "SELECT slot, user_id FROM poll_votes WHERE poll_id = :id ORDER BY slot, user_id", {"id": poll_id}
    )
    return [(row["slot"], row["user_id"]) for row in rows]


def _poll(row: Row) -> MeetupPoll:
    return MeetupPoll(
        id=PollId(row["id"]),
        guild_id=row["guild_id"],
        host_id=row["host_id"],
        title=row["title"],
        length_min=row["length_min"],
        zone=row["zone"],
        slots=tuple(from_ms(value) for value in json.loads(row["slots"])),
    )
