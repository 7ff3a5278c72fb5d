"""Who may import whom. Arrows go down and never back up; imports for types count."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP = {"bot", "house", "running"}
COLUMNS = {"meetups", "profiles", "guilds", "organiser", "notices"}

# Floor -> the floors it may import, besides the cellar. These may import everything: bot, house, running.
CELLAR = "languages"
ALLOWED = {
    "languages": {"languages"},
    "clock": set[str](),
    "config": {"domain"},
    "domain": {"domain"},
    "db": {"db", "domain"},
    "services": {"services", "db", "domain", "clock"},
    "cogs.ui": {"cogs.ui", "domain"},
    "cogs": {"cogs", "cogs.ui", "services", "domain", "config", "clock"},
    "ops": {"ops", "services", "db", "clock", "config"},
    "demo": {"demo", "house", "config", "clock", "cogs", "domain"},
}
# Libraries that belong to one floor: the domain is pure Python, and only cogs speak to Discord.
LIBRARIES = {
    "discord": {"clock", "cogs", "cogs.ui", "house", "running", "demo"},
    "aiohttp": {"running", "cogs", "demo", "ops"},
    "aiosqlite": {"db"},
    "babel": {"languages"},
    "sqlite3": {"db"},
    "psycopg": {"db"},
    "apscheduler": {"ops"},
    "icalendar": {"domain"},
    "msgspec": {"config"},
    "simcord": {"demo"},
}
CLOCK_READERS = ("datetime.now", "datetime.utcnow", "date.today", "time.time", "utcnow()")


def _modules() -> list[Path]:
    folders = ("cogs", "db", "demo", "domain", "languages", "ops", "services")
    files = [ROOT / f"{name}.py" for name in (*sorted(TOP), "clock", "config")]
    return files + [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _floor(module: str) -> str:
    return "cogs.ui" if module.startswith("cogs.ui") else module.partition(".")[0]


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_arrows_go_down(path: Path) -> None:
    module = _name(path)
    for imported in _imports(path):
        floor = _floor(imported)
        if floor in ALLOWED and module not in TOP:
            assert floor in ALLOWED[_floor(module)] | {CELLAR}, f"{module} imports {imported}"
        library = imported.partition(".")[0]
        if library in LIBRARIES:
            assert _floor(module) in LIBRARIES[library], f"{module} imports {library}"


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_columns_do_not_lean_on_each_other_in_services_and_ui(path: Path) -> None:
    floor, _, rest = _name(path).partition(".")
    column = rest.removeprefix("ui.").partition(".")[0]
    if floor not in {"services", "domain"} or column not in COLUMNS:
        return
    for imported in _imports(path):
        other = imported.split(".")[1] if imported.startswith(f"{floor}.") else column
        assert other == column or other not in COLUMNS - {"guilds", "notices", "profiles"}, imported


@pytest.mark.parametrize("path", [path for path in _modules() if path.name != "clock.py"], ids=_name)
def test_only_the_clock_reads_the_time(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [reader for reader in CLOCK_READERS if reader in text]


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_sql_stands_in_db_alone(path: Path) -> None:
    if _floor(_name(path)) != "db":
        assert "SELECT " not in path.read_text(encoding="utf-8")
