"""The product's modules, for the tests that hold its shape: each with its name, code and place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FEATURES = ("circles", "meetups", "problems", "profiles", "venues", "guilds", "privacy", "reactions", "table")
TOP = ("app", "bot", "running")


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the product: its dotted name, and what is in it."""

    name: str
    tree: ast.Module

    @property
    def floor(self) -> str:
        return floor_of(self.name)

    @property
    def feature(self) -> str | None:
        return feature_of(self.name)


def floor_of(name: str) -> str:
    return "cogs.ui" if f"{name}.".startswith("cogs.ui.") else name.partition(".")[0]


def feature_of(name: str) -> str | None:
    part = name.removeprefix(floor_of(name)).strip(".").partition(".")[0]
    return part if part in FEATURES else None


def _list_modules() -> list[Module]:
    folders = ("cogs", "db", "demo", "domain", "languages", "ops", "services")
    paths = [ROOT / f"{name}.py" for name in (*TOP, "clock", "config")]
    paths += [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [_read(path) for path in paths]


def _read(path: Path) -> Module:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, ast.parse(path.read_text(encoding="utf-8")))


MODULES = _list_modules()
_NAMES = {module.name for module in MODULES}


def list_imports(module: Module) -> Iterator[tuple[int, str]]:
    """Yields the modules that this one imports, for types, too, each with its line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                within = f"{node.module}.{alias.name}"
                yield node.lineno, within if within in _NAMES else node.module or ""
