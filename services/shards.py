"""Several shards run the bot together, and share what Discord allows one bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from db import turns
from db.shards import Shard
from db.values import from_ms, to_ms
from services.desk import Desk

_IDENTIFIES_APART_MS = 5_000
_LONGEST_MS = 600_000  # four hundred shards connect within two minutes
_LONGEST_FOR_REQUESTS_MS = 60_000


@dataclass(frozen=True, slots=True)
class Sharding:
    """What concerns the process, not a guild. Whoever asks most gets most."""

    desk: Desk
    shard: Shard

    async def take_identify_turn(self, max_concurrency: int) -> datetime:
        """When this shard may tell Discord that it is there; so many may do it at a time."""
        line = f"identify {self.shard.id % max_concurrency}"
        return await self._take(line, _IDENTIFIES_APART_MS, _LONGEST_MS)

    async def take_request_turn(self, per_second: float) -> datetime:
        """When this shard may make its next request, where all of them make so many a second."""
        return await self._take("request", ceil(1000 / per_second), _LONGEST_FOR_REQUESTS_MS)

    async def _take(self, line: str, apart_ms: int, longest_ms: int) -> datetime:
        now_ms = to_ms(self.desk.now())
        return from_ms(await self.desk.database.write(turns.take_turn, line, apart_ms, now_ms, longest_ms))
