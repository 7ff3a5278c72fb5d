"""Reactions of two types, and what Discord refuses under a message."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from demo.world import World
from tests.discord_rules import burst, rules_of, unburst
from tests.stories import board
from tests.stories.telling import announced, card, field, ids, reads


async def _come_back(world: World) -> None:
    """The bot starts anew, and reads again what it has missed."""
    await world.restart()
    await world.settle()


async def _shown(world: World, thread: board.Thread) -> str:
    shown = await world.members["erin"].slash(thread.handle, "problem show")
    assert shown.response is not None
    return f"{reads(shown.response.message)} {shown.response.embeds[0].footer.text or ''}"


def _going(world: World) -> list[int]:
    return field(card(world), "Going")


async def test_a_super_reaction_is_an_answer_before_and_after_a_restart(world: World) -> None:
    shown = await announced(world)
    await burst(shown, "✅", world.members["alice"])
    await world.settle()
    assert _going(world) == ids(world, "alice")
    await _come_back(world)
    assert _going(world) == ids(world, "alice")


async def test_one_given_while_the_bot_was_away_counts(world: World) -> None:
    shown = await announced(world)
    await world.bot.close()
    await burst(shown, "✅", world.members["alice"])
    await _come_back(world)
    assert _going(world) == ids(world, "alice")


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("first", ["normal", "burst"])
async def test_of_two_kinds_each_holds_the_answer(world: World, first: str, restarts: bool) -> None:
    shown, alice = await announced(world), world.members["alice"]
    await alice.react(shown, "✅")
    await burst(shown, "✅", alice)
    await world.settle()
    if restarts:
        await _come_back(world)
    if first == "normal":
        await alice.unreact(shown, "✅")
    else:
        await unburst(shown, "✅", alice)
    await world.settle()
    assert _going(world) == ids(world, "alice")
    if first == "normal":
        await unburst(shown, "✅", alice)
    else:
        await alice.unreact(shown, "✅")
    await world.settle()
    assert _going(world) == []


async def test_a_super_reaction_that_is_taken_back_was_no_answer(world: World) -> None:
    shown, alice = await announced(world), world.members["alice"]
    await burst(shown, "✅", alice)
    await world.settle()
    await unburst(shown, "✅", alice)
    await world.settle()
    assert _going(world) == []
    await burst(shown, "✅", alice)
    await world.settle()
    assert _going(world) == ids(world, "alice")


async def test_whoever_taps_normally_costs_no_request_more(world: World) -> None:
    shown, alice = await announced(world), world.members["alice"]
    await world.settle()
    since = len(world.env.http_requests)
    await alice.react(shown, "✅")
    await alice.unreact(shown, "✅")
    await world.settle()
    await _come_back(world)
    asked = [one for one in world.env.http_requests[since:] if "/reactions/" in one.path]
    assert not [one for one in asked if (one.params or {}).get("type")]


async def test_votes_are_given_by_super_reactions_as_well(world: World) -> None:
    thread = await board.share(world, world.members["alice"])
    bob = world.members["bob"]
    await bob.react(thread.card, "🙋")
    await burst(thread.card, "🙋", bob)
    await world.settle()
    await _come_back(world)
    await bob.unreact(thread.card, "🙋")
    await world.settle()
    assert "🙋 1 has it, too" in await _shown(world, thread)
    await unburst(thread.card, "🙋", bob)
    await world.settle()
    assert "it, too" not in await _shown(world, thread)


async def test_whoever_taps_after_a_moderator_has_cleared_the_message_can_take_it_back(world: World) -> None:
    shown = await announced(world)
    backend, channel_id = world.env.backend, world.channel.id
    alice, bob, charlie = ids(world, "alice", "bob", "charlie")
    for user_id in (alice, bob):
        backend.add_reaction(channel_id, shown.id, "✅", user_id)
    backend.clear_reaction(channel_id, shown.id, "✅")
    backend.add_reaction(channel_id, shown.id, "✅", charlie)  # while all of it is still being stored
    await world.settle()
    assert _going(world) == [alice, bob, charlie]
    await world.members["charlie"].unreact(shown, "✅")
    await world.settle()
    assert _going(world) == [alice, bob]


def _fill_up(world: World, channel_id: int, message: discord.Message) -> None:
    """People put 20 other kinds of reaction under a message, after a moderator has cleared it."""
    world.env.backend.clear_reactions(channel_id, message.id)
    for number in range(20):
        emoji = chr(0x1F600 + number)
        world.env.backend.add_reaction(channel_id, message.id, emoji, world.members["alice"].id)


def _tried(world: World, since: int) -> int:
    return sum(one.method == "PUT" and "/reactions/" in one.path for one in world.env.http_requests[since:])


async def test_a_message_with_twenty_other_kinds_is_left_as_it_is(world: World) -> None:
    shown = await announced(world)
    await world.bot.close()
    _fill_up(world, world.channel.id, shown)
    since = len(world.env.http_requests)
    for _ in range(3):
        await _come_back(world)
    await world.advance(timedelta(days=1))
    assert _tried(world, since) == 0
    assert world.bot.reporter.fault_count == 0
    world.env.backend.clear_reaction(world.channel.id, shown.id, chr(0x1F600))
    world.env.backend.clear_reaction(world.channel.id, shown.id, chr(0x1F601))
    await _come_back(world)
    assert {"✅", "🤔"} <= {str(one.emoji) for one in card(world).reactions}


async def test_twenty_kinds_that_come_while_the_bot_looks_on_are_no_incident(world: World) -> None:
    shown = await announced(world)
    await world.settle()
    since = len(world.env.http_requests)
    _fill_up(world, world.channel.id, shown)
    await world.settle()
    await world.advance(timedelta(days=1))
    assert world.bot.reporter.fault_count == 0
    assert _tried(world, since) <= 3


async def test_under_what_is_archived_nothing_is_tried_twice(world: World) -> None:
    thread = await board.share(world, world.members["alice"])
    proposal = await board.propose(world, world.members["bob"], thread)
    await world.bot.close()
    world.env.backend.clear_reactions(thread.id, proposal.id)
    rules_of(world.env).archived.set(thread.id, archived=True)
    since = len(world.env.http_requests)
    await _come_back(world)
    for _ in range(3):
        await world.receive("ready")
        await world.settle()
    await world.advance(timedelta(hours=20))
    assert world.bot.reporter.fault_count == 0
    assert _tried(world, since) == 1
