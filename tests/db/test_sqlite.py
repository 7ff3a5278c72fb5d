"""The file itself: how it is opened, looked at, copied and moved aside, and what its indexes tell."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import circles, closings, feedback, guilds, meetup_dates, meetups, posts, seat_offers
from db.connection import Connection
from db.copies import copy, inspect_copy, move_aside
from db.database import Database
from db.engine import DatabaseError
from db.sqlite import Sqlite
from domain.errors import NotSaved
from tests.db.rows import add, fill, read
from tests.stores import look_into, path_of

pytestmark = pytest.mark.file


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A file with one guild in it, which nobody has open."""
    database = Database(f"sqlite:///{tmp_path / 'longtable.db'}")
    await database.open()
    await fill(database, ("guilds", {"guild_id": 1}))
    await database.close()
    return path_of(database)


def _engine(path: Path) -> Sqlite:
    return Sqlite(f"sqlite:///{path}")


def _guild_ids(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT guild_id FROM guilds ORDER BY guild_id")]


async def test_what_refers_to_nothing_is_not_stored(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await fill(database, ("meetup_dates", {"id": 1, "meetup_id": 404}))
    assert await read(database, "SELECT * FROM meetup_dates") == []


async def test_reading_goes_on_while_something_is_written_and_sees_nothing_of_it(database: Database) -> None:
    with closing(sqlite3.connect(path_of(database), isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO guilds (guild_id) VALUES (1)")
        assert await read(database, "SELECT guild_id FROM guilds") == []
        other.execute("COMMIT")  # nor does whoever reads keep it from that
    assert await read(database, "SELECT guild_id FROM guilds") == [(1,)]


async def test_a_commit_outlasts_a_power_cut(database: Database) -> None:
    """Cutting the power cannot be tried here: held is what SQLite's manual asks for in this case."""
    assert await read(database, "PRAGMA journal_mode") == [("wal",)]
    full = 2
    assert await read(database, "PRAGMA synchronous") == [(full,)]
    await database.write(lambda connection: add(connection, "guilds"))
    assert path_of(database).with_name("test.db-wal").stat().st_size > 0


async def test_what_cannot_be_saved_is_said_while_the_member_can_still_be_answered(
    database: Database,
) -> None:
    with closing(sqlite3.connect(path_of(database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        before = time.monotonic()
        with pytest.raises(NotSaved):
            await fill(database, ("guilds", {}))
        assert time.monotonic() - before < 3, "Discord waits no longer for an answer"
        other.execute("ROLLBACK")


def _damage(path: Path) -> None:
    """Empties a page that is not read when the file is opened."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'meetups_by_guild'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(content)


async def test_a_damaged_file_is_not_opened(path: Path) -> None:
    _damage(path)
    database = Database(f"sqlite:///{path}")
    try:
        with pytest.raises(DatabaseError, match=r"(?s)is damaged .*bot\.py restore FILE"):
            await database.open()
        lock = _engine(path)._lock
        lock.acquire(blocking=False)  # it was given back
        lock.release()
    finally:
        await database.close()


def test_a_copy_is_one_whole_file_of_one_instant(path: Path, tmp_path: Path) -> None:
    engine, target = _engine(path), tmp_path / "copies" / "copy.db"
    target.parent.mkdir()
    with engine.snapshot() as reader:
        assert reader.execute("SELECT count(*) FROM guilds").fetchone()[0] == 1
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("INSERT INTO guilds (guild_id) VALUES (2)")
        assert reader.execute("SELECT count(*) FROM guilds").fetchone()[0] == 1
    counts = copy(engine, target, may_overwrite=False)
    assert counts["guilds"] == 2
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert list(target.parent.iterdir()) == [target]
    assert inspect_copy(target) == counts


class _LosingRows(Sqlite):
    """A disk that keeps less than it is given."""

    def copy_to(self, path: Path) -> dict[str, int]:
        counts = super().copy_to(path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DELETE FROM guilds")
        return counts


def test_a_copy_that_lacks_rows_does_not_take_the_place_of_one_that_does_not(
    path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    copy(_engine(path), target, may_overwrite=False)
    with pytest.raises(DatabaseError, match="lacks rows"):
        copy(_LosingRows(f"sqlite:///{path}"), target, may_overwrite=True)
    assert _guild_ids(target) == [1]
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_copy_that_can_be_read_and_is_damaged_is_none(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        # Two indexes in one place: reading what they are not asked for goes on.
        connection.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT max(rootpage) FROM sqlite_schema) "
            "WHERE name = 'meetup_dates_to_come'"
        )
    assert _guild_ids(path) == [1]
    with pytest.raises(DatabaseError, match="damaged"):
        inspect_copy(path)


def test_what_is_put_aside_takes_with_it_what_is_only_in_its_log(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as killed:  # it never closed the file
        killed.execute("INSERT INTO guilds (guild_id) VALUES (2)")
        assert path.with_name(f"{path.name}-wal").stat().st_size > 0
        kept = move_aside(path)
        assert kept.name == "longtable.db.replaced"
        assert _guild_ids(kept) == [1, 2]
        assert not list(path.parent.glob(f"{path.name}-*"))
        assert not path.exists()


_QUESTIONS: tuple[Callable[[Connection], int | None], ...] = (
    circles.next_due_ms,
    closings.next_due_ms,
    feedback.next_due_ms,
    guilds.next_digest_ms,
    guilds.next_round_ms,
    meetup_dates.next_due_ms,
    meetups.next_advance_ms,
    posts.next_due_ms,
    seat_offers.next_due_ms,
)


@pytest.mark.parametrize("question", _QUESTIONS, ids=lambda one: f"{one.__module__}.{one.__name__}")
async def test_an_index_tells_when_something_is_next_due(
    database: Database, question: Callable[[Connection], int | None]
) -> None:
    """Every tick asks; however many rows there are, none but the first is read."""
    asked: list[str] = []
    with look_into(database) as rows:
        assert isinstance(rows, sqlite3.Connection)
        rows.set_trace_callback(asked.append)
        assert question(rows) is None
        rows.set_trace_callback(None)
        (plan,) = [row["detail"] for row in rows.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert " INDEX " in plan
