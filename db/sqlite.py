"""SQLite: a file, held by a lock file against a second process, on the threads of aiosqlite."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import aiosqlite
from filelock import Timeout

from db.connection import Connection
from db.engine import DatabaseError, DatabaseStatus
from db.files import lock_beside, make_private, why_not_kept
from db.fitness import is_foreign, write_something
from db.migrations import ForeignDatabaseError, UnfitDatabaseError, describe_version, migrate
from db.tables import count_rows

T = TypeVar("T")

SCHEME = "sqlite:///"
_BUSY_TIMEOUT_S = 1.0  # an interaction has three seconds, and may wait behind another write


def path_of(url: str) -> Path:
    """Returns the file named by `sqlite:///relative.db` or `sqlite:////absolute.db`.

    Raises DatabaseError where the address names none.
    """
    if not url.startswith(SCHEME) or len(url) == len(SCHEME):
        raise DatabaseError(f"database.url must look like {SCHEME}longtable.db, not {url!r}")
    return Path(url.removeprefix(SCHEME))


class Sqlite:
    """A database in one file."""

    BEGIN = "BEGIN IMMEDIATE"  # whoever cannot write hears it here, not in the middle
    Error = sqlite3.Error
    OperationalError = sqlite3.OperationalError
    ConnectionLost = ()

    def __init__(self, url: str) -> None:
        self.path = path_of(url)
        self.name, self.folder = str(self.path.resolve()), self.path.resolve().parent
        self._lock = lock_beside(self.path)
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None

    def inspect(self) -> DatabaseStatus:
        """Returns what there is, and what would keep `open` from it; makes and changes nothing."""
        why_not = why_not_kept(self.path) or why_not_kept(Path(self._lock.lock_file))
        problems = [why_not] if why_not else []
        if not self.path.exists():
            return DatabaseStatus("would be created", problems, is_there=False)
        try:
            with self.snapshot() as connection:
                state, unfit = describe_version(connection, str(self.path))
                self._look_for_damage(connection)
            if not problems and not unfit:
                self._try_to_write()
        except sqlite3.Error as error:
            return DatabaseStatus("unreadable", [*problems, f"{self.path} cannot be read: {error}"])
        except DatabaseError as error:
            return DatabaseStatus("unusable", [*problems, str(error)])
        return DatabaseStatus(state, problems + unfit, is_in_use=self._is_in_use())

    def _try_to_write(self) -> None:
        """Writes something and takes it back. Raises DatabaseError where that cannot be done."""
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=rw", uri=True, isolation_level=None)) as one:
                one.row_factory = sqlite3.Row
                one.execute(self.BEGIN)
                write_something(one)
                one.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise DatabaseError(f"{self.path} cannot be written: {error}.") from error

    def _is_in_use(self) -> bool:
        if not Path(self._lock.lock_file).exists():
            return False
        try:
            with lock_beside(self.path).acquire(blocking=False):
                return False
        except Timeout:
            return True
        except OSError:  # which `why_not_kept` has told of
            return False

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Yields a connection beside all others, which reads everything as it is at one instant.

        Raises DatabaseError where there is no file.
        """
        if not self.path.exists():
            raise DatabaseError(f"{self.path} does not exist.")
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)) as reader:
            reader.row_factory = sqlite3.Row
            reader.execute("BEGIN")  # the first statement that reads settles the instant
            yield reader
            reader.execute("ROLLBACK")

    def copy_to(self, path: Path) -> dict[str, int]:
        """Copies all rows to a new SQLite file, even while in use; returns how many each table had then."""
        make_private(path)
        with self.snapshot() as reader, closing(sqlite3.connect(path, isolation_level=None)) as writer:
            counts = count_rows(reader)
            reader.backup(writer)
            # Copied with all else, WAL would make a file that needs others beside it.
            writer.execute("PRAGMA journal_mode = DELETE").fetchall()
        return counts

    async def open(self) -> None:
        """Locks the file, looks whether it is whole, migrates it and connects.

        Raises DatabaseError where another process holds it, it is damaged or from a newer version, or cannot
        be opened.
        """
        why_not = why_not_kept(self.path) or why_not_kept(Path(self._lock.lock_file))
        if why_not is not None:
            raise DatabaseError(f"{why_not}.")
        await asyncio.to_thread(self._look_whose_it_is)
        try:
            self._lock.acquire(blocking=False)
        except Timeout as error:
            raise DatabaseError(f"{self.path} is in use by another Longtable process.") from error
        except OSError as error:
            raise DatabaseError(f"{self.folder} cannot be written to: {error}.") from error
        try:
            self._keep_private()
            self._writer = await _connect(self.path)
            await _run(self._writer, self._look_for_damage)
            if await _run(self._writer, migrate):
                # What older versions deleted is still there in pages that nothing uses.
                await _run(self._writer, lambda connection: connection.execute("VACUUM"))
            await _run(self._writer, self._prove_writable)
            self._reader = await _connect(self.path)
        except (sqlite3.Error, UnfitDatabaseError) as error:
            await self.close()
            raise DatabaseError(f"{self.path} cannot be opened: {error}") from error
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Closes the connections and gives the file back. Safe to call twice."""
        for connection in (self._reader, self._writer):
            if connection is not None:
                await connection.close()
        self._reader = self._writer = None
        self._lock.release()

    async def read(self, function: Callable[[Connection], T]) -> T:
        """Runs a function on the reader's thread."""
        assert self._reader is not None, "the database is not open"
        return await _run(self._reader, function)

    async def write(self, function: Callable[[Connection], T]) -> T:
        """Runs a function on the writer's thread."""
        assert self._writer is not None, "the database is not open"
        return await _run(self._writer, function)

    async def overwrite_deleted(self) -> None:
        """Empties the write-ahead log, which has rows as they were; in the file they are overwritten."""
        await self.write(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    def _look_whose_it_is(self) -> None:
        """Raises DatabaseError where the file is another program's: to connect to it would change it."""
        if self.path.exists():
            with suppress(sqlite3.Error), self.snapshot() as reader:  # what cannot be read is told by `open`
                if is_foreign(reader):
                    raise DatabaseError(f"{self.path} cannot be opened: {ForeignDatabaseError()}")

    def _keep_private(self) -> None:
        """Makes the file, and what versions before this one have left beside it, its owner's alone.

        What SQLite puts beside a file has the file's own mode.
        """
        make_private(self.path)
        for ending in ("-wal", "-shm", ".lock"):
            if (beside := self.path.with_name(self.path.name + ending)).exists():
                make_private(beside)

    def _prove_writable(self, connection: Connection) -> None:
        """Raises sqlite3.Error where nothing can be stored: people would be asked to try again for ever."""
        connection.execute(self.BEGIN)
        write_something(connection)
        connection.execute("COMMIT")

    def _look_for_damage(self, connection: Connection) -> None:
        """Raises DatabaseError where a page is damaged: each write would lose more, unnoticed for a while."""
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise DatabaseError(
                f"{self.path} is damaged ({verdict}). "
                "Put the newest whole copy in its place: bot.py restore FILE"
            )


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT_S)
    connection.row_factory = sqlite3.Row
    await connection.create_function("is_ours", 1, _is_ours, deterministic=True)
    try:
        await _run(connection, _prepare)
    except BaseException:
        await connection.close()  # an open one would keep the process from ending
        raise
    return connection


def _is_ours(guild_id: int) -> bool:
    """Returns True: one process holds the file, and works for every guild in it."""
    return True


def _prepare(connection: Connection) -> None:
    # With WAL the reader and the writer do not wait for each other. With less than FULL a power cut takes the
    # last commits back. Foreign keys are not looked at unless one asks. What would undo a savepoint stays in
    # memory: on the disk it cost a quarter of the posts a second. What is deleted is overwritten, so that it
    # is gone for good.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


async def _run(connection: aiosqlite.Connection, function: Callable[[Connection], T]) -> T:
    """Runs a function on aiosqlite's thread.

    Its way there is private, so it is used here alone, and a test holds it.
    """
    execute: Callable[..., Awaitable[T]] = connection._execute  # noqa: SLF001
    return await execute(function, connection._conn)  # noqa: SLF001
