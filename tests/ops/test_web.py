"""The web port: what it says when the database does not, and what nobody may keep of its answers."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from config import Config, WebSection
from db.database import Database
from demo.world import World
from ops.health import Health
from ops.invalid_requests import InvalidRequests
from ops.metrics import Metrics
from ops.web import WebServer
from tests.conftest import MONDAY, Clock, Configure, free_port
from tests.discord_rules.worlds import open_world


@pytest.fixture
async def served(tmp_path: Path, with_cities: Configure) -> AsyncIterator[World]:
    port = free_port()

    def configure(config: Config) -> Config:
        section = WebSection(port=port, public_url=f"http://127.0.0.1:{port}", metrics=True)
        return replace(with_cities(config), web=section)

    async with open_world(tmp_path, MONDAY, configure) as world:
        yield world


async def _get(port: int, path: str) -> tuple[int, str, dict[str, str]]:
    url = f"http://127.0.0.1:{port}{path}"
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return answer.status, await answer.text(), dict(answer.headers)


async def test_no_answer_is_kept_by_others_or_found_by_search_engines(served: World) -> None:
    status, _, headers = await _get(served.config.web.port, "/calendar/secret.ics")
    assert status == 404
    assert headers["Cache-Control"].startswith("private")
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    status, _, headers = await _get(served.config.web.port, "/metrics")
    assert status == 200
    assert headers["Cache-Control"] == "no-store"


class _Connected:
    """A connection to Discord that is there."""

    latency = 0.1
    guilds = ()
    fault_count = 0

    def is_ready(self) -> bool:
        return True


@pytest.fixture
async def port(database: Database, clock: Clock) -> AsyncIterator[int]:
    """Of a web server beside a database and without a simulated Discord, whose time is not the real one."""
    bot, log = _Connected(), logging.getLogger(__name__)
    pulse = Health(bot, database, Metrics(clock, InvalidRequests(clock)), bot, clock)

    @asynccontextmanager
    async def reporting(where: str, /) -> AsyncIterator[None]:
        try:
            yield
        except Exception:
            log.exception(where)

    async def read_feed(secret: str) -> bytes | None:
        return None

    server = WebServer(read_feed, pulse, reporting)
    yield await server.start("127.0.0.1", 0, has_feeds=False, has_metrics=True)
    await server.stop()


async def test_while_the_database_hangs_the_bot_is_neither_well_nor_ready(
    port: int, database: Database
) -> None:
    may_go_on = threading.Event()
    hanging = asyncio.create_task(database.read(lambda connection: may_go_on.wait()))
    try:
        async with asyncio.timeout(5):
            answers = await asyncio.gather(*(_get(port, path) for path in ("/healthz", "/readyz")))
    finally:
        may_go_on.set()
    assert [answer[:2] for answer in answers] == [(503, "the database does not answer\n")] * 2
    await hanging
    assert (await _get(port, "/healthz"))[:2] == (200, "ok\n")
    assert (await _get(port, "/calendar/secret.ics"))[0] == 404
    assert "longtable_posts_due 0.0" in (await _get(port, "/metrics"))[1]


@pytest.mark.file
async def test_ready_is_who_can_store_something(port: int, database: Database) -> None:
    await database.write(lambda connection: connection.execute("PRAGMA query_only = ON"))
    assert (await _get(port, "/healthz"))[:2] == (200, "ok\n")
    assert (await _get(port, "/readyz"))[:2] == (503, "the database stores nothing\n")
    await database.engine.write(lambda connection: connection.execute("PRAGMA query_only = OFF"))
    assert (await _get(port, "/readyz"))[:2] == (200, "ok\n")


async def test_who_cannot_ask_the_database_cannot_answer_a_member(port: int, database: Database) -> None:
    assert (await _get(port, "/readyz"))[:2] == (200, "ok\n")
    await database.write(lambda connection: connection.execute("ALTER TABLE posts RENAME TO gone"))
    assert (await _get(port, "/readyz"))[:2] == (503, "the database does not answer\n")
