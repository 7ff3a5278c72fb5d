"""The command line as an operator uses it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from discord.ext import commands

from bot import create_bot, main
from config import Config, DatabaseSection
from db.migrations import list_migrations
from demo.world import SMALLEST_CITY

ROOT = Path(__file__).parent.parent
NEWEST = list_migrations()[-1][0]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration with a database of its own and no token."""
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "longtable.db"}"\n')
    return path


def test_create_bot_connects_nothing(tmp_path: Path) -> None:
    bot = create_bot(Config(database=DatabaseSection(url=f"sqlite:///{tmp_path / 'x.db'}")))
    assert isinstance(bot, commands.Bot)
    assert list(tmp_path.iterdir()) == []
    assert not bot.intents.message_content
    assert not bot.intents.members
    assert not bot.intents.presences


def test_check_says_what_is_missing_and_what_it_would_use(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--config", str(config), "check"]) == 1
    printed = capsys.readouterr()
    assert "no token" in printed.err
    assert "would be created" in printed.out
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    assert main(["--config", str(config), "check"]) == 0
    printed = capsys.readouterr()
    assert "It would start." in printed.out
    assert "very-secret" not in printed.out + printed.err


def test_check_says_what_a_lost_key_costs(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(config), "migrate"]) == 0
    main(["--config", str(config), "check"])
    assert "authors lose their anonymous problems" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("bot", {"discord", "aiohttp", "apscheduler", "numpy"}),
        ("app", {"numpy", "highspy", "matplotlib", "icalendar", "aiohttp.web"}),
    ],
)
def test_what_is_not_needed_is_not_loaded(module: str, heavy: set[str]) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not heavy & set(loaded.stdout.split())


def test_the_version_stands_in_one_place_and_the_changelog_begins_with_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Longtable {version}\n"
    released = re.findall(r"^## (\d\S*) - (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert released[0][0] == version
    assert [day for _, day in released] == sorted((day for _, day in released), reverse=True)


def test_the_container_has_all_files_that_the_bot_needs(tmp_path: Path) -> None:
    recipe = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    for names in re.findall(r"^COPY (?!--from|requirements)(.+) \S+$", recipe, re.M):
        for name in names.split():
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, tmp_path / Path(name).name)
    program = "import bot, running; bot.main(['--version'])"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=60)


def test_migrate_makes_the_database_and_check_sees_it(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    assert main(["--config", str(config), "migrate"]) == 0
    assert main(["--config", str(config), "migrate"]) == 0
    assert main(["--config", str(config), "check"]) == 0
    assert f"at version {NEWEST} of {NEWEST}" in capsys.readouterr().out
    with closing(sqlite3.connect(config.parent / "longtable.db")) as database:
        database.execute("INSERT INTO schema_version VALUES (9999)")
        database.commit()
    assert main(["--config", str(config), "check"]) == 1
    assert main(["--config", str(config), "migrate"]) == 1
    assert "start the newer Longtable" in capsys.readouterr().err


def test_check_reports_a_file_that_is_no_database_and_a_folder_that_is_not_there(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (config.parent / "longtable.db").write_text("no database " * 100)
    assert main(["--config", str(config), "check"]) == 1
    assert "cannot be read" in capsys.readouterr().err
    config.write_text('[database]\nurl = "sqlite:////nowhere/at/all.db"')
    assert main(["--config", str(config), "check"]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_run_without_a_token_and_with_mistakes_starts_nothing(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", str(config), "run"]) == 2
    assert "no token" in capsys.readouterr().err
    config.write_text("[meetups]\ntick_secnds = 2\nzone = 3")
    assert main(["--config", str(config), "run"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert not (config.parent / "longtable.db").exists()


@pytest.mark.parametrize("action", [["check"], ["run"], ["migrate"], ["backup", "copy.db"]])
def test_a_named_file_that_is_missing_is_a_mistake_and_nothing_is_made(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, action: list[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    monkeypatch.chdir(config.parent)
    typo = config.parent / "typo.toml"
    assert main(["--config", str(typo), *action]) == 2
    printed = capsys.readouterr()
    assert printed.err == f"{typo} does not exist: look at what is typed after --config.\n"
    assert printed.out == ""
    assert list(config.parent.iterdir()) == [config]


def test_without_a_named_file_the_environment_is_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    printed = capsys.readouterr().out
    assert "config    none" in printed
    assert str(tmp_path / "longtable.db") in printed
    (tmp_path / "config.toml").write_text('[database]\nurl = "sqlite:///mine.db"\n')
    assert main(["check"]) == 0
    printed = capsys.readouterr().out
    assert f"config    {tmp_path / 'config.toml'}" in printed
    assert str(tmp_path / "mine.db") in printed, "paths begin in the folder that the bot is started in"


def test_run_asks_discord_for_nothing_where_its_files_have_no_place(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    monkeypatch.chdir(config.parent)
    with config.open("a") as file:
        file.write('[problems]\nkey_file = "none/a.key"\n[places]\nfile = "none/b.db"\n')
        file.write('[backup]\nfolder = "config.toml"\n[discord]\napi_url = "http://127.0.0.1:9/api"\n')
    assert main(["--config", str(config), "run"]) == 1
    printed = capsys.readouterr().err.splitlines()
    assert len(printed) == 3
    assert printed[0].startswith("Longtable does not run: the key file none/a.key cannot be made: ")
    assert not (config.parent / "longtable.db").exists()


def test_run_says_when_discord_cannot_be_reached(
    config: Path, cities: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "not-a-token")
    places = f'[places]\nfile = "{cities}"\nsmallest_city = {SMALLEST_CITY}\n'
    config.write_text(f'{config.read_text()}{places}[discord]\napi_url = "http://127.0.0.1:9/api"\n')
    monkeypatch.setattr("discord.http.Route.BASE", "")
    assert main(["--config", str(config), "run"]) == 1
    printed = capsys.readouterr().err
    assert "Discord cannot be reached" in printed
    assert "not-a-token" not in printed


@pytest.mark.slow
def test_the_demo_opens_a_page_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with subprocess.Popen(
        [sys.executable, "-u", "bot.py", "demo", "--port", port],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        lines = iter(demo.stdout.readline, "")
        address = next(line.split()[1] for line in lines if "Open" in line)
        with urllib.request.urlopen(address, timeout=10) as page:
            assert b"Next ping" in page.read()
        assert any(tmp_path.iterdir())
        demo.send_signal(signal.SIGINT)
        assert "without a trace" in demo.communicate(timeout=30)[0]
    assert demo.returncode == 0
    assert not any(tmp_path.iterdir())


@pytest.mark.slow
def test_the_story_of_the_demo_goes_well() -> None:
    told = subprocess.run(
        [sys.executable, "bot.py", "demo", "--story"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "✘" not in told.stdout
    assert told.stdout.count("✔") >= 15
