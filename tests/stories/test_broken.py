"""Channels, roles, messages and permissions go: told once, and the rest goes on."""

from __future__ import annotations

from datetime import timedelta

import discord
from simcord.backend.errors import BackendError

from demo.world import World
from tests.discord_rules import rules_of
from tests.discord_rules.simulation import Request
from tests.stories.edits import edit
from tests.stories.hosting import skip
from tests.stories.telling import (
    WEEKLY,
    announced,
    by_the_way,
    card,
    forbid,
    ids,
    reads,
    said,
    sent,
    unheard,
)


async def test_a_lost_permission_is_told_once_and_the_rest_goes_on(world: World) -> None:
    other = world.guild.create_text_channel("other")
    await world.plan(world.members["erin"], **WEEKLY)
    await world.plan(world.members["erin"], **(WEEKLY | {"title": "Elsewhere"}), channel=other)
    forbid(world, world.channel, send_messages=True)
    await world.advance(timedelta(days=1, hours=3))
    assert world.cards() == []
    assert len(world.cards(other)) == 1
    attempts = sum(
        request.method == "POST" and request.path.endswith(f"{world.channel.id}/messages")
        for request in world.env.http_requests
    )
    assert attempts == 0  # it sees what it lacks
    assert await by_the_way(world) == ["I can't post"]
    forbid(world, world.channel)
    await world.settle()
    assert len(world.cards()) == 1


async def test_a_deleted_channel_is_told_once_and_another_can_be_chosen(world: World) -> None:
    other = world.guild.create_text_channel("other")
    await world.plan(world.members["erin"], other, **WEEKLY)
    world.env.backend.delete_channel(other.id)
    await world.advance(timedelta(days=1, hours=1))
    assert await by_the_way(world) == ["I can't post"]
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", channel=world.channel)
    await world.advance(timedelta(hours=1))
    assert len(world.cards()) == 1


async def test_a_deleted_message_is_told_once_and_answers_by_command_go_on(world: World) -> None:
    message = await announced(world)
    world.env.backend.delete_message(world.channel.id, message.id)
    await world.env.settle()
    assert await by_the_way(world) == ["was deleted"]
    alice = world.members["alice"]
    shown = await alice.slash(world.channel, "meetup rsvp", meetup="Friday co-working", answer="going")
    assert "you are going" in said(shown)
    await world.advance(timedelta(days=3))
    assert world.cards() == []  # an announcement is made once
    assert any("1 going" in text for text in sent(world))


async def test_the_reminder_comes_though_nobody_has_told_the_bot_that_the_card_is_gone(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await world.settle()

    def refuse_answers_to_it(request: Request) -> None:
        """Discord's documentation, Message Reference: `fail_if_not_exists`, true unless told otherwise."""
        reference = request.body.get("message_reference", {})
        if reference.get("message_id") == message.id and reference.get("fail_if_not_exists", True):
            raise BackendError(400, 50035, "Unknown message")

    rules_of(world.env).simulation.before("POST", "/channels/{channel}/messages", refuse_answers_to_it)
    with unheard(world, "MESSAGE_DELETE"):
        world.env.backend.delete_message(world.channel.id, message.id)
    await world.advance(timedelta(days=3))
    assert any("starts" in reads(one) for one in world.channel.history())


async def test_a_deleted_message_is_not_asked_for_again(world: World) -> None:
    message = await announced(world)
    world.env.backend.delete_message(world.channel.id, message.id)
    await world.env.settle()
    since = len(world.env.http_requests)
    await world.members["alice"].slash(
        world.channel, "meetup rsvp", meetup="Friday co-working", answer="going"
    )
    await world.settle()
    await world.receive("ready")
    await world.settle()
    asked = [one.path for one in world.env.http_requests[since:]]
    assert asked
    assert not [path for path in asked if str(message.id) in path]


async def test_a_role_that_is_gone_is_left_out_and_told_once(world: World) -> None:
    await world.plan(world.members["erin"], **WEEKLY, role=world.coworkers)
    world.env.backend.delete_role(world.guild.id, world.coworkers.id)
    await world.advance(timedelta(days=5))
    assert card(world).raw_role_mentions == []
    assert await by_the_way(world) == ["role that"]


async def test_without_the_right_to_make_events_everything_else_works(world: World) -> None:
    role = world.guild.roles["Longtable"]
    granted = discord.Permissions(role._role.permissions)
    granted.update(manage_events=False, create_events=False)
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": granted.value})
    await announced(world)
    assert world.events == []
    assert await by_the_way(world) == ["server's events"]


async def test_a_server_that_removed_the_bot_costs_nothing_and_may_come_back(world: World) -> None:
    await announced(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    await world.receive("guild_remove", guild)
    before = len(world.env.http_requests)
    await world.advance(timedelta(days=2, hours=23))
    assert len(world.env.http_requests) == before
    await world.receive("guild_join", guild)
    await world.advance(timedelta(days=6))
    assert len(world.cards()) == 2


async def test_where_the_bot_may_not_open_threads_it_tells_people_in_the_channel(world: World) -> None:
    forbid(world, world.channel, create_public_threads=True)
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    erin = world.members["erin"]
    await skip(world, erin)
    await world.settle()
    last = world.channel.last_message
    assert last is not None
    assert last.raw_mentions == ids(world, "alice")


async def test_a_thread_that_could_not_be_opened_is_opened_when_there_is_something_to_say(
    world: World,
) -> None:
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=503, times=1)
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await skip(world, world.members["erin"])
    await world.settle()
    assert [one.raw_mentions for one in world.thread(message)] == [ids(world, "alice")]
