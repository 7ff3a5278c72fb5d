"""Several hosts share a meetup, it is handed over with a yes, and none is left alone when its host leaves."""

from __future__ import annotations

import asyncio
import json

import discord
import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from cogs.custom_ids import HOSTS, STEP_DOWN, TAKE_BACK_OFFER
from cogs.privacy.retention import RetentionSweeper
from demo.world import World
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId
from services.meetups import hosting
from tests.discord_rules import hears
from tests.stories.board import wait
from tests.stories.hosting import (
    cancel,
    hand_over,
    host_with,
    manage,
    offered,
    press,
    skip,
    tap,
)
from tests.stories.telling import (
    WEEKLY,
    announced,
    button_ids,
    by_the_way,
    card,
    ids,
    labels,
    lose_the_answer,
    reads,
    said,
    sent,
)

_YES, _NO, _MINE = "Yes, I'll host it", "No, thanks", "I'll host it"


def _found(world: World, *words: str) -> discord.Message:
    """The newest message in the channel and its threads that says one of these."""
    rooms = [world.channel, *world.channel.threads]
    fitting = [one for room in rooms for one in room.history() if any(word in reads(one) for word in words)]
    return max(fitting, key=lambda one: one.id)


def _offer(world: World) -> discord.Message:
    """The message that offers the meetup, as it stands now."""
    return _found(world, "Would you like to host", "You said yes to hosting", "about who hosts")


def _search(world: World) -> discord.Message:
    """The message that looks for a host, as it stands now."""
    return _found(world, "is looking for a host", "has said yes to hosting", "about who hosts")


async def _leave(world: World, who: MemberActor) -> None:
    """A member leaves the server, which the bot finds out at night."""
    world.guild.remove_member(who)
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await world.settle()


async def _heard(world: World, who: MemberActor) -> list[str]:
    """What a member hears in private besides the answer to a command."""
    shown = await who.slash(world.channel, "meetup list")
    return [line for one in shown.followups for line in one.content.splitlines()[1:]]


async def test_who_is_picked_hosts_it_too_and_is_told_once(world: World) -> None:
    message = await announced(world)
    erin, alice, bob = (world.members[name] for name in ("erin", "alice", "bob"))
    assert "can be changed by its host" in said(await manage(world, alice))
    shown = await host_with(world, erin, alice, bob)
    assert f"Hosted by {erin.mention}, {alice.mention} and {bob.mention}" in said(shown)
    await world.settle()
    (told,) = [one for one in world.thread(message) if "New among the hosts" in reads(one)]
    assert sorted(told.raw_mentions) == sorted(ids(world, "alice", "bob"))
    assert hears(told, alice)
    assert f"Hosted by {erin.mention}, {alice.mention} and {bob.mention}" in reads(card(world))
    form = await tap(world, alice, HOSTS)
    assert form.modal is not None
    chosen = form.modal["components"][0]["component"]["default_values"]
    assert [int(one["id"]) for one in chosen] == ids(world, "alice", "bob")
    await world.restart()
    await erin.submit_modal(await tap(world, erin, HOSTS), {"hosts": [alice]})
    await world.settle()
    assert "can be changed by its host" in said(await manage(world, bob))
    assert len([one for one in sent(world) if "New among the hosts" in one]) == 1


async def test_each_may_do_what_the_host_may_and_step_down(world: World) -> None:
    await announced(world)
    erin, alice = world.members["erin"], world.members["alice"]
    await host_with(world, erin, alice)
    shown = await manage(world, alice)
    assert {"✏️ Edit", "Move", "Skip", "Hosts", "Step down", "Cancel"} <= set(offered(shown))
    assert "Hand over" not in offered(shown), "it is the first host's to give away"
    assert "Skipped" in said(await skip(world, alice))
    listed = await alice.autocomplete(world.channel, "meetup manage", "meetup", "")
    assert any(WEEKLY["title"] in one["name"] for one in listed)
    await world.restart()
    shown = await press(world, alice, shown, STEP_DOWN)
    assert "no longer among the hosts" in said(shown)
    await world.settle()
    assert "can be changed by its host" in said(await manage(world, alice))
    assert reads(card(world)).count("Hosted by") == 1
    assert alice.mention not in reads(card(world))


async def test_who_cannot_host_comes_back_in_the_form(world: World) -> None:
    await announced(world)
    erin, alice = world.members["erin"], world.members["alice"]
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    refused = await host_with(world, erin, alice, robot)
    assert "a bot can't host" in said(refused)
    await world.restart()
    form = await world.press(erin, refused, "Edit")
    assert form.modal is not None
    chosen = form.modal["components"][0]["component"]["default_values"]
    assert [int(one["id"]) for one in chosen] == [alice.id, robot.id]
    stale = await tap(world, erin, HOSTS)
    await erin.submit_modal(form, {"hosts": [alice, erin]})
    assert "changed meanwhile" in said(await erin.submit_modal(stale, {"hosts": []}))
    await world.settle()
    assert f"Hosted by {erin.mention} and {alice.mention}" in reads(card(world))


async def test_before_anything_is_announced_who_is_new_hears_in_private(world: World) -> None:
    await world.plan(world.join("jules", is_host=True), **WEEKLY)
    await host_with(world, world.members["jules"], world.members["erin"])
    await world.settle()
    (heard,) = await by_the_way(world, whole=True)
    assert "You are among the hosts of **Friday co-working** now" in heard


def _thread(world: World) -> list[discord.Message]:
    return world.thread(card(world))


async def _offer_to(world: World, name: str = "jules") -> tuple[MemberActor, MemberActor]:
    """erin hands Friday co-working over to jules, who may plan, and has not answered yet."""
    await announced(world)
    erin, jules = world.members["erin"], world.join(name, is_host=True)
    world.env.backend.remove_member_role(world.guild.id, erin.id, world.hosts.id)
    shown = await hand_over(world, erin, jules)
    assert "is asked whether they would host" in said(shown)
    await world.tick()
    return erin, jules


async def test_a_meetup_is_handed_over_with_a_yes_across_a_restart(world: World) -> None:
    erin, jules = await _offer_to(world)
    message = _offer(world)
    assert message.raw_mentions == [jules.id]
    assert hears(message, jules)
    assert labels(message) == [_YES, _NO]
    await world.settle()
    assert f"Hosted by {erin.mention}" in reads(card(world)), "until there is a yes nothing changes"
    page = await manage(world, erin)
    assert f"{jules.mention} is asked to host it" in said(page)
    assert "Hand over" not in offered(page)
    await world.restart()
    assert "for somebody else" in said(await world.members["alice"].click(message, label=_YES))
    assert "You host **Friday co-working**" in said(await jules.click(message, label=_YES))
    assert "You host **Friday co-working**" in said(await jules.click(message, label=_YES)), "twice"
    await world.settle()
    assert "You said yes to hosting" in reads(_offer(world))
    assert labels(_offer(world)) == []
    assert f"Hosted by {jules.mention}" in reads(card(world))
    assert erin.mention not in reads(card(world)).split("Hosted by")[1].split("\n")[0]
    assert ["has a new host" in line for line in await _heard(world, erin)] == [True]
    assert "can be changed by its host" in said(await manage(world, erin))


async def test_a_no_is_told_to_the_host_alone(world: World) -> None:
    erin, jules = await _offer_to(world)
    message = _offer(world)
    assert "stays as it is" in said(await jules.click(message, label=_NO))
    assert "settled by now" in said(await jules.click(message, label=_YES))
    await world.settle()
    assert "It is settled" in reads(_offer(world))
    assert labels(_offer(world)) == []
    assert ["was not taken over" in line for line in await _heard(world, erin)] == [True]
    assert "Hand over" in offered(await manage(world, erin))


async def test_an_offer_is_taken_back_and_made_to_another(world: World) -> None:
    erin, jules = await _offer_to(world)
    message, kim = _offer(world), world.join("kim", is_host=True)
    world.env.backend.add_member_role(world.guild.id, erin.id, world.hosts.id)
    shown = await tap(world, erin, TAKE_BACK_OFFER)
    assert "Nobody is asked any more" in said(shown)
    await hand_over(world, erin, kim)
    assert "for somebody else" in said(await jules.click(message, label=_YES))
    await world.settle()
    assert "It is settled" in reads(next(one for one in _thread(world) if one.id == message.id))
    (asked,) = [one for one in _thread(world) if "Would you like to host" in reads(one)]
    assert asked.raw_mentions == [kim.id]


async def test_an_offer_ends_after_a_week(world: World) -> None:
    erin, _ = await _offer_to(world)
    await wait(world, days=6, hours=22)
    assert labels(_offer(world)) == [_YES, _NO]
    await wait(world, hours=1)
    await world.settle()
    assert "It is settled" in reads(_offer(world))
    assert labels(_offer(world)) == []
    assert any("was not taken over" in line for line in await _heard(world, erin))


@pytest.mark.parametrize("what", ["cancelled", "taken"])
async def test_an_offer_is_overtaken(world: World, what: str) -> None:
    erin, jules = await _offer_to(world)
    message, kim = _offer(world), world.join("kim", is_host=True)
    if what == "cancelled":
        await world.press(erin, await cancel(world, erin), "Cancel all dates")
    else:
        assert "You host" in said(await hand_over(world, kim, kim))
    pressed = await jules.click(message, label=_YES)
    assert "You host" not in said(pressed)
    await world.settle()
    assert "It is settled" in reads(_offer(world))
    assert labels(_offer(world)) == []


async def test_an_offer_ends_when_who_was_asked_leaves(world: World) -> None:
    erin, jules = await _offer_to(world)
    await _leave(world, jules)
    assert "It is settled" in reads(_offer(world))
    assert any("was not taken over" in line for line in await _heard(world, erin))


async def test_it_is_offered_once_whatever_gets_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await announced(world)
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    await hand_over(world, erin, jules)
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await world.tick()
    assert "Nobody is asked" in said(await tap(world, erin, TAKE_BACK_OFFER))
    await world.restart()
    await wait(world, minutes=5)
    assert len([one for one in sent(world) if "about who hosts" in one]) == 1
    assert not [one for one in sent(world) if "Would you like to host" in one]


async def test_when_the_host_leaves_who_was_added_first_hosts_it(world: World) -> None:
    message = await announced(world)
    erin, alice, bob = (world.members[name] for name in ("erin", "alice", "bob"))
    await host_with(world, erin, bob)
    await wait(world, minutes=1)
    await host_with(world, erin, bob, alice)
    await _leave(world, erin)
    assert f"Hosted by {bob.mention} and {alice.mention}" in reads(card(world))
    (told,) = [one for one in world.thread(message) if "from now on" in reads(one)]
    assert told.raw_mentions == [bob.id]
    assert "looking for a host" not in "".join(sent(world))


async def test_when_the_only_host_leaves_two_planners_press_at_once(world: World) -> None:
    await announced(world)
    jules, kim = world.join("jules", is_host=True), world.join("kim", is_host=True)
    await _leave(world, world.members["erin"])
    await world.restart()
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await wait(world, minutes=5)
    search = _search(world)
    assert len([one for one in sent(world) if "is looking for a host" in one]) == 1
    assert "left" not in reads(search)
    assert labels(search) == [_MINE]
    assert any("is without a host" in line for line in await _heard(world, jules))
    assert "for those who may plan" in said(await world.members["alice"].click(search, label=_MINE))
    meetup_id = MeetupId(int(button_ids(search)[0].rpartition("|")[2]))
    actors = [Actor(world.guild.id, one.id, is_manager=True) for one in (jules, kim)]
    pressed = await asyncio.gather(
        *(world.bot.write(hosting.take_over, actor, meetup_id) for actor in actors), return_exceptions=True
    )
    assert sum(isinstance(one, Refusal) for one in pressed) == 1
    first, second = (kim, jules) if isinstance(pressed[0], Refusal) else (jules, kim)
    assert "has a host again" in said(await second.click(search, label=_MINE))
    assert "You host" in said(await first.click(search, label=_MINE)), "twice"
    await world.settle()
    assert f"{first.mention} has said yes to hosting" in reads(_search(world))
    assert labels(_search(world)) == []
    assert f"Hosted by {first.mention}" in reads(card(world))


async def test_a_host_who_is_back_hosts_it_again(world: World) -> None:
    await announced(world)
    await _leave(world, world.members["erin"])
    assert "is looking for a host" in reads(_search(world))
    erin = world.join("erin", is_host=True)
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await world.settle()
    assert f"{erin.mention} has said yes to hosting" in reads(_search(world))
    assert labels(_search(world)) == []


async def test_a_host_who_is_back_may_say_so_before_the_bot_knows(world: World) -> None:
    await announced(world)
    await _leave(world, world.members["erin"])
    erin = world.join("erin", is_host=True)
    assert "You host" in said(await erin.click(_search(world), label=_MINE))
    await world.settle()
    assert f"{erin.mention} has said yes to hosting" in reads(_search(world))
    assert f"Hosted by {erin.mention}" in reads(card(world))


async def test_the_host_leaves_while_an_offer_is_open(world: World) -> None:
    erin, jules = await _offer_to(world)
    await _leave(world, erin)
    assert labels(_offer(world)) == [_YES, _NO]
    assert labels(_search(world)) == [_MINE]
    assert "You host" in said(await jules.click(_offer(world), label=_YES))
    await world.settle()
    assert labels(_offer(world)) == []
    assert f"{jules.mention} has said yes to hosting" in reads(_search(world))


async def test_who_hosts_with_others_reads_and_erases_that(world: World) -> None:
    await announced(world)
    erin, alice = world.members["erin"], world.members["alice"]
    jules = world.join("jules", is_host=True)
    await host_with(world, erin, alice)
    await hand_over(world, erin, jules)
    await world.settle()
    for who, topics in ((alice, {"cohosted"}), (jules, {"host_offers"}), (erin, {"hosted", "offered"})):
        shown = await who.slash(world.channel, "privacy export")
        assert shown.response is not None
        data = json.loads(await shown.response.message.attachments[0].read())["data"]
        assert topics <= data.keys()
    await _erase(world, alice)
    assert alice.mention not in reads(card(world))
    await _erase(world, jules)
    assert "It is settled" in reads(_offer(world))
    assert any("was not taken over" in line for line in await _heard(world, erin))
    await _erase(world, erin)
    assert "is looking for a host" in reads(_search(world))
    assert "Hosted by nobody yet" in reads(card(world))
    assert await world.bot.transactions.database.read(_rows) == (0, 0)


def _rows(connection: object) -> tuple[int, int]:
    count = "SELECT count(*) FROM "
    found = [connection.execute(count + name).fetchone()[0] for name in ("meetup_cohosts", "host_offers")]  # type: ignore[attr-defined]
    return found[0], found[1]


async def _erase(world: World, who: MemberActor) -> InteractionResult:
    shown = await who.slash(world.channel, "privacy erase")
    pressed = await world.press(who, shown, "Erase everything")
    await world.settle()
    return pressed


async def test_all_hosts_are_called_where_something_needs_a_look(world: World) -> None:
    shown = await announced(world, role=world.coworkers, pings="1 day, 2 hours")
    erin, alice = world.members["erin"], world.members["alice"]
    await host_with(world, erin, alice)
    world.env.backend.delete_role(world.guild.id, world.coworkers.id)
    await world.members["bob"].react(shown, "✅")
    await wait(world, hours=22, minutes=25)
    (call,) = [one for one in world.thread(card(world)) if "needs a look" in reads(one)]
    assert sorted(call.raw_mentions) == sorted([erin.id, alice.id])
    assert any("role that" in line for line in await _heard(world, alice))
    assert await by_the_way(world) == ["role that"]
