"""The limit on all requests together, on a clock that people set."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from cogs.rate_limit import RateLimiter
from config import MeetupsSection
from tests.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def waits(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each wait was; the clock goes on by it."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        clock.move(seconds=seconds)
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return waited


def most_in_a_second(sent: list[datetime]) -> int:
    return max(sum(at <= one < at + timedelta(seconds=1) for one in sent) for at in sent)


async def test_a_tenth_of_a_seconds_worth_goes_at_once_and_the_rest_in_step(
    clock: Clock, waits: list[float]
) -> None:
    pace = RateLimiter(50, clock)
    for _ in range(8):
        await pace.acquire()
    assert waits == pytest.approx([0.02, 0.02, 0.02])


async def test_several_requests_take_several_turns(clock: Clock, waits: list[float]) -> None:
    pace = RateLimiter(50, clock)
    await pace.acquire(3)
    assert waits == []
    await pace.acquire(4)
    assert waits == pytest.approx([0.02, 0.02])


@pytest.mark.usefixtures("waits")
async def test_no_second_has_more_than_discord_takes(clock: Clock) -> None:
    sent, pace = [], RateLimiter(MeetupsSection().sends_per_second, clock)
    for _ in range(300):
        await pace.acquire()
        sent.append(clock.now)
    assert most_in_a_second(sent) <= 50


async def test_after_a_moment_in_which_all_stood_still_those_who_waited_do_not_go_at_once(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[datetime] = []
    pace, pause = RateLimiter(MeetupsSection().sends_per_second, clock), asyncio.sleep

    async def sleep(seconds: float) -> None:
        until = clock.now + timedelta(seconds=seconds)
        while clock.now < until:
            await pause(0)

    async def one() -> None:
        await pace.acquire()
        sent.append(clock.now)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    all_of_them = asyncio.gather(*(one() for _ in range(100)))
    while not all_of_them.done():
        clock.move(seconds=0.5 if len(sent) == 40 else 0.005)
        await pause(0)
    assert most_in_a_second(sent) <= 50


async def test_time_that_passes_is_given_back(clock: Clock, waits: list[float]) -> None:
    pace = RateLimiter(50, clock)
    await pace.acquire(5)
    clock.move(seconds=0.1)
    await pace.acquire(5)
    assert waits == []


async def test_a_clock_that_is_set_back_stops_nothing(clock: Clock, waits: list[float]) -> None:
    pace = RateLimiter(50, clock)
    await pace.acquire(5)
    clock.now -= timedelta(hours=1)
    await pace.acquire()
    assert waits == []


async def test_whose_turn_comes_while_all_is_held_back_waits_on(clock: Clock, waits: list[float]) -> None:
    held = iter([False, False, False, False, False, True, True, False, False])
    pace = RateLimiter(50, clock, lambda: next(held))
    await pace.acquire(5)
    await pace.acquire()
    assert waits == pytest.approx([1.0, 1.0])


async def test_where_others_share_the_limit_their_turns_are_waited_for(
    clock: Clock, waits: list[float]
) -> None:
    turns = iter([clock.now, clock.now + timedelta(seconds=0.5), clock.now])  # the last has passed by then
    held = iter([False, True, False, False])

    async def take_turn() -> datetime:
        return next(turns)

    pace = RateLimiter(50, clock, lambda: next(held), take_turn)
    await pace.acquire(3)
    assert waits == pytest.approx([0.0, 1.0, 0.0, 0.0])
