"""Reactions of two types, and twenty kinds of them."""

from __future__ import annotations

import pytest
from simcord.backend.errors import BackendError

from tests.discord_rules import burst, unburst
from tests.discord_rules.conftest import Discord


async def test_the_two_types_are_listed_apart_and_taken_apart(ruled: Discord) -> None:
    said = ruled.say()
    message = ruled.message(said)
    path = f"/channels/{ruled.room.id}/messages/{said['id']}/reactions/✅"
    await ruled.alice.react(message, "✅")
    await burst(message, "✅", ruled.alice)
    assert ruled.bot.reactions == [("✅", False), ("✅", True)]
    assert [len(ruled.ask("GET", path, type=kind)) for kind in (0, 1)] == [1, 1]
    await ruled.alice.unreact(message, "✅")
    assert [len(ruled.ask("GET", path, type=kind)) for kind in (0, 1)] == [0, 1]
    shown = ruled.ask("GET", f"/channels/{ruled.room.id}/messages/{said['id']}")["reactions"]
    assert [one["count_details"] for one in shown] == [{"normal": 0, "burst": 1}]
    await unburst(message, "✅", ruled.alice)
    assert not ruled.ask("GET", path, type=1)


async def test_a_message_takes_twenty_kinds(ruled: Discord) -> None:
    said = ruled.say()
    path = f"/channels/{ruled.room.id}/messages/{said['id']}/reactions"
    for number in range(20):
        ruled.ask("PUT", f"{path}/{chr(0x1F600 + number)}/@me")
    assert ruled.refusal("PUT", f"{path}/✅/@me") == (400, 30010)
    await ruled.alice.react(ruled.message(said), chr(0x1F600))
    with pytest.raises(BackendError):
        await burst(ruled.message(said), "✅", ruled.alice)
