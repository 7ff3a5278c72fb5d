"""Rows of guilds: their settings, whether the bot is in them, and when their digests and rounds are due."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from db.connection import Connection
from db.shards import OURS
from domain.boards import Board
from domain.guilds import GuildSettings


def get_settings(connection: Connection, guild_id: int) -> GuildSettings:
    """Returns the guild's settings; the defaults where nothing is stored."""
    row = connection.execute("SELECT * FROM guilds WHERE guild_id = :id", {"id": guild_id}).fetchone()
    if row is None:
        return GuildSettings(guild_id)
    board_id = row["board_channel_id"]
    return GuildSettings(
        guild_id=guild_id,
        zone=row["zone"],
        channel_id=row["channel_id"],
        planner_role_ids=tuple(json.loads(row["planner_role_ids"])),
        board=Board(board_id, bool(row["board_is_forum"])) if board_id is not None else None,
        state_tag_ids=json.loads(row["state_tags"]),
        digest_channel_id=row["digest_channel_id"],
        interests=tuple(json.loads(row["interests"])),
        circle_channel_id=row["circle_channel_id"],
        round_rule=row["round_rule"],
        agenda_lead_min=row["agenda_lead_min"],
        round_min=row["round_min"],
        pings_min=tuple(json.loads(row["pings_min"] or "[]")),
        late_seats_min=row["late_seats_min"],
        language=row["language"],
        allows_anonymous=bool(row["anonymous_sharing"]),
    )


def save_settings(connection: Connection, settings: GuildSettings) -> None:
    """Inserts or replaces the guild's settings."""
    connection.execute(
        """
        INSERT INTO guilds (
            guild_id, zone, channel_id, planner_role_ids,
            board_channel_id, board_is_forum, state_tags, digest_channel_id, interests,
            circle_channel_id, round_rule, agenda_lead_min, round_min, pings_min, late_seats_min,
            language, anonymous_sharing
        )
        VALUES (
            :guild_id, :zone, :channel_id, :roles,
            :board_channel_id, :board_is_forum, :state_tags, :digest_channel_id, :interests,
            :circle_channel_id, :round_rule, :agenda_lead_min, :round_min, :pings_min, :late_seats_min,
            :language, :anonymous_sharing
        )
        ON CONFLICT (guild_id) DO UPDATE SET
            zone = excluded.zone, channel_id = excluded.channel_id,
            planner_role_ids = excluded.planner_role_ids, board_channel_id = excluded.board_channel_id,
            board_is_forum = excluded.board_is_forum, state_tags = excluded.state_tags,
            digest_channel_id = excluded.digest_channel_id, interests = excluded.interests,
            circle_channel_id = excluded.circle_channel_id, round_rule = excluded.round_rule,
            agenda_lead_min = excluded.agenda_lead_min, round_min = excluded.round_min,
            pings_min = excluded.pings_min, late_seats_min = excluded.late_seats_min,
            language = excluded.language, anonymous_sharing = excluded.anonymous_sharing
        """,
        {
            "guild_id": settings.guild_id,
            "zone": settings.zone,
            "channel_id": settings.channel_id,
            "roles": json.dumps(settings.planner_role_ids),
            "board_channel_id": settings.board.channel_id if settings.board else None,
            "board_is_forum": int(settings.board is not None and settings.board.is_forum),
            "state_tags": json.dumps(dict(settings.state_tag_ids)),
            "digest_channel_id": settings.digest_channel_id,
            "interests": json.dumps(settings.interests, ensure_ascii=False),
            "circle_channel_id": settings.circle_channel_id,
            "round_rule": settings.round_rule,
            "agenda_lead_min": settings.agenda_lead_min,
            "round_min": settings.round_min,
            "pings_min": json.dumps(settings.pings_min) if settings.pings_min else None,
            "late_seats_min": settings.late_seats_min,
            "language": settings.language,
            "anonymous_sharing": int(settings.allows_anonymous),
        },
    )


def list_languages(connection: Connection) -> dict[int, str]:
    """Returns the languages that organisers have chosen, by guild."""
    rows = connection.execute("SELECT guild_id, language FROM guilds WHERE language IS NOT NULL")
    return {row["guild_id"]: row["language"] for row in rows}


def find_setup(connection: Connection, guild_id: int) -> dict[str, Any] | None:
    """Returns what an organiser has filled in and not confirmed yet; None where there is nothing."""
    row = connection.execute(
        "SELECT setup_draft FROM guilds WHERE guild_id = :id AND setup_draft IS NOT NULL", {"id": guild_id}
    ).fetchone()
    found: dict[str, Any] | None = json.loads(row["setup_draft"]) if row else None
    return found


def set_setup(connection: Connection, guild_id: int, draft: dict[str, Any] | None) -> None:
    """Stores what an organiser has filled in; `draft` is None once it is confirmed."""
    connection.execute(
        """
        INSERT INTO guilds (guild_id, setup_draft) VALUES (:id, :draft)
        ON CONFLICT (guild_id) DO UPDATE SET setup_draft = excluded.setup_draft
        """,
        {"id": guild_id, "draft": json.dumps(draft) if draft is not None else None},
    )


def update_presence(connection: Connection, present: Collection[int], now_ms: int) -> None:
    """Stores which of our known guilds the bot is in; work for the others rests until they are back."""
    known = connection.execute(f"SELECT guild_id, left_at FROM guilds WHERE {OURS}").fetchall()
    for row in known:
        is_present = row["guild_id"] in present
        if is_present != (row["left_at"] is None):
            mark_left(connection, row["guild_id"], None if is_present else now_ms)


def mark_left(connection: Connection, guild_id: int, left_at_ms: int | None) -> None:
    """Stores when the bot left the guild, in ms; None where it is in it."""
    connection.execute(
        "UPDATE guilds SET left_at = :left_at WHERE guild_id = :id", {"left_at": left_at_ms, "id": guild_id}
    )


def list_digests_due(connection: Connection, now_ms: int, limit: int) -> list[int]:
    """Returns at most `limit` guilds whose weekly digest is due, the longest waiting first."""
    rows = connection.execute(
        f"""
        SELECT guild_id FROM guilds WHERE digest_at <= :now AND left_at IS NULL AND {OURS}
        ORDER BY digest_at LIMIT :limit
        """,
        {"now": now_ms, "limit": limit},
    )
    return [row["guild_id"] for row in rows]


def get_digest_at(connection: Connection, guild_id: int) -> int | None:
    """Returns when the guild's next digest is due, in ms; None where none is planned."""
    row = connection.execute("SELECT digest_at FROM guilds WHERE guild_id = :id", {"id": guild_id}).fetchone()
    digest_at: int | None = row["digest_at"] if row else None
    return digest_at


def set_digest_at(connection: Connection, guild_id: int, digest_at_ms: int | None) -> None:
    """Stores when the guild's next digest is due, in ms; None for never."""
    connection.execute(
        "UPDATE guilds SET digest_at = :digest_at WHERE guild_id = :id",
        {"digest_at": digest_at_ms, "id": guild_id},
    )


def next_digest_ms(connection: Connection) -> int | None:
    """Returns when the next digest of any guild is due, in ms; None where none is planned."""
    # The condition is that of the partial index; without it SQLite reads the whole table.
    row = connection.execute("SELECT min(digest_at) FROM guilds WHERE digest_at IS NOT NULL").fetchone()
    value: int | None = row[0]
    return value


def list_rounds_due(connection: Connection, now_ms: int) -> list[int]:
    """Returns the guilds whose next round of circles is to begin, the longest waiting first."""
    rows = connection.execute(
        f"""
        SELECT guild_id FROM guilds WHERE round_at <= :now AND left_at IS NULL AND {OURS} ORDER BY round_at
        """,
        {"now": now_ms},
    )
    return [row["guild_id"] for row in rows]


def set_round_at(connection: Connection, guild_id: int, round_at_ms: int | None) -> None:
    """Stores when the guild's next round begins by itself, in ms; None for never."""
    connection.execute(
        "UPDATE guilds SET round_at = :round_at WHERE guild_id = :id",
        {"round_at": round_at_ms, "id": guild_id},
    )


def get_round_at(connection: Connection, guild_id: int) -> int | None:
    """Returns when the guild's next round begins by itself, in ms; None where none is planned."""
    row = connection.execute("SELECT round_at FROM guilds WHERE guild_id = :id", {"id": guild_id}).fetchone()
    round_at: int | None = row["round_at"] if row else None
    return round_at


def next_round_ms(connection: Connection) -> int | None:
    """Returns when the next round of any guild begins by itself, in ms; None where none is planned."""
    # The condition is that of the partial index; without it SQLite reads the whole table.
    row = connection.execute("SELECT min(round_at) FROM guilds WHERE round_at IS NOT NULL").fetchone()
    value: int | None = row[0]
    return value
