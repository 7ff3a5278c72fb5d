"""The limit on all requests together, on a clock that people set."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from cogs.pace import Pace
from config import MeetupsSection
from tests.conftest import Clock


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each turn would have waited."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return waited


async def test_a_tenth_of_a_seconds_worth_goes_at_once_and_the_rest_in_step(waits: list[float]) -> None:
    clock = Clock()
    pace = Pace(50, clock)
    for _ in range(8):
        await pace.turn()
    assert waits == pytest.approx([0.02, 0.04, 0.06])


async def test_several_requests_take_several_turns(waits: list[float]) -> None:
    pace = Pace(50, Clock())
    await pace.turn(3)
    await pace.turn(4)
    assert waits == pytest.approx([0.04])


async def test_no_second_has_more_than_discord_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, sent = Clock(), []

    async def sleep(seconds: float) -> None:
        clock.move(seconds=seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    pace = Pace(MeetupsSection().sends_per_second, clock)
    for _ in range(300):
        await pace.turn()
        sent.append(clock.now)
    assert max(sum(at <= one < at + timedelta(seconds=1) for one in sent) for at in sent) <= 50


async def test_time_that_passes_is_given_back(waits: list[float]) -> None:
    clock = Clock()
    pace = Pace(50, clock)
    await pace.turn(5)
    clock.move(seconds=0.1)
    await pace.turn(5)
    assert waits == []


async def test_a_clock_that_is_set_back_stops_nothing(waits: list[float]) -> None:
    clock = Clock()
    pace = Pace(50, clock)
    await pace.turn(5)
    clock.now -= timedelta(hours=1)
    await pace.turn()
    assert waits == []


async def test_whose_turn_comes_while_all_is_held_back_waits_on(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, held, waited = Clock(), iter([False, True, True, False, False]), []

    async def sleep(seconds: float) -> None:
        clock.move(seconds=seconds)
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    pace = Pace(50, clock, lambda: next(held))
    await pace.turn(6)
    assert waited == pytest.approx([0.02, 1.0, 0.02])
