"""Rows of votes: 🙋 for a problem, 👍 for a proposal."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Connection
from domain.ids import ProblemId


def list_voters(connection: Connection, subject_id: int, *, is_reaction: bool | None = None) -> list[int]:
    """Returns who voted, the earliest first.

    `is_reaction` narrows it to votes by reaction, or to the others.
    """
    # COALESCE makes the term true of every row where `is_reaction` is None.
    rows = connection.execute(
        """
        SELECT user_id FROM votes WHERE subject_id = :id AND is_reaction = COALESCE(:is_reaction, is_reaction)
        ORDER BY voted_at, user_id
        """,
        {"id": subject_id, "is_reaction": is_reaction},
    )
    return [row["user_id"] for row in rows]


def list_untold(connection: Connection, subject_id: int) -> list[tuple[int, bool]]:
    """Returns who voted and was not told of a solution yet, the earliest first, and whether by reaction."""
    rows = connection.execute(
        "SELECT user_id, is_reaction FROM votes WHERE subject_id = :id AND is_told = 0 "
        "ORDER BY voted_at, user_id",
        {"id": subject_id},
    )
    return [(row["user_id"], row["is_reaction"] == 1) for row in rows]


def mark_told(connection: Connection, subject_id: int, user_ids: Iterable[int]) -> None:
    """Stores that these members were told of a solution."""
    connection.executemany(
        "UPDATE votes SET is_told = 1 WHERE subject_id = ? AND user_id = ?",
        [(subject_id, user_id) for user_id in user_ids],
    )


def save_vote(
    connection: Connection, subject_id: int, user_id: int, *, is_reaction: bool, now_ms: int
) -> None:
    """Stores the member's vote.

    A second time changes nothing, except that a reaction makes it a vote by reaction.
    """
    connection.execute(
        """
        INSERT INTO votes (subject_id, user_id, is_reaction, voted_at)
        VALUES (:subject_id, :user_id, :is_reaction, :now)
        ON CONFLICT (subject_id, user_id) DO UPDATE SET
            is_reaction = CASE WHEN excluded.is_reaction = 1 THEN 1 ELSE votes.is_reaction END
        """,
        {"subject_id": subject_id, "user_id": user_id, "is_reaction": int(is_reaction), "now": now_ms},
    )


def delete_vote(
    connection: Connection, subject_id: int, user_id: int, *, is_reaction: bool | None = None
) -> bool:
    """Deletes the vote, and returns whether it was there.

    `is_reaction` narrows it to a vote by reaction, or to another.
    """
    cursor = connection.execute(
        """
        DELETE FROM votes WHERE subject_id = :subject_id AND user_id = :user_id
            AND is_reaction = COALESCE(:is_reaction, is_reaction)
        """,
        {"subject_id": subject_id, "user_id": user_id, "is_reaction": is_reaction},
    )
    return cursor.rowcount == 1


def has_reaction(connection: Connection, subject_id: int, user_id: int) -> bool:
    """Returns whether the member's vote stands as a reaction."""
    found = connection.execute(
        "SELECT 1 FROM votes WHERE subject_id = :subject_id AND user_id = :user_id AND is_reaction = 1",
        {"subject_id": subject_id, "user_id": user_id},
    )
    return found.fetchone() is not None


def list_voted(connection: Connection, user_id: int, problem_id: ProblemId) -> list[int]:
    """Returns the ids of what the member voted for: the problem, and proposals to it."""
    rows = connection.execute(
        """
        SELECT subject_id FROM votes WHERE user_id = :user_id AND (
            subject_id = :problem_id
            OR subject_id IN (SELECT id FROM proposals WHERE problem_id = :problem_id)
        )
        """,
        {"user_id": user_id, "problem_id": problem_id},
    )
    return [row["subject_id"] for row in rows]


def detach_votes(connection: Connection, subject_id: int) -> None:
    """Stores that the votes stand on their own now: the reactions are gone, the votes are not."""
    connection.execute("UPDATE votes SET is_reaction = 0 WHERE subject_id = :id", {"id": subject_id})


def delete_votes(connection: Connection, subject_id: int, user_ids: Iterable[int]) -> None:
    """Deletes the votes of these members."""
    connection.executemany(
        "DELETE FROM votes WHERE subject_id = ? AND user_id = ?", [(subject_id, one) for one in user_ids]
    )


def list_open_subjects(connection: Connection, guild_id: int, user_id: int) -> list[int]:
    """Returns the ids of the guild's open problems, and of proposals to them, that the member voted for."""
    rows = connection.execute(
        """
        SELECT votes.subject_id FROM votes
        LEFT JOIN proposals ON proposals.id = votes.subject_id
        JOIN problems ON problems.id = COALESCE(proposals.problem_id, votes.subject_id)
        WHERE votes.user_id = :user_id AND problems.guild_id = :guild_id AND problems.state = 'open'
        """,
        {"user_id": user_id, "guild_id": guild_id},
    )
    return [row["subject_id"] for row in rows]
