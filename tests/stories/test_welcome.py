"""First-timers are welcomed to their first date: together, in its thread, once in their life here."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from cogs.privacy.retention import RetentionSweeper
from demo.world import World
from tests.discord_rules import hears
from tests.stories import hosting
from tests.stories.board import wait
from tests.stories.profiles import turn
from tests.stories.telling import announced, ids, lose_the_answer, reads

_WELCOME = "for the first time at this table"
_SWITCH = "A welcome to my first meetup"


def _welcomes(world: World) -> list[discord.Message]:
    return [one for card in world.cards() for one in world.thread(card) if _WELCOME in reads(one)]


async def _answered(world: World, *names: str) -> discord.Message:
    """Friday co-working is announced three days before, and these have said yes."""
    shown = await announced(world, pings="3 days")
    for name in names:
        await world.members[name].react(shown, "✅")
    await world.settle()
    return shown


async def test_all_first_timers_are_welcomed_together_a_day_before(world: World) -> None:
    await _answered(world, "alice", "bob", "erin")
    await wait(world, days=1, hours=23)
    assert _welcomes(world) == []
    await wait(world, hours=2)
    (welcome,) = _welcomes(world)
    assert welcome.raw_mentions == ids(world, "alice", "bob")  # erin hosts
    assert hears(welcome, world.members["alice"])
    assert world.members["erin"].mention in reads(welcome)
    assert not hears(welcome, world.members["charlie"])


async def test_who_answers_later_is_welcomed_soon_and_together(world: World) -> None:
    shown = await _answered(world, "alice")
    await wait(world, days=2, hours=1)
    await world.members["bob"].react(shown, "✅")
    await world.members["charlie"].react(shown, "✅")
    await wait(world, minutes=6)
    assert [one.raw_mentions for one in _welcomes(world)] == [
        ids(world, "alice"),
        ids(world, "bob", "charlie"),
    ]


async def test_nobody_is_welcomed_twice_not_even_if_they_did_not_come(world: World) -> None:
    shown = await _answered(world, "alice")
    await wait(world, days=2, hours=1)
    await world.members["alice"].unreact(shown, "✅")
    await world.members["alice"].react(shown, "✅")
    await wait(world, minutes=10)
    await hosting.move(world, world.members["erin"], "sun 10:00")
    await wait(world, days=7)
    for name in ("alice", "bob"):
        await world.members[name].react(world.cards()[-1], "✅")
    await wait(world, days=3)
    assert [one.raw_mentions for one in _welcomes(world)] == [ids(world, "alice"), ids(world, "bob")]


async def test_who_came_once_is_no_first_timer(world: World) -> None:
    shown = await _answered(world)
    await wait(world, days=2, hours=23, minutes=58)
    await world.members["alice"].react(shown, "✅")
    await world.members["bob"].react(shown, "✅")
    await wait(world, days=6)
    before = len(_welcomes(world))
    await world.members["alice"].react(world.cards()[-1], "✅")
    await wait(world, days=2)
    assert len(_welcomes(world)) == before


async def test_a_date_that_is_called_off_welcomes_nobody(world: World) -> None:
    await _answered(world, "alice")
    await hosting.skip(world, world.members["erin"])
    await wait(world, days=3)
    assert _welcomes(world) == []


async def test_it_is_said_once_across_a_restart_and_a_lost_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _answered(world, "alice")
    await world.restart()
    with monkeypatch.context() as patch:
        await wait(world, days=1, hours=22)
        lose_the_answer(patch)
        await wait(world, hours=3)
    await world.restart()
    await wait(world, hours=2)
    assert len(_welcomes(world)) == 1


async def test_who_has_switched_it_off_or_has_left_is_not_welcomed(world: World) -> None:
    await turn(world, world.members["alice"], _SWITCH, on=False)
    await _answered(world, "alice", "bob")
    world.guild.remove_member(world.members["bob"])
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await wait(world, days=2, hours=12)
    assert _welcomes(world) == []


async def test_who_waits_for_a_seat_is_welcomed_once_they_have_one(world: World) -> None:
    shown = await announced(world, pings="3 days", seats="1")
    await world.members["alice"].react(shown, "✅")
    await world.members["bob"].react(shown, "✅")
    await wait(world, days=2, hours=1)
    await world.members["alice"].unreact(shown, "✅")
    await world.advance(timedelta(minutes=6))
    assert [one.raw_mentions for one in _welcomes(world)] == [ids(world, "alice"), ids(world, "bob")]
