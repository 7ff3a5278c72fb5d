"""Rows of author tokens: they show, to whoever has the key, whose an anonymous problem is."""

from __future__ import annotations

from db.connection import Connection
from domain.ids import ProblemId
from domain.problems.anonymity import Keyring


def insert_author_token(
    connection: Connection, keyring: Keyring, guild_id: int, user_id: int, problem_id: ProblemId
) -> None:
    """Stores, for whoever has the key, that this anonymous problem is the member's."""
    number = len(list_anonymous(connection, keyring, guild_id, user_id))
    connection.execute(
        "INSERT INTO anonymous_problems (seal, box) VALUES (:seal, :box)",
        {
            "seal": keyring.author_token(guild_id, user_id, number),
            "box": keyring.encrypt_problem_id(guild_id, user_id, number, problem_id),
        },
    )


def list_anonymous(connection: Connection, keyring: Keyring, guild_id: int, user_id: int) -> list[ProblemId]:
    """Returns the member's anonymous problems, the oldest first."""
    found: list[ProblemId] = []
    while True:
        row = connection.execute(
            "SELECT box FROM anonymous_problems WHERE seal = :seal",
            {"seal": keyring.author_token(guild_id, user_id, len(found))},
        ).fetchone()
        if row is None:
            return found
        found.append(keyring.decrypt_problem_id(guild_id, user_id, len(found), row["box"]))


def delete_author_tokens(connection: Connection, keyring: Keyring, guild_id: int, user_id: int) -> int:
    """Deletes the author tokens of the member, and returns how many there were.

    After that nobody can tell any more, not even the member, which problems they shared anonymously.
    """
    count = len(list_anonymous(connection, keyring, guild_id, user_id))
    connection.executemany(
        "DELETE FROM anonymous_problems WHERE seal = ?",
        [(keyring.author_token(guild_id, user_id, number),) for number in range(count)],
    )
    return count
