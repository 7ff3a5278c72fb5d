"""What several shards share: whose turn it is, on one database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.shards import Shard
from services.desk import Desk
from services.shards import Sharding
from tests.conftest import Clock

_PER_SECOND = 40
_APART = timedelta(seconds=1) / _PER_SECOND


@pytest.fixture
def busy(desk: Desk) -> Sharding:
    return Sharding(desk, Shard(0, 3))


@pytest.fixture
def idle(desk: Desk) -> Sharding:
    return Sharding(desk, Shard(1, 3))


async def test_a_busy_shard_gets_what_the_others_do_not_need(
    busy: Sharding, idle: Sharding, clock: Clock
) -> None:
    turns = [await busy.take_request_turn(_PER_SECOND) for _ in range(_PER_SECOND)]
    assert turns == [clock.now + number * _APART for number in range(_PER_SECOND)]
    assert await idle.take_request_turn(_PER_SECOND) == clock.now + timedelta(seconds=1)
    clock.move(seconds=10)
    assert await busy.take_request_turn(_PER_SECOND) == clock.now


async def test_a_clock_that_was_ahead_stops_nobody(busy: Sharding, desk: Desk, clock: Clock) -> None:
    ahead = replace(desk, now=lambda: clock.now + timedelta(hours=1))
    await Sharding(ahead, Shard(2, 3)).take_request_turn(_PER_SECOND)
    assert await busy.take_request_turn(_PER_SECOND) == clock.now
    assert await busy.take_request_turn(_PER_SECOND) == clock.now + _APART


async def test_shards_connect_five_seconds_apart_and_as_many_side_by_side_as_discord_allows(
    busy: Sharding, idle: Sharding, clock: Clock
) -> None:
    five_s = timedelta(seconds=5)
    for side_by_side, waits in ((1, five_s), (16, timedelta(0))):
        clock.move(minutes=1)
        assert await busy.take_identify_turn(side_by_side) == clock.now
        assert await idle.take_identify_turn(side_by_side) == clock.now + waits
        assert await busy.take_identify_turn(side_by_side) == clock.now + waits + five_s
