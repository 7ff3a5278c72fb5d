"""Rows of `mirrors`: what Discord shows of a subject and is to be redrawn when the subject changes."""

from __future__ import annotations

from collections.abc import Collection

from db.connection import Connection
from db.shards import HERE
from domain.pending_edits import EditKind, PendingEdit

_OF_THREAD = "SELECT message_id FROM problems WHERE id = subject_id"
_PLACES = {
    EditKind.CARD: "SELECT channel_id FROM meetup_dates WHERE id = subject_id",
    EditKind.EVENT: "SELECT guild_id",
    EditKind.PROBLEM: "SELECT CASE WHEN is_forum = 1 THEN message_id ELSE channel_id END FROM problems "
    "WHERE id = subject_id",
    EditKind.TAGS: _OF_THREAD,
    EditKind.TITLE: _OF_THREAD,
    EditKind.FRONT_DESK: "SELECT channel_id FROM front_desks WHERE id = subject_id",
    EditKind.MESSAGE: "SELECT channel_id FROM posts WHERE posts.id = mirrors.subject_id",
    EditKind.PROPOSAL: "SELECT message_id FROM problems WHERE id = "
    "(SELECT problem_id FROM proposals WHERE proposals.id = subject_id)",
}


def mark_outdated(
    connection: Connection, subject_id: int, kind: EditKind, guild_id: int, now_ms: int, pause_ms: int = 0
) -> bool:
    """Notes that the subject has changed and is to be redrawn, not within `pause_ms` of the last time.

    Returns whether it may be redrawn at once.
    """
    # What is due already stays due then. While it is being drawn that is the end of the lease, and from the
    # version whoever draws it sees that it is out of date again.
    row = connection.execute(
        """
        INSERT INTO mirrors (subject_id, kind, guild_id, version, due_at)
        VALUES (:subject_id, :kind, :guild_id, 1, :now)
        ON CONFLICT (subject_id, kind) DO UPDATE SET
            version = mirrors.version + 1,
            due_at = COALESCE(
                mirrors.due_at,
                CASE WHEN mirrors.drawn_at + :pause > :now THEN mirrors.drawn_at + :pause ELSE :now END
            )
        RETURNING due_at
        """,
        {"subject_id": subject_id, "kind": kind, "guild_id": guild_id, "now": now_ms, "pause": pause_ms},
    ).fetchone()
    due_at: int = row["due_at"]
    return due_at <= now_ms


def plan_edit(connection: Connection, subject_id: int, kind: EditKind, guild_id: int, due_ms: int) -> None:
    """Notes that the subject is to be redrawn at a time to come, in ms."""
    connection.execute(
        """
        INSERT INTO mirrors (subject_id, kind, guild_id, version, due_at)
        VALUES (:subject_id, :kind, :guild_id, 1, :due_at)
        ON CONFLICT (subject_id, kind) DO NOTHING
        """,
        {"subject_id": subject_id, "kind": kind, "guild_id": guild_id, "due_at": due_ms},
    )


def is_drawn_since(connection: Connection, subject_id: int, kind: EditKind, since_ms: int) -> bool:
    """Returns whether the subject was redrawn since then, in ms, or is to be."""
    found = connection.execute(
        "SELECT 1 FROM mirrors WHERE subject_id = :subject_id AND kind = :kind "
        "AND (drawn_at >= :since OR due_at IS NOT NULL)",
        {"subject_id": subject_id, "kind": kind, "since": since_ms},
    )
    return found.fetchone() is not None


def has_due(connection: Connection, kinds: Collection[EditKind], now_ms: int) -> bool:
    """Returns whether anything of these kinds is to be redrawn now."""
    names = ", ".join(f"'{kind}'" for kind in kinds)
    found = connection.execute(
        f"SELECT 1 FROM mirrors WHERE due_at <= :now AND kind IN ({names}) AND {HERE} LIMIT 1",
        {"now": now_ms},
    )
    return found.fetchone() is not None


def list_due(
    connection: Connection, kinds: Collection[EditKind], now_ms: int, limit: int
) -> dict[tuple[EditKind, int], list[int]]:
    """Returns the subjects of at most `limit` edits of each kind that are due, the longest waiting first.

    They are by kind and the channel or thread in which something is edited; the guild, where nothing of the
    subject is in a channel.
    """
    found: dict[tuple[EditKind, int], list[int]] = {}
    for kind in kinds:
        rows = connection.execute(
            f"""
            SELECT subject_id, COALESCE(({_PLACES[kind]}), guild_id) AS place FROM mirrors
            WHERE due_at <= :now AND kind = :kind AND {HERE}
            ORDER BY due_at LIMIT :limit
            """,
            {"now": now_ms, "kind": kind, "limit": limit},
        )
        for row in rows:
            found.setdefault((kind, row["place"]), []).append(row["subject_id"])
    return found


def put_off(connection: Connection, edit: PendingEdit, due_at_ms: int) -> None:
    """Stores that it is redrawn later, in ms, without a failed try."""
    connection.execute(
        "UPDATE mirrors SET due_at = :due_at, attempts = attempts - 1 "
        "WHERE subject_id = :subject_id AND kind = :kind",
        {"subject_id": edit.subject_id, "kind": edit.kind, "due_at": due_at_ms},
    )


def claim_edit(
    connection: Connection, subject_id: int, kind: EditKind, now_ms: int, lease_end_ms: int
) -> PendingEdit | None:
    """Leases the redrawing until `lease_end_ms`; None where it is not due, or another process is at it."""
    # Of two that found it due, the one that comes second finds it leased.
    row = connection.execute(
        """
        UPDATE mirrors SET due_at = :lease_end, drawn_at = :now, attempts = attempts + 1
        WHERE subject_id = :subject_id AND kind = :kind AND due_at <= :now
        RETURNING version, attempts
        """,
        {"subject_id": subject_id, "kind": kind, "now": now_ms, "lease_end": lease_end_ms},
    ).fetchone()
    return PendingEdit(subject_id, kind, row["version"], row["attempts"]) if row else None


def finish_edit(connection: Connection, edit: PendingEdit, pause_ms: int) -> None:
    """Stores that it is redrawn; due again after the pause where the subject changed since the claim."""
    connection.execute(
        """
        UPDATE mirrors SET attempts = 0,
            due_at = CASE WHEN version = :version THEN NULL ELSE drawn_at + :pause END
        WHERE subject_id = :subject_id AND kind = :kind
        """,
        {"subject_id": edit.subject_id, "kind": edit.kind, "version": edit.version, "pause": pause_ms},
    )


def retry_edit(connection: Connection, edit: PendingEdit, due_at_ms: int | None) -> None:
    """Stores when to try again, in ms; None gives it up until the subject changes."""
    connection.execute(
        "UPDATE mirrors SET due_at = :due_at WHERE subject_id = :subject_id AND kind = :kind",
        {"subject_id": edit.subject_id, "kind": edit.kind, "due_at": due_at_ms},
    )


def retry_now(connection: Connection, guild_id: int, now_ms: int, lease_end_ms: int) -> None:
    """Makes the guild's edits due that failed before and wait for longer than a lease that begins now."""
    connection.execute(
        """
        UPDATE mirrors SET due_at = :now
        WHERE due_at > :lease_end AND guild_id = :guild_id AND attempts > 0
        """,
        {"now": now_ms, "lease_end": lease_end_ms, "guild_id": guild_id},
    )
