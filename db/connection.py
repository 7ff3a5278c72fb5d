"""What a function of `db/` is given: the part of a connection that all engines share.

Statements are written once, for all: named values as `:name`, unnamed ones as `?`; a row is read by name or
by number. An engine that speaks otherwise translates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

Values = Mapping[str, Any] | Sequence[Any]


class Row(Protocol):
    """One row: `row["name"]`, `row[0]`, `dict(row)`."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...
    def keys(self) -> Iterable[str]:
        """The names of the columns."""


class Cursor(Protocol):
    """What a statement has found or done."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One connection, within a transaction."""

    @property
    def in_transaction(self) -> bool:
        """Whether one has begun and not ended."""

    def execute(self, statement: str, values: Values = ..., /) -> Cursor:
        """Run a statement."""

    def executemany(self, statement: str, values: Iterable[Values], /) -> Cursor:
        """Run a statement for each of these."""


def is_sqlite(connection: Connection) -> bool:
    """Whether this is SQLite, for the few statements that differ."""
    return isinstance(connection, sqlite3.Connection)
