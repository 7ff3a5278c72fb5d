"""`/longtable setup`: one form, what would come of it, and only then what is made of it."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.errors import SetupError
from simcord.results import InteractionResult

from demo.settings import set_up
from demo.world import World
from tests.stories.board import boss
from tests.stories.telling import press_forged, said


async def _fill_in(world: World, who: MemberActor, **values: Any) -> InteractionResult:
    """Open the form and send it with these fields; the others stay empty."""
    shown = await who.slash(world.channel, "longtable setup", zone="Europe/Berlin")
    return await who.submit_modal(shown, values)


def _names(world: World) -> set[str]:
    return {channel.name or "" for channel in world.guild.channels.values() if not channel.is_thread}


async def test_nothing_is_made_before_a_yes_and_then_all_of_it(world: World) -> None:
    runs_it = boss(world)
    before = _names(world)
    await set_up(world, runs_it, pings="2 days, 1h")
    shown = await _fill_in(world, runs_it, planners=[world.hosts], zone="europe/berlin")
    text = said(shown)
    assert "Nothing has been made or changed yet" in text
    assert f"<#{world.channel.id}>" in text  # there is a #meetups
    assert "a forum, #problems, which I make" in text
    assert "#circles, which I make" in text
    assert "Europe/Berlin" in text
    assert _names(world) == before
    await world.press(runs_it, shown, "Set it up")
    assert _names(world) == before | {"problems", "circles"}
    settings = said(await runs_it.slash(world.channel, "longtable set"))
    for part in (f"<#{world.channel.id}>", "Europe/Berlin", f"<@&{world.hosts.id}>", "2 days, 1 h"):
        assert part in settings
    forum = next(one for one in world.guild.channels.values() if one.name == "problems")
    stored = world.env.backend.get_channel(forum.id)
    assert {tag["name"] for tag in stored.available_tags} == {"waiting", "open", "solved"}
    host = world.members["erin"]
    planned = await world.draft(host, title="x", when="tomorrow 18:00")
    assert "2 days, 1 h" in said(planned)


async def test_where_discord_allows_no_forum_problems_go_to_a_text_channel(world: World) -> None:
    runs_it = boss(world)
    shown = await _fill_in(world, runs_it)
    world.env.inject_error("POST", "/guilds/*/channels", status=400, times=1)
    await world.press(runs_it, shown, "Set it up")
    (board,) = [one for one in world.guild.channels.values() if one.name == "problems"]
    assert world.env.backend.get_channel(board.id).type == discord.ChannelType.text.value
    assert f"<#{board.id}>" in said(await runs_it.slash(world.channel, "longtable set"))


async def test_the_tags_of_the_forum_are_in_the_servers_language(world: World) -> None:
    runs_it = boss(world)
    await set_up(world, runs_it, language="de")
    await world.press(runs_it, await _fill_in(world, runs_it), "Set it up")
    (forum,) = [one for one in world.guild.channels.values() if one.name == "problems"]
    stored = world.env.backend.get_channel(forum.id)
    assert {tag["name"] for tag in stored.available_tags} == {"wartet", "offen", "gelöst"}


async def test_pressed_twice_or_after_a_restart_it_makes_nothing_twice(world: World) -> None:
    runs_it = boss(world)
    shown = await _fill_in(world, runs_it)
    await world.restart()
    await world.press(runs_it, shown, "Set it up")
    before = len(world.guild.channels)
    again = await _fill_in(world, runs_it)
    assert "which I make" not in said(again)
    await world.press(runs_it, again, "Set it up")
    assert len(world.guild.channels) == before


async def test_what_was_filled_in_comes_back(world: World) -> None:
    runs_it = boss(world)
    filled = {"channel": [world.channel], "planners": [world.hosts], "zone": "Asia/Tokyo"}
    shown = await _fill_in(world, runs_it, **filled)
    await world.restart()
    form = await world.press(runs_it, shown, "Change it")
    assert form.modal is not None
    text = str(form.modal)
    assert "Asia/Tokyo" in text
    for id_ in (world.channel.id, world.hosts.id):
        assert str(id_) in text


async def test_without_manage_channels_it_says_what_to_make(world: World) -> None:
    granted = discord.Permissions.all_channel()
    granted.update(manage_channels=False)
    for role_id in (world.guild.roles["Longtable"].id, world.guild.id):
        world.env.backend.edit_role(world.guild.id, role_id, {"permissions": granted.value})
    await world.env.settle()
    runs_it = boss(world)
    shown = await _fill_in(world, runs_it)
    pressed = await world.press(runs_it, shown, "Set it up")
    assert "To make #problems, #circles I lack Manage Channels" in pressed.followups[-1].content
    assert "problems" not in _names(world)


async def test_what_cannot_be_read_changes_nothing(world: World) -> None:
    runs_it = boss(world)
    before = _names(world)
    for zone in ("Mars/Olympus", "Europe/Berlin; soon"):
        shown = await _fill_in(world, runs_it, planners=[world.hosts], zone=zone)
        assert "This is how it will be" not in said(shown)
        await world.restart()
        form = await world.press(runs_it, shown, "Change it")
        assert zone in str(form.modal), "what was typed comes back"
        assert str(world.hosts.id) in str(form.modal)
        assert "time zone" in said(await press_forged(world, runs_it, "setup|do"))
        assert _names(world) == before
    text = said(await runs_it.slash(world.channel, "longtable set"))
    assert "not set" in text


async def test_only_those_who_run_the_server(world: World) -> None:
    with pytest.raises(SetupError, match="not visible"):
        await world.members["alice"].slash(world.channel, "longtable setup")
    assert "Manage Server" in said(await press_forged(world, world.members["alice"], "setup|do"))
