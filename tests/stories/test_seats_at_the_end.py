"""Once people sit together nobody is moved up any more, and a series goes on without its host."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cogs.privacy.retention import RetentionSweeper
from demo.settings import set_up
from demo.world import World
from tests.stories.board import boss
from tests.stories.brainstorming import until_start
from tests.stories.edits import edit
from tests.stories.hosting import skip
from tests.stories.telling import announced, by_the_way, card, field, forbid, ids, said


async def _a_night(world: World) -> None:
    """The bot asks who is still there."""
    with world.env.time_context():
        await world.bot.cog(RetentionSweeper).erase_leavers()


async def _under_way(world: World) -> None:
    """Of alice, bob and charlie, who wanted the one seat, alice has it, and the date began a while ago."""
    shown = await announced(world, seats="1")
    for name in ("alice", "bob", "charlie"):
        await world.members[name].react(shown, "✅")
    await until_start(world)
    await world.advance(timedelta(minutes=111))


@pytest.mark.parametrize("how", ["reaction", "command", "leaving", "while away", "more seats"])
async def test_nobody_hears_of_a_seat_when_it_is_nearly_over(world: World, how: str) -> None:
    await _under_way(world)
    shown, alice = card(world), world.members["alice"]
    told = len(world.thread(shown))
    match how:
        case "reaction":
            await alice.unreact(shown, "✅")
        case "command":
            await alice.slash(world.channel, "meetup rsvp", meetup="Friday co-working", answer="no")
        case "leaving":
            world.guild.remove_member(alice)
        case "while away":
            await world.bot.close()
            world.env.backend.set_reaction(world.channel.id, shown.id, "✅", alice.id, False)
            await world.restart()
        case _:
            erin = world.members["erin"]
            await edit(world, erin, "Friday co-working", seats="3")
    await world.settle()
    assert field(card(world), "Waitlist") == ids(world, "bob", "charlie")
    assert not [one for one in world.thread(shown)[told:] if set(one.raw_mentions) & set(ids(world, "bob"))]


async def test_who_comes_by_late_takes_a_seat_that_nobody_waits_for(world: World) -> None:
    shown = await announced(world, seats="2")
    await world.members["alice"].react(shown, "✅")
    await until_start(world)
    await world.advance(timedelta(minutes=30))
    for name in ("bob", "charlie"):
        await world.members[name].react(shown, "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    assert field(card(world), "Waitlist") == ids(world, "charlie")


async def test_where_the_host_has_left_those_who_plan_go_on(world: World) -> None:
    await set_up(world, boss(world), planners=[world.coworkers])
    await announced(world)
    alice = world.members["alice"]
    refused = await edit(world, alice, "Friday co-working", title="Ours")
    assert "can be changed by its host" in said(refused)
    world.guild.remove_member(world.members["erin"])
    await _a_night(world)
    changed = await edit(world, alice, "Friday co-working", title="Ours")
    assert "Changed" in said(changed)
    world.join("erin", is_host=True)
    await _a_night(world)
    refused = await skip(world, alice, "Ours")
    assert "can be changed by its host" in said(refused)


async def test_what_the_host_who_has_left_would_hear_the_organisers_hear(world: World) -> None:
    await announced(world)
    world.guild.remove_member(world.members["erin"])
    await _a_night(world)
    forbid(world, world.channel, send_messages=True)
    await world.advance(timedelta(days=5))
    world.members["erin"] = boss(world)
    assert "I can't post" in await by_the_way(world)
