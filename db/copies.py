"""Copies of a database: made while it is in use, and checked before they count."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from db.engine import DatabaseError, Engine
from db.files import make_private
from db.fitness import is_foreign
from db.migrations import find_version, list_migrations
from db.tables import count_rows


def copy(source: Engine, target: Path, *, may_overwrite: bool) -> dict[str, int]:
    """Copies a database, even one that is being written to; returns the number of rows of each table.

    The copy takes its name when it is found to be whole and to have what the source had, and not before.
    Raises DatabaseError where the file is there and must not be overwritten, or the copy fails or lacks rows.
    """
    if target.exists() and not may_overwrite:
        raise DatabaseError(f"{target} is there already; --force overwrites it.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        wanted = source.copy_to(unfinished)
        if inspect_copy(unfinished) != wanted:
            raise DatabaseError(f"the copy of {source.name} lacks rows; nothing was kept of it.")
        _sync(unfinished)  # before it has its name, which no half file may have after a power cut
        unfinished.replace(target)
    except (OSError, sqlite3.Error, source.Error) as error:
        raise DatabaseError(f"{source.name} could not be copied to {target}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return wanted


def inspect_copy(path: Path) -> dict[str, int]:
    """Returns the number of rows of each table of a copy.

    Raises DatabaseError where there is no such file, or it is damaged, no database of Longtable, or from a
    newer version.
    """
    if not path.exists():
        raise DatabaseError(f"{path} does not exist.")
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.row_factory = sqlite3.Row
            version, newest = find_version(connection), list_migrations()[-1][0]
            version = 0 if is_foreign(connection) else version
            counts = count_rows(connection)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path} is no database of Longtable: {error}") from error
    if verdict != "ok":
        raise DatabaseError(f"{path} is damaged: {verdict}")
    if not 1 <= version <= newest:
        what = (
            "no database of Longtable" if version < 1 else f"newer than this Longtable ({version} > {newest})"
        )
        raise DatabaseError(f"{path} is {what}.")
    return counts


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def move_aside(path: Path) -> Path:
    """Moves a database out of the way, with all that its log still holds; returns where it is now."""
    with closing(sqlite3.connect(path)) as connection:
        # The log is found by the file's name: left beside another file it would be lost.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    kept, number = path.with_name(f"{path.name}.replaced"), 1
    while kept.exists():  # what an earlier one put aside stays, too
        number += 1
        kept = path.with_name(f"{path.name}.replaced-{number}")
    path.replace(kept)
    make_private(kept)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()
    return kept
