"""What several shards share: whose turn it is, on one database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db.shards import Shard
from services import shards
from services.transaction import Transactions
from tests.conftest import Clock

_PER_SECOND = 40
_APART = timedelta(seconds=1) / _PER_SECOND
_BUSY, _IDLE = Shard(0, 3), Shard(1, 3)


async def test_a_busy_shard_gets_what_the_others_do_not_need(
    transactions: Transactions, clock: Clock
) -> None:
    turns = [await transactions.write(shards.take_request_turn, _PER_SECOND) for _ in range(_PER_SECOND)]
    assert turns == [clock.now + number * _APART for number in range(_PER_SECOND)]
    of_another = await transactions.write(shards.take_request_turn, _PER_SECOND)
    assert of_another == clock.now + timedelta(seconds=1)
    clock.move(seconds=10)
    assert await transactions.write(shards.take_request_turn, _PER_SECOND) == clock.now


async def test_a_clock_that_was_ahead_stops_nobody(transactions: Transactions, clock: Clock) -> None:
    ahead = replace(transactions, clock=lambda: clock.now + timedelta(hours=1))
    await ahead.write(shards.take_request_turn, _PER_SECOND)
    assert await transactions.write(shards.take_request_turn, _PER_SECOND) == clock.now
    assert await transactions.write(shards.take_request_turn, _PER_SECOND) == clock.now + _APART


async def test_shards_connect_five_seconds_apart_and_as_many_side_by_side_as_discord_allows(
    transactions: Transactions, clock: Clock
) -> None:
    five_s = timedelta(seconds=5)
    for side_by_side, waits in ((1, five_s), (16, timedelta(0))):
        clock.move(minutes=1)
        first, other, again = [
            await transactions.write(shards.take_identify_turn, shard, side_by_side)
            for shard in (_BUSY, _IDLE, _BUSY)
        ]
        assert first == clock.now
        assert other == clock.now + waits
        assert again == clock.now + waits + five_s
