"""What a thread says of the changes of a date is true when it is said: in their order, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest

from cogs import delivery
from demo.world import World
from domain.posts import Rejected
from tests.stories.hosting import differ, host_with, move, restore, skip
from tests.stories.telling import announced, card, crowd, ids, pick, reads, said

_LATER, _NEXT_DAY = "2026-03-15 9:30", "2026-03-14 9:30"


async def _expected(world: World, **plan: str) -> tuple[discord.Message, str]:
    """Alice comes to an announced date, and bob may; the date as erin picks it."""
    message = await announced(world, **plan)
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "🤔")
    await world.settle()
    return message, await pick(world, world.members["erin"], "meetup manage")


async def _pass(world: World) -> None:
    """Two seconds pass, in which the bot sends nothing."""
    await world.env.advance_time(2)


async def _while_silent(world: World, monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """A change is made, and Discord does not answer to the message about it."""

    async def fail(*_: Any) -> int:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr("cogs.delivery._send", fail)
        await change
        await world.tick()
    await _pass(world)


async def _told(world: World) -> list[str]:
    """What the thread of the first card says of changes, once all is sent."""
    await world.settle()
    await world.advance(timedelta(minutes=5))
    texts = [reads(one) for one in world.thread(card(world, 0))]
    return [text for text in texts if "See you there" not in text and "warm welcome" not in text]


async def test_a_skip_that_is_taken_back_before_anybody_heard_of_it_is_not_told(world: World) -> None:
    _, ref = await _expected(world)
    erin = world.members["erin"]
    await skip(world, erin, ref)
    await _pass(world)
    assert "are told" not in said(await restore(world, erin, ref))
    assert await _told(world) == []


async def test_a_skip_that_is_restored_after_a_restart_is_not_told(world: World) -> None:
    _, ref = await _expected(world)
    await skip(world, world.members["erin"], ref)
    await world.restart()
    await world.settle()
    await restore(world, world.members["erin"], ref)
    first, second = await _told(world)
    assert "does not take place" in first
    assert "takes place after all" in second


async def test_what_may_have_arrived_is_not_said_again_when_it_is_untrue(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ref = await _expected(world)
    erin = world.members["erin"]
    await _while_silent(world, monkeypatch, skip(world, erin, ref))
    await restore(world, erin, ref)
    (told,) = await _told(world)
    assert "takes place after all" in told


async def test_of_several_moves_the_last_is_told_and_none_where_it_is_as_it_was(world: World) -> None:
    _, ref = await _expected(world)
    erin = world.members["erin"]
    await move(world, erin, _LATER, ref)
    await _pass(world)
    await move(world, erin, _NEXT_DAY, ref)
    (told,) = await _told(world)
    assert "has moved to <t:1773477000:F>" in told
    await move(world, erin, _LATER, ref)
    await _pass(world)
    await move(world, erin, _NEXT_DAY, ref)
    assert len(await _told(world)) == 1


async def test_a_date_that_moves_and_is_skipped_is_told_of_as_people_know_it(world: World) -> None:
    _, ref = await _expected(world)
    erin = world.members["erin"]
    await move(world, erin, _LATER, ref)
    await _pass(world)
    await skip(world, erin, ref)
    (told,) = await _told(world)
    assert "on <t:1773390600:F> does not take place" in told, "nobody has heard of the other day"


async def test_two_places_in_an_outage_are_told_as_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await _expected(world, place="Café")
    await _while_silent(world, monkeypatch, differ(world, "erin", place="Library"))
    await differ(world, "erin", place="Betahaus")
    (told,) = await _told(world)
    assert "has changed (place)" in told
    assert "📍 Betahaus" in told


async def test_changes_of_one_date_are_told_in_their_order(world: World) -> None:
    _, ref = await _expected(world, place="Café")
    await differ(world, "erin", place="Library")
    await _pass(world)
    await move(world, world.members["erin"], "2026-03-12 9:30", ref)
    first, second = await _told(world)
    assert "has changed (place): <t:1773304200:F>" in first, "the time of which it is true"
    assert "📍 Library" in first
    assert "has moved to <t:1773304200:F>" in second


async def test_a_place_that_goes_with_a_skip_is_told_when_nobody_heard_of_the_skip(world: World) -> None:
    _, ref = await _expected(world, place="Café")
    erin = world.members["erin"]
    await differ(world, "erin", place="Library")
    await world.settle()
    await skip(world, erin, ref)
    await _pass(world)
    await restore(world, erin, ref)
    first, second = await _told(world)
    assert "📍 Library" in first
    assert "has changed (place)" in second
    assert "📍 Café" in second


async def test_who_hosts_a_date_is_asked_once_however_often_it_changes(world: World) -> None:
    await _expected(world)
    await differ(world, "erin", host=[world.join("jules", is_host=True)])
    await _pass(world)
    await differ(world, "erin", host=[world.join("kim", is_host=True)])
    await world.settle()
    hosting = [one for one in world.thread(card(world)) if "`/meetup manage` has all you need" in reads(one)]
    assert [one.raw_mentions for one in hosting] == [ids(world, "kim")]


async def test_who_hosts_it_no_more_is_not_told_that_they_do(world: World) -> None:
    await _expected(world)
    erin = world.members["erin"]
    await host_with(world, erin, world.members["dana"])
    await _pass(world)
    await host_with(world, erin)
    assert await _told(world) == []


async def test_what_some_have_read_is_taken_back_for_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, ref = await _expected(world)
    await crowd(world, message, 85)
    await world.settle()
    find_lack, asked = delivery.find_lack, list[int]()

    def refuse_the_second(destination: delivery.Destination) -> Rejected | None:
        asked.append(destination.id)
        is_second = len(asked) == 2
        return (
            delivery.refuse_for_lack(["Send Messages"], destination.id)
            if is_second
            else find_lack(destination)
        )

    erin = world.members["erin"]
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "find_lack", refuse_the_second)
        await skip(world, erin, ref)
        await world.tick()
    await _pass(world)
    await restore(world, erin, ref)
    told = await _told(world)
    assert ["after all" in text for text in told] == [False, True, True]
