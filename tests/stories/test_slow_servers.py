"""Many posts at once, and a server whose channels do not answer: it holds up itself alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import discord
import pytest

from cogs import delivery, outbox
from demo.world import World

_DUE = timedelta(hours=4, minutes=10)


async def _plan_many(world: World, count: int) -> None:
    for number in range(count):
        await world.plan(world.members["erin"], title=f"Date {number}", when="in 5 hours", pings="1h")


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_AT_ONCE", 4)
    monkeypatch.setattr(outbox, "_CLAIM", 2)
    monkeypatch.setattr(delivery, "_TIME_LIMIT_S", 0.5)


async def test_a_server_that_does_not_answer_keeps_nothing_from_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_CROWD", 1)
    elsewhere = world.env.create_guild("Elsewhere")
    room = elsewhere.create_text_channel("meetups")
    hosts = elsewhere.create_role("hosts", permissions=discord.Permissions(manage_events=True))
    host = elsewhere.add_member(world.env.create_user("hugo"), roles=[hosts])
    await _plan_many(world, 8)
    await world.plan(host, room, title="Elsewhere", when="in 5 hours", pings="1h")
    await world.env.advance_time(_DUE.total_seconds())
    send, other_is_sent, arrived = delivery._send, asyncio.Event(), list[int]()

    async def send_late(destination: Any, *args: Any) -> int:
        if destination.id == world.channel.id:
            await other_is_sent.wait()
        sent = await send(destination, *args)
        arrived.append(destination.id)
        other_is_sent.set()
        return sent

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send", send_late)
        await world.tick()
    assert arrived == [room.id] + [world.channel.id] * 8


async def test_only_so_many_posts_are_on_their_way_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _plan_many(world, 6)
    await world.env.advance_time(_DUE.total_seconds())
    on_their_way, counts = set[asyncio.Task[Any] | None](), list[int]()

    async def wait_for_ever(*_: Any) -> int:
        task = asyncio.current_task()
        on_their_way.add(task)
        counts.append(len(on_their_way))
        try:
            await asyncio.Event().wait()
        finally:
            on_their_way.discard(task)
        raise AssertionError("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send", wait_for_ever)
        await world.tick()
    assert len(counts) == 6
    assert max(counts) == 4
    await world.advance(timedelta(minutes=1))
    assert len(world.cards()) == 6
