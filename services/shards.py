"""Several processes that run the bot together, and share what Discord allows one bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import identifies
from db.shards import Shard
from db.values import from_ms, to_ms
from services.desk import Desk


@dataclass(frozen=True, slots=True)
class Sharding:
    """What concerns the process, not a guild."""

    desk: Desk
    shard: Shard

    async def take_turn(self, max_concurrency: int) -> datetime:
        """When this shard may tell Discord that it is there; so many may do it at a time."""
        bucket, now_ms = self.shard.id % max_concurrency, to_ms(self.desk.now())
        return from_ms(await self.desk.database.write(identifies.take_turn, bucket, now_ms))
