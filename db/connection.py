"""The part of a connection that all engines share: what functions of `db/` are given.

Statements are written once, for all engines: named values as `:name`, unnamed ones as `?`; a row is read by
name or by number. An engine with another syntax translates them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

SqlValues = Mapping[str, Any] | Sequence[Any]


class Row(Protocol):
    """One row of a result: `row["name"]`, `row[0]`, `dict(row)`."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...
    def keys(self) -> Iterable[str]:
        """Returns the names of the columns."""


class Cursor(Protocol):
    """What a statement has found or changed."""

    @property
    def rowcount(self) -> int:
        """Returns how many rows the statement changed."""

    def fetchone(self) -> Any:
        """Returns the next row; None where there is none left."""

    def fetchall(self) -> list[Any]:
        """Returns the rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One connection, within a transaction."""

    @property
    def in_transaction(self) -> bool:
        """Returns whether a transaction has begun and not ended."""

    def execute(self, statement: str, values: SqlValues = ..., /) -> Cursor:
        """Runs a statement."""

    def executemany(self, statement: str, values: Iterable[SqlValues], /) -> Cursor:
        """Runs a statement once for each of the values."""


def is_sqlite(connection: Connection) -> bool:
    """Returns whether this is SQLite, for the few statements that differ."""
    return isinstance(connection, sqlite3.Connection)
