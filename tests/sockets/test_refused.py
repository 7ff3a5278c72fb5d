"""Discord says no to everything: the bot stops long before it is shut out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.discord_server.faults import Fault, Faults
from tests.discord_server.town import open_town

_FEW = "import ops.refusals; ops.refusals.HOLD_AT, ops.refusals.STOP_AT = 12, {stop}"


async def _is_quiet(answers: list[tuple[str, str, int]]) -> bool:
    """Whether a tick passes in which the bot asks for nothing."""
    before = len(answers)
    await asyncio.sleep(2.5)
    return len(answers) == before


async def test_what_can_wait_waits_and_people_are_answered(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path) as town:
        town.bot.before = _FEW.format(stop=1000)
        await town.bot.start()
        await town.ready()
        town.server.faults = Faults({Fault.FORBIDDEN: 1.0}, only=f"/channels/{town.channel.id}")
        for number in range(14):
            await town.plan(f"Meetup {number}")
        answers = town.server.answers
        await town.until(lambda: sum(status == 403 for _, _, status in answers) >= 12, "it is refused")
        await town.plan("One more")
        assert await _is_quiet(answers), "this one would be tried at once"
        shown = await town.slash("alice", "meetup list")
        assert shown.response is not None


async def test_at_last_it_ends_by_itself_and_says_why(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path) as town:
        town.bot.before = _FEW.format(stop=5)
        await town.bot.start()
        await town.ready()
        town.server.faults = Faults({Fault.FORBIDDEN: 1.0}, only=f"/channels/{town.channel.id}")
        for number in range(6):
            await town.plan(f"Meetup {number}")
        async with asyncio.timeout(20):
            assert await town.bot.wait() == 3
        assert "stopped by itself" in town.bot.log
