"""Copies of the database as an operator makes them: whole or not at all, and put back without a loss."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot import main
from db.database import Database
from db.engine import DatabaseError
from db.guilds import save_settings
from db.sqlite import Sqlite
from demo.world import World
from domain.guilds import GuildSettings
from ops.backups import is_missing, make_nightly
from tests.stores import path_of
from tests.stories.telling import announced, field, ids

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration whose database is made."""
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "longtable.db"}"\n')
    assert main(["--config", str(path), "migrate"]) == 0
    with closing(sqlite3.connect(tmp_path / "longtable.db")) as connection, connection:
        connection.execute("INSERT INTO guilds (guild_id, zone) VALUES (1, 'Europe/Berlin')")
    return path


def _run(config: Path, *arguments: object) -> int:
    return main(["--config", str(config), *map(str, arguments)])


def _guilds(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT guild_id FROM guilds ORDER BY guild_id")]


def test_a_copy_is_made_and_put_back(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, path = tmp_path / "copy.db", tmp_path / "longtable.db"
    assert _run(config, "backup", copy) == 0
    assert "whole" in capsys.readouterr().out
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO guilds (guild_id) VALUES (2)")
    assert _run(config, "restore", copy) == 1
    assert "--force" in capsys.readouterr().err
    assert _guilds(path) == [1, 2]
    assert _run(config, "restore", copy, "--force") == 0
    assert "kept as" in capsys.readouterr().out
    assert _guilds(path) == [1]
    assert _guilds(tmp_path / "longtable.db.replaced") == [1, 2]
    assert _run(config, "restore", copy, "--force") == 0  # it was the wrong copy, another follows
    assert _guilds(tmp_path / "longtable.db.replaced") == [1, 2]
    assert _guilds(tmp_path / "longtable.db.replaced-2") == [1]


def test_nothing_is_overwritten_unasked(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    assert _run(config, "backup", copy) == 1
    assert "Nothing was done" in capsys.readouterr().err
    assert copy.read_text() == "precious"
    assert _run(config, "backup", copy, "--force") == 0
    assert _guilds(copy) == [1]


def test_the_database_is_not_replaced_by_its_own_copy(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "longtable.db"
    linked = tmp_path / "linked.db"
    linked.symlink_to(path)
    before = path.stat().st_ino
    for target in (path, linked, tmp_path / "." / "longtable.db", tmp_path / "longtable.db-wal"):
        assert _run(config, "backup", target, "--force") == 1
        assert "is the database itself" in capsys.readouterr().err
    assert path.stat().st_ino == before


def test_what_is_no_whole_copy_is_refused(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    garbage, empty, damaged, newer = (tmp_path / name for name in ("g.db", "e.db", "d.db", "n.db"))
    garbage.write_text("no database " * 1000)
    with closing(sqlite3.connect(empty)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
    assert _run(config, "backup", damaged) == 0
    content = bytearray(damaged.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    damaged.write_bytes(content)
    assert _run(config, "backup", newer) == 0
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("INSERT INTO schema_version (version) VALUES (9999)")
    for bad, reason in (
        (garbage, "no database"),
        (empty, "no database"),
        (damaged, "damaged|malformed"),
        (newer, "newer"),
        (tmp_path / "nowhere.db", "does not exist"),
    ):
        capsys.readouterr()
        assert _run(config, "restore", bad, "--force") == 1
        assert re.search(reason, capsys.readouterr().err)
        assert _guilds(tmp_path / "longtable.db") == [1]


def test_a_copy_that_cannot_be_written_leaves_nothing(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(config, "backup", tmp_path / "nowhere" / "copy.db") == 1
    assert "Nothing was done" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.unfinished"))


async def test_while_the_bot_runs_a_copy_can_be_made_and_nothing_be_put_back(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'longtable.db'}")
    await database.open()
    try:
        await database.write(save_settings, GuildSettings(7))
        assert _run(config, "backup", tmp_path / "copy.db") == 0
        assert _guilds(tmp_path / "copy.db") == [1, 7]
        assert _run(config, "restore", tmp_path / "copy.db", "--force") == 1
        assert "stop the bot" in capsys.readouterr().err
    finally:
        await database.close()


def test_every_night_one_and_no_more_than_are_kept(config: Path, tmp_path: Path) -> None:
    folder, source = tmp_path / "nights", Sqlite(f"sqlite:///{tmp_path / 'longtable.db'}")
    for day in range(5):
        make_nightly(source, folder, NOON + timedelta(days=day), keep=3)
    make_nightly(source, folder, NOON + timedelta(days=4), keep=3)
    (folder / "mine.db").write_text("not to be touched")
    make_nightly(source, folder, NOON + timedelta(days=5), keep=3)
    names = sorted(path.name for path in folder.iterdir())
    made = [f"longtable-2026-03-{day}.db" for day in (12, 13, 14)]
    assert names == [*made, "mine.db"]
    with pytest.raises(DatabaseError):
        make_nightly(source, source.path / "no folder", NOON, keep=3)


def test_a_night_that_was_missed_is_made_up_for_at_the_start(config: Path, tmp_path: Path) -> None:
    folder, at = tmp_path / "nights", time(3, 30)
    source = Sqlite(f"sqlite:///{tmp_path / 'longtable.db'}")
    night = NOON.replace(hour=3, minute=0)
    assert not is_missing(folder, at, night)
    assert is_missing(folder, at, NOON)
    make_nightly(source, folder, NOON, keep=3)
    assert not is_missing(folder, at, NOON)
    assert not is_missing(folder, at, night + timedelta(days=1))
    assert is_missing(folder, at, NOON + timedelta(days=1))


def test_what_a_process_left_that_was_killed_at_its_copy_goes_with_the_next(
    config: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "nights"
    folder.mkdir()
    for ending in ("", "-journal"):
        (folder / f"longtable-2026-03-08.db.unfinished{ending}").write_text("half")
    made = make_nightly(Sqlite(f"sqlite:///{tmp_path / 'longtable.db'}"), folder, NOON, keep=3)
    assert list(folder.iterdir()) == [made]


@pytest.mark.file
async def test_a_community_goes_on_from_its_copy(world: World, tmp_path: Path) -> None:
    card = await announced(world)
    await world.members["alice"].react(card, "✅")
    await world.settle()
    made = make_nightly(world.bot.database.engine, tmp_path / "nights", world.now, keep=7)
    path = path_of(world.bot.database)
    await world.bot.close()
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "sqlite:///{path}"\n')
    assert main(["--config", str(config), "restore", str(made), "--force"]) == 0
    await world.members["bob"].react(card, "✅")
    await world.restart()
    await world.settle()
    assert field(world.cards()[0], "Going") == ids(world, "alice", "bob")
    assert len(world.cards()) == 1
