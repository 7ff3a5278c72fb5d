"""The door to the database: whole transactions, shared commits, and what happens when it is shut."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from db import sqlite
from db.connection import Connection
from db.database import Database
from db.engine import DatabaseError
from db.migrations import list_migrations
from domain.errors import NotSaved, Refusal
from tests.stores import path_of

ROOT = Path(__file__).parent.parent.parent


def _insert(connection: Connection, guild_id: int) -> int:
    connection.execute("INSERT INTO guilds (guild_id) VALUES (?)", (guild_id,))
    return guild_id


def _insert_then_refuse(connection: Connection, guild_id: int) -> None:
    _insert(connection, guild_id)
    raise Refusal("not this one")


def _guild_ids(connection: Connection) -> list[int]:
    return [row["guild_id"] for row in connection.execute("SELECT guild_id FROM guilds ORDER BY guild_id")]


async def test_a_write_returns_what_its_function_returns(database: Database) -> None:
    assert await database.write(_insert, 1) == 1
    assert await database.read(_guild_ids) == [1]


async def test_functions_run_on_a_thread_of_the_database(database: Database) -> None:
    """The contract with the library underneath: one private door, used in one place."""
    here = threading.get_ident()
    there = await database.read(lambda connection: threading.get_ident())
    assert there != here
    assert await database.write(lambda connection: threading.get_ident()) not in {here, there}


async def test_a_refusal_rolls_its_own_work_back_and_nobody_elses(database: Database) -> None:
    outcomes = await asyncio.gather(
        database.write(_insert, 1),
        database.write(_insert_then_refuse, 2),
        database.write(_insert, 3),
        database.write(_insert, 1),
        return_exceptions=True,
    )
    assert outcomes[0] == 1
    assert isinstance(outcomes[1], Refusal)
    assert outcomes[2] == 3
    assert isinstance(outcomes[3], database.engine.Error)
    assert await database.read(_guild_ids) == [1, 3]


async def test_callers_that_are_cancelled_leave_no_open_transaction(database: Database) -> None:
    for number in range(200):
        task = asyncio.create_task(database.write(_insert, number))
        await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert await database.write(_insert, 1000) == 1000
    stored = await database.read(_guild_ids)
    assert stored[-1] == 1000


@pytest.mark.file
async def test_while_another_holds_the_file_nothing_is_saved_and_it_says_so(database: Database) -> None:
    with closing(sqlite3.connect(path_of(database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved, match="not saved"):
            await database.write(_insert, 1)
        assert await database.read(_guild_ids) == []  # reading goes on
        other.execute("ROLLBACK")
    assert await database.write(_insert, 2) == 2


@pytest.mark.file
async def test_on_a_full_disk_nothing_is_saved_by_halves(database: Database) -> None:
    def fill(connection: Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")

    def insert_much(connection: Connection) -> None:
        for number in range(20_000):
            _insert(connection, number)

    await database.read(lambda connection: None)
    await database.write(lambda connection: None)
    await database.engine.write(fill)
    with pytest.raises(NotSaved):
        await database.write(insert_much)
    assert await database.read(_guild_ids) == []
    assert await database.write(_insert, 7) == 7


async def test_what_no_statement_is_to_blame_for_is_said_to_all_who_went_together(database: Database) -> None:
    def fail(connection: Connection) -> None:
        _insert(connection, 2)
        raise database.engine.OperationalError("disk I/O error")

    outcomes = await asyncio.gather(
        database.write(_insert, 1), database.write(fail), database.write(_insert, 3), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [NotSaved] * 3
    assert await database.read(_guild_ids) == []
    assert await database.write(_insert, 4) == 4


@pytest.mark.file
async def test_a_second_process_on_the_file_is_told_so(database: Database) -> None:
    second = Database(f"sqlite:///{path_of(database)}")
    with pytest.raises(DatabaseError, match="in use by another"):
        await second.open()
    await second.close()


async def test_what_waits_at_the_end_is_still_saved(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await database.open()
    waiting = [asyncio.create_task(database.write(_insert, number)) for number in range(20)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*waiting)
    with closing(sqlite3.connect(path_of(database))) as other:
        assert other.execute("SELECT count(*) FROM guilds").fetchone() == (20,)


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        database = Database(f"sqlite:///{tmp_path / 'test.db'}")
        await database.open()
        with suppress(sqlite3.IntegrityError):
            await database.write(_insert, 1)
        assert await database.read(_guild_ids) == [1]
        await database.close()


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY)")
        other.execute("INSERT INTO schema_version VALUES (9999)")
        other.commit()
    with pytest.raises(DatabaseError, match="start the newer Longtable"):
        await Database(f"sqlite:///{path}").open()


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear database, " * 200)
    with pytest.raises(DatabaseError, match="cannot be opened"):
        await Database(f"sqlite:///{path}").open()


async def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="does not exist"):
        await Database(f"sqlite:///{tmp_path / 'nowhere' / 'test.db'}").open()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = len(list_migrations())
    broken = tmp_path / "broken.sql"
    broken.write_text("CREATE TABLE half (id INTEGER);\nCREATE TABLE half (id INTEGER);")
    monkeypatch.setattr("db.migrations.list_migrations", lambda: [*list_migrations(), (newest + 1, broken)])
    path = tmp_path / "test.db"
    with pytest.raises(DatabaseError, match="half"):
        await Database(f"sqlite:///{path}").open()
    with closing(sqlite3.connect(path)) as other:
        tables = {row[0] for row in other.execute("SELECT name FROM sqlite_master")}
        assert "half" not in tables
        assert other.execute("SELECT max(version) FROM schema_version").fetchone() == (newest,)


def test_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _ in list_migrations()] == list(range(1, len(list_migrations()) + 1))


@pytest.mark.parametrize("url", ["", "sqlite:///", "postgresql://localhost/longtable", "longtable.db"])
def test_urls_that_name_no_file_are_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match="must look like"):
        sqlite.path_of(url)


def test_without_the_library_for_postgres_it_says_what_really_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for module in ("db.postgres", "psycopg.adapt"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    with pytest.raises(DatabaseError) as caught:
        Database("postgresql://localhost/longtable")
    said = str(caught.value)
    assert "longtable[" not in said, "nobody publishes a package of this name"
    assert "./dev run" in said
    assert "-r requirements.lock" in said
    assert re.search(r"^psycopg\[?.*==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)


async def test_a_process_that_is_killed_while_writing_leaves_the_file_whole_and_free(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    writing = f"""
import asyncio
from db.database import Database

def insert(connection, number):
    connection.execute("INSERT INTO guilds (guild_id) VALUES (?)", (number,))
    connection.execute("INSERT INTO profiles (guild_id, user_id) VALUES (?, 1)", (number,))

async def main():
    database = Database("sqlite:///{path}")
    await database.open()
    for number in range(10**9):
        await database.write(insert, number)
        print(number, flush=True)

asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", writing, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    said = [int(await process.stdout.readline()) for _ in range(50)]
    process.kill()
    said += [int(line) for line in (await process.stdout.read()).splitlines()]
    await process.wait()
    database = Database(f"sqlite:///{path}")
    await database.open()
    try:
        stored = await database.read(_guild_ids)
        profiles = await database.read(_count_profiles)
    finally:
        await database.close()
    assert set(said) <= set(stored)  # what was said to be saved is saved
    assert profiles == len(stored)  # and nothing is saved by halves


def _count_profiles(connection: Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM profiles").fetchone()[0]
    return number


async def test_whoever_asks_while_it_closes_is_cancelled_and_nothing_is_reported(database: Database) -> None:
    reading = [asyncio.create_task(database.read(_guild_ids)) for _ in range(20)]
    await asyncio.sleep(0)
    await database.close()
    outcomes = await asyncio.gather(*reading, return_exceptions=True)
    assert all(one == [] or isinstance(one, asyncio.CancelledError) for one in outcomes)
    for late in (database.read(_guild_ids), database.write(_insert, 1)):
        with pytest.raises(asyncio.CancelledError):
            await late
    await database.open()
    assert await database.write(_insert, 1) == 1
