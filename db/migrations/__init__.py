"""Numbered migrations, forward only: `0001_name.sql`, each applied once in a transaction of its own.

The text is one for all engines; where PostgreSQL needs another, that stands in `0001_name.postgres.sql`.
"""

from __future__ import annotations

from pathlib import Path

from db.connection import Connection, is_sqlite
from db.fitness import is_foreign

_FOLDER = Path(__file__).parent
_FOR_POSTGRES = ".postgres.sql"
_FIND_TABLE = {
    True: "SELECT 1 FROM sqlite_master WHERE name = ?",
    False: "SELECT 1 FROM information_schema.tables WHERE table_name = ? AND table_schema = current_schema",
}


class UnfitDatabaseError(Exception):
    """Nothing of this version belongs into the database; the message tells the operator what to do."""


class NewerDatabaseError(UnfitDatabaseError):
    """The database was made by a later version of the bot."""


class ForeignDatabaseError(UnfitDatabaseError):
    """The database is another program's."""

    def __init__(self) -> None:
        super().__init__("it belongs to another program; name another in database.url, or an empty one.")


def list_migrations() -> list[tuple[int, Path]]:
    """Returns the number and the file of every migration, in order."""
    paths = [path for path in sorted(_FOLDER.glob("[0-9]*.sql")) if not path.name.endswith(_FOR_POSTGRES)]
    return [(int(path.name[:4]), path) for path in paths]


def find_version(connection: Connection) -> int:
    """Returns the number of the last migration applied; 0 for a database that has none of our tables."""
    if not connection.execute(_FIND_TABLE[is_sqlite(connection)], ("schema_version",)).fetchall():
        return 0
    version: int | None = connection.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    return version or 0


def describe_version(connection: Connection, name: str) -> tuple[str, list[str]]:
    """Returns the version in words, and what is wrong with it."""
    if is_foreign(connection):
        return "another program's", [f"{name}: {ForeignDatabaseError()}"]
    version, newest = find_version(connection), list_migrations()[-1][0]
    problems = [f"{name} is newer than this Longtable ({version} > {newest})"] if version > newest else []
    return f"at version {version} of {newest}", problems


def migrate(connection: Connection) -> list[int]:
    """Applies what is missing and returns the numbers applied.

    Raises NewerDatabaseError where the database was made by a later version, and ForeignDatabaseError where
    it is another program's.
    """
    if is_foreign(connection):
        raise ForeignDatabaseError
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
        _apply(connection, number, _script_of(path, connection))
    return [number for number, _ in missing]


def _script_of(path: Path, connection: Connection) -> str:
    other = path.with_suffix(_FOR_POSTGRES)
    is_other = not is_sqlite(connection) and other.exists()
    return (other if is_other else path).read_text(encoding="utf-8")


def _apply(connection: Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE" if is_sqlite(connection) else "BEGIN")
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
