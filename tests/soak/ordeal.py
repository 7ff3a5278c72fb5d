"""One life of the bot after another, each ended by kill -9 at a moment or a step that a seed has drawn."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import clock
from db.database import Database
from tests.discord_server.faults import Fault, Faults
from tests.discord_server.process import BotProcess
from tests.discord_server.server import open_server
from tests.soak.neighbourhood import Neighbourhood
from tests.soak.verdict import Verdict, judge

# Each life begins this much later by all clocks, so that what the last one had claimed is free again.
_LEAP = timedelta(minutes=2)
_LONGEST_LIFE_S = 12.0
_LATEST_STEP = 400  # how many times a step may pass before it is the last; early ones are likelier
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


@dataclass(frozen=True)
class Step:
    """A moment in what the bot does: before a request takes effect, after it, or after its answer."""

    name: str
    when: str
    method: str
    ending: str

    def matches(self, when: str, method: str, path: str) -> bool:
        """Whether it is now."""
        return (self.when, self.method) == (when, method) and path.endswith(self.ending)


STEPS = (
    Step("between claim and send", "before", "POST", "/messages"),
    Step("between send and answer", "after", "POST", "/messages"),
    Step("between answer and mark", "answered", "POST", "/messages"),
    Step("while a card gets its reactions", "before", "PUT", "/@me"),
    Step("before a thread opens", "before", "POST", "/threads"),
    Step("after a thread opened", "after", "POST", "/threads"),
    Step("while a card is drawn", "after", "PATCH", ""),
    Step("while cards are read again", "after", "GET", ""),
)


@dataclass
class Ordeal:
    """The bot's process, what it lives in, and how it has fared."""

    place: Neighbourhood
    bot: BotProcess
    random: Random
    kills: Counter[str] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    struck: Counter[Fault] = field(default_factory=Counter)
    reactions: int = 0
    calm_since: datetime | None = None

    async def live(self) -> None:
        """One life, from its start to its violent end."""
        over = self._draw_end()
        await self._start()
        until = time.monotonic() + _LONGEST_LIFE_S
        while not over.is_set() and time.monotonic() < until:
            self._disturb()
            await asyncio.sleep(0.05)
        if not over.is_set():
            self.kills["at any moment"] += 1
        self.bot.kill()
        await self.bot.wait()

    async def rest(self) -> None:
        """Lives in which nothing goes wrong any more, until nothing is left to do."""
        self.struck = Counter(self.place.server.faults.struck)
        self.place.server.faults = Faults()
        for _ in range(2):
            await self._start()
            self.calm_since = await self._calm()
            assert await self.bot.end() == 0

    async def _start(self) -> None:
        self.place.server.ahead += _LEAP
        self.bot.ahead = self.place.server.ahead
        await self.bot.start()

    async def _calm(self) -> datetime:
        """Wait until the bot has asked for nothing for some seconds; since when, by its clock."""
        server, seen, since = self.place.server, -1, clock.now()
        async with asyncio.timeout(_REST_S):
            while clock.now() - since < _CALM:
                if seen != len(server.answers):
                    seen, since = len(server.answers), clock.now()
                server.keep_time()
                assert self.bot.is_running, self.bot.log[-3000:]
                await asyncio.sleep(0.1)
        return since + self.bot.ahead

    def _draw_end(self) -> asyncio.Event:
        """When this life ends: set at a step, or after some seconds."""
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        if self.random.random() < 0.3:
            self.kills["at any moment"] += 1
            loop.call_later(self.random.uniform(0.3, _LONGEST_LIFE_S), over.set)
            self.place.server.watch = _never
            return over
        step, left = self.random.choice(STEPS), int(_LATEST_STEP ** self.random.random())

        async def watch(when: str, method: str, path: str) -> None:
            nonlocal left
            if step.matches(when, method, path) and not over.is_set():
                left -= 1
                if left == 0:
                    self.kills[step.name] += 1
                    self.bot.kill()
                    over.set()

        self.place.server.watch = watch
        return over

    def _disturb(self) -> None:
        """What goes on meanwhile: people react, and now and then the connection breaks."""
        server, gateway = self.place.server, self.place.server.gateway
        server.keep_time()
        if self.random.random() < 0.3:
            self.reactions += self.place.react(self.random)
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
        path = self.bot.folder / "longtable.db"
        return judge(self.place, path, int(self.calm_since.timestamp() * 1000))


async def _never(when: str, method: str, path: str) -> None:
    """No step ends this life."""


@asynccontextmanager
async def open_ordeal(
    folder: Path, seed: int, *, guilds: int, per_minute: float, stretch: timedelta
) -> AsyncIterator[Ordeal]:
    """A neighbourhood with meetups planned for that stretch of time from now on, and faults in one of ten."""
    async with open_server() as server:
        bot = BotProcess(folder, server.address, "sends_per_second = 500")
        place = Neighbourhood(server)
        place.settle(guilds)
        await place.plan(Database(f"sqlite:///{folder / 'longtable.db'}"), clock.now(), per_minute, stretch)
        server.faults = Faults(_SHARES, Random(seed))
        try:
            yield Ordeal(place, bot, Random(seed))
        finally:
            if bot.is_running:
                bot.kill()
                await bot.wait()
