"""Many pings at once: at the rate that Discord allows, the most urgent first, and nobody who asks waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sockets.rush import open_rush

_PINGS = 400
_PER_SECOND = 50
_ON_ITS_WAY = 40  # pings that are sent side by side


async def test_many_pings_go_out_in_order_of_urgency_and_members_are_answered_meanwhile(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_rush(tmp_path, _PINGS) as rush:
        await rush.run(patience_s=60)
        assert sorted(rush.order) == list(range(_PINGS)), "each once"
        assert rush.most_overtaken <= 2 * _ON_ITS_WAY
        assert rush.town.server.limits.refused == 0
        assert rush.requests / rush.seconds < _PER_SECOND
        assert max(rush.answered_after_s) < 1.0
