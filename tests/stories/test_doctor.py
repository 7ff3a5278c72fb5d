"""`/longtable doctor`: each thing that is wrong is found, with the clicks that mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import discord
import pytest
from simcord.backend.errors import BackendError, SetupError
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from cogs.guilds import demands
from cogs.guilds.demands import Asked
from cogs.guilds.doctor import examine
from demo.settings import set_up
from demo.world import World
from domain.guilds import GuildSettings
from domain.health import ProcessHealth
from services.guilds import UsedByGuild
from tests.discord_rules import rules_of
from tests.discord_rules.simulation import Request
from tests.stories.board import boss, open_forum
from tests.stories.circles import settle_in
from tests.stories.telling import WEEKLY, announced, forbid, said


def _lounge(world: World) -> ChannelHandle:
    return world.guild.channels.get("lounge") or world.guild.create_voice_channel("lounge")


WELL = ProcessHealth(0.1, 0.0, 0.0, 0.01, 10**12)


async def _ask(world: World) -> str:
    return said(await boss(world).slash(world.channel, "longtable doctor"))


async def test_where_all_is_well_it_says_so(world: World) -> None:
    await open_forum(world)
    await announced(world)
    assert "All is well" in await _ask(world)


async def test_a_permission_that_is_missing_in_one_channel(world: World) -> None:
    await announced(world)
    forbid(world, world.channel, create_public_threads=True, embed_links=True)
    text = await _ask(world)
    assert "1 to fix" in text
    assert (
        f"In <#{world.channel.id}>, for “Friday co-working”, I lack: Embed Links, Create Public Threads."
        in text
    )
    assert "Edit Channel → Permissions → Longtable" in text


async def test_a_right_that_the_whole_server_withholds(world: World) -> None:
    role = world.guild.roles["Longtable"]
    granted = discord.Permissions.all_channel()
    granted.update(add_reactions=False, manage_messages=False, administrator=False)
    for role_id in (role.id, world.guild.id):  # and what everybody may
        world.env.backend.edit_role(world.guild.id, role_id, {"permissions": granted.value})
    await world.env.settle()
    text = await _ask(world)
    assert "⚠️ I lack **Add Reactions**, to put ✅" in text
    assert "💭 I lack **Manage Messages**" in text
    assert text.index("⚠️") < text.index("💭")
    assert "Server Settings → Roles → Longtable" in text


async def test_channels_and_roles_that_are_gone(world: World) -> None:
    forum = await open_forum(world)
    role = world.guild.create_role("readers", mentionable=True)
    await announced(world, role=role)
    digest = world.guild.create_text_channel("news")
    await set_up(world, boss(world), digest=digest)
    world.env.backend.delete_channel(forum.id)
    world.env.backend.delete_channel(digest.id)
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.env.settle()
    text = await _ask(world)
    assert "The channel for the board is gone" in text
    assert "The channel for the weekly summary is gone" in text
    assert "The role that “Friday co-working” mentions is gone." in text
    assert "`/meetup manage`" in text


async def test_a_role_that_may_not_be_mentioned(world: World) -> None:
    role = world.guild.create_role("silent", mentionable=False)
    await announced(world, role=role)
    assert "but nobody is notified" not in await _ask(world)
    bot_role = world.guild.roles["Longtable"]
    granted = discord.Permissions.all_channel()
    granted.update(mention_everyone=False)
    world.env.backend.edit_role(world.guild.id, bot_role.id, {"permissions": granted.value})
    await world.env.settle()
    assert "but nobody is notified" in await _ask(world)


async def test_pings_that_came_too_late(world: World) -> None:
    await announced(world)
    await world.env.advance_time(timedelta(days=7).total_seconds())
    await world.tick()
    assert "posts came too late to help" in await _ask(world)


async def test_only_organisers_ask(world: World) -> None:
    with pytest.raises(SetupError, match="not visible"):
        await world.members["alice"].slash(world.channel, "longtable doctor")


async def test_a_process_that_is_not_well(world: World) -> None:
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    used = UsedByGuild(GuildSettings(guild.id), (), (), (), 0)
    assert examine(guild, used, WELL, Asked()) == []
    ill = ProcessHealth(
        latency_s=3.0, clock_skew_s=-40.0, slow_share=0.2, database_s=0.9, disk_free_bytes=10**7
    )
    found = " ".join(one.problem for one in examine(guild, used, ill, Asked()))
    for part in ("off by -40 seconds", "did not respond", "0.9 seconds", "10 MB left"):
        assert part in found
    slow_at_times = replace(WELL, slow_share=0.2)
    assert [one.problem for one in examine(guild, used, slow_at_times, Asked())] == [
        "I am slow: commands may fail with “did not respond”."
    ]
    assert examine(guild, used, replace(WELL, disk_free_bytes=None), Asked()) == []


async def test_a_channel_for_circles_that_became_one_for_announcements(world: World) -> None:
    channel = await settle_in(world, ())
    world.env.backend.edit_channel(channel.id, {"type": discord.ChannelType.news.value})
    await world.env.settle()
    text = await _ask(world)
    assert f"<#{channel.id}>, for circles, can have no private threads" in text
    assert "`/longtable set`, *Circles and profiles*" in text


async def test_members_who_cannot_see_the_channel_for_circles_are_counted_and_not_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = await settle_in(world, ("alice", "bob"))
    assert "can't see" not in await _ask(world)
    everybody = Overwrite(
        world.guild.id, OverwriteType.ROLE, deny=discord.Permissions(view_channel=True).value
    )
    world.env.backend.set_overwrite(channel.id, everybody)
    own = world.guild.roles["Longtable"]
    granted = Overwrite(own.id, OverwriteType.ROLE, allow=discord.Permissions(view_channel=True).value)
    world.env.backend.set_overwrite(channel.id, granted)
    await world.env.settle()
    text = await _ask(world)
    assert "2 members who look for a circle can't see" in text
    assert "alice" not in text
    monkeypatch.setattr(demands, "_MOST_SEEKERS", 1)  # for whom one command may wait
    assert "1 member who looks for a circle can't see" in await _ask(world)


async def test_a_voice_channel_and_a_stage_in_which_an_event_cannot_be(world: World) -> None:
    erin, lounge = world.members["erin"], world.guild.create_voice_channel("lounge")
    await world.plan(erin, **(WEEKLY | {"title": "Talking", "place": f"<#{lounge.id}>"}))
    forbid(world, lounge, connect=True)
    await world.env.settle()
    text = await _ask(world)
    assert "to show “Talking” in the server's events, I lack: Connect." in text
    assert "💭" in text


async def test_a_forum_that_demands_tags_or_keeps_them_for_moderators(world: World) -> None:
    forum = await open_forum(world)
    rules_of(world.env).forums.moderate_tags(forum, "waiting")
    rules_of(world.env).forums.require_tag(forum)
    assert "I have found nothing" in await _ask(world)
    forbid(world, forum, manage_threads=True)
    await world.env.settle()
    text = await _ask(world)
    assert "I lack Manage Threads, to show how a problem stands" in text
    assert "only moderators may use the tags waiting" in text
    assert f"<#{forum.id}> requires a tag on each post, and has none of mine" in text


async def test_too_many_events_or_threads(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await announced(world)
    assert "of the" not in await _ask(world)
    monkeypatch.setattr(demands, "MOST_EVENTS", 1)
    monkeypatch.setattr(demands, "MOST_THREADS", 1)
    text = await _ask(world)
    assert "2 to fix" in text
    assert "The server has 1 of the 1 events that Discord takes" in text
    assert "The server has 1 of the 1 open threads that Discord takes" in text


async def test_nearly_too_many_events_or_threads_are_a_word_and_no_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demands, "MOST_EVENTS", 20)
    monkeypatch.setattr(demands, "MOST_THREADS", 20)
    at = (world.now + timedelta(days=1)).isoformat()
    events = [
        world.guild.create_scheduled_event(f"Event {number}", start_time=at, channel=_lounge(world))
        for number in range(19)
    ]
    for number in range(19):
        world.env.backend.create_thread(world.channel.id, f"Thread {number}", world.members["alice"].id)
    await world.env.settle()
    text = await _ask(world)
    assert "💭 The server has 19 of the 20 events that Discord takes" in text
    assert "💭 The server has 19 of the 20 open threads that Discord takes" in text
    for status in (discord.EventStatus.active, discord.EventStatus.completed):
        world.env.backend.edit_scheduled_event(world.guild.id, events[0].id, {"status": status.value})
    world.env.backend.edit_channel(world.channel.threads[0].id, {}, thread_metadata={"archived": True})
    await world.env.settle()
    assert "I have found nothing" in await _ask(world)


async def test_two_factor_that_the_server_demands_and_the_owner_has_not(world: World) -> None:
    rules_of(world.env).moderation.require_two_factor(world.guild)
    await world.restart()
    assert "two-factor" not in await _ask(world)
    rules_of(world.env).moderation.set_owner_has_two_factor(has=False)
    await world.restart()
    assert "requires moderators to use two-factor authentication" in await _ask(world)


async def test_commands_that_are_there_twice(world: World) -> None:
    assert "twice" not in await _ask(world)
    await world.bot.http.bulk_upsert_guild_commands(
        world.env.backend.application_id, world.guild.id, [{"name": "old", "description": "old", "type": 1}]
    )
    text = await _ask(world)
    assert "each of my commands twice" in text
    assert f"test_guild = {world.guild.id}" in text


async def test_the_server_for_trying_out_has_commands_of_its_own_alone(world: World) -> None:
    world.config = replace(world.config, discord=replace(world.config.discord, test_guild=world.guild.id))
    await world.restart()
    assert "I have found nothing" in await _ask(world)


async def test_commands_that_discord_did_not_take(world: World) -> None:
    world.bot.refused_commands = "In command 'meetup': name_localizations.fr: No"
    text = await _ask(world)
    assert "Discord refused my commands" in text
    assert "name_localizations.fr" in text


async def test_what_discord_does_not_answer_counts_as_well(world: World) -> None:
    def refuse(request: Request) -> None:
        raise BackendError(403, 50001, "Missing Access")

    path = "/applications/{application}/guilds/{guild}/commands"
    rules_of(world.env).simulation.before("GET", path, refuse)
    assert "All is well" in await _ask(world)
