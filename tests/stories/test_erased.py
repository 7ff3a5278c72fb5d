"""Who has erased themselves does not come back by the reactions that still stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from demo.world import World
from services import erased_reactions
from tests.stores import look_into
from tests.stories.answering import who_tapped
from tests.stories.board import Thread, propose, share
from tests.stories.telling import announced, card, fail_at, field, forbid, ids, reads

START = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)  # 9:30 in Berlin


def _known(world: World) -> int:
    """How many erased reactions the bot knows."""
    with look_into(world.bot.database) as rows:
        count: int = rows.execute("SELECT count(*) AS n FROM erased_reactions").fetchone()["n"]
    return count


async def _tap(world: World, *names: str, emoji: str = "✅") -> None:
    for name in names:
        await world.members[name].react(card(world), emoji)
    await world.settle()


async def _press_erase(world: World, name: str) -> str:
    shown = await world.members[name].slash(world.channel, "privacy erase")
    pressed = await world.press(world.members[name], shown, "Erase everything")
    assert pressed.response is not None
    return reads(pressed.response.message)


async def test_their_reaction_is_taken_away(world: World) -> None:
    await announced(world, until="1 day")
    await _tap(world, "alice", "bob")
    await _press_erase(world, "alice")
    await world.settle()
    assert who_tapped(world, card(world), "✅") == set(ids(world, "bob"))
    assert _known(world) == 0
    await world.advance_to(START - timedelta(hours=23))
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")


async def test_also_after_a_restart_before_that(world: World) -> None:
    await announced(world)
    await _tap(world, "alice")
    await _press_erase(world, "alice")
    assert who_tapped(world, card(world), "✅") == set(ids(world, "alice"))
    await world.restart()
    await world.settle()
    assert who_tapped(world, card(world), "✅") == set()
    assert field(card(world), "Going") == []
    assert _known(world) == 0


async def test_also_where_the_process_dies_between_taking_it_away_and_noting_that(world: World) -> None:
    await announced(world)
    await _tap(world, "alice")
    await _press_erase(world, "alice")
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, erased_reactions.mark_gone, ConnectionResetError())
        await world.tick()
    world.bot.reporter.fault_count = 0
    assert _known(world) in {0, 1}  # its event may have come first
    await world.restart()
    await world.settle()
    assert (_known(world), field(card(world), "Going")) == (0, [])


@pytest.mark.parametrize("moment", [START - timedelta(hours=23), START + timedelta(minutes=1)])
async def test_where_the_bot_may_not_it_is_not_taken_over_again(world: World, moment: datetime) -> None:
    await announced(world, until="1 day")
    await _tap(world, "alice")
    forbid(world, world.channel, manage_messages=True)
    await _press_erase(world, "alice")
    await world.restart()
    await world.settle()
    await world.advance_to(moment)
    await world.restart()
    await world.settle()
    assert who_tapped(world, card(world), "✅") == set(ids(world, "alice"))
    assert field(card(world), "Going") == []
    exported = await world.members["alice"].slash(world.channel, "privacy export")
    assert exported.response is not None
    assert b'"choice": "going"' in await exported.response.message.attachments[0].read()
    assert "reactions of yours" in await _press_erase(world, "alice")  # which is known for a second time
    assert _known(world) == 1
    forbid(world, world.channel)
    await world.settle()
    assert (who_tapped(world, card(world), "✅"), _known(world)) == (set(), 0)


async def test_it_is_forgotten_when_the_date_is_over(world: World) -> None:
    await announced(world, repeats="once")
    await _tap(world, "alice")
    forbid(world, world.channel, manage_messages=True)
    await _press_erase(world, "alice")
    await world.advance_to(START + timedelta(hours=4))
    await world.bot.write(erased_reactions.forget_unread)
    assert _known(world) == 0


async def test_what_they_tap_after_that_counts(world: World) -> None:
    await announced(world)
    await _tap(world, "alice")
    forbid(world, world.channel, manage_messages=True)
    await _press_erase(world, "alice")
    await world.settle()
    await world.members["alice"].unreact(card(world), "✅")
    await _tap(world, "alice")
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")


async def test_also_what_they_tapped_anew_while_the_bot_was_away(world: World) -> None:
    await announced(world)
    await _tap(world, "alice")
    forbid(world, world.channel, manage_messages=True)
    await _press_erase(world, "alice")
    await world.settle()
    await world.bot.close()
    alice = world.members["alice"]
    world.env.backend.remove_reaction(world.channel.id, card(world).id, "✅", alice.id)
    await world.restart()
    await world.settle()
    assert _known(world) == 0
    await _tap(world, "alice")
    assert field(card(world), "Going") == [alice.id]


async def _votes(world: World, thread: Thread) -> str:
    shown = await world.members["erin"].slash(thread.handle, "problem show")
    assert shown.response is not None
    return f"{reads(shown.response.message)} {shown.response.embeds[0].footer.text or ''}"


@pytest.mark.parametrize("may_take_away", [True, False])
async def test_votes_and_ones_own_problem_do_not_come_back_either(world: World, may_take_away: bool) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    for name in ("alice", "charlie", "dana"):
        await world.members[name].react(thread.card, "🙋")
    for name in ("bob", "charlie", "dana"):
        await world.members[name].react(proposal, "👍")
    await world.settle()
    if not may_take_away:
        forbid(world, thread.handle, manage_messages=True)
        for channel in world.guild.channels.values():
            forbid(world, channel, manage_messages=True)
    for name in ("alice", "bob", "charlie"):
        await _press_erase(world, name)
    await world.restart()
    await world.settle()
    text = await _votes(world, thread)
    assert "🙋 1 has it, too" in text or "🙋 1" in text
    assert "👍 1" in text
    left = ids(world, "dana") if may_take_away else ids(world, "alice", "charlie", "dana")
    assert who_tapped(world, thread.card, "🙋") == set(left)
    if may_take_away:
        assert _known(world) == 0
