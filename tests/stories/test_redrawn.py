"""Cards are redrawn without holding up each other, and old ones as slowly as Discord takes it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from cogs import edits
from demo.world import World
from tests.stories.board import open_forum, propose, share, wait
from tests.stories.telling import edits as count_edits
from tests.stories.telling import field, ids, reads


async def test_six_old_cards_of_a_channel_are_drawn_within_a_minute_and_none_is_refused(world: World) -> None:
    for number in range(6):
        await world.plan(world.members["erin"], title=f"M{number}", when=f"in {number + 5} hours")
    await world.settle()
    await world.advance(timedelta(hours=2))
    before = count_edits(world)
    for card in world.cards():
        world.env.backend.set_reaction(world.channel.id, card.id, "✅", world.members["alice"].id, True)
    await world.env.settle()
    for _ in range(6):
        await world.advance(timedelta(seconds=5))
    assert len(world.cards()) == 6
    assert all(field(card, "Going") == ids(world, "alice") for card in world.cards())
    assert count_edits(world) - before == 6


async def test_old_problems_and_meetups_of_one_channel_share_its_pace(world: World) -> None:
    threads = [
        await share(world, world.members[name], title=f"How do I {name}?")
        for name in ("alice", "bob", "charlie", "dana", "erin")
    ]
    await wait(world, hours=2)
    before = count_edits(world)
    for thread in threads:
        await world.members["alice"].react(thread.card, "🙋")
        await propose(world, world.members["bob"], thread)
    for _ in range(8):
        await wait(world, seconds=5)
    assert all("1 proposal" in reads(thread.card) for thread in threads)
    assert count_edits(world) - before <= 15
    assert world.bot.reporter.fault_count == 0


async def test_an_edit_that_discord_does_not_take_is_an_incident_and_made_three_times_a_day(
    world: World,
) -> None:
    await world.plan(world.members["erin"], title="Lunch", when="in 4 days")
    await world.settle()
    thread = await share(world, world.members["alice"])
    await world.advance(timedelta(days=1))
    (shown,) = world.cards()
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50035, times=None)
    before = count_edits(world)
    await world.members["alice"].react(shown, "✅")
    await propose(world, world.members["bob"], thread)
    for _ in range(24):
        await wait(world, hours=1)
    assert count_edits(world) - before == 2 * 3
    assert world.bot.reporter.fault_count == 2 * 3
    world.bot.reporter.fault_count = 0


@pytest.mark.parametrize("is_answered", [True, False])
async def test_a_post_that_does_not_answer_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, is_answered: bool
) -> None:
    monkeypatch.setattr("cogs.problems.sync.EDIT_TIME_LIMIT_S", 30.0 if is_answered else 0.2)
    await open_forum(world, "tools")
    slow = await share(world, world.members["alice"], title="How do I wait?", tags=[])
    quick = await share(world, world.members["dana"], title="How do I hurry?", tags=[])
    proposals = [await propose(world, world.members["bob"], thread) for thread in (slow, quick)]
    await wait(world, minutes=1)
    other_is_drawn = asyncio.Event()
    http: Any = type(world.bot.http)
    request = http.request

    async def request_slowly(self: Any, route: Any, **options: Any) -> Any:
        if route.method == "PATCH" and f"/{slow.id}" in route.url:
            await other_is_drawn.wait()
        answer = await request(self, route, **options)
        if is_answered and route.method == "PATCH" and f"/{quick.id}/messages/{quick.id}" in route.url:
            other_is_drawn.set()
        return answer

    monkeypatch.setattr(http, "request", request_slowly)
    for who, proposal in zip(("alice", "dana"), proposals, strict=True):
        await world.members[who].click(proposal, label="Accept")
    await world.settle()  # both are due at once
    assert "✅ solved" in reads(quick.card)
    assert ("✅ solved" in reads(slow.card)) is is_answered
    other_is_drawn.set()
    await wait(world, minutes=2)
    assert "✅ solved" in reads(slow.card)
    assert edits.EDIT_TIME_LIMIT_S == 20
