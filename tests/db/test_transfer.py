"""A community moves from one database to another, which is of the other kind, and back."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bot import main
from db import transfer
from db.connection import Connection
from db.copies import inspect_copy
from db.database import Database
from db.migrations import find_version
from db.tables import list_tables
from demo.world import World
from tests.stores import Files, Server, Store, look_into
from tests.stories.board import share
from tests.stories.telling import said
from tests.stories.tour import walk

Rows = dict[str, Counter[tuple[object, ...]]]


class _NoFiles:
    """SQLite files that are not there yet: whoever moves there makes them."""

    def make(self, path: Path) -> str:
        """The file."""
        return f"sqlite:///{path}"


@pytest.fixture
def elsewhere(all_stores: Files | Server, request: pytest.FixtureRequest) -> Store:
    """A store of the other kind than the test's own."""
    other: Store = _NoFiles() if isinstance(all_stores, Server) else request.getfixturevalue("server")
    return other


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration that names no database that there is."""
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "other.db"}"\n')
    return path


def _all(url: str) -> Rows:
    with look_into(Database(url)) as connection:
        tables = list_tables(find_version(connection))
        return {name: Counter(map(tuple, connection.execute(f"SELECT * FROM {name}"))) for name in tables}


def _move(config: Path, source: str, target: str) -> int:
    return main(["--config", str(config), "migrate", "--from", source, "--to", target])


@pytest.mark.slow
async def test_a_community_moves_to_the_other_engine_and_back_and_goes_on(
    world: World, config: Path, store: Store, elsewhere: Store, tmp_path: Path
) -> None:
    await walk(world, "en-US")
    world.bot.reporter.fault_count = 0  # what is typed on that walk may be nonsense
    thread = await share(world, world.members["alice"], title="Invoices come late")
    await world.bot.close()
    home, there = world.config.database.url, elsewhere.make(tmp_path / "there.db")
    back = store.make(tmp_path / "back.db")
    rows = _all(home)
    assert sum(map(bool, rows.values())) > 20, "most tables have rows"
    assert await asyncio.to_thread(_move, config, home, there) == 0
    assert _all(there) == rows == _all(home)
    assert await asyncio.to_thread(_move, config, there, back) == 0
    assert _all(back) == rows
    world.config = replace(world.config, database=replace(world.config.database, url=there))
    await world.restart()
    found = await world.members["bob"].slash(world.channel, "problem search", text="invoices")
    assert "Invoices come late" in said(found)
    assert thread.notes is not None


async def test_however_many_rows_there_are_all_arrive(
    database: Database, config: Path, store: Store, elsewhere: Store, tmp_path: Path
) -> None:
    def insert_many(connection: Connection) -> None:
        for guild_id in range(2 * transfer._AT_ONCE + 1):
            _insert(connection, guild_id)

    await database.write(insert_many)
    await database.close()
    home, there = _url(database), elsewhere.make(tmp_path / "there.db")
    back = store.make(tmp_path / "back.db")
    assert await asyncio.to_thread(_move, config, home, there) == 0
    assert await asyncio.to_thread(_move, config, there, back) == 0
    assert sum(_all(back)["guilds"].values()) == 2 * transfer._AT_ONCE + 1


async def test_nothing_is_moved_to_where_there_is_something(
    database: Database, config: Path, elsewhere: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await database.write(_insert, 1)
    await database.close()
    home, there = _url(database), elsewhere.make(tmp_path / "there.db")
    assert await asyncio.to_thread(_move, config, home, there) == 0
    assert await asyncio.to_thread(_move, config, home, there) == 1
    assert "has rows already" in capsys.readouterr().err
    assert sum(_all(there)["guilds"].values()) == 1


async def test_what_did_not_arrive_as_it_was_is_not_kept(
    database: Database,
    config: Path,
    elsewhere: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await database.write(_insert, 1)
    await database.close()
    home, there = _url(database), elsewhere.make(tmp_path / "there.db")

    def change(connection: Connection, target: Connection, table: str) -> None:
        target.execute("INSERT INTO guilds (guild_id) VALUES (2)") if table == "guilds" else None

    monkeypatch.setattr(transfer, "_copy", change)
    assert await asyncio.to_thread(_move, config, home, there) == 1
    assert "did not arrive" in capsys.readouterr().err
    assert not sum(_all(there)["guilds"].values())


async def test_what_is_in_use_or_not_there_is_not_moved(
    database: Database, config: Path, elsewhere: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = elsewhere.make(tmp_path / "there.db")
    assert await asyncio.to_thread(_move, config, _url(database), there) == 1
    assert "in use" in capsys.readouterr().err
    nowhere = f"sqlite:///{tmp_path / 'nowhere.db'}"
    assert await asyncio.to_thread(_move, config, nowhere, there) == 1
    assert "does not exist" in capsys.readouterr().err
    assert not (tmp_path / "nowhere.db").exists()


async def test_a_copy_of_either_is_a_file(database: Database, tmp_path: Path) -> None:
    await database.write(_insert, 7)
    counts = await asyncio.to_thread(database.engine.copy_to, tmp_path / "copy.db")
    assert counts["guilds"] == 1
    assert inspect_copy(tmp_path / "copy.db") == counts
    await database.write(_insert, 8)  # it goes on meanwhile


def _insert(connection: Connection, guild_id: int) -> None:
    connection.execute("INSERT INTO guilds (guild_id) VALUES (?)", (guild_id,))


def _url(database: Database) -> str:
    return database.url
