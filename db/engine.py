"""What an engine is to the house: a place for rows with one writer and one reader, each on its own thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from db.connection import Connection

T = TypeVar("T")
Outcome = tuple[Any, BaseException | None]
"""What a function has returned, or what it has raised."""


class DatabaseError(Exception):
    """The database cannot be opened; the message tells the operator why."""


class TakenOver(Exception):
    """Another process holds the rows by now, since the connection was lost: this one has to end."""


class Look(NamedTuple):
    """What somebody sees who only looks."""

    state: str
    problems: list[str]
    is_there: bool = True


class Engine(Protocol):
    """SQLite or PostgreSQL. All that is asked of it is asked by `Database`, and by those who copy."""

    @property
    def name(self) -> str:
        """Where the rows are, as it may be shown."""

    @property
    def folder(self) -> Path | None:
        """Where they are on this machine, if they are."""

    @property
    def Error(self) -> type[Exception]:  # noqa: N802 - a class
        """The root of what it raises."""

    @property
    def OperationalError(self) -> type[Exception]:  # noqa: N802 - a class
        """Raised where the cause is not the statement: nothing can be saved for now."""

    @property
    def Lost(self) -> tuple[type[Exception], ...]:  # noqa: N802 - classes
        """Raised where the connection is gone."""

    @property
    def BEGIN(self) -> str:  # noqa: N802 - a constant
        """Begins a transaction that writes."""

    def look(self) -> Look:
        """What there is, and what is wrong with it; nothing is made or changed."""

    def snapshot(self) -> AbstractContextManager[Connection]:
        """A connection beside all others, which reads everything as it is at one instant."""

    def copy_to(self, path: Path) -> dict[str, int]:
        """Copy all to a new SQLite file, while they may be in use; how many rows each table had then."""

    async def open(self) -> None:
        """Take hold of the rows for this process, migrate and connect; raises DatabaseError."""

    async def close(self) -> None:
        """Let go of them. Safe to call twice."""

    async def read(self, function: Callable[[Connection], T]) -> T:
        """Run a function that only reads."""

    async def write(self, function: Callable[[Connection], T]) -> T:
        """Run a function that says itself where a transaction begins and ends."""
