"""What may let the bot write again is noticed at once; what lets nothing through costs no request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from simcord.enums import ChannelType

from demo.settings import set_up
from demo.world import World
from tests.discord_rules import rules_of
from tests.stories.board import boss, fill_in
from tests.stories.telling import WEEKLY

Deed = Callable[[World], object]


async def _refused_twice(world: World) -> None:
    """An announcement that Discord has refused twice: it is made again in half a day."""
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, times=2)
    await world.plan(world.members["erin"], **WEEKLY)
    await world.advance(timedelta(days=1, hours=1, minutes=5))
    assert _tries(world) == 2
    assert world.cards() == []


def _tries(world: World) -> int:
    path = f"/channels/{world.channel.id}/messages"
    return sum(one.method == "POST" and one.path == path for one in world.env.http_requests)


def _rename_role(world: World) -> None:
    world.env.backend.edit_role(world.guild.id, world.guild.roles["Longtable"].id, {"name": "Table"})


def _grant_to_another_role(world: World) -> None:
    world.env.backend.edit_role(world.guild.id, world.hosts.id, {"permissions": 0})


def _give_a_member_a_role(world: World) -> None:
    """Give it to one whom the bot remembers, as she sits in voice."""
    world.env.backend.add_member_role(world.guild.id, world.members["alice"].id, world.hosts.id)


def _give_the_bot_a_name(world: World) -> None:
    assert world.bot.user is not None
    world.env.backend.edit_member(world.guild.id, world.bot.user.id, {"nick": "Table"})


def _rename_server(world: World) -> None:
    world.env.backend.edit_guild(world.guild.id, {"name": "Home"})


@pytest.mark.parametrize(
    "deed",
    [_rename_role, _grant_to_another_role, _give_a_member_a_role, _give_the_bot_a_name, _rename_server],
)
async def test_what_lets_nothing_through_has_nothing_tried(world: World, deed: Deed) -> None:
    world.config = replace(world.config, discord=replace(world.config.discord, members_intent=True))
    await world.restart()
    await world.members["alice"].join_voice(world.guild.create_voice_channel("Quiet room"))
    await _refused_twice(world)
    deed(world)
    await world.settle()
    assert _tries(world) == 2
    await world.advance(timedelta(hours=12))
    assert len(world.cards()) == 1


def _demand_no_two_factor(world: World) -> None:
    rules_of(world.env).moderation.require_two_factor(world.guild, required=False)


def _make_it_a_channel_for_announcements(world: World) -> None:
    world.env.backend.edit_channel(world.channel.id, {"type": ChannelType.NEWS.value})


@pytest.mark.parametrize("deed", [_demand_no_two_factor, _make_it_a_channel_for_announcements])
async def test_what_may_let_it_through_has_it_tried_at_once(world: World, deed: Deed) -> None:
    rules_of(world.env).moderation.require_two_factor(world.guild)
    await _refused_twice(world)
    deed(world)
    await world.settle()
    assert len(world.cards()) == 1


def _demand_no_tag(world: World, forum: Any) -> None:
    rules_of(world.env).forums.require_tag(forum, required=False)


def _let_everybody_use_the_tag(world: World, forum: Any) -> None:
    rules_of(world.env).forums.moderate_tags(forum)


@pytest.mark.parametrize("deed", [_demand_no_tag, _let_everybody_use_the_tag])
async def test_a_post_is_made_as_soon_as_its_forum_demands_nothing_that_is_not_there(
    world: World, deed: Callable[[World, Any], object]
) -> None:
    forum = world.make_forum("problems", "waiting")
    await set_up(world, boss(world), board=forum)
    path = f"/channels/{forum.id}/threads"
    world.env.inject_error("POST", path, status=400, code=40067, times=1)
    rules_of(world.env).forums.require_tag(forum)
    rules_of(world.env).forums.moderate_tags(forum, "waiting")
    await world.settle()
    await fill_in(world, world.members["alice"], tags="")
    await world.settle()
    assert forum.threads == []
    deed(world, forum)
    await world.settle()
    assert len(forum.threads) == 1
