"""Rows of meetups that a host has typed and not saved yet."""

from __future__ import annotations

import json

from db.connection import Connection
from db.meetups import columns_of, meetup_of
from domain.ids import MeetupId
from domain.meetups.meetup import Meetup

_NEVER_STORED = {"version": 0, "cancelled_at": None, "date_changes": 0, "changed_at": None}


def insert_draft(connection: Connection, meetup: Meetup, now_ms: int) -> None:
    """Keeps a draft under the id that its meetup will have."""
    connection.execute(
        """
        INSERT INTO meetup_drafts (id, guild_id, host_id, payload, created_at)
        VALUES (:id, :guild_id, :host_id, :payload, :now)
        """,
        {
            "id": meetup.id,
            "guild_id": meetup.guild_id,
            "host_id": meetup.host_id,
            "payload": json.dumps(columns_of(meetup), ensure_ascii=False),
            "now": now_ms,
        },
    )


def find_draft(connection: Connection, guild_id: int, host_id: int, draft_id: MeetupId) -> Meetup | None:
    """Returns the meetup that the host's own draft would become; None where there is no such draft."""
    row = connection.execute(
        "SELECT payload FROM meetup_drafts WHERE id = :id AND guild_id = :guild_id AND host_id = :host_id",
        {"id": draft_id, "guild_id": guild_id, "host_id": host_id},
    ).fetchone()
    return meetup_of(_NEVER_STORED | json.loads(row["payload"])) if row else None


def delete_draft(connection: Connection, draft_id: MeetupId) -> None:
    """Forgets the draft."""
    connection.execute("DELETE FROM meetup_drafts WHERE id = :id", {"id": draft_id})


def delete_drafts_before(connection: Connection, before_ms: int) -> None:
    """Forgets the drafts that nobody came back to, typed before this instant (ms)."""
    connection.execute("DELETE FROM meetup_drafts WHERE created_at < :before", {"before": before_ms})
