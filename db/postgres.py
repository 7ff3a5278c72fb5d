"""PostgreSQL: the same rows and statements through psycopg, each connection on a thread of its own."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.types.bool import BoolDumper
from psycopg.types.string import StrDumperUnknown

from db.connection import Connection, SqlValues
from db.engine import DatabaseError, DatabaseStatus, TakenOver
from db.files import make_private
from db.fitness import write_something
from db.migrations import UnfitDatabaseError, describe_version, migrate
from db.shards import SINGLE_SHARD, Shard
from db.transfer import transfer

T = TypeVar("T")

# Kinds of advisory locks: who holds a shard, with how many shards in all, and who migrates just now.
_HOLDERS, _SHARDS, _MIGRATING = 0x6C6F6E67, 0x73686172, 0x6D696772
_PATIENCE_S = 10
_LOCK_PATIENCE_MS = 2000
# A machine that dies without a word is noticed by the other side within half a minute: where all was quiet it
# is asked for a sign of life (after 15 s, three times, 5 s apart); where something was on its way to it, the
# last of these counts (in ms).
_SIGNS_OF_LIFE = {
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_IN_USE = "it is in use by another Longtable process"
_COUNT_OTHERS = """
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = CAST(? AS oid) AND objid <> CAST(? AS oid)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_UNWRITABLE = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
_PASSWORD = re.compile(r"(?<=:)[^:/@]*(?=@)|(?<=password=)[^&]*")
# What stands in quotes comes first and stays as it is; `::` begins a type, not a name.
_PLACES = re.compile(r"'[^']*'|(?<!:):([a-z_]+)|\?|%")


class PostgresRow(tuple[Any, ...]):
    """A row that is read by name or by number."""

    __slots__ = ()
    places: Mapping[str, int] = {}

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self.places[key] if isinstance(key, str) else key)

    def keys(self) -> Iterable[str]:
        """Returns the names of the columns."""
        return self.places.keys()


@cache
def _kind_of_row(names: tuple[str, ...]) -> type[PostgresRow]:
    return type(
        "Row", (PostgresRow,), {"__slots__": (), "places": {name: place for place, name in enumerate(names)}}
    )


def _read_rows(cursor: psycopg.Cursor[Any]) -> Callable[[Iterable[Any]], PostgresRow]:
    return _kind_of_row(tuple(column.name for column in cursor.description or ()))


class _Flag(BoolDumper):
    """Writes flags as 0 and 1, as the columns keep them."""

    def quote(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"


class _Text(StrDumperUnknown):
    """Writes texts without zero bytes, which PostgreSQL's texts cannot have."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", ""))


class _Number(Loader):
    """Reads the sum of large integers, which has a type of its own, as a plain number."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


@cache
def _translated(statement: str) -> bytes:
    """Returns the statement with named and unnamed values as psycopg writes them."""
    return _PLACES.sub(_placed, statement).encode()


def _placed(found: re.Match[str]) -> str:
    if found[1]:
        return f"%({found[1]})s"
    return {"?": "%s", "%": "%%"}.get(found[0], found[0].replace("%", "%%"))


class PostgresConnection:
    """A connection of psycopg that takes statements as all engines do here."""

    def __init__(self, url: str, shard: Shard = SINGLE_SHARD) -> None:
        self.raw: psycopg.Connection[PostgresRow] = psycopg.connect(
            make_conninfo(url, connect_timeout=_PATIENCE_S, **_SIGNS_OF_LIFE),
            autocommit=True,  # statements begin and end transactions, as in SQLite
            cursor_factory=psycopg.ClientCursor,  # writes values into the statement, flags as 0 and 1
            row_factory=_read_rows,
        )
        for kind, dumper in ((bool, _Flag), (str, _Text)):
            self.raw.adapters.register_dumper(kind, dumper)
        self.raw.adapters.register_loader("numeric", _Number)
        if shard != SINGLE_SHARD:
            self.execute("SELECT set_config('longtable.shard_id', ?, false)", (str(shard.id),))
            self.execute("SELECT set_config('longtable.shard_count', ?, false)", (str(shard.count),))

    @property
    def in_transaction(self) -> bool:
        """Returns whether a transaction has begun and not ended."""
        return self.raw.info.transaction_status not in {TransactionStatus.IDLE, TransactionStatus.UNKNOWN}

    def execute(self, statement: str, values: SqlValues = (), /) -> psycopg.Cursor[PostgresRow]:
        """Runs a statement."""
        return self.raw.execute(_translated(statement), values)

    def executemany(self, statement: str, values: Iterable[SqlValues], /) -> psycopg.Cursor[PostgresRow]:
        """Runs a statement once for each of the values."""
        cursor = self.raw.cursor()
        cursor.executemany(_translated(statement), values)
        return cursor

    def close(self) -> None:
        """Ends the connection, and what it was doing."""
        self.raw.close()


class _Side:
    """A connection and its thread; one that was lost is made again when it is next asked for something."""

    def __init__(self, connect: Callable[[], PostgresConnection]) -> None:
        self._connect = connect
        self._connection: PostgresConnection | None = None
        self._thread = ThreadPoolExecutor(1, "postgres")

    async def run(self, function: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, function)

    def _do(self, function: Callable[[Connection], T]) -> T:
        if self._connection is None or self._connection.raw.closed:
            self._connection = self._connect()
        return function(self._connection)

    def close(self) -> None:
        self._thread.shutdown()
        if self._connection is not None:
            self._connection.close()


def _say_something(connection: Connection) -> None:
    connection.execute("SELECT 1")


def _lock(connection: PostgresConnection, kind: int, number: int) -> None:
    """Takes an advisory lock. Raises TakenOver where another connection goes on holding it."""
    connection.execute("SELECT set_config('lock_timeout', ?, false)", (f"{_LOCK_PATIENCE_MS}ms",))
    try:
        connection.execute("SELECT pg_advisory_lock(?, ?)", (kind, number))
    except psycopg.errors.LockNotAvailable:
        raise TakenOver(_IN_USE) from None
    connection.execute("SELECT set_config('lock_timeout', '0', false)")


def _check_encoding(connection: PostgresConnection) -> None:
    """Raises UnfitDatabaseError where the database cannot hold, or not tell apart, what people write."""
    encoding = connection.raw.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise UnfitDatabaseError(
            f"its texts are in {encoding}; make one with: CREATE DATABASE longtable TEMPLATE template0 "
            "ENCODING 'UTF8' LOCALE 'C'"
        )


def _migrate_alone(connection: Connection) -> None:
    """Migrates under a lock: of processes that start at once one migrates, the others find it done."""
    assert isinstance(connection, PostgresConnection)
    _check_encoding(connection)
    connection.execute("SELECT pg_advisory_lock(?, 0)", (_MIGRATING,))
    migrate(connection)
    connection.execute("BEGIN")
    write_something(connection)
    connection.execute("COMMIT")
    connection.execute("SELECT pg_advisory_unlock(?, 0)", (_MIGRATING,))


class Postgres:
    """One database of a PostgreSQL server."""

    BEGIN = "BEGIN"  # processes write rows of different guilds, and take numbers from a sequence
    folder = None
    Error = psycopg.Error
    OperationalError = psycopg.OperationalError
    ConnectionLost = (psycopg.OperationalError,)

    def __init__(self, url: str, shard: Shard = SINGLE_SHARD) -> None:
        self.url, self.shard = url, shard
        self.name = _PASSWORD.sub("…", url)
        self._writer: _Side | None = None
        self._reader: _Side | None = None

    def inspect(self) -> DatabaseStatus:
        """Returns what there is, and what would keep `open` from it; makes and changes nothing."""
        try:
            with closing(self._connect()) as connection:
                _check_encoding(connection)
                state, problems = describe_version(connection, self.name)
                if not problems:
                    connection.execute("BEGIN")
                    write_something(connection)
                    connection.execute("ROLLBACK")
                rows = connection.execute("SELECT pg_try_advisory_lock(?, ?)", (_HOLDERS, self.shard.id))
                return DatabaseStatus(state, problems, is_in_use=not rows.fetchall()[0][0])
        except UnfitDatabaseError as error:
            return DatabaseStatus("unusable", [f"{self.name}: {error}"])
        except _UNWRITABLE as error:
            return DatabaseStatus("unusable", [f"{self.name} cannot be written: {error}"])
        except psycopg.Error as error:
            return DatabaseStatus("unreachable", [f"{self.name}: {error}"])

    @contextmanager
    def snapshot(self) -> Iterator[PostgresConnection]:
        """Yields a connection beside all others, which reads everything as it is at one instant."""
        with closing(PostgresConnection(self.url)) as reader:
            reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield reader

    def copy_to(self, path: Path) -> dict[str, int]:
        """Copies all rows to a new SQLite file, even while in use; returns how many each table had then."""
        make_private(path)
        with self.snapshot() as reader, closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.row_factory = sqlite3.Row
            migrate(writer)
            writer.execute("BEGIN")
            counts = transfer(reader, writer)
            writer.execute("COMMIT")
        return counts

    async def open(self) -> None:
        """Takes the lock, migrates and connects. Raises DatabaseError where that cannot be done."""
        self._writer, self._reader = _Side(self._connect_writer), _Side(self._connect)
        try:
            await self._writer.run(_migrate_alone)
            await self._reader.run(_say_something)
        except (psycopg.Error, UnfitDatabaseError, TakenOver) as error:
            await self.close()
            raise DatabaseError(f"the PostgreSQL database cannot be opened: {error}") from error
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Closes the connections, and with them lets go of the lock. Safe to call twice."""
        for side in (self._reader, self._writer):
            if side is not None:
                side.close()
        self._reader = self._writer = None

    async def read(self, function: Callable[[Connection], T]) -> T:
        """Runs a function on the reader's thread; once more where the connection was lost meanwhile.

        Whoever has lost that one may have lost the writer's, too, and with it the rows: raises TakenOver
        where another process holds them now.
        """
        assert self._reader is not None, "the database is not open"
        try:
            return await self._reader.run(function)
        except psycopg.OperationalError:
            await self._hold_on()
            return await self._reader.run(function)

    async def write(self, function: Callable[[Connection], T]) -> T:
        """Runs a function on the writer's thread.

        Raises TakenOver where the connection was lost and another process holds the rows now.
        """
        assert self._writer is not None, "the database is not open"
        return await self._writer.run(function)

    async def overwrite_deleted(self) -> None:
        """Does nothing: what is left on the server's disk is for the server's vacuum."""

    async def _hold_on(self) -> None:
        try:
            await self.write(_say_something)
        except psycopg.OperationalError:  # now it is known to be lost, and is made again
            await self.write(_say_something)

    def _connect(self) -> PostgresConnection:
        return PostgresConnection(self.url, self.shard)

    def _connect_writer(self) -> PostgresConnection:
        """Returns a connection that holds the shard: the server keeps the lock for as long as it lives.

        The server may need a moment to notice that the connection has ended that held it before. Raises
        TakenOver where another process holds the shard, or runs another number of shards.
        """
        connection, shard = self._connect(), self.shard
        # First the lock, then the look: of two that start at once at least one sees the other.
        connection.execute("SELECT pg_advisory_lock_shared(?, ?)", (_SHARDS, shard.count))
        others = connection.execute(_COUNT_OTHERS, (_SHARDS, shard.count)).fetchall()[0][0]
        try:
            if others:
                raise TakenOver("it is in use with another number of shards")
            _lock(connection, _HOLDERS, shard.id)
        except TakenOver:
            connection.close()
            raise
        for name, value in _SIGNS_OF_LIFE.items():
            theirs = f"tcp_{name.removeprefix('tcp_')}"
            connection.execute("SELECT set_config(?, ?, false)", (theirs, str(value)))
        return connection
