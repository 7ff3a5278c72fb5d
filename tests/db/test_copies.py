"""kill -9 at any step of what is done to a whole database: migrating, copying, putting a copy back."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from db.copies import inspect_copy
from db.migrations import find_version

ROOT = Path(__file__).parent.parent.parent
_DEATHS = 8
# Every statement, and every file that is opened, renamed or removed, is a step: the process dies at one,
# or says at the end how many there were.
_LIFE = """
import os, signal, sqlite3, sys
steps, last = 0, int(sys.argv[1])

def step(*_):
    global steps
    steps += 1
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)

def connect(*arguments, connect=sqlite3.connect, **options):
    connection = connect(*arguments, **options)
    connection.set_trace_callback(step)
    return connection

def watch(event, arguments):
    if begun and event in {"sqlite3.connect", "open", "os.rename", "os.remove"}:
        step()

sqlite3.connect = connect
begun = False
sys.addaudithook(watch)
from pathlib import Path
import config
from ops import backups, checking
begun, folder = True, Path(sys.argv[2])
settings = config.Config(database=config.DatabaseSection(url=f"sqlite:///{folder / 'longtable.db'}"))
{act}
print(steps, file=sys.stderr)
"""
_MIGRATE = "checking.migrate(settings)"
_BACK_UP = "backups.backup(settings, folder / 'copy.db', may_overwrite=True)"
_RESTORE = "backups.restore(settings, folder / 'copy.db', may_overwrite=True)"


def _live(act: str, folder: Path, last: int = 0) -> int:
    """Do it, and die at that step; how many steps there were, if it came to its end."""
    code = _LIFE.replace("{act}", act)
    life = subprocess.run(
        [sys.executable, "-c", code, str(last), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if life.returncode == -signal.SIGKILL:
        return 0
    assert life.returncode == 0, life.stderr
    return int(life.stderr)


def _fill(folder: Path, guild_id: int) -> None:
    with closing(sqlite3.connect(folder / "longtable.db")) as connection, connection:
        connection.execute("INSERT INTO guilds (guild_id) VALUES (?)", (guild_id,))


def _guilds(path: Path) -> list[int]:
    inspect_copy(path)  # raises what is wrong with it
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT guild_id FROM guilds ORDER BY guild_id")]


def _places(steps: int) -> list[int]:
    """Some of so many steps, from the first to the last."""
    return sorted({1, steps, *Random(1).sample(range(1, steps + 1), k=_DEATHS)})


@pytest.mark.slow
def test_a_process_that_dies_while_it_migrates_leaves_every_migration_whole_or_out(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    versions = set()
    for last in _places(_live(_MIGRATE, whole)):
        folder = tmp_path / str(last)
        folder.mkdir()
        _live(_MIGRATE, folder, last)
        with closing(sqlite3.connect(folder / "longtable.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            versions.add(find_version(connection))
        _live(_MIGRATE, folder)
        assert _schema(folder) == _schema(whole)
    assert len(versions) > _DEATHS // 2, "it died at many places"


def _schema(folder: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(folder / "longtable.db")) as connection:
        rows: list[tuple[str]] = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        return rows


@pytest.mark.slow
def test_a_process_that_dies_while_it_copies_leaves_the_copy_of_before_or_a_whole_one(tmp_path: Path) -> None:
    _live(_MIGRATE, tmp_path)
    found = []
    for number, last in enumerate(_places(_live(_BACK_UP, tmp_path)), start=1):
        _fill(tmp_path, number)
        _live(_BACK_UP, tmp_path, last)
        found.append(_guilds(tmp_path / "copy.db"))
        assert found[-1] in ([], list(range(1, number + 1)))
    assert found[0] == []
    _live(_BACK_UP, tmp_path)
    assert _guilds(tmp_path / "copy.db") == list(range(1, number + 1))
    assert not list(tmp_path.glob("*.unfinished*"))


@pytest.mark.slow
def test_a_process_that_dies_while_it_puts_a_copy_back_loses_neither(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    _live(_MIGRATE, before)
    _fill(before, 1)
    _live(_BACK_UP, before)
    _fill(before, 2)
    steps = _live(_RESTORE, shutil.copytree(before, tmp_path / "whole"))
    for last in _places(steps):
        folder = shutil.copytree(before, tmp_path / str(last))
        path, kept = folder / "longtable.db", folder / "longtable.db.replaced"
        _live(_RESTORE, folder, last)
        there = [_guilds(one) for one in (path, kept) if one.exists()]
        assert [1, 2] in there, "what was there is in its place, or put aside"
        _live(_RESTORE, folder)
        assert _guilds(path) == [1]
        assert [1, 2] in [_guilds(one) for one in folder.glob("longtable.db.replaced*")]
