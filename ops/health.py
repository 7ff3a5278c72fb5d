"""The health of the bot: whether it lives, whether it could answer a member, its figures of the moment."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from clock import Clock
from db import posts
from db.database import Database
from db.fitness import write_something
from db.values import to_ms
from domain.errors import NotSaved
from ops.metrics import Metrics


class ClientState(Protocol):
    """What is asked of the connection to Discord."""

    @property
    def latency(self) -> float:
        """Returns the seconds from the last heartbeat to its answer."""

    @property
    def guilds(self) -> Sequence[object]:
        """Returns the servers that the bot is in."""

    def is_ready(self) -> bool:
        """Returns whether all servers are known since the connection began."""


class FaultCount(Protocol):
    """What counts the faults of our own."""

    fault_count: int


@dataclass(frozen=True, slots=True)
class Health:
    """What the operator's monitoring may ask."""

    bot: ClientState
    database: Database
    metrics: Metrics
    faults: FaultCount
    now: Clock

    async def why_not_alive(self) -> str | None:
        """Returns what is wrong with the process itself; None where nothing is.

        Raises Unavailable where the database cannot be asked.
        """
        await self.database.read(posts.next_due_ms)
        return None

    async def why_not_ready(self) -> str | None:
        """Returns why the bot could not do what a member asks just now; None where it could.

        Raises Unavailable where the database cannot be asked.
        """
        if (why_not := await self.why_not_alive()) is not None:
            return why_not
        try:
            await self.database.write(write_something)
        except NotSaved:  # which the log has; to store nothing is no fault of the process
            return "the database stores nothing"
        return None if self.bot.is_ready() else "not connected to Discord"

    async def write_figures(self) -> bytes:
        """Returns all figures as Prometheus reads them. Raises Unavailable like `find_ill`."""
        counts = await self.database.read(posts.count_open, to_ms(self.now()))
        loop = asyncio.get_running_loop()
        before = loop.time()
        await asyncio.sleep(0)
        return self.metrics.write(
            event_loop_lag_seconds=loop.time() - before,
            gateway_latency_seconds=self.bot.latency,
            faults=self.faults.fault_count,
            guilds=len(self.bot.guilds),
            **counts,
        )
