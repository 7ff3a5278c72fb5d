"""The log as machines read it, and the files that run the bot as a service."""

from __future__ import annotations

import json
import logging
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from config import Config, load_config
from ops.logs import JsonFormatter

DEPLOY = Path(__file__).parent.parent / "deploy"
ROOT = DEPLOY.parent


def _written(**extra: object) -> dict[str, Any]:
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.getLogger("longtable").makeRecord(
            "longtable", logging.ERROR, "x", 1, "incident %s", ("abc",), sys.exc_info(), extra=extra
        )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    written: dict[str, Any] = json.loads(line)
    return written


def test_a_fault_has_its_code_and_its_server_and_nothing_of_the_member() -> None:
    written = _written(incident="abc", where="/meetup plan", guild=123, member=987654321)
    assert written["message"] == "incident abc"
    assert written["incident"] == "abc"
    assert written["guild"] == 123
    assert "ValueError: broken" in written["traceback"]
    assert "987654321" not in json.dumps(written)
    assert set(written) == {"at", "level", "logger", "message", "incident", "where", "guild", "traceback"}


def test_the_containers_configuration_is_one_and_keeps_everything_in_its_volume(tmp_path: Path) -> None:
    config = load_config(DEPLOY / "container.toml", {})
    assert isinstance(config, Config)
    kept = tomllib.loads((DEPLOY / "container.toml").read_text(encoding="utf-8"))
    for section, key in (("problems", "key_file"), ("places", "file"), ("backup", "folder")):
        assert kept[section][key].startswith("/data/")
    assert kept["database"]["url"].startswith("sqlite:////data/")


def test_the_container_has_every_part_that_runs() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (?:--from=\S+ )?(.+) \S+$", text, re.MULTILINE))
    names = {name for group in copied for name in group.split()}
    folders = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    for name in folders - {"benchmarks", "demo", "tests", "translations"}:
        assert name in names, name
    assert {"bot.py", "clock.py", "config.py", "app.py", "running.py"} <= names
    assert "USER longtable" in text
