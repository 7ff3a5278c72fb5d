"""Rows of what a host has typed and not saved: meetups as they would be, and refused requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from db.connection import Connection
from db.meetups import columns_of, meetup_of
from domain.ids import MeetupId
from domain.meetups.meetup import Meetup, MeetupPlace, parse_ref
from domain.meetups.request import MeetupRequest, RefusedRequest, RequestKind

_NEVER_STORED = {"version": 0, "cancelled_at": None, "date_changes": 0, "changed_at": None}
_NOT_YET_STORED = {
    "description": "",
    "answers_until_min": None,
    "answer_role_ids": "[]",
    "most_guests": 0,
    "picture_id": None,
}
"""What drafts lack that an earlier version kept."""
_BESIDES = _NEVER_STORED | _NOT_YET_STORED


def keep_draft(connection: Connection, meetup: Meetup, now_ms: int) -> None:
    """Keeps a draft under the id that its meetup will have, instead of what was kept under it before."""
    _keep(connection, meetup.id, meetup.guild_id, meetup.host_id, columns_of(meetup), now_ms)


def keep_refused(
    connection: Connection, guild_id: int, host_id: int, refused: RefusedRequest, now_ms: int
) -> None:
    """Keeps a request that was refused, instead of what was kept under its id before."""
    payload = {
        "request": asdict(refused.request),
        "kind": refused.kind,
        "ref": refused.ref and str(refused.ref),
        "base": refused.base and columns_of(refused.base),
        "readings": refused.readings,
        "seen": refused.seen and asdict(refused.seen),
        "version": refused.version,
    }
    _keep(connection, refused.id, guild_id, host_id, payload, now_ms)


def _keep(
    connection: Connection,
    draft_id: MeetupId,
    guild_id: int,
    host_id: int,
    payload: Mapping[str, object],
    now_ms: int,
) -> None:
    connection.execute(
        """
        INSERT INTO meetup_drafts (id, guild_id, host_id, payload, created_at)
        VALUES (:id, :guild_id, :host_id, :payload, :now)
        ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, created_at = excluded.created_at
        WHERE meetup_drafts.guild_id = excluded.guild_id AND meetup_drafts.host_id = excluded.host_id
        """,
        {
            "id": draft_id,
            "guild_id": guild_id,
            "host_id": host_id,
            "payload": json.dumps(payload),  # in ASCII: half a character may have been typed
            "now": now_ms,
        },
    )


def find_draft(connection: Connection, guild_id: int, host_id: int, draft_id: MeetupId) -> Meetup | None:
    """Returns the meetup that the host's own draft would become; None where there is no such draft.

    Of a draft whose change was refused it is the meetup before that change.
    """
    payload = _find(connection, guild_id, host_id, draft_id)
    columns = payload.get("base") if payload and "request" in payload else payload
    return meetup_of(_BESIDES | columns) if columns else None


def find_refused(
    connection: Connection, guild_id: int, host_id: int, draft_id: MeetupId
) -> RefusedRequest | None:
    """Returns the host's own request that was refused; None where there is none."""
    payload = _find(connection, guild_id, host_id, draft_id)
    if payload is None or "request" not in payload:
        return None
    return RefusedRequest(
        draft_id,
        RequestKind(payload["kind"]),
        _request(payload["request"]),
        payload["ref"] and parse_ref(payload["ref"]),
        payload["base"] and meetup_of(_BESIDES | payload["base"]),
        tuple(payload["readings"]),
        payload["seen"] and _request(payload["seen"]),
        payload["version"],
    )


def _request(fields: Mapping[str, Any]) -> MeetupRequest:
    place, role_ids = fields["place"], fields.get("answer_role_ids")
    read = {
        "place": place and MeetupPlace(**place),
        "answer_role_ids": None if role_ids is None else tuple(role_ids),
    }
    return MeetupRequest(**(dict(fields) | read))


def _find(connection: Connection, guild_id: int, host_id: int, draft_id: MeetupId) -> dict[str, Any] | None:
    row = connection.execute(
        "SELECT payload FROM meetup_drafts WHERE id = :id AND guild_id = :guild_id AND host_id = :host_id",
        {"id": draft_id, "guild_id": guild_id, "host_id": host_id},
    ).fetchone()
    return json.loads(row["payload"]) if row else None


def delete_draft(connection: Connection, draft_id: MeetupId) -> None:
    """Forgets the draft."""
    connection.execute("DELETE FROM meetup_drafts WHERE id = :id", {"id": draft_id})


def delete_drafts_before(connection: Connection, before_ms: int) -> None:
    """Forgets the drafts that nobody came back to, typed before this instant (ms)."""
    connection.execute("DELETE FROM meetup_drafts WHERE created_at < :before", {"before": before_ms})
