"""One life of the bot after another, each ended by kill -9 at a moment or a step that a seed has drawn."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import clock
from db.copies import inspect_copy
from db.database import Database
from tests.discord_server.faults import Fault, FaultPlan
from tests.discord_server.process import BotProcess
from tests.discord_server.server import open_server
from tests.soak.circle_folk import CircleFolk
from tests.soak.ends import LONGEST_LIFE_S, LifeEnd, draw_end
from tests.soak.neighbourhood import Neighbourhood
from tests.soak.verdict import Verdict, has_more_to_do, judge

# Each life begins this much later by all clocks, so that what the last one had claimed is free again.
_LEAP = timedelta(minutes=2)
_COPIED = 0.2  # the share of lives that begin with a copy of the database
_UNREACHABLE = "Longtable cannot start: Discord cannot be reached"
_FROM_ROUND_TO_ROUND = timedelta(minutes=8)
_SETTINGS = """
sends_per_second = 500
[circles]
answer_within = "10 min"
poll_for = "10 min"
ask_after = "20 min"
[backup]
folder = "{copies}"
at = "0:00"
"""
_REST_S = 300.0
_CALM = timedelta(seconds=4)
_SHARES = {
    Fault.LIMITED: 0.02,
    Fault.FAILED: 0.02,
    Fault.BAD_GATEWAY: 0.01,
    Fault.UNAVAILABLE: 0.01,
    Fault.RESET_BEFORE: 0.02,
    Fault.RESET_AFTER: 0.0195,
    Fault.SILENT_AFTER: 0.0005,
}


@dataclass
class Ordeal:
    """The bot's process, what it lives in, and how it has fared."""

    place: Neighbourhood
    folk: CircleFolk
    bot: BotProcess
    random: Random
    longest_life_s: float = LONGEST_LIFE_S
    kills: Counter[str] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    struck: Counter[Fault] = field(default_factory=Counter)
    reactions: int = 0
    copies: int = 0
    false_starts: int = 0  # ended by itself, since it could not log in
    calm_since: datetime | None = None

    async def live(self) -> None:
        """One life, from its start to its violent end."""
        end = draw_end(self.random, self.bot.kill, self.longest_life_s)
        if self.random.random() < _COPIED:
            self._take_copies()
        self.place.server.watch, self.bot.before = end.watch, end.prelude
        await self._start()
        until = time.monotonic() + end.after_s
        while self.bot.is_running and time.monotonic() < until:
            await self._disturb()
            await asyncio.sleep(0.05)
        name = "at any moment" if self.bot.is_running else end.name
        self.bot.kill()
        status = await self.bot.wait()
        if status == -signal.SIGKILL:
            self.kills[name] += 1
        else:
            assert status == 1 and _UNREACHABLE in self.bot.log[-200:], self.bot.log[-3000:]  # noqa: PT018
            self.false_starts += 1

    async def rest(self) -> None:
        """Lives in which nothing goes wrong any more, until nothing is left to do."""
        self.struck = Counter(self.place.server.faults.struck)
        self.place.server.faults = FaultPlan()
        self.place.server.watch, self.bot.before = LifeEnd().watch, LifeEnd().prelude
        for _ in range(2):
            gateway = self.place.server.gateway
            before = gateway.identified
            await self._start()
            async with asyncio.timeout(_REST_S):
                while gateway.identified == before:
                    await self._wait()
                self.calm_since = await self._calm()
            assert await self.bot.end() == 0

    async def _start(self) -> None:
        self.place.server.ahead += _LEAP
        self.bot.ahead = self.place.server.ahead
        await self.bot.start()

    async def _calm(self) -> datetime:
        """Wait until the bot has nothing to do and asks for nothing for seconds; since when, by its clock.

        On a busy machine it may ask for nothing while it has much to do.
        """
        server, seen, since = self.place.server, -1, clock.now()
        while clock.now() - since < _CALM:
            await self._wait()
            if seen != len(server.answers) or self._has_more_to_do(since):
                seen, since = len(server.answers), clock.now()
        return since + self.bot.ahead

    def _has_more_to_do(self, since: datetime) -> bool:
        return has_more_to_do(self.bot.url, int((since + self.bot.ahead).timestamp() * 1000))

    async def _wait(self) -> None:
        self.place.server.keep_time()
        assert self.bot.is_running, self.bot.log[-3000:]
        await asyncio.sleep(0.1)

    def _take_copies(self) -> None:
        """What copies there are must be whole; without them the next life makes one at its start."""
        for path in self.bot.folder.glob("copies/longtable-*.db"):
            self.copies += bool(inspect_copy(path))
            path.unlink()

    async def _disturb(self) -> None:
        """What goes on meanwhile: people react and press, and now and then the connection breaks."""
        server, gateway = self.place.server, self.place.server.gateway
        server.keep_time()
        if self.random.random() < 0.3:
            self.reactions += self.place.react(self.random)
        if self.random.random() < 0.1:
            await self.folk.press(self.random)
        if self.random.random() > 0.01:
            return
        how = self.random.choice(["cut", "cut for good", "told to connect again", "an event twice"])
        self.cuts[how] += 1
        act: dict[str, Callable[[], object]] = {
            "cut": lambda: asyncio.create_task(gateway.drop()),
            "cut for good": lambda: asyncio.create_task(gateway.drop(forget=True)),
            "told to connect again": gateway.ask_to_reconnect,
            "an event twice": lambda: gateway.repeat("MESSAGE_REACTION_ADD"),
        }
        act[how]()

    def judge(self) -> Verdict:
        """What came of it, once it has come to rest."""
        assert self.calm_since is not None
        return judge(self.place, self.folk, self.bot.url, int(self.calm_since.timestamp() * 1000))


@asynccontextmanager
async def open_ordeal(
    folder: Path, seed: int, *, guilds: int, per_minute: float, stretch: timedelta
) -> AsyncIterator[Ordeal]:
    """A neighbourhood with meetups and rounds of circles for that stretch of time from now on, and faults in
    one of ten requests.
    """
    async with open_server() as server:
        bot = BotProcess(folder, server.address, _SETTINGS.format(copies=folder / "copies"))
        place, folk = Neighbourhood(server), CircleFolk(server)
        place.settle(guilds)
        folk.settle(1 + int(stretch / _FROM_ROUND_TO_ROUND))
        database = Database(bot.url)
        await database.open()
        await database.write(place.plan, clock.now(), per_minute, stretch)
        await database.write(folk.plan, clock.now(), stretch)
        await database.close()
        server.faults = FaultPlan(_SHARES, Random(seed))
        try:
            yield Ordeal(place, folk, bot, Random(seed))
        finally:
            if bot.is_running:
                bot.kill()
                await bot.wait()
