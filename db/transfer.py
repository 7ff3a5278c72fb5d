"""All rows of one database into another, which may be of another engine, compared row by row afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from db.connection import Connection, Row, is_sqlite
from db.engine import DatabaseError
from db.migrations import find_version
from db.problem_search import reindex
from db.tables import count_rows, list_tables

_AT_ONCE = 1000  # rows
_LARGE = {"meetup_pictures": 20}  # rows at once where one alone is long
_SINCE_LATER = {"meetups": "circle_id"}  # the table that this column refers to is made after its own


def transfer(source: Connection, target: Connection) -> dict[str, int]:
    """Copies all rows into tables that are empty; returns how many each has.

    The caller begins and ends the transactions. Raises DatabaseError where the two are not at the same
    version, the target has rows already, or has other rows afterwards than the source.
    """
    version = find_version(source)
    if find_version(target) != version:
        raise DatabaseError("the two databases are not at the same version.")
    if any(count_rows(target).values()):
        raise DatabaseError("the database to move to has rows already; nothing was moved.")
    tables = list_tables(version)
    for table in tables:
        _copy(source, target, table)
    for table, column in _SINCE_LATER.items():
        _refer(source, target, table, column)
    for table in tables:
        if _sum_up(source, table) != _sum_up(target, table):
            raise DatabaseError(f"the rows of {table} did not arrive as they were; nothing was moved.")
    reindex(target)
    return count_rows(target)


def _copy(source: Connection, target: Connection, table: str) -> None:
    rows = _rows(source, table)
    at_once = _LARGE.get(table, _AT_ONCE)
    while batch := [dict(zip(row.keys(), row, strict=True)) for row in islice(rows, at_once)]:
        if table in _SINCE_LATER:
            batch = [{**row, _SINCE_LATER[table]: None} for row in batch]
        target.executemany(_insert(table, list(batch[0])), batch)


def _refer(source: Connection, target: Connection, table: str, column: str) -> None:
    rows = source.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")
    target.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", [(row[1], row[0]) for row in rows])


def _insert(table: str, columns: Sequence[str]) -> str:
    places = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"


def _rows(connection: Connection, table: str) -> Iterator[Row]:
    """Yields one row after the other, since all at once may be more than there is memory."""
    wanted = f"SELECT * FROM {table}"
    if is_sqlite(connection):
        yield from connection.execute(wanted)
        return
    connection.execute(f"DECLARE all_rows CURSOR FOR {wanted}")
    at_once = _LARGE.get(table, _AT_ONCE)
    while batch := connection.execute(f"FETCH {at_once} FROM all_rows").fetchall():
        yield from batch
    connection.execute("CLOSE all_rows")


def _sum_up(connection: Connection, table: str) -> tuple[int, int]:
    """Returns how many rows there are, and a sum of all that is the same in whatever order they come."""
    count = total = 0
    for row in _rows(connection, table):
        count += 1
        total += int.from_bytes(hashlib.sha256(repr(sorted(_values(row))).encode()).digest())
    return count, total


def _values(row: Row) -> Iterator[tuple[str, Any]]:
    return zip(row.keys(), row, strict=True)
