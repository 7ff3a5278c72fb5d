"""Several shards run the bot together, and share what Discord allows one bot."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from db import turns
from db.shards import Shard
from db.values import from_ms
from services.transaction import Transaction

_IDENTIFIES_APART_MS = 5_000
_LONGEST_MS = 600_000  # four hundred shards connect within two minutes
_LONGEST_FOR_REQUESTS_MS = 60_000


def take_identify_turn(tx: Transaction, shard: Shard, max_concurrency: int) -> datetime:
    """When this shard may tell Discord that it is there; so many may do it at a time."""
    line = f"identify {shard.id % max_concurrency}"
    return _take(tx, line, _IDENTIFIES_APART_MS, _LONGEST_MS)


def take_request_turn(tx: Transaction, per_second: float) -> datetime:
    """When this shard may make its next request, where all of them make so many a second."""
    return _take(tx, "request", ceil(1000 / per_second), _LONGEST_FOR_REQUESTS_MS)


def _take(tx: Transaction, line: str, apart_ms: int, longest_ms: int) -> datetime:
    return from_ms(turns.take_turn(tx.connection, line, apart_ms, tx.now_ms, longest_ms))
