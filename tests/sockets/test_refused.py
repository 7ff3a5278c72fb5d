"""Discord says no to everything: the bot stops long before it is shut out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.discord_server.faults import Fault, FaultPlan
from tests.discord_server.town import Town, open_town

Open = Callable[[int], AbstractAsyncContextManager[Town]]


@pytest.fixture
def refusing(tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a town whose channel refuses the bot, which waits after 12 refusals and ends after so many."""
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))

    @asynccontextmanager
    async def open_refusing(stop_at: int) -> AsyncIterator[Town]:
        async with open_town(tmp_path) as town:
            limits = f"ops.invalid_requests.HOLD_AT, ops.invalid_requests.STOP_AT = 12, {stop_at}"
            town.bot.before = f"import ops.invalid_requests; {limits}"
            await town.start()
            town.server.faults = FaultPlan({Fault.FORBIDDEN: 1.0}, only=f"/channels/{town.channel.id}")
            yield town

    return open_refusing


async def _is_quiet(answers: list[tuple[str, str, int]]) -> bool:
    """Whether a tick passes in which the bot asks for nothing."""
    before = len(answers)
    await asyncio.sleep(2.5)
    return len(answers) == before


@pytest.mark.slow
async def test_what_can_wait_waits_and_people_are_answered(refusing: Open) -> None:
    async with refusing(1000) as town:
        for number in range(14):
            await town.plan(f"Meetup {number}")
        answers = town.server.answers
        await town.until(lambda: sum(status == 403 for _, _, status in answers) >= 12, "it is refused")
        await town.plan("One more")
        assert await _is_quiet(answers), "this one would be tried at once"
        shown = await town.slash("alice", "meetup list")
        assert shown.response is not None


async def test_at_last_it_ends_by_itself_and_says_why(refusing: Open) -> None:
    async with refusing(5) as town:
        for number in range(6):
            await town.plan(f"Meetup {number}")
        async with asyncio.timeout(20):
            assert await town.bot.wait() == 3
        assert "stopped by itself" in town.bot.log
