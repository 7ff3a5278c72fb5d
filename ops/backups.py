"""Copies of the database, for the operator: made every night, and put back."""

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import Path

from filelock import Timeout

from config import Config
from db.copies import copy, inspect_copy, move_aside
from db.database import open_engine
from db.engine import DatabaseError, Engine
from db.files import lock_beside, make_folder, make_private, why_no_folder
from db.sqlite import SCHEME as SQLITE
from db.sqlite import Sqlite, path_of

_THERE = "postgresql://…"  # the address of an empty database
_NIGHTLY = re.compile(r"longtable-\d{4}-\d{2}-\d{2}\.db(\.unfinished.*)?")


def backup(config: Config, target: Path, *, may_overwrite: bool) -> str:
    """Copies the database to this file; returns what is in it, in words.

    Raises DatabaseError where the file is there and must not be overwritten, or the copy fails.
    """
    if config.database.url.startswith(SQLITE) and _is_of(path_of(config.database.url), target):
        raise DatabaseError(f"{target} is the database itself; choose another file for the copy.")
    counts = copy(open_engine(config.database.url), target, may_overwrite=may_overwrite)
    return f"{target}: {sum(counts.values()):,} rows in {len(counts)} tables, whole."


def _is_of(database: Path, target: Path) -> bool:
    """Returns whether the file is the database, by any name, or one that is kept beside it."""
    beside = {f"{database.resolve()}{ending}" for ending in ("", "-wal", "-shm", ".lock")}
    is_same = database.exists() and target.exists() and database.samefile(target)
    return is_same or str(target.resolve()) in beside


def restore(config: Config, source: Path, *, may_overwrite: bool) -> str:
    """Puts a copy in the database's place; returns what is there now, in words.

    What was there before is kept beside it. Raises DatabaseError where the copy is not whole, the database is
    in use or is there and must not be replaced, or is not SQLite.
    """
    if not config.database.url.startswith(SQLITE):
        raise DatabaseError(f"a copy comes back with: bot.py migrate --from sqlite:///{source} --to {_THERE}")
    path = path_of(config.database.url)
    counts = inspect_copy(source)
    lock = lock_beside(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise DatabaseError(f"{path} is in use: stop the bot first.") from None
    except OSError as error:
        raise DatabaseError(f"{path.resolve().parent} cannot be written to: {error}") from None
    try:
        kept = _put(source, path, may_overwrite=may_overwrite)
    finally:
        lock.release()
    return f"{path}: {sum(counts.values()):,} rows in {len(counts)} tables.{kept}"


def _put(source: Path, path: Path, *, may_overwrite: bool) -> str:
    if path.exists() and not may_overwrite:
        raise DatabaseError(f"{path} is there already; --force puts {source} in its place.")
    fresh = path.with_name(f"{path.name}.restoring")
    # First beside its place: at no instant is there neither the old database nor the whole new one.
    copy(Sqlite(f"{SQLITE}{source}"), fresh, may_overwrite=True)
    kept = f" What was there is kept as {move_aside(path)}." if path.exists() else ""
    fresh.replace(path)
    return kept


def is_missing(folder: Path, at: time, now: datetime) -> bool:
    """Returns whether today's copy should be there and is not: the process was dead then, or died at it."""
    return now.time() >= at and not _path_of(folder, now).exists()


def make_ready(folder: Path) -> None:
    """Makes the folder for the nightly copies, and those that are there their owner's alone.

    Raises DatabaseError where the folder cannot be made or written to.
    """
    if (why_not := why_no_folder(folder)) is not None:
        raise DatabaseError(f"backup.folder: {why_not}.")
    try:
        make_folder(folder)
        for path in folder.iterdir():
            if _NIGHTLY.fullmatch(path.name):
                make_private(path)  # versions before this one let everybody read them
    except OSError as error:
        raise DatabaseError(f"{folder} cannot be made: {error}") from error


def make_nightly(source: Engine, folder: Path, now: datetime, keep: int) -> Path:
    """Makes today's copy, deletes all but the newest `keep` of those made at night, and returns its path.

    Raises DatabaseError where the copy fails.
    """
    make_ready(folder)
    target = _path_of(folder, now)
    copy(source, target, may_overwrite=True)
    names = sorted(path for path in folder.iterdir() if _NIGHTLY.fullmatch(path.name))
    whole = [path for path in names if path.suffix == ".db"]
    for old in {*names} - {*whole[-keep:]}:  # and what a process left that was killed at it
        old.unlink(missing_ok=True)
    return target


def _path_of(folder: Path, now: datetime) -> Path:
    return folder / f"longtable-{now.date().isoformat()}.db"
