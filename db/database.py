"""The one door to the database: whole transactions as plain functions, run on the database's own threads.

`await database.write(function, *arguments)` runs `function(connection, *arguments)` in a transaction and
returns what it returns; what it raises rolls its own work back and nobody else's. Writes that wait at the
same time share one commit, each in a savepoint of its own. A cancelled caller may still have committed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from db.connection import Connection
from db.engine import DatabaseError, Engine, Outcome
from db.shards import ALONE, Shard
from db.sqlite import SCHEME as SQLITE
from db.sqlite import Sqlite
from domain.errors import NotSaved
from languages import gettext_noop

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

_POSTGRES = ("postgresql://", "postgres://")
_TRIES = 10
_NOT_SAVED = gettext_noop(
    "Sorry, that was **not saved**: my database is not available right now. Please try again in a minute."
)


def open_engine(url: str, shard: Shard = ALONE) -> Engine:
    """The engine that the address names; raises DatabaseError."""
    if url.startswith(SQLITE):
        return Sqlite(url)
    if not url.startswith(_POSTGRES):
        raise DatabaseError(
            f"database.url must look like {SQLITE}longtable.db or postgresql://…, not {url!r}"
        )
    try:
        from db.postgres import Postgres  # noqa: PLC0415 - its library is there for those who use it
    except ImportError:
        raise DatabaseError("PostgreSQL needs psycopg: install longtable[postgres].") from None
    return Postgres(url, shard)


class Database:
    """The rows of one community of servers, held by this process."""

    def __init__(self, url: str, shard: Shard = ALONE) -> None:
        self.url, self.engine = url, open_engine(url, shard)
        self._queue: list[tuple[Callable[[Connection], Any], asyncio.Future[Any], float]] = []
        self._flusher: asyncio.Task[None] | None = None
        self._is_closing = False
        self.note_wait: Callable[[float], None] = lambda seconds: None

    async def open(self) -> None:
        """Take hold of the rows, migrate and connect; raises DatabaseError."""
        self._is_closing = False
        await self.engine.open()

    async def close(self) -> None:
        """Finish what is queued, close the connections and let go of the rows. Safe to call twice.

        Whoever still asks afterwards is cancelled: the process is ending, and nothing is wrong.
        """
        self._is_closing = True
        try:
            if self._flusher is not None:
                with suppress(asyncio.CancelledError):
                    await self._flusher
        finally:
            await self.engine.close()

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function that only reads; it sees everything committed before the call."""
        with self._ending():
            return await self.engine.read(lambda connection: function(connection, *args, **kwargs))

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function in a durable transaction; raises NotSaved when the database cannot keep it.

        The function may run again from the start and must not touch anything but the connection.
        """
        if self._is_closing:
            raise asyncio.CancelledError
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        context = copy_context()  # of whoever asks; writes of several share one commit
        self._queue.append(
            (lambda connection: context.run(function, connection, *args, **kwargs), done, loop.time())
        )
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush(), name="database flush")
        return await done

    @contextmanager
    def _ending(self) -> Iterator[None]:
        try:
            yield
        except Exception:
            if self._is_closing:
                raise asyncio.CancelledError from None
            raise

    async def _flush(self) -> None:
        while self._queue:
            batch, self._queue = self._queue, []
            self.note_wait(asyncio.get_running_loop().time() - batch[0][2])  # the longest of them
            outcomes = await self._commit([function for function, _, _ in batch])
            for (_, done, _), (result, error) in zip(batch, outcomes, strict=True):
                if done.done():  # its caller was cancelled meanwhile
                    continue
                if error is not None:
                    done.set_exception(error)
                else:
                    done.set_result(result)

    async def _commit(self, functions: list[Callable[[Connection], Any]]) -> list[Outcome]:
        """Run each function in a savepoint and commit once; where the commit fails, all of them failed."""
        try:
            return await self._try_to_commit(functions)
        except self.engine.Error as error:
            log.error("%d writes were not saved", len(functions), exc_info=error)
            return [(None, _not_saved(error)) for _ in functions]

    async def _try_to_commit(self, functions: list[Callable[[Connection], Any]]) -> list[Outcome]:
        for _ in range(_TRIES - 1):
            with suppress(*self.engine.Overtaken):
                return await self.engine.write(partial(self._commit_together, functions))
        return await self.engine.write(partial(self._commit_together, functions))

    def _commit_together(
        self, functions: list[Callable[[Connection], Any]], connection: Connection
    ) -> list[Outcome]:
        try:
            connection.execute(self.engine.BEGIN)
            outcomes = [self._in_savepoint(connection, function) for function in functions]
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return outcomes

    def _in_savepoint(self, connection: Connection, function: Callable[[Connection], Any]) -> Outcome:
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


def _not_saved(error: Exception) -> NotSaved:
    refusal = NotSaved(_NOT_SAVED)
    refusal.__cause__ = error
    return refusal
