"""Rows of erased_reactions: reactions of members who have erased themselves, which count no more."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Connection
from db.shards import HERE, OURS
from domain.reaction_polls import ErasedReaction, MemberChoice

# Also those under one's own problem or proposal: once it has no author, they would count. A problem that is
# closed may be opened again.
_STANDING = """
    SELECT message_id, user_id, answer AS choice, meetup_dates.channel_id FROM rsvps
    JOIN meetup_dates ON meetup_dates.id = date_id JOIN meetups ON meetups.id = meetup_id
    WHERE user_id = :user_id AND is_reaction = 1 AND guild_id = :guild_id
        AND ends_at > :now AND message_id IS NOT NULL
    UNION ALL
    SELECT message_id, :user_id, 'me_too', CASE WHEN is_forum = 1 THEN message_id ELSE channel_id END
    FROM problems
    WHERE guild_id = :guild_id AND message_id IS NOT NULL AND (author_id = :user_id OR id IN (
        SELECT subject_id FROM votes WHERE user_id = :user_id AND is_reaction = 1))
    UNION ALL
    SELECT proposals.message_id, :user_id, 'up', problems.message_id
    FROM proposals JOIN problems ON problems.id = problem_id
    WHERE guild_id = :guild_id AND proposals.message_id IS NOT NULL AND problems.message_id IS NOT NULL
        AND (proposals.author_id = :user_id OR proposals.id IN (
            SELECT subject_id FROM votes WHERE user_id = :user_id AND is_reaction = 1))
    UNION ALL
    SELECT message_id, user_id, choice, channel_id FROM erased_reactions
    WHERE user_id = :user_id AND guild_id = :guild_id
"""


def list_standing(connection: Connection, guild_id: int, user_id: int, now_ms: int) -> list[ErasedReaction]:
    """Returns the member's reactions, as far as they may be read again: before they are erased."""
    values = {"guild_id": guild_id, "user_id": user_id, "now": now_ms}
    rows = connection.execute(_STANDING, values)
    return [ErasedReaction(guild_id, row[3], row[0], row[1], row[2]) for row in rows]


def insert_reactions(connection: Connection, reactions: Iterable[ErasedReaction]) -> None:
    """Stores that these reactions count no more; a second time changes nothing."""
    connection.executemany(
        "INSERT INTO erased_reactions (guild_id, channel_id, message_id, user_id, choice) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (message_id, user_id, choice) DO NOTHING",
        list(reactions),
    )


def has_reactions(connection: Connection) -> bool:
    """Returns whether there is any in our guilds."""
    return connection.execute(f"SELECT 1 FROM erased_reactions WHERE {HERE} LIMIT 1").fetchone() is not None


def list_reactions(connection: Connection) -> list[ErasedReaction]:
    """Returns those in our guilds, message by message."""
    rows = connection.execute(
        f"SELECT guild_id, channel_id, message_id, user_id, choice FROM erased_reactions WHERE {HERE} "
        "ORDER BY message_id, user_id, choice"
    )
    return [ErasedReaction(*row) for row in rows]


def list_under(connection: Connection, message_id: int) -> set[MemberChoice]:
    """Returns those under this message."""
    rows = connection.execute(
        "SELECT user_id, choice FROM erased_reactions WHERE message_id = :id", {"id": message_id}
    )
    return {(row["user_id"], row["choice"]) for row in rows}


def delete_reactions(connection: Connection, message_id: int, gone: Iterable[MemberChoice]) -> None:
    """Deletes those that do not stand any more, or were given anew."""
    connection.executemany(
        "DELETE FROM erased_reactions WHERE message_id = ? AND user_id = ? AND choice = ?",
        [(message_id, user_id, choice) for user_id, choice in gone],
    )


def delete_unread(connection: Connection, now_ms: int) -> None:
    """Deletes those under messages that are gone, or that take no answers any more."""
    connection.execute(
        f"""
        DELETE FROM erased_reactions WHERE {OURS}
            AND message_id NOT IN (
                SELECT message_id FROM meetup_dates WHERE ends_at > :now AND message_id IS NOT NULL)
            AND message_id NOT IN (SELECT message_id FROM problems WHERE message_id IS NOT NULL)
            AND message_id NOT IN (SELECT message_id FROM proposals WHERE message_id IS NOT NULL)
        """,
        {"now": now_ms},
    )
