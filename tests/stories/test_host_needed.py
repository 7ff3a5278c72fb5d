"""Hosts hear that their meetup needs them, with a mention and no more; what it is they read in private."""

from __future__ import annotations

import pytest

from cogs.privacy.retention import RetentionSweeper
from demo.world import World
from tests.discord_rules import heard_of, hears
from tests.stories.board import wait
from tests.stories.profiles import turn
from tests.stories.telling import announced, by_the_way, forbid, ids, lose_the_answer, reads, sent

_CALL = "needs a look"


def _calls(world: World) -> list[str]:
    return [one for one in sent(world) if _CALL in one]


async def _lose_the_role(world: World) -> None:
    """The role that the meetup mentions is deleted, which the bot notices at the next ping."""
    shown = await announced(world, role=world.coworkers, pings="1 day, 2 hours")
    world.env.backend.delete_role(world.guild.id, world.coworkers.id)
    await world.members["alice"].react(shown, "✅")
    await wait(world, hours=22, minutes=5)


async def test_a_host_hears_once_in_the_thread_and_reads_in_private_what_it_is(world: World) -> None:
    await _lose_the_role(world)
    assert _calls(world) == []
    await wait(world, minutes=20)
    (call,) = [one for one in world.thread(world.cards()[-1]) if _CALL in reads(one)]
    assert call.raw_mentions == ids(world, "erin")
    assert hears(call, world.members["erin"])
    assert "role" not in reads(call)
    assert await by_the_way(world) == ["role that"]
    await wait(world, days=1)
    assert len(_calls(world)) == 1


async def test_who_has_read_it_meanwhile_is_not_called(world: World) -> None:
    await _lose_the_role(world)
    assert await by_the_way(world) == ["role that"]
    await wait(world, hours=1)
    assert _calls(world) == []


async def test_it_is_said_once_across_a_restart_and_a_lost_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _lose_the_role(world)
    await world.restart()
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await wait(world, minutes=20)
    await world.restart()
    await wait(world, hours=1)
    assert len(_calls(world)) == 1


async def test_two_things_are_one_call_until_the_host_has_listened(world: World) -> None:
    await _lose_the_role(world)
    await wait(world, minutes=20)
    world.env.backend.delete_message(world.channel.id, world.cards()[-1].id)
    await wait(world, hours=1)
    assert len(_calls(world)) == 1
    assert sorted(await by_the_way(world)) == ["role that", "was deleted"]


async def test_without_a_thread_it_is_said_in_the_channel(world: World) -> None:
    shown = await announced(world)
    world.env.backend.delete_message(world.channel.id, shown.id)
    await wait(world, minutes=20)
    (call,) = [one for one in world.channel.history() if _CALL in reads(one)]
    assert call.raw_mentions == ids(world, "erin")
    assert await by_the_way(world) == ["was deleted"]


async def test_where_nothing_can_be_posted_it_waits_for_the_private_reply(world: World) -> None:
    await world.plan(world.members["erin"], title="Walk", when="fri 9:30", repeats="weekly")
    forbid(world, world.channel, send_messages=True)
    due_at = await world.bot.next_due_at()
    assert due_at is not None
    await world.advance_to(due_at)
    await wait(world, hours=1)
    assert _calls(world) == []
    assert await by_the_way(world) == ["I can't post"]


async def test_nobody_came_is_not_said_in_public(world: World) -> None:
    await announced(world, pings="3 days")
    await wait(world, days=4)
    assert _calls(world) == []
    assert len(await by_the_way(world, whole=True)) == 1


async def test_who_has_switched_it_off_reads_it_in_private_alone(world: World) -> None:
    await turn(world, world.members["erin"], "Called when a meetup needs me", on=False)
    await _lose_the_role(world)
    await wait(world, hours=1)
    assert _calls(world) == []
    assert await by_the_way(world) == ["role that"]


async def test_a_host_who_has_left_is_not_called(world: World) -> None:
    await _lose_the_role(world)
    world.guild.remove_member(world.members["erin"])
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await wait(world, hours=1)
    assert _calls(world) == []
    assert not [one for one in heard_of(world.members["erin"]) if one.channel_id == world.cards()[-1].id]
