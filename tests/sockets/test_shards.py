"""Several processes run one bot on one PostgreSQL: one dies, and others, and then there are fewer of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from db.database import Database
from tests.discord_server.process import BotProcess
from tests.discord_server.server import DiscordServer, open_server
from tests.soak.circle_folk import CircleFolk
from tests.soak.neighbourhood import Neighbourhood
from tests.soak.verdict import Verdict, has_more_to_do, judge
from tests.stores import look_into

_FASTER = 10  # than this computer's clock, so that leases end in time
_STRETCH, _PER_MINUTE, _GUILDS = timedelta(minutes=11), 6, 9
_KILL_EVERY_S, _KILLS = 4.0, 8
_CALM_S, _PATIENCE_S = 8.0, 300.0
_BETWEEN_IDENTIFIES_S = 5.0
# All processes live by the same clock, from the same moment on. Discord does not: between two identifies it
# wants seconds of its own, and how long a busy computer delays one must not weigh ten times as much.
_PRELUDE = """
plain, began = clock.now, datetime.datetime.fromisoformat("{began}")
clock.now = lambda: began + (plain() - began) * {faster}
import services.shards
services.shards._IDENTIFY_INTERVAL_MS *= {faster}
"""
_SETTINGS = "sends_per_second = 500"


@dataclass
class Fleet:
    """The processes, by their shards, and what they live in."""

    server: DiscordServer
    place: Neighbourhood
    url: str
    folder: Path
    began: datetime
    processes: list[BotProcess]

    def man(self, *shards: list[int]) -> None:
        """A process for each of these lists of shards from now on, none of which runs yet."""
        self.processes = [self._make(ids, sum(map(len, shards))) for ids in shards]

    def _make(self, ids: list[int], count: int) -> BotProcess:
        folder = self.folder / f"{ids[0]}-of-{count}"
        folder.mkdir()
        shard = f"shard_count = {count}\nshard_ids = {ids}"
        process = BotProcess(folder, self.server.address, _SETTINGS, url=self.url, shard=shard)
        process.before = _PRELUDE.format(began=self.began.isoformat(), faster=_FASTER)
        return process

    async def start(self) -> None:
        for process in self.processes:
            await process.start()

    async def live(self, seconds: float, random: Random) -> None:
        """People react meanwhile."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.keep_time()
            self.place.react(random)
            await asyncio.sleep(0.1)

    async def connect(self, shards: set[tuple[int, int]]) -> None:
        """Until these are connected, and no others."""
        async with asyncio.timeout(_PATIENCE_S):
            while {one.shard for one in self.server.gateway.sessions.values() if one.socket} != shards:
                self.keep_time()
                await asyncio.sleep(0.1)

    def keep_time(self) -> None:
        self.server.ahead = (datetime.now(UTC) - self.began) * (_FASTER - 1)
        self.server.keep_time()
        for process in self.processes:
            assert process.is_running, process.log[-3000:]

    async def rest(self) -> None:
        """Until nothing is left to do and nobody has asked for anything for longer than a lease lasts."""
        seen, since = -1, time.monotonic()
        async with asyncio.timeout(_PATIENCE_S):
            while time.monotonic() - since < _CALM_S:
                if seen != len(self.server.answers) or has_more_to_do(self.url, self._calm_ms):
                    seen, since = len(self.server.answers), time.monotonic()
                self.keep_time()
                await asyncio.sleep(0.1)

    async def end(self) -> None:
        for process in self.processes:
            assert await process.end() == 0

    @property
    def logs(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in self.folder.glob("*/bot.log"))

    def judge(self) -> Verdict:
        return judge(self.place, CircleFolk(self.server), self.url, self._calm_ms)

    @property
    def _calm_ms(self) -> int:
        """When it became calm at the latest, where it is so now."""
        now = self.began + (datetime.now(UTC) - self.began) * _FASTER
        return int((now - timedelta(seconds=_FASTER * _CALM_S)).timestamp() * 1000)


@asynccontextmanager
async def open_fleet(folder: Path, url: str) -> AsyncIterator[Fleet]:
    """A neighbourhood whose meetups are due within minutes; no process yet."""
    async with open_server() as server:
        place, began = Neighbourhood(server), datetime.now(UTC)
        place.settle(_GUILDS)
        database = Database(url)
        await database.open()
        await database.write(place.plan, began, _PER_MINUTE, _STRETCH)
        await database.close()
        fleet = Fleet(server, place, url, folder, began, [])
        try:
            yield fleet
        finally:
            for process in fleet.processes:
                if process.is_running:
                    process.kill()
                    await process.wait()


@pytest.mark.slow
async def test_whoever_dies_every_ping_comes_once_and_then_there_are_fewer(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    random = Random(1)
    async with open_fleet(tmp_path, postgres_url) as fleet:
        fleet.man([0], [1], [2])
        await fleet.start()
        for _ in range(_KILLS):
            await fleet.live(_KILL_EVERY_S, random)
            one = random.choice(fleet.processes)
            one.kill()
            await one.wait()
            await one.start()
        await fleet.live(_KILL_EVERY_S, random)
        await fleet.connect({(number, 3) for number in range(3)})
        await fleet.end()
        fleet.man([0, 2], [1, 3])
        await fleet.start()
        await fleet.live(_KILL_EVERY_S, random)
        await fleet.connect({(number, 4) for number in range(4)})
        await fleet.rest()
        verdict = fleet.judge()
        assert verdict.wrong == ()
        assert verdict.posts["sent"] > 100
        gaps = [after - before for before, after in pairwise(fleet.server.gateway.identified_at)]
        assert min(gaps) > 0.8 * _BETWEEN_IDENTIFIES_S
        await fleet.end()
        assert "incident" not in fleet.logs
    with look_into(Database(postgres_url)) as connection:
        assert connection.execute("SELECT count(*) FROM posts WHERE state = 'sending'").fetchone()[0] == 0


@pytest.mark.slow
async def test_a_shard_is_run_by_one_process_and_all_know_how_many_there_are(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_fleet(tmp_path, postgres_url) as fleet:
        fleet.man([0], [1])
        await fleet.start()
        first = fleet.processes[0]
        await fleet.connect({(0, 2), (1, 2)})
        for shard, reason in (
            ("shard_count = 2\nshard_ids = [0]", "in use by another Longtable process"),
            ("shard_count = 3\nshard_ids = [2]", "with another number of shards"),
            ("", "with another number of shards"),
        ):
            folder = tmp_path / f"second{len(shard)}{reason[:6]}"
            folder.mkdir(exist_ok=True)
            second = BotProcess(folder, fleet.server.address, _SETTINGS, url=postgres_url, shard=shard)
            await second.start()
            assert await second.wait() == 1
            assert reason in second.log
        assert first.is_running
        await fleet.end()
