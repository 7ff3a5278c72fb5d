"""Several shards that share one bot's limits at Discord: logins and requests are spread over time."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from db import turns
from db.shards import Shard
from db.values import from_ms
from services.transaction import Transaction

_IDENTIFY_INTERVAL_MS = 5_000
_LONGEST_IDENTIFY_WAIT_MS = 600_000  # four hundred shards connect within two minutes
_LONGEST_REQUEST_WAIT_MS = 60_000


def take_identify_turn(tx: Transaction, shard: Shard, max_concurrency: int) -> datetime:
    """Returns when this shard may log in to Discord; `max_concurrency` shards may do so at a time."""
    resource = f"identify {shard.id % max_concurrency}"
    return _take(tx, resource, _IDENTIFY_INTERVAL_MS, _LONGEST_IDENTIFY_WAIT_MS)


def take_request_turn(tx: Transaction, per_second: float) -> datetime:
    """Returns when this shard may make its next request; all shards together make `per_second` of them."""
    return _take(tx, "request", ceil(1000 / per_second), _LONGEST_REQUEST_WAIT_MS)


def _take(tx: Transaction, resource: str, interval_ms: int, longest_wait_ms: int) -> datetime:
    return from_ms(turns.take_turn(tx.connection, resource, interval_ms, tx.now_ms, longest_wait_ms))
