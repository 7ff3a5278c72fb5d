"""The hosts of a meetup hear what one of them, or who may manage events, does to its dates."""

from __future__ import annotations

from demo.world import World
from tests.stories.hosting import TITLE, cancel, host_with, move, restore, skip
from tests.stories.telling import announced, ids, pick, reads, said

_SATURDAY = "2026-03-14 9:30"


async def _add_host(world: World, name: str) -> None:
    """Erin has somebody host it, too, who hears of that."""
    await host_with(world, world.members["erin"], world.members[name])
    await world.settle()
    await _heard(world, name)


async def _heard(world: World, name: str) -> list[str]:
    """What a member hears in private besides the answer to a command."""
    shown = await world.members[name].slash(world.channel, "meetup list")
    return [line for one in shown.followups for line in one.content.splitlines()[1:]]


async def test_the_other_hosts_hear_of_it_in_the_thread(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "🤔")
    ref = await pick(world, world.members["erin"], "meetup manage")
    await _add_host(world, "dana")
    dana, hear_it = world.members["dana"], sorted(ids(world, "alice", "bob", "erin"))
    changes = (skip(world, dana, ref), restore(world, dana, ref), move(world, dana, _SATURDAY, ref))
    for change in changes:
        assert "Those who answered are told" in said(await change)
        await world.settle()
        assert sorted(world.thread(message)[-1].raw_mentions) == hear_it
    await world.press(dana, await cancel(world, dana), "Cancel all dates")
    await world.settle()
    assert "is cancelled" in reads(world.thread(message)[-1])
    assert sorted(world.thread(message)[-1].raw_mentions) == hear_it


async def test_where_only_hosts_hear_of_it_nobody_who_answered_is_said_to(world: World) -> None:
    message = await announced(world)
    await _add_host(world, "dana")
    assert "are told" not in said(await skip(world, world.members["erin"]))
    await world.settle()
    assert world.thread(message)[-1].raw_mentions == ids(world, "dana")


async def test_the_other_hosts_hear_by_the_way_of_a_date_without_a_thread(world: World) -> None:
    erin = world.members["erin"]
    await world.plan(erin, title=TITLE, when="fri 9:30", repeats="weekly", pings="2h")
    await _add_host(world, "dana")
    dana = world.members["dana"]
    await move(world, dana, _SATURDAY)
    await world.settle()
    assert any("has moved to <t:1773477000:F>" in line for line in await _heard(world, "erin"))
    assert not any("has moved" in line for line in await _heard(world, "erin")), "once"
    assert not any("has moved" in line for line in await _heard(world, "dana"))
    await world.press(dana, await cancel(world, dana), "Cancel all dates")
    assert any("is cancelled" in line for line in await _heard(world, "erin"))
