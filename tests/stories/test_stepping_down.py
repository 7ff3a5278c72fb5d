"""Who hosts a meetup may leave it again, and only who was its first host gives it away."""

from __future__ import annotations

import discord
from simcord.actors import MemberActor

from cogs.custom_ids import HAND_OVER, STEP_DOWN
from cogs.privacy.retention import RetentionSweeper
from demo.world import World
from tests.stories.hosting import hand_over, host_with, manage, offered, press, tap
from tests.stories.telling import announced, card, labels, pick, press_forged, reads, said

_YES = "Yes, I'll host it"


async def _heard(world: World, who: MemberActor) -> list[str]:
    """What a member hears in private besides the answer to a command."""
    shown = await who.slash(world.channel, "meetup list")
    return [line for one in shown.followups for line in one.content.splitlines()[1:]]


def _search(world: World) -> list[discord.Message]:
    """The messages in the channel that look for a host."""
    return [one for one in world.channel.history() if "is looking for a host" in reads(one)]


async def test_a_meetup_is_given_away_by_its_first_host_alone(world: World) -> None:
    await announced(world)
    erin, alice, jules = world.members["erin"], world.members["alice"], world.join("jules", is_host=True)
    await host_with(world, erin, alice)
    assert "Hand over" in offered(await manage(world, erin))
    assert not {"Hand over", "Copy"} & set(offered(await manage(world, alice))), "they may not plan"
    assert "Its first host can hand it over" in said(await tap(world, alice, HAND_OVER))
    form = await tap(world, jules, HAND_OVER)
    assert form.modal is not None
    described = form.modal["components"][0]["description"]
    assert described == "They are asked first. With their yes the first host is out."


async def test_what_was_offered_ends_with_the_right_of_who_offered_it(world: World) -> None:
    message = await announced(world)
    erin, jules, kim = (
        world.members["erin"],
        world.join("jules", is_host=True),
        world.join("kim", is_host=True),
    )
    await host_with(world, erin, jules)
    await hand_over(world, jules, kim)
    await world.tick()
    (offer,) = [one for one in world.thread(message) if _YES in labels(one)]
    await host_with(world, erin)
    assert "settled by now" in said(await kim.click(offer, label=_YES))
    await world.settle()
    assert f"Hosted by {erin.mention}" in reads(card(world))
    assert [one for one in world.thread(message) if _YES in labels(one)] == []


async def test_who_hosts_it_since_the_first_host_left_steps_down_and_a_host_is_looked_for(
    world: World,
) -> None:
    await announced(world)
    erin, alice, jules = world.members["erin"], world.members["alice"], world.join("jules", is_host=True)
    await host_with(world, erin, alice)
    world.guild.remove_member(erin)
    await world.bot.cog(RetentionSweeper).erase_leavers()
    asked = await tap(world, alice, STEP_DOWN)
    assert "Whoever may plan here is asked to host it" in said(asked)
    assert offered(asked) == ["Step down", "Back"]
    await world.restart()
    assert "no longer among the hosts" in said(await world.press(alice, asked, "Step down"))
    await world.settle()
    assert "can be changed by its host" in said(await manage(world, alice))
    assert "👋 Hosted by nobody yet" in reads(card(world))
    (search,) = _search(world)
    assert "You host" in said(await jules.click(search, label="I'll host it"))
    await world.settle()
    assert f"Hosted by {jules.mention}" in reads(card(world))
    assert _search(world) == []


async def test_a_first_host_who_steps_down_leaves_it_to_who_was_added_first(world: World) -> None:
    message = await announced(world)
    erin, alice = world.members["erin"], world.members["alice"]
    await host_with(world, erin, alice)
    asked = await tap(world, erin, STEP_DOWN)
    assert f"{alice.mention} hosts it from then on" in said(asked)
    assert f"Hosted by {erin.mention} and {alice.mention}" in said(await world.press(erin, asked, "Back"))
    await world.press(erin, await tap(world, erin, STEP_DOWN), "Step down")
    await world.settle()
    assert reads(card(world)).count(erin.mention) == 0
    (told,) = [one for one in world.thread(message) if "from now on" in reads(one)]
    assert told.raw_mentions == [alice.id]


async def test_a_page_from_before_asks_who_has_become_the_first_host(world: World) -> None:
    await announced(world)
    erin, alice = world.members["erin"], world.members["alice"]
    await host_with(world, erin, alice)
    page, asked = await manage(world, alice), await tap(world, erin, STEP_DOWN)
    await world.press(erin, asked, "Step down")
    assert "Step down from **Friday co-working**?" in said(await press(world, alice, page, STEP_DOWN))
    forged = STEP_DOWN.make(await pick(world, alice, "meetup manage"))
    assert "not among its hosts" in said(await press_forged(world, erin, forged)), "twice"


async def test_who_is_taken_out_by_somebody_else_hears_it_by_the_way(world: World) -> None:
    await announced(world)
    erin, alice, bob = (world.members[name] for name in ("erin", "alice", "bob"))
    await host_with(world, erin, alice, bob)
    await host_with(world, alice)
    assert ["no longer among the hosts of **Friday" in line for line in await _heard(world, bob)] == [True]
    assert await _heard(world, alice) == [], "it was her own doing"
    assert await _heard(world, erin) == []
    assert await _heard(world, bob) == [], "once"
