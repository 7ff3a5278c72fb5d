"""Who was there: measured in voice, said in a café, mended by the host, named only by consent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import discord
import pytest

from demo.world import World
from tests.stories.brainstorming import recaps, until_start
from tests.stories.hosting import attendance, manage, menu, move
from tests.stories.profiles import turn
from tests.stories.telling import announced, button_ids, press_forged, reads, said


async def _voice(world: World, *coming: str, **options: Any) -> discord.Message:
    """A meetup in a voice channel is about to start, and these said yes."""
    world.voice = world.guild.create_voice_channel("Quiet room")  # type: ignore[attr-defined]
    card = await announced(world, place=world.voice.mention, **options)  # type: ignore[attr-defined]
    for name in coming:
        await world.members[name].react(card, "✅")
    await world.settle()
    await until_start(world)
    return card


async def _join(world: World, name: str) -> None:
    await world.members[name].join_voice(world.voice)  # type: ignore[attr-defined]


async def _leave(world: World, name: str) -> None:
    await world.members[name].leave_voice()


async def _stay(world: World, minutes: int) -> None:
    """Time goes by, and the bot looks once a minute, as it does by itself."""
    for _ in range(minutes):
        await world.advance(timedelta(minutes=1))


async def _minutes(world: World) -> dict[str, int]:
    """What the host reads: minutes by name."""
    text = await _attended(world)
    names = {str(member.id): name for name, member in world.members.items()}
    found = re.findall(r"<@(\d+)> \((?:(\d+) h)? ?(?:(\d+) min)? ?in voice\)", text)
    return {names[user_id]: int(hours or 0) * 60 + int(minutes or 0) for user_id, hours, minutes in found}


async def _attended(world: World, **options: Any) -> str:
    return said(await attendance(world, world.members["erin"], **options))


async def test_in_voice_it_is_measured_through_joins_moves_and_leaves(world: World) -> None:
    card = await _voice(world, "alice", "bob", "charlie")
    other = world.guild.create_voice_channel("Elsewhere")
    await _join(world, "alice")
    await _stay(world, 1)  # the start: alice is counted from now
    await _join(world, "bob")
    await _stay(world, 30)
    await world.members["bob"].join_voice(other)
    await _stay(world, 10)
    await _join(world, "bob")
    await _stay(world, 20)
    await _leave(world, "bob")
    await _stay(world, 10)
    await _join(world, "charlie")
    await _stay(world, 2)
    await _leave(world, "charlie")
    assert await _minutes(world) == {"alice": 72, "bob": 50}
    await _stay(world, 60)
    assert await _minutes(world) == {"alice": 120, "bob": 50}
    (recap,) = recaps(world, card)
    assert "2 people were there." in recap


async def test_across_a_restart_those_who_are_there_are_counted_from_then(world: World) -> None:
    await _voice(world, "alice", "bob")
    await _join(world, "alice")
    await _join(world, "bob")
    await _stay(world, 31)
    await world.bot.close()
    await _leave(world, "bob")
    await world.env.advance_time(600)
    await world.restart()
    await world.settle()
    await world.advance(timedelta(minutes=10))
    found = await _minutes(world)
    assert found["bob"] == 30
    assert 39 <= found["alice"] <= 41


async def test_a_bot_in_the_channel_is_nobody(world: World) -> None:
    await _voice(world, "alice")
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await _join(world, "alice")
    await robot.join_voice(world.voice)  # type: ignore[attr-defined]
    await _stay(world, 30)
    text = await _attended(world)
    assert world.members["alice"].mention in text
    assert robot.mention not in text


def _seat(world: World, user_id: int) -> None:
    """Somebody sits down in the voice channel, whom the bot does not see come if it is not there."""
    world.env.backend.set_voice_state(world.guild.id, user_id, world.voice.id)  # type: ignore[attr-defined]


@pytest.mark.parametrize("again", [False, True])
async def test_those_who_sat_there_when_the_bot_came_are_counted_and_bots_are_not(
    world: World, again: bool
) -> None:
    await _voice(world, "alice", "bob")
    music = world.guild.add_member(world.env.create_user("music", bot=True))
    await world.bot.close()
    _seat(world, music.id)
    _seat(world, world.members["alice"].id)
    await world.restart()
    await _stay(world, 11)
    if again:  # another session with Discord: everybody comes with the server once more
        await world.restart()
    await _join(world, "bob")
    await _stay(world, 20)
    text = await _attended(world)
    assert f"<@{music.id}>" not in text
    found = await _minutes(world)
    assert 29 <= found["alice"] <= 31
    assert 19 <= found["bob"] <= 21


async def test_a_bot_that_comes_and_goes_is_nobody(world: World) -> None:
    await _voice(world, "alice")
    music = world.guild.add_member(world.env.create_user("music", bot=True))
    _seat(world, music.id)
    await _join(world, "alice")
    await _stay(world, 15)
    other = world.guild.create_voice_channel("Elsewhere")
    world.env.backend.set_voice_state(world.guild.id, music.id, other.id)
    await _stay(world, 15)
    assert f"<@{music.id}>" not in await _attended(world)


async def test_whoever_is_named_has_agreed(world: World) -> None:
    agreed = await turn(world, world.members["alice"], "Named in recaps", on=True)
    assert "name you" in agreed
    card = await _voice(world, "alice", "bob")
    await _join(world, "alice")
    await _join(world, "bob")
    await _stay(world, 10)
    await world.advance(timedelta(hours=3))
    (recap,) = recaps(world, card)
    assert f"<@{world.members['alice'].id}> and 1 more were there." in recap
    assert f"<@{world.members['bob'].id}>" not in recap


async def test_in_a_cafe_people_say_that_they_are_there(world: World) -> None:
    card = await announced(world)
    for name in ("alice", "bob"):
        await world.members[name].react(card, "✅")
    await world.settle()
    await until_start(world, minutes=20)
    assert not [one for one in world.thread(card) if "Tap 👋" in reads(one)]
    await until_start(world, minutes=14)
    (asked,) = [one for one in world.thread(card) if "Tap 👋" in reads(one)]
    assert not asked.raw_mentions
    shown = await world.members["alice"].click(asked, label="👋 I'm here")
    assert "Good to have you" in said(shown)
    shown = await world.members["dana"].click(asked, label="👋 I'm here")  # nobody needs to have said yes
    assert "taken back" in said(await world.press(world.members["dana"], shown, "Not here after all"))
    await until_start(world, minutes=-1)
    text = await _attended(world)
    assert f"<@{world.members['alice'].id}> (said 👋)" in text
    assert f"<@{world.members['dana'].id}>" not in text
    here = button_ids(asked)[0]
    await world.advance(timedelta(hours=3))
    assert "over" in said(await press_forged(world, world.members["bob"], here))
    assert "One person was there." in recaps(world, card)[0]


async def test_a_date_that_the_bot_was_away_for_is_not_summed_up(world: World) -> None:
    card = await announced(world)
    await world.members["alice"].react(card, "✅")
    await world.settle()
    await until_start(world, minutes=14)
    (asked,) = [one for one in world.thread(card) if "Tap 👋" in reads(one)]
    await world.members["alice"].click(asked, label="👋 I'm here")
    await world.bot.close()
    await world.env.advance_time(timedelta(hours=5).total_seconds())
    await world.restart()
    await world.settle()
    assert not recaps(world, card)


async def test_the_host_mends_it(world: World) -> None:
    card = await _voice(world, "alice", "bob")
    await _join(world, "alice")
    await world.advance(timedelta(minutes=30))
    alice, bob = world.members["alice"], world.members["bob"]
    text = await _attended(world, present=[bob], absent=[alice])
    assert f"<@{bob.id}> (you said so)" in text
    assert f"<@{alice.id}>" not in text
    assert "can be changed by its host" in said(await attendance(world, alice))
    await world.advance(timedelta(hours=3))
    assert "One person was there." in recaps(world, card)[0]
    (over, *others) = menu(await manage(world, world.members["erin"]))
    assert over["value"] == "2026-03-13"
    assert all(one["value"] > over["value"] for one in others)
    assert not await alice.autocomplete(world.channel, "meetup manage", "meetup", "fri")


async def test_whoever_was_there_is_no_newcomer_next_time(world: World) -> None:
    await _voice(world, "alice", "bob")
    await world.advance(timedelta(minutes=30))
    await _attended(world, present=[world.members["dana"]], absent=[world.members["bob"]])
    await world.advance(timedelta(days=5))
    for name in ("alice", "bob", "dana"):
        await world.members[name].react(world.cards()[-1], "✅")
    await world.settle()
    shown = await world.members["erin"].slash(world.channel, "meetup show", meetup="Friday co-working")
    first_time = said(shown).partition("Here for the first time")[2]
    assert f"<@{world.members['bob'].id}>" in first_time
    assert f"<@{world.members['dana'].id}>" not in first_time


async def test_a_moved_meetup_asks_in_its_own_time(world: World) -> None:
    card = await announced(world)
    await world.members["alice"].react(card, "✅")
    await world.settle()
    assert "Moved" in said(await move(world, world.members["erin"], "fri 15:00"))
    await world.advance_to(world.now.replace(day=13, hour=9, minute=0))
    assert not [one for one in world.thread(card) if "Tap 👋" in reads(one)]
    await world.advance_to(world.now.replace(hour=13, minute=50))
    assert len([one for one in world.thread(card) if "Tap 👋" in reads(one)]) == 1


async def test_nobody_is_counted_for_another_servers_meetup(world: World) -> None:
    await announced(world)
    for forged in ("here|1|1", "here|9999999999999999999|1"):
        assert "I don't know" in said(await press_forged(world, world.members["alice"], forged))
    shown = await attendance(world, world.members["erin"], "1:2026-03-13")
    assert "I don't know that meetup" in said(shown)
