"""The one door to the database: whole transactions as plain functions, run on the database's own threads.

`await database.write(function, *arguments)` runs `function(connection, *arguments)` in a transaction and
returns what it returns; what it raises rolls back its own work and nobody else's. Writes that wait at the
same time share one commit, each in a savepoint of its own; reads that wait share one way to their thread. A
cancelled caller may still have committed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from db.batch_queue import Batch, BatchQueue
from db.connection import Connection
from db.engine import CallOutcome, DatabaseError, Engine, TakenOver
from db.shards import SINGLE_SHARD, Shard
from db.sqlite import SCHEME as SQLITE
from db.sqlite import Sqlite
from domain.errors import NotSaved, Unavailable
from languages import gettext_noop

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

_POSTGRES = ("postgresql://", "postgres://")
_NOT_SAVED = gettext_noop(
    "Sorry, that was **not saved**: my database is not available right now. Please try again in a minute."
)
_UNAVAILABLE = gettext_noop("Sorry, my database is not available right now. Please try again in a minute.")


def open_engine(url: str, shard: Shard = SINGLE_SHARD) -> Engine:
    """Returns the engine that the address names.

    Raises DatabaseError where the address is of no known kind, or the library for it is missing.
    """
    if url.startswith(SQLITE):
        return Sqlite(url)
    if not url.startswith(_POSTGRES):
        raise DatabaseError(
            f"database.url must look like {SQLITE}longtable.db or postgresql://…, not {url!r}"
        )
    try:
        from db.postgres import Postgres  # noqa: PLC0415 - its library is there for those who use it
    except ImportError as error:
        raise DatabaseError(
            f"PostgreSQL needs the library psycopg, which cannot be loaded ({error}). ./dev run installs it, "
            "and so does: .venv/bin/python -m pip install --require-hashes -r requirements.lock"
        ) from None
    return Postgres(url, shard)


class Database:
    """The rows of all servers of this process's shard of the bot, held by it alone."""

    def __init__(self, url: str, shard: Shard = SINGLE_SHARD) -> None:
        self.url, self.engine = url, open_engine(url, shard)
        self._reads, self._writes = BatchQueue(self._read_together), BatchQueue(self._commit)
        self._is_closing = False
        self.is_taken_over = False
        self.give_up: Callable[[], object] = lambda: None

    def note_wait(self, note: Callable[[float], None]) -> None:
        """Has `note` called with the seconds that the first of each batch of writes has waited."""
        self._writes.note_wait = note

    async def open(self) -> None:
        """Takes hold of the rows, migrates and connects. Raises DatabaseError where that cannot be done."""
        self._is_closing = False
        await self.engine.open()

    async def close(self) -> None:
        """Finishes what is queued, closes the connections and lets go of the rows. Safe to call twice.

        Whoever asks afterwards is cancelled: the process is ending, and nothing is wrong.
        """
        self._is_closing = True
        try:
            await self._writes.drain()
            await self._reads.drain()
        finally:
            await self.engine.close()

    async def overwrite_deleted(self) -> None:
        """Overwrites what is left on the disk of rows that were changed or deleted, as far as it is ours."""
        await self.engine.overwrite_deleted()

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a function that only reads; it sees everything committed before the call.

        Raises Unavailable where the database cannot be asked, and whatever the function raises.
        """
        if self._is_closing:
            raise asyncio.CancelledError
        return await self._reads.run(lambda connection: function(connection, *args, **kwargs))

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a function in a durable transaction.

        Raises NotSaved where the database cannot keep it, and whatever the function raises. The function may
        run again from the start and must touch nothing but the connection.
        """
        if self._is_closing:
            raise asyncio.CancelledError
        return await self._writes.run(lambda connection: function(connection, *args, **kwargs))

    async def _read_together(self, functions: Batch) -> list[CallOutcome]:
        try:
            return await self.engine.read(partial(self._read_each, functions))
        except (self.engine.Error, TakenOver) as error:
            self._note(error)
            return [(None, _say(Unavailable(_UNAVAILABLE), error)) for _ in functions]

    def _read_each(self, functions: Batch, connection: Connection) -> list[CallOutcome]:
        return [self._read_one(function, connection) for function in functions]

    def _read_one(self, function: Callable[[Connection], Any], connection: Connection) -> CallOutcome:
        try:
            return function(connection), None
        except self.engine.ConnectionLost:
            raise  # whoever else reads with it would find nobody there either
        except Exception as error:  # handed to the caller, who reports it
            return None, error

    async def _commit(self, functions: Batch) -> list[CallOutcome]:
        """Runs each function in a savepoint and commits once; where that fails, all of them have failed."""
        try:
            return await self.engine.write(partial(self._commit_together, functions))
        except (self.engine.Error, TakenOver) as error:
            log.warning("%d writes were not saved: %s", len(functions), error)
            self._note(error)
            return [(None, _say(NotSaved(_NOT_SAVED), error)) for _ in functions]

    def _note(self, error: Exception) -> None:
        if isinstance(error, TakenOver):
            self.is_taken_over = True
            self.give_up()

    def _commit_together(self, functions: Batch, connection: Connection) -> list[CallOutcome]:
        try:
            connection.execute(self.engine.BEGIN)
            outcomes = [self._in_savepoint(connection, function) for function in functions]
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:  # on a full disk SQLite may have rolled back by itself
                connection.execute("ROLLBACK")
        return outcomes

    def _in_savepoint(self, connection: Connection, function: Callable[[Connection], Any]) -> CallOutcome:
        connection.execute("SAVEPOINT one")
        try:
            result = function(connection)
        except self.engine.OperationalError:
            raise  # a full disk ends the whole transaction, not one savepoint
        except Exception as error:  # handed to the caller, who reports it
            connection.execute("ROLLBACK TO one")
            connection.execute("RELEASE one")
            return None, error
        connection.execute("RELEASE one")
        return result, None


def _say(refusal: Unavailable, cause: Exception) -> Unavailable:
    """Returns the refusal with its cause, as `raise … from` would set it: it is raised elsewhere."""
    refusal.__cause__ = cause
    return refusal
