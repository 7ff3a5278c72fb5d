"""`bot.py check` tries what a start does: it finds what would keep the bot from it, and changes nothing."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot import main
from config import Config, DatabaseSection, DiscordSection, PlacesSection, ProblemsSection, load_config
from db.database import Database
from db.engine import DatabaseError
from db.gazetteer import Gazetteer
from db.sqlite import Sqlite
from ops import backups
from ops.checking import check, migrate
from tests.conftest import free_port

Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the bot is started in."""
    monkeypatch.delenv("DISCORD_TOKEN_FILE", raising=False)
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def check_with(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Asks whether it would start with this configuration; the exit status, and all that is printed."""

    def run(text: str) -> tuple[int, str]:
        (folder / "config.toml").write_text(text, encoding="utf-8")
        status = main(["check"])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def _list_files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('problems.key_file = "none/longtable.key"', "none does not exist; make it"),
        ('problems.key_file = "a-folder"', "a-folder cannot be read"),
        ('problems.key_file = "a-file"', "a-file cannot be read"),
        ('places.file = "none/gazetteer.db"', "none does not exist; make it"),
        ('places.file = "a-folder"', "a-folder is a folder; a file is to be there"),
        ('places.file = "a-file"', "a-file holds something else than a list of cities"),
        ('places.file = "theirs.db"', "theirs.db holds something else than a list of cities"),
        ('database.url = "sqlite:///none/longtable.db"', "none does not exist; make it"),
        ('database.url = "sqlite:///a-folder"', "a-folder is a folder; a file is to be there"),
        ('database.url = "sqlite:///theirs.db"', "belongs to another program"),
        ('database.url = "sqlite:///locked.db"', "locked.db.lock is a folder; a file is to be there"),
        ('backup.folder = "a-file"', "backup.folder: {folder}/a-file is a file; a folder is to be there"),
        ('backup.folder = "a-file/copies"', "a-file is a file; a folder is to be there"),
        ('web.metrics = true\nweb.host = "no such host"', "[web] no such host:8080: "),
        ('web.metrics = true\nweb.host = "a..b"', "[web] a..b:8080: "),
        ('web.metrics = true\nweb.host = "203.0.113.1"', "[web] 203.0.113.1:8080: "),
    ],
)
def test_what_would_keep_it_from_starting_or_from_its_work(
    folder: Path, check_with: Run, text: str, said: str
) -> None:
    for name in ("a-folder", "locked.db.lock"):
        (folder / name).mkdir()
    (folder / "a-file").write_text("hello\n")
    with closing(sqlite3.connect(folder / "theirs.db")) as other, other:
        other.execute("CREATE TABLE guilds (id INTEGER)")
    (folder / "config.toml").touch()
    before = _list_files(folder)
    status, printed = check_with(text)
    assert status == 1
    assert said.format(folder=folder) in printed
    assert "It would not start." in printed
    assert _list_files(folder) == before


def test_a_port_that_is_taken(check_with: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, printed = check_with(f"web.metrics = true\nweb.port = {port}")
        assert status == 1
        assert f"[web] 127.0.0.1:{port}: " in printed
        assert "address already in use" in printed
    assert check_with(f"web.metrics = true\nweb.port = {port}")[0] == 0


def test_what_it_would_use_stands_there_in_words(folder: Path, check_with: Run) -> None:
    status, printed = check_with(f'backup.folder = "copies"\nweb.metrics = true\nweb.port = {free_port()}')
    assert status == 0
    assert "length 2 h, pings 3 days, 2 h" in printed
    assert f"{folder / 'copies'} at 03:30 UTC" in printed
    assert not (folder / "copies").exists()


def _lock_for_good(path: Path) -> None:
    """Marks the file as one that this SQLite may read and not write; a mode keeps nobody out who is root."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03")


async def test_a_database_that_cannot_be_written_is_not_worked_with(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'longtable.db'}"
    database = Database(url)
    await database.open()
    await database.close()
    assert Sqlite(url).inspect().problems == []
    _lock_for_good(tmp_path / "longtable.db")
    (problem,) = Sqlite(url).inspect().problems
    assert "cannot be written" in problem
    with pytest.raises(DatabaseError, match="readonly"):
        await Database(url).open()


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The database of another bot, whose tables have names as ours have."""
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE schema_version (version INTEGER)")
        other.execute("INSERT INTO schema_version VALUES (3)")
        other.execute("CREATE TABLE guilds (id INTEGER)")
    return path


def _read(path: Path) -> bytes:
    return path.read_bytes()


async def test_a_database_of_another_program_is_left_as_it_is(theirs: Path) -> None:
    content = _read(theirs)
    with pytest.raises(DatabaseError, match="belongs to another program"):
        await Database(f"sqlite:///{theirs}").open()
    assert _read(theirs) == content
    assert _list_files(theirs.parent) == ["theirs.db"]
    with pytest.raises(DatabaseError, match="no database of Longtable"):
        backups.restore(_with_database(theirs.with_name("ours.db")), theirs, may_overwrite=False)


async def test_a_list_of_cities_replaces_nothing_else(theirs: Path) -> None:
    content = _read(theirs)
    with pytest.raises(DatabaseError, match="something else than a list of cities"):
        await Gazetteer(theirs, 15000).prepare()
    assert _read(theirs) == content
    with pytest.raises(DatabaseError, match="does not exist; make it"):
        await Gazetteer(theirs.parent / "none" / "gazetteer.db", 15000).prepare()


def _with_database(path: Path) -> Config:
    return Config(database=DatabaseSection(url=f"sqlite:///{path}"), discord=DiscordSection(token="x"))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Config]:
    """The configuration of a bot that runs."""
    ours = Config(
        database=DatabaseSection(url=f"sqlite:///{tmp_path / 'longtable.db'}"),
        discord=DiscordSection(token="x"),
        problems=ProblemsSection(key_file=str(tmp_path / "longtable.key")),
        places=PlacesSection(file=str(tmp_path / "gazetteer.db")),
    )
    migrate(ours)
    engine = Sqlite(ours.database.url)
    with engine._lock.acquire(blocking=False):
        yield ours


def test_while_it_runs_its_port_is_taken_by_itself(
    running: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as itself:
        web = replace(running.web, metrics=True, port=itself.getsockname()[1])
        assert check(replace(running, web=web)) == 0
    assert "It is running now" in capsys.readouterr().out


def test_a_folder_for_copies_that_cannot_be_made_is_noticed_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("a file\n")
    with pytest.raises(DatabaseError, match=r"backup\.folder: .* is a file; a folder is to be there"):
        backups.make_ready(tmp_path / "copies")


def test_the_example_would_start(folder: Path) -> None:
    assert load_config(folder / "config.toml") == replace(Config(), discord=DiscordSection(token="x"))
    assert main(["check"]) == 0
