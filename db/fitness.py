"""Whether a database is one to work with: not another program's, and one that takes what is written."""

from __future__ import annotations

from db.connection import Connection, is_sqlite

_TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    False: """
        SELECT relname AS name FROM pg_class AS c
        WHERE relkind IN ('r', 'p')
            AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema)
            AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = c.oid AND deptype = 'e')
    """,
}
_OURS = {"schema_version", "guilds", "meetups", "rsvps"}  # all of them since the first migration
_PROBE = -1  # a version that no migration has


def is_foreign(connection: Connection) -> bool:
    """Returns whether there are tables, and another program's: nothing of ours belongs between them."""
    rows = connection.execute(_TABLES[is_sqlite(connection)]).fetchall()
    names = {row["name"] for row in rows}
    return bool(names - {"schema_version"}) and not names >= _OURS


def write_something(connection: Connection) -> None:
    """Writes a row and takes it away again, within the caller's transaction, whose commit has to be stored.

    Raises what the engine raises where nothing can be written.
    """
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)")
    connection.execute("INSERT INTO schema_version (version) VALUES (?)", (_PROBE,))
    connection.execute("DELETE FROM schema_version WHERE version = ?", (_PROBE,))
