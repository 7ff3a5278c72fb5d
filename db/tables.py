"""Which tables there are, by the migrations that make and drop them."""

from __future__ import annotations

import re

from db.connection import Connection
from db.migrations import find_version, list_migrations

_MADE_OR_DROPPED = re.compile(r"^(CREATE|DROP) TABLE (\w+)", re.MULTILINE)


def list_tables(version: int) -> list[str]:
    """Returns the tables of a database at this version, in the order in which they were made."""
    scripts = [path.read_text(encoding="utf-8") for number, path in list_migrations() if number <= version]
    found = [each for script in scripts for each in _MADE_OR_DROPPED.findall(script)]
    dropped = {name for what, name in found if what == "DROP"}
    return [name for what, name in found if what == "CREATE" and name not in dropped]


def count_rows(connection: Connection) -> dict[str, int]:
    """Returns how many rows each table has."""
    count = "SELECT count(*) FROM "
    tables = list_tables(find_version(connection))
    return {name: connection.execute(count + name).fetchone()[0] for name in tables}
