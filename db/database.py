"""The one door to the database: whole transactions as plain functions, run on the database's own threads.

`await database.write(function, *arguments)` runs `function(connection, *arguments)` in a transaction and
returns what it returns; what it raises rolls its own work back and nobody else's. Writes that wait at the
same time share one commit, each in a savepoint of its own. A cancelled caller may still have committed.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite
from filelock import FileLock, Timeout

from db.migrations import NewerDatabaseError, migrate
from domain.errors import NotSaved
from languages import gettext_noop

P = ParamSpec("P")
T = TypeVar("T")
Connection = sqlite3.Connection

log = logging.getLogger(__name__)

_BUSY_TIMEOUT_S = 1.0  # an interaction has three seconds, and may wait behind another write
_SCHEME = "sqlite:///"
_NOT_SAVED = gettext_noop(
    "Sorry, that was **not saved**: my database is not available right now. Please try again in a minute."
)


class DatabaseError(Exception):
    """The database cannot be opened; the message tells the operator why."""


def path_of(url: str) -> Path:
    """The file named by `sqlite:///relative.db` or `sqlite:////absolute.db`."""
    if not url.startswith(_SCHEME) or len(url) == len(_SCHEME):
        raise DatabaseError(f"database.url must look like {_SCHEME}longtable.db, not {url!r}")
    return Path(url.removeprefix(_SCHEME))


class Database:
    """One SQLite file with one writer and one reader, held by a lock file against a second process."""

    def __init__(self, url: str) -> None:
        self.path = path_of(url)
        self._lock = FileLock(f"{self.path}.lock")
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._queue: list[tuple[Callable[[Connection], Any], asyncio.Future[Any], float]] = []
        self._flusher: asyncio.Task[None] | None = None
        self._is_closing = False
        self.note_wait: Callable[[float], None] = lambda seconds: None

    async def open(self) -> None:
        """Lock the file, migrate it and connect; raises DatabaseError."""
        self._is_closing = False
        folder = self.path.resolve().parent
        if not folder.is_dir():
            raise DatabaseError(f"the folder {folder} does not exist.")
        try:
            self._lock.acquire(blocking=False)
        except Timeout as error:
            raise DatabaseError(f"{self.path} is in use by another Longtable process.") from error
        except OSError as error:
            raise DatabaseError(f"{folder} cannot be written to: {error}.") from error
        try:
            self._writer = await _connect(self.path)
            await _run(self._writer, _look_for_damage, self.path)
            await _run(self._writer, migrate)
            self._reader = await _connect(self.path)
        except (sqlite3.Error, NewerDatabaseError) as error:
            await self.close()
            raise DatabaseError(f"{self.path} cannot be opened: {error}") from error
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Finish what is queued, close the connections and give the file back. Safe to call twice.

        Whoever still asks afterwards is cancelled: the process is ending, and nothing is wrong.
        """
        self._is_closing = True
        try:
            if self._flusher is not None:
                with suppress(asyncio.CancelledError):
                    await self._flusher
        finally:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    await connection.close()
            self._reader = self._writer = None
            self._lock.release()

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function that only reads; it sees everything committed before the call."""
        with self._ending():
            assert self._reader is not None, "the database is not open"
            return await _run(self._reader, function, *args, **kwargs)

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
            assert self._writer is not None, "the database is not open"
            self.note_wait(asyncio.get_running_loop().time() - batch[0][2])  # the longest of them
            outcomes = await _run(self._writer, _commit_together, [function for function, _, _ in batch])
            for (_, done, _), (result, error) in zip(batch, outcomes, strict=True):
                if done.done():  # its caller was cancelled meanwhile
                    continue
                if error is not None:
                    done.set_exception(error)
                else:
                    done.set_result(result)


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT_S)
    connection.row_factory = sqlite3.Row
    try:
        await _run(connection, _prepare)
    except BaseException:
        await connection.close()  # an open one would keep the process from ending
        raise
    return connection


def _prepare(connection: Connection) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _look_for_damage(connection: Connection, path: Path) -> None:
    """Raises DatabaseError: a file with a damaged page works for a while, and loses more with every write."""
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise DatabaseError(
            f"{path} is damaged ({verdict}). Put the newest whole copy in its place: bot.py restore FILE"
        )


async def _run(
    connection: aiosqlite.Connection,
    function: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """aiosqlite's way onto its thread; private there, so it is used here alone and held by a test."""
    execute: Callable[..., Awaitable[T]] = connection._execute  # noqa: SLF001
    run = copy_context().run  # what is refused there is said in the language of whoever asks
    return await execute(run, function, connection._conn, *args, **kwargs)  # noqa: SLF001


Outcome = tuple[Any, BaseException | None]


def _commit_together(connection: Connection, functions: list[Callable[[Connection], Any]]) -> list[Outcome]:
    """Run each function in a savepoint and commit once; where the commit fails, all of them failed."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [_in_savepoint(connection, function) for function in functions]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        log.error("%d writes were not saved", len(functions), exc_info=error)
        return [(None, _not_saved(error)) for _ in functions]
    return outcomes


def _in_savepoint(connection: Connection, function: Callable[[Connection], Any]) -> Outcome:
    connection.execute("SAVEPOINT one")
    try:
        result = function(connection)
    except sqlite3.OperationalError:
        raise  # a full disk ends the whole transaction, not one savepoint
    except Exception as error:  # handed to the caller, who reports it
        connection.execute("ROLLBACK TO one")
        connection.execute("RELEASE one")
        return None, error
    connection.execute("RELEASE one")
    return result, None


def _not_saved(error: sqlite3.Error) -> NotSaved:
    refusal = NotSaved(_NOT_SAVED)
    refusal.__cause__ = error
    return refusal
