"""What is asked of an engine: a place for rows with one writer and one reader, each on its own thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from db.connection import Connection

T = TypeVar("T")
CallOutcome = tuple[Any, BaseException | None]
"""What a function has returned, or what it has raised."""


class DatabaseError(Exception):
    """The database cannot be opened, copied or moved; the message tells the operator why."""


class TakenOver(Exception):
    """Another process holds the rows since the connection was lost: this process has to end."""


class DatabaseStatus(NamedTuple):
    """What can be seen without opening the database: its state in words, what is wrong, whether it exists.

    `is_in_use` says whether a process of the bot works with it just now.
    """

    state: str
    problems: list[str]
    is_there: bool = True
    is_in_use: bool = False


class Engine(Protocol):
    """SQLite or PostgreSQL. All that is asked of it is asked by `Database`, and by those who copy."""

    @property
    def name(self) -> str:
        """Returns where the rows are, without what must not be shown."""

    @property
    def folder(self) -> Path | None:
        """Returns the folder of the rows; None where they are not on this machine."""

    @property
    def Error(self) -> type[Exception]:  # noqa: N802 - a class
        """Returns the base class of what the engine raises."""

    @property
    def OperationalError(self) -> type[Exception]:  # noqa: N802 - a class
        """Returns what is raised where the cause is not the statement: nothing can be saved for now."""

    @property
    def ConnectionLost(self) -> tuple[type[Exception], ...]:  # noqa: N802 - classes
        """Returns what is raised where the connection is gone."""

    @property
    def BEGIN(self) -> str:  # noqa: N802 - a constant
        """Returns the statement that begins a transaction that writes."""

    def inspect(self) -> DatabaseStatus:
        """Returns what there is, and what would keep `open` from it; makes and changes nothing."""

    def snapshot(self) -> AbstractContextManager[Connection]:
        """Yields a connection beside all others, which reads everything as it is at one instant."""

    def copy_to(self, path: Path) -> dict[str, int]:
        """Copies all rows to a new SQLite file, even while in use; returns how many each table had then."""

    async def open(self) -> None:
        """Takes hold of the rows, migrates and connects. Raises DatabaseError where that cannot be done."""

    async def close(self) -> None:
        """Closes the connections and lets go of the rows. Safe to call twice."""

    async def read(self, function: Callable[[Connection], T]) -> T:
        """Runs a function that only reads."""

    async def overwrite_deleted(self) -> None:
        """Overwrites what is left on this machine's disk of rows that were changed or deleted."""

    async def write(self, function: Callable[[Connection], T]) -> T:
        """Runs a function that itself begins and ends its transaction."""
