"""What an operator's monitoring sees: whether it lives, whether it could answer, and the figures."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from config import Config, WebSection
from db.shards import Shard
from demo.world import World
from domain.errors import Unavailable
from ops.invalid_requests import InvalidRequests
from ops.metrics import Metrics
from tests.conftest import CAST, MONDAY, Clock, Configure, free_port
from tests.discord_rules.worlds import open_world
from tests.stories.telling import announced


@pytest.fixture
async def watched(tmp_path: Path, with_cities: Configure) -> AsyncIterator[World]:
    """The world of the stories, with figures on a port of its own."""
    section = WebSection(port=free_port(), metrics=True)

    def configure(config: Config) -> Config:
        return replace(with_cities(config), web=section)

    async with open_world(tmp_path, MONDAY, configure) as world:
        for name in CAST:
            world.join(name)
        world.join("erin", is_host=True)
        yield world


async def _get(world: World, path: str) -> tuple[int, str]:
    url = f"http://127.0.0.1:{world.config.web.port}{path}"
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return answer.status, await answer.text()


def _figure(text: str, name: str) -> float:
    found = re.search(rf"^longtable_{name} (\S+)$", text, re.MULTILINE)
    assert found is not None, name
    return float(found[1])


async def test_it_says_that_it_lives_and_could_answer(watched: World) -> None:
    assert await _get(watched, "/healthz") == (200, "ok\n")
    assert await _get(watched, "/readyz") == (200, "ok\n")
    watched.bot.is_ready = lambda: False  # type: ignore[method-assign]
    assert await _get(watched, "/readyz") == (503, "not connected to Discord\n")
    assert (await _get(watched, "/healthz"))[0] == 200


async def test_a_database_that_does_not_answer_is_ill(watched: World) -> None:
    await watched.settle()  # what the start begins asks the database, too
    for error in (TimeoutError(), Unavailable("my database is not available")):

        async def never(*_: object, error: Exception = error) -> None:
            raise error

        watched.bot.database.read = never  # type: ignore[method-assign,assignment]
        assert await _get(watched, "/healthz") == (503, "the database does not answer\n")
    assert watched.bot.reporter.fault_count == 1, "the operator hears of it"
    watched.bot.reporter.fault_count = 0


async def test_a_database_that_is_away_is_one_incident(
    watched: World, caplog: pytest.LogCaptureFixture
) -> None:
    bot, a_while_s = watched.bot, timedelta(minutes=2).total_seconds()
    await watched.settle()
    read = bot.database.read

    async def never(*_: object) -> None:
        raise Unavailable("my database is not available")

    for outages in (1, 2):
        bot.database.read = never  # type: ignore[method-assign,assignment]
        for _ in range(3):
            await bot.scheduler.run(bot.begin_due)
        assert bot.reporter.fault_count == outages
        bot.database.read = read  # type: ignore[method-assign]
        await watched.env.advance_time(a_while_s)
        await bot.scheduler.run(bot.begin_due)
    assert sum(record.exc_info is not None for record in caplog.records) == 2
    assert caplog.text.count("goes on in Longtable.begin_due") == 4
    bot.reporter.fault_count = 0


async def test_figures_follow_what_happens(watched: World) -> None:
    _, text = await _get(watched, "/metrics")
    assert _figure(text, "posts_due") == 0
    assert _figure(text, "guilds") == 1
    assert _figure(text, "faults") == 0
    await announced(watched)
    await watched.env.advance_time(timedelta(days=7).total_seconds())
    _, text = await _get(watched, "/metrics")
    assert _figure(text, "posts_due") >= 2
    assert _figure(text, "posts_late") >= 1
    await watched.tick()
    _, text = await _get(watched, "/metrics")
    assert _figure(text, "posts_due") == 0
    assert _figure(text, "posts_missed") >= 1
    assert _figure(text, "database_wait_seconds_count") > 5


async def test_the_age_of_the_last_event_tells_a_dead_connection(watched: World) -> None:
    _, text = await _get(watched, "/metrics")
    assert _figure(text, "last_event_age_seconds") == float("inf")  # the simulation has no connection
    await watched.receive("socket_event_type", "MESSAGE_CREATE")
    await watched.env.advance_time(90)
    _, text = await _get(watched, "/metrics")
    assert 89 <= _figure(text, "last_event_age_seconds") <= 95


async def test_without_a_public_address_there_are_no_calendars(watched: World) -> None:
    assert (await _get(watched, "/calendar/x.ics"))[0] == 404
    assert (await _get(watched, "/nothing"))[0] == 404


async def test_answers_of_discord_are_counted_and_its_clock_compared(clock: Clock) -> None:
    metrics = Metrics(clock, InvalidRequests(clock), Shard(2, 3))
    written = metrics.write().decode()
    assert "longtable_shard 2.0" in written
    assert "longtable_shards 3.0" in written

    async def answer(request: web.Request) -> web.Response:
        ahead = (clock.now - timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return web.Response(status=int(request.match_info["status"]), headers={"Date": ahead})

    app = web.Application()
    app.router.add_route("*", "/interactions/{id}/{token}/callback/{status}", answer)
    app.router.add_route("*", "/{status}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(trace_configs=[metrics.trace()]) as client:
        for status in (200, 401, 403, 429, 500):
            async with client.get(f"{base}/{status}"):
                pass
    await runner.cleanup()
    text = metrics.write().decode()
    assert metrics.invalid_requests.count == 3
    assert 'longtable_http_responses_total{status="429"} 1.0' in text
    assert 89 <= _figure(text, "clock_skew_seconds") <= 91
    clock.move(minutes=11)
    assert metrics.invalid_requests.count == 0
