"""What organisers set for their server."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.guilds import AUTO
from services import guilds
from services.circles import rounds
from services.guilds import SettingsChange
from services.transaction import Transactions


async def test_roles_that_may_plan_are_few(transactions: Transactions) -> None:
    twenty = tuple(range(1, 21))
    await transactions.write(guilds.change, 1, SettingsChange(planner_role_ids=twenty))
    with pytest.raises(Refusal, match="Up to 20"):
        await transactions.write(guilds.change, 1, SettingsChange(planner_role_ids=(*twenty, 21)))
    settings = await transactions.write(guilds.change, 1, SettingsChange(zone="UTC"))
    assert len(settings.planner_role_ids) == 20
    settings = await transactions.write(guilds.change, 1, SettingsChange(planner_role_ids=twenty[:-1]))
    assert len(settings.planner_role_ids) == 19


async def test_a_language_that_there_is_none_of_is_refused(transactions: Transactions) -> None:
    with pytest.raises(Refusal, match="language"):
        await transactions.write(guilds.change, 1, SettingsChange(language="tlh"))
    assert (await transactions.write(guilds.change, 1, SettingsChange(language="ja"))).language == "ja"
    assert await transactions.read(guilds.list_languages) == {1: "ja"}
    assert (await transactions.write(guilds.change, 1, SettingsChange(language=AUTO))).language is None


async def test_rounds_of_circles_follow_the_servers_clock(transactions: Transactions) -> None:
    change = SettingsChange(zone="Asia/Tokyo", circle_channel_id=500, rounds="monthly")
    await transactions.write(guilds.change, 1, change)
    in_tokyo = await transactions.read(rounds.next_due_at)
    await transactions.write(guilds.change, 1, SettingsChange(zone="Asia/Kolkata"))
    in_kolkata = await transactions.read(rounds.next_due_at)
    assert in_tokyo is not None
    assert in_kolkata is not None
    assert in_tokyo < in_kolkata
