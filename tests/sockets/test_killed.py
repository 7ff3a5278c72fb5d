"""kill -9 at any moment, with a fault in ten requests: nothing lost, nothing twice, nothing late."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.soak.ordeal import open_ordeal

_LIVES = 8


@pytest.mark.slow
async def test_killed_again_and_again_it_loses_nothing_and_says_nothing_twice(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    stretch = timedelta(minutes=2 * _LIVES)
    async with open_ordeal(tmp_path, seed=3, guilds=6, per_minute=4, stretch=stretch) as ordeal:
        for _ in range(_LIVES):
            await ordeal.live()
        await ordeal.rest()
        verdict = ordeal.judge()
        assert verdict.wrong == ()
        assert verdict.posts["sent"] > 50, "it had something to lose"
        assert ordeal.reactions > 50
        assert len(ordeal.struck) > 3
        assert "incident" not in ordeal.bot.log
