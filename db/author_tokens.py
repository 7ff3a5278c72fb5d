"""Rows of seals: they show, to whoever has the key, whether an anonymous problem is a member's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from db.connection import Connection, Row
from db.values import sql_id_list
from domain.ids import ProblemId
from domain.problems.anonymity import SEAL_BYTES, Keyring


def insert_author(
    connection: Connection, keyring: Keyring, guild_id: int, user_id: int, problem_id: ProblemId
) -> None:
    """Stores, for whoever has the key, that this anonymous problem is the member's."""
    connection.execute(
        "INSERT INTO anonymous_authors (problem_id, guild_id, seal) VALUES (:problem_id, :guild_id, :seal)",
        {
            "problem_id": problem_id,
            "guild_id": guild_id,
            "seal": keyring.seal_author(guild_id, user_id, problem_id, _by_chance()),
        },
    )


def list_anonymous(
    connection: Connection,
    keyring: Keyring,
    guild_id: int,
    user_id: int,
    among: Iterable[ProblemId] | None = None,
) -> list[ProblemId]:
    """Returns which of the anonymous problems are the member's; without `among`, of all in the guild."""
    wanted = None if among is None else set(among)
    if wanted is not None and not wanted:
        return []
    which = "1 = 1" if wanted is None else f"problem_id IN {sql_id_list(wanted)}"
    rows = connection.execute(
        f"SELECT problem_id, seal FROM anonymous_authors WHERE guild_id = :guild_id AND {which}",
        {"guild_id": guild_id},
    )
    own = [ProblemId(row["problem_id"]) for row in rows if _is_author(keyring, guild_id, user_id, row)]
    numbered = _list_numbered(connection, keyring, guild_id, user_id)
    return own + [problem_id for problem_id in numbered if wanted is None or problem_id in wanted]


def _is_author(keyring: Keyring, guild_id: int, user_id: int, row: Row) -> bool:
    return keyring.is_author(guild_id, user_id, ProblemId(row["problem_id"]), row["seal"])


def forget_author(connection: Connection, keyring: Keyring, guild_id: int, user_id: int) -> None:
    """Makes the member's anonymous problems nobody's: not even they can be told any more which they were.

    All seals of the guild are renewed, so that whoever compares copies does not see which these are.
    """
    rows = connection.execute(
        "SELECT problem_id, seal FROM anonymous_authors WHERE guild_id = :guild_id", {"guild_id": guild_id}
    ).fetchall()
    renewed = []
    for row in rows:
        problem_id, seal = ProblemId(row["problem_id"]), row["seal"]
        is_own = keyring.is_author(guild_id, user_id, problem_id, seal)
        renewed.append(
            (
                keyring.seal_nobody(problem_id, _by_chance(), _by_chance())
                if is_own
                else keyring.renew(problem_id, seal, _by_chance()),
                problem_id,
            )
        )
    connection.executemany("UPDATE anonymous_authors SET seal = ? WHERE problem_id = ?", renewed)
    count = len(_list_numbered(connection, keyring, guild_id, user_id))
    connection.executemany(
        "DELETE FROM numbered_problems WHERE seal = ?",
        [(keyring.numbered_token(guild_id, user_id, number),) for number in range(count)],
    )


def _by_chance() -> bytes:
    return secrets.token_bytes(SEAL_BYTES)  # nobody may guess it from ids, which come from another source


def _list_numbered(connection: Connection, keyring: Keyring, guild_id: int, user_id: int) -> list[ProblemId]:
    """Returns the member's anonymous problems of version 0.1: counted from 0 until there is no row."""
    found: list[ProblemId] = []
    while True:
        row = connection.execute(
            "SELECT box FROM numbered_problems WHERE seal = :seal",
            {"seal": keyring.numbered_token(guild_id, user_id, len(found))},
        ).fetchone()
        if row is None:
            return found
        found.append(keyring.open_box(guild_id, user_id, len(found), row["box"]))
