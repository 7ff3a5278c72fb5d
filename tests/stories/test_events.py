"""The server's own list of events: who may write in it where, and what it says while people meet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from demo.world import World
from tests.discord_rules import rules_of
from tests.stories.brainstorming import gathered, start, until_start
from tests.stories.edits import edit
from tests.stories.telling import announced, by_the_way, forbid, reads, said

_SCHEDULED, _ACTIVE, _COMPLETED, _CANCELED = 1, 2, 3, 4


def _voice(world: World) -> ChannelHandle:
    return world.guild.create_voice_channel("Quiet room")


def _stage(world: World) -> ChannelHandle:
    stage = world.env.backend.create_channel(world.guild.id, "stage", type=ChannelType.STAGE_VOICE)
    return ChannelHandle(world.env, world.guild, stage)


def _grant(world: World, **permissions: bool) -> None:
    """An organiser gives the bot's role permissions, or takes them from it."""
    role = world.guild.roles["Longtable"]
    granted = discord.Permissions(role._role.permissions)
    granted.update(**permissions)
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": granted.value})


def _statuses(world: World) -> list[int]:
    events = world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    return [event.status for event in events]


def _asked(world: World, since: int = 0) -> list[tuple[str, Any]]:
    """What the bot has asked about events, other than to read: the method, and the status it wants."""
    return [
        (one.method, (one.json or {}).get("status"))
        for one in world.env.http_requests[since:]
        if "scheduled-events" in one.path and one.method != "GET"
    ]


async def _about_to_start(world: World, place: ChannelHandle) -> None:
    """alice has said yes to a meetup there, and it is a minute before it starts."""
    shown = await announced(world, place=place.mention, repeats="once")
    await world.members["alice"].react(shown, "✅")
    await world.settle()
    await until_start(world, minutes=1)


@pytest.mark.parametrize("is_stage", [False, True])
async def test_it_is_under_way_while_people_meet_and_over_when_they_part(
    world: World, is_stage: bool
) -> None:
    place = _stage(world) if is_stage else _voice(world)
    if is_stage:
        _grant(world, manage_channels=True, mute_members=True, move_members=True)
    await _about_to_start(world, place)
    assert _statuses(world) == [_SCHEDULED]
    await world.advance(timedelta(minutes=2))
    assert _statuses(world) == [_ACTIVE]
    await world.members["alice"].join_voice(place)
    await world.advance(timedelta(minutes=115))
    assert _statuses(world) == [_ACTIVE]
    await world.advance(timedelta(minutes=10))
    assert _statuses(world) == [_COMPLETED]
    assert _asked(world) == [("POST", None), ("PATCH", _ACTIVE), ("PATCH", _COMPLETED)]


async def test_a_host_who_starts_early_starts_the_event_too(world: World) -> None:
    await gathered(world, "alice", problems=1, place=_voice(world).mention, repeats="once")
    await start(world)
    assert _statuses(world) == [_ACTIVE]


async def test_one_who_was_away_at_the_start_and_at_the_end_makes_up_for_it(world: World) -> None:
    place = _voice(world)
    await _about_to_start(world, place)
    await world.bot.close()
    await world.env.advance_time(20 * 60)
    await world.restart()
    await world.settle()
    assert _statuses(world) == [_ACTIVE]
    await world.members["alice"].join_voice(place)
    await world.bot.close()
    await world.env.advance_time(3 * 60 * 60)
    await world.restart()
    await world.settle()
    assert _statuses(world) == [_COMPLETED]


async def test_one_that_is_about_to_begin_is_left_as_it_is(world: World) -> None:
    await _about_to_start(world, _voice(world))
    await world.advance(timedelta(seconds=40))
    since = len(world.env.http_requests)
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", title="Quiet morning")
    await world.tick()
    assert _asked(world, since) == []  # it would arrive when a start cannot be set any more
    await world.advance(timedelta(minutes=1))
    assert _asked(world, since) == [("PATCH", _ACTIVE)]


async def test_an_event_that_the_host_ended_early_stays_ended(world: World) -> None:
    await _about_to_start(world, _voice(world))
    await world.advance(timedelta(minutes=30))
    (event,) = world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    world.env.backend.edit_scheduled_event(world.guild.id, event.id, {"status": _COMPLETED})
    await world.env.settle()
    since = len(world.env.http_requests)
    await world.advance(timedelta(hours=4))
    assert _statuses(world) == [_COMPLETED]
    assert _asked(world, since) == []


async def test_one_that_was_called_off_in_the_list_is_not_brought_back(world: World) -> None:
    await _about_to_start(world, _voice(world))
    (event,) = world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    world.env.backend.edit_scheduled_event(world.guild.id, event.id, {"status": _CANCELED})
    await world.env.settle()
    since = len(world.env.http_requests)
    await world.advance(timedelta(hours=4))
    assert _asked(world, since) == []


async def test_one_elsewhere_begins_and_ends_without_the_bot(world: World) -> None:
    shown = await announced(world, repeats="once")
    await world.members["alice"].react(shown, "✅")
    await world.settle()
    await until_start(world, minutes=1)
    await world.advance(timedelta(hours=3))
    assert _statuses(world) == [_COMPLETED]
    assert _asked(world) == [("POST", None)]


@pytest.mark.parametrize("lacking", ["connect", "view_channel", "create_events"])
async def test_the_host_hears_what_is_missing_in_which_voice_channel(world: World, lacking: str) -> None:
    voice = _voice(world)
    forbid(world, voice, **{lacking: True})
    await announced(world, place=voice.mention)
    await world.advance(timedelta(hours=20))
    assert _asked(world) == [], "it was known before"
    title = lacking.replace("_", " ").title()
    (heard,) = await by_the_way(world, whole=True)
    assert f"server's events: give me {title} in {voice.mention}." in heard
    assert await by_the_way(world) == []
    forbid(world, voice)  # nothing any more
    await world.advance(timedelta(hours=1))
    assert [event.channel_id for event in world.events] == [voice.id]


async def test_what_was_permitted_while_the_bot_was_away_is_made_use_of_soon(world: World) -> None:
    voice = _voice(world)
    forbid(world, voice, connect=True)
    await announced(world, place=voice.mention)
    await world.advance(timedelta(hours=20))
    await world.bot.close()
    forbid(world, voice)
    await world.restart()
    await world.advance(timedelta(minutes=31))
    assert [event.channel_id for event in world.events] == [voice.id]


async def test_one_that_is_deleted_while_it_is_edited_is_no_matter(world: World) -> None:
    await announced(world)
    world.env.inject_error("PATCH", "/guilds/*/scheduled-events/*", status=404, code=10070, times=1)
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", place="Café Süd")
    await world.settle()
    since = len(_asked(world))
    assert since == 2
    await world.advance(timedelta(hours=20))
    assert len(_asked(world)) == since
    assert await by_the_way(world) == []


async def test_a_stage_needs_more_and_each_of_it_is_named(world: World) -> None:
    stage = _stage(world)
    forbid(world, stage, move_members=True, connect=True)
    _grant(world, manage_channels=False, mute_members=True)
    await announced(world, place=stage.mention)
    assert _asked(world) == []
    (heard,) = await by_the_way(world, whole=True)
    assert f"give me Manage Channels, Move Members in {stage.mention}." in heard


async def test_elsewhere_the_right_of_the_server_is_named(world: World) -> None:
    _grant(world, create_events=False)
    await announced(world)
    assert _asked(world) == []
    (heard,) = await by_the_way(world, whole=True)
    assert "server's events: give me Create Events." in heard


async def test_what_is_missing_next_is_told_too(world: World) -> None:
    voice = _voice(world)
    forbid(world, voice, connect=True)
    await announced(world, place=voice.mention)
    await by_the_way(world)
    forbid(world, voice, create_events=True)
    await world.advance(timedelta(hours=1))
    (heard,) = await by_the_way(world, whole=True)
    assert f"give me Create Events in {voice.mention}." in heard


async def test_a_full_list_is_told_once_and_tried_again_when_there_is_room(world: World) -> None:
    rules_of(world.env).events.most = 0
    await announced(world)
    (heard,) = await by_the_way(world, whole=True)
    assert "has 100 events to come" in heard
    since = len(world.env.http_requests)
    await world.advance(timedelta(hours=23))
    assert len(_asked(world, since)) <= 3
    assert await by_the_way(world) == []
    rules_of(world.env).events.most = 100
    await world.advance(timedelta(hours=12))
    assert len(world.events) == 1


async def test_a_room_that_is_deleted_is_told_to_the_host_once(world: World) -> None:
    room = _voice(world)
    shown = await announced(world, place=room.mention)
    world.env.backend.delete_channel(room.id)
    await world.settle()
    (heard,) = await by_the_way(world, whole=True)
    assert "in which **Friday co-working** takes place was deleted" in heard
    assert await by_the_way(world, whole=True) == []
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", place="The library")
    await world.settle()
    assert "The library" in reads(world.cards()[-1])
    assert shown.id == world.cards()[-1].id


async def test_the_event_of_what_is_under_way_follows_what_is_changed(world: World) -> None:
    await _about_to_start(world, _voice(world))
    await world.advance(timedelta(minutes=2))
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", title="Fridays", length="3h")
    await world.settle()
    (event,) = world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    assert (event.status, event.name) == (_ACTIVE, "Fridays")
    assert str(event.scheduled_end_time).startswith("2026-03-13T11:30")
    await edit(world, erin, "Fridays", place="The library")
    await world.settle()
    assert _statuses(world) == [_COMPLETED]


async def test_what_was_announced_in_a_channel_that_is_deleted_goes_on_in_another(world: World) -> None:
    shown = await announced(world)
    await world.members["alice"].react(shown, "✅")
    await world.settle()
    elsewhere = world.guild.create_text_channel("elsewhere")
    world.env.backend.delete_channel(world.channel.id)
    await world.settle()
    erin = world.members["erin"]
    page = await erin.slash(elsewhere, "meetup manage", meetup="Friday co-working")
    assert any("was deleted" in one.content for one in page.followups)
    await edit(world, erin, "Friday co-working", elsewhere, channel=elsewhere)
    await world.advance(timedelta(days=4))
    assert any("1 going" in reads(one) for one in elsewhere.history())
    listed = said(await world.members["alice"].slash(elsewhere, "meetup list"))
    assert str(world.channel.id) not in listed
