"""What is measured at the answers of Discord's API, by a clock that may be wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from ops.invalid_requests import InvalidRequests
from ops.metrics import Metrics
from ops.version import read_version
from tests.conftest import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000
Ask = Callable[..., Coroutine[Any, Any, None]]


@pytest.fixture
def metrics(clock: Clock) -> Metrics:
    return Metrics(clock, InvalidRequests(clock))


@pytest.fixture
async def ask(metrics: Metrics, clock: Clock) -> AsyncIterator[Ask]:
    """Asks a Discord whose clock is behind by this span; of an interaction if it began that long ago."""

    async def answer(request: web.Request) -> web.Response:
        at = clock.now - timedelta(seconds=float(request.query["behind"]))
        return web.Response(headers={"Date": request.query.get("date", format_datetime(at, usegmt=True))})

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(trace_configs=[metrics.trace()]) as client:

        async def ask(behind_s: float = 0, took_s: float | None = None, **query: str) -> None:
            path = "users/@me"
            if took_s is not None:
                began = clock.now - timedelta(seconds=behind_s + took_s)
                path = f"interactions/{_snowflake(began)}/token/callback"
            params = {"behind": str(behind_s)} | query
            async with client.get(f"{base}/{path}", params=params):
                pass

        yield ask
    await runner.cleanup()


def _snowflake(at: datetime) -> int:
    return (round(at.timestamp() * 1000) - DISCORD_EPOCH_MS) << 22


def test_figures_of_the_process_and_the_version_are_among_them(metrics: Metrics) -> None:
    figures = metrics.write().decode()
    assert f'longtable_build_info{{version="{read_version()}"}} 1.0' in figures
    for name in ("cpu_seconds_total", "resident_memory_bytes", "start_time_seconds"):
        found = re.search(rf"^longtable_process_{name} (\S+)$", figures, re.MULTILINE)
        assert found is not None
        assert float(found[1]) > 0
    names = re.findall(r"^(\w+)", figures.replace("# ", "#"), re.MULTILINE)
    assert all(name.startswith("longtable_") for name in names)


async def test_a_clock_is_wrong_by_more_than_a_second_or_not_at_all(
    metrics: Metrics, ask: Ask, clock: Clock
) -> None:
    clock.move(milliseconds=900)  # the header has whole seconds
    await ask(0)
    assert metrics.clock_skew_s == 0
    await ask(30)
    assert metrics.clock_skew_s == pytest.approx(30.9)
    await ask(0, date="yesterday")
    assert metrics.clock_skew_s == pytest.approx(30.9), "nothing is known that is newer"
    await ask(-30)
    assert metrics.clock_skew_s == pytest.approx(-29.1)


async def test_members_wait_as_long_by_a_clock_that_is_wrong(metrics: Metrics, ask: Ask) -> None:
    assert metrics.slow_share == 0
    await ask(60)
    for took_s in (0.3, 1.5, 2.5, 0.0):
        await ask(60, took_s)
    assert metrics.slow_share == 1 / 4
    written = metrics.write().decode()
    name = "longtable_interaction_acknowledged_seconds"
    assert f"{name}_count 4.0" in written
    for most_s, count in (("0.05", 1), ("0.5", 2), ("2.0", 3), ("3.0", 4)):
        assert f'{name}_bucket{{le="{most_s}"}} {count}.0' in written
