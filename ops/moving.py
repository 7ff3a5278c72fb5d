"""Moving a whole community, for the operator, to another database, which may be of another engine."""

from __future__ import annotations

from db.connection import Connection
from db.database import Database
from db.engine import DatabaseError, Engine
from db.transfer import transfer


async def move(source_url: str, target_url: str) -> str:
    """Copies all rows to a database that has none and compares them; returns what was moved, in words.

    The source stays as it is. Raises DatabaseError where either is in use, the source does not exist, the
    target has rows, or rows did not arrive as they were.
    """
    source, target = Database(source_url), Database(target_url)
    if not source.engine.inspect().is_there:
        raise DatabaseError(f"{source.engine.name} does not exist.")
    try:
        await source.open()
        await target.open()
        counts = await target.write(_fill, source.engine)
    finally:
        await source.close()
        await target.close()
    return f"{target.engine.name}: {sum(counts.values()):,} rows in {len(counts)} tables, as they were."


def _fill(connection: Connection, source: Engine) -> dict[str, int]:
    with source.snapshot() as reader:
        return transfer(reader, connection)
