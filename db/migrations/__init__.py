"""Numbered migrations, forward only: `0001_name.sql`, each applied once in a transaction of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_FOLDER = Path(__file__).parent


class NewerDatabaseError(Exception):
    """The database was made by a later version of the bot; the message tells the operator what to do."""


def list_migrations() -> list[tuple[int, Path]]:
    """Number and file of every migration, in order."""
    return [(int(path.name[:4]), path) for path in sorted(_FOLDER.glob("[0-9]*.sql"))]


def find_version(connection: sqlite3.Connection) -> int:
    """The number of the last migration applied; 0 for a database that has none of our tables."""
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").fetchall()
    if not tables:
        return 0
    version: int | None = connection.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    return version or 0


def migrate(connection: sqlite3.Connection) -> list[int]:
    """Apply what is missing and return the numbers applied; raises NewerDatabaseError."""
    current, migrations = find_version(connection), list_migrations()
    newest = migrations[-1][0]
    if current > newest:
        raise NewerDatabaseError(
            f"The database is at version {current} and this Longtable knows {newest}: "
            "start the newer Longtable, or restore a backup made with this one."
        )
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)")
    missing = [(number, path) for number, path in migrations if number > current]
    for number, path in missing:
        _apply(connection, number, path.read_text(encoding="utf-8"))
    return [number for number, _ in missing]


def _apply(connection: sqlite3.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute("INSERT INTO schema_version (version) VALUES (?)", (number,))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statements(script: str) -> list[str]:
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [statement for part in "\n".join(lines).split(";") if (statement := part.strip())]
