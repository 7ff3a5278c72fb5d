"""What the bot makes is for its owner alone, whatever mask the process has, and whatever was made before."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot import main
from tests.discord_server.town import open_town

_OWN = {"config.toml", "bot.log"}  # the operator's


def _list_modes(folder: Path) -> dict[str, str]:
    made = [path for path in folder.rglob("*") if path.name not in _OWN]
    return {str(path.relative_to(folder)): f"{stat.S_IMODE(path.stat().st_mode):o}" for path in made}


@pytest.mark.parametrize("is_older", [False, True], ids=["fresh", "from an older version"])
async def test_files_are_0600_and_folders_0700(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch, is_older: bool
) -> None:
    monkeypatch.delenv("LONGTABLE_CITIES", raising=False)
    if is_older:
        monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    copies = f"[backup]\nfolder = '{tmp_path / 'backups' / 'nightly'}'\nat = '0:00'\n"
    async with open_town(tmp_path, copies) as town:
        town.bot.before = "import os; os.umask(0o022)"
        if is_older:
            await town.start()
            assert await town.bot.end() == 0
            _open_up(tmp_path)
        await town.start()
        await town.plan("Friday co-working")
        await town.until(lambda: list(tmp_path.glob("backups/nightly/*.db")), "the copy is made")
        modes = _list_modes(tmp_path)
        assert await town.bot.end() == 0
    kept = {"longtable.db", "longtable.db-wal", "longtable.db-shm", "longtable.db.lock", "longtable.key"}
    assert kept <= modes.keys()
    folders = {"backups", "backups/nightly"}
    assert {modes.pop(folder) for folder in folders} == {"700"}
    assert set(modes.values()) == {"600"}, modes


def _open_up(folder: Path) -> None:
    """Gives all files the mode that they had in versions before."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".key":
            path.chmod(0o644)


def test_a_copy_and_what_it_replaces_are_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    assert main(["migrate"]) == 0
    assert main(["backup", "copy.db"]) == 0
    (tmp_path / "longtable.db").chmod(0o644)
    (tmp_path / "copy.db").chmod(0o644)
    assert main(["backup", "--force", "copy.db"]) == 0
    (tmp_path / "longtable.db").chmod(0o644)
    assert main(["restore", "--force", "copy.db"]) == 0
    assert main(["migrate", "--to", f"sqlite:///{tmp_path / 'elsewhere.db'}"]) == 0
    modes = _list_modes(tmp_path)
    assert {"longtable.db", "copy.db", "longtable.db.replaced", "elsewhere.db"} <= modes.keys()
    assert set(modes.values()) == {"600"}, modes
