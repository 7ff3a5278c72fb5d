"""Many pings at once: at the rate that Discord allows, the most urgent first, and nobody who asks waits."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median

import pytest

import clock
from db.connection import Connection
from db.database import Database
from tests.discord_server.faults import Fault, FaultPlan
from tests.discord_server.server import Limits
from tests.discord_server.town import Town, open_town
from tests.sockets.rush import REMINDER_MIN, Card, open_rush, plan_date, settle_cards

_PINGS = 400
_PER_SECOND = 50
_ON_ITS_WAY = 40  # pings that are sent side by side


@pytest.mark.slow
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
        # A second of the bot's own time: on a busy machine all of it stands still, pings and answers alike.
        assert max(rush.answered_after_pings) < _PER_SECOND
        assert median(rush.answered_after_s) < 1.0


async def test_a_server_that_does_not_answer_leaves_room_for_the_others(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path) as town:
        *deaf, heard = [*settle_cards(town, 60, per_guild=60), *settle_cards(town, 1, per_guild=1)]

        def plan(connection: Connection) -> None:
            now, random = clock.now(), Random(1)
            for number, card in enumerate((*deaf, heard)):  # the last is the least urgent
                starts_at = now + timedelta(minutes=REMINDER_MIN, seconds=number - 60)
                plan_date(connection, card, f"Meetup {number}", starts_at, now - timedelta(hours=1), random)

        database = Database(f"sqlite:///{tmp_path / 'longtable.db'}")
        await database.open()
        await database.write(plan)
        await database.close()
        town.server.faults = FaultPlan({Fault.SILENT_AFTER: 1.0}, only=f"{deaf[0].channel_id}/messages")
        await town.start()
        began = time.monotonic()
        await town.until(lambda: _is_called(town, heard), "the other server hears of its meetup")
        assert time.monotonic() - began < 10, "the bot waits 20 seconds for an answer"


def _is_called(town: Town, card: Card) -> bool:
    """Whether more than its card stands in its channel."""
    return len(town.env.backend.messages[card.channel_id]) > 1


def test_the_fifty_first_request_of_a_second_is_refused() -> None:
    limits = Limits(is_on=True)
    refused = [limits.take("GET", "/users/@me", number / 60)[1] is not None for number in range(60)]
    assert refused == [False] * 50 + [True] * 10
    assert limits.take("GET", "/users/@me", 1.01)[1] is None


def test_what_waited_while_discord_stood_still_is_not_held_against_the_bot() -> None:
    limits = Limits(is_on=True)
    for number in range(40):
        limits.take("GET", "/users/@me", number / 40)
    limits.stood_still.append((1.3, 0.3))  # a dozen came meanwhile, and are looked at all at once
    for _ in range(12):
        limits.take("GET", "/users/@me", 1.3)
    assert limits.refused == 0
    for _ in range(60):
        limits.take("GET", "/users/@me", 1.35)
    assert limits.refused > 0
