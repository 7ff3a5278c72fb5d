"""Discord is away for a while: the log says when that begins and when it ends, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord_server.faults import Fault, FaultPlan
from tests.discord_server.town import Town, open_town

_BEGINS, _ENDS = "Discord does not answer", "Discord answers again"
_CARDS = 4


@pytest.fixture
async def town(tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Some cards are open, and an outage is over after two quiet seconds."""
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path) as town:
        town.bot.before = "import cogs.line; cogs.line._QUIET_S = 2.0"
        await town.start()
        for number in range(_CARDS):
            await town.plan(f"Meetup {number}")
        await town.until(lambda: len(town.cards()) == _CARDS, "all cards")
        yield town
        assert await town.bot.end() == 0


def _warnings(town: Town) -> list[str]:
    """What is in the log and no plain news."""
    return [line for line in town.bot.log.splitlines() if "INFO" not in line]


async def test_requests_that_are_not_answered_are_two_lines_however_many_there_are(town: Town) -> None:
    before = _warnings(town)
    town.server.faults = FaultPlan({Fault.UNAVAILABLE: 1.0})
    await town.server.gateway.drop(forget=True)  # so that every card is read again
    await town.until(lambda: town.server.faults.struck.get(Fault.UNAVAILABLE, 0) > _CARDS, "all are tried")
    town.server.faults = FaultPlan()
    await town.until(lambda: _ENDS in town.bot.log, "it is over")
    begins, ends = _warnings(town)[len(before) :]
    assert _BEGINS in begins
    assert "status 503" in begins
    assert _ENDS in ends


@pytest.mark.slow
async def test_a_gateway_that_takes_no_connection_is_two_lines_and_no_traceback(town: Town) -> None:
    before = _warnings(town)
    town.server.gateway.is_out = True
    await town.server.gateway.drop(forget=True)
    await town.until(lambda: town.server.gateway.refused >= 2, "it has tried to come back")
    assert _ENDS not in town.bot.log
    town.server.gateway.is_out = False
    await town.until(lambda: _ENDS in town.bot.log, "it is over")
    begins, ends = _warnings(town)[len(before) :]
    assert _BEGINS in begins
    assert _ENDS in ends
