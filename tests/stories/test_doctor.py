"""`/longtable doctor`: each thing that is wrong is found, with the clicks that mend it."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
from simcord.backend.errors import SetupError

from cogs.guilds.doctor import examine
from demo.world import World
from domain.guilds import GuildSettings
from domain.health import ProcessHealth
from services.guilds import UsedByGuild
from tests.stories.board import boss, open_forum
from tests.stories.telling import announced, forbid, said

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
    assert "1 to mend" in text
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
    await boss(world).slash(world.channel, "longtable set", digest=digest)
    world.env.backend.delete_channel(forum.id)
    world.env.backend.delete_channel(digest.id)
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.env.settle()
    text = await _ask(world)
    assert "The channel for the board is gone" in text
    assert "The channel for the week on the board is gone" in text
    assert "The role that “Friday co-working” mentions is gone." in text
    assert "`/meetup edit role:`" in text


async def test_a_role_that_may_not_be_mentioned(world: World) -> None:
    role = world.guild.create_role("silent", mentionable=False)
    await announced(world, role=role)
    bot_role = world.guild.roles["Longtable"]
    granted = discord.Permissions.all_channel()
    granted.update(mention_everyone=False)
    world.env.backend.edit_role(world.guild.id, bot_role.id, {"permissions": granted.value})
    await world.env.settle()
    assert "which nobody hears" in await _ask(world)


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
    assert examine(guild, used, WELL) == []
    ill = ProcessHealth(
        latency_s=3.0, clock_skew_s=-40.0, slow_share=0.2, database_s=0.9, disk_free_bytes=10**7
    )
    found = " ".join(one.problem for one in examine(guild, used, ill))
    for part in ("off by -40 seconds", "did not respond", "0.9 seconds", "10 MB left"):
        assert part in found
