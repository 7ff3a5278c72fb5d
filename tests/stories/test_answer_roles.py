"""Meetups for members with certain roles: checked when somebody answers, and not after that."""

from __future__ import annotations

from typing import Any

from simcord.builders import RoleHandle

from demo.world import World
from tests.stories.answering import hears, react, rsvp, who_tapped
from tests.stories.edits import edit
from tests.stories.telling import (
    WEEKLY,
    announced,
    by_the_way,
    card,
    field,
    ids,
    reads,
    said,
)

TITLE = WEEKLY["title"]


def _role(world: World, name: str, *members: str) -> RoleHandle:
    """A role that these have."""
    role = world.guild.create_role(name)
    for member in members:
        _give(world, member, role)
    return role


def _give(world: World, member: str, role: RoleHandle) -> None:
    world.env.backend.add_member_role(world.guild.id, world.members[member].id, role.id)


def _take(world: World, member: str, role: RoleHandle) -> None:
    world.env.backend.remove_member_role(world.guild.id, world.members[member].id, role.id)


async def test_who_has_none_of_the_roles_is_told_in_private_and_whoever_has_one_answers(world: World) -> None:
    regulars, helpers = _role(world, "regulars", "alice"), _role(world, "helpers", "bob")
    await announced(world, roles=[regulars, helpers])
    assert f"🔑 For <@&{regulars.id}>, <@&{helpers.id}>" in reads(card(world))
    for name in ("alice", "bob", "charlie", "erin"):
        await react(world, name)
    assert field(card(world), "Going") == ids(world, "alice", "bob", "erin")  # a host needs none
    assert who_tapped(world, card(world)) == set(ids(world, "alice", "bob", "erin"))
    await react(world, "charlie", "❌")
    assert field(card(world), "Can't") == []
    assert f"it is for <@&{regulars.id}>, <@&{helpers.id}>" in await hears(world, "charlie")
    assert await hears(world, "charlie") == ""
    assert "is for members with certain roles" in said(await rsvp(world, "charlie"))
    assert "you are going" in said(await rsvp(world, "alice"))
    _give(world, "charlie", helpers)
    await react(world, "charlie")
    assert field(card(world), "Going") == ids(world, "alice", "bob", "erin", "charlie")


async def test_who_loses_the_role_keeps_the_seat_and_can_give_it_back(world: World) -> None:
    regulars = _role(world, "regulars", "alice", "bob")
    await announced(world, roles=[regulars])
    for name in ("alice", "bob"):
        await react(world, name)
        _take(world, name, regulars)
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    assert "you are going" in said(await rsvp(world, "alice"))
    await react(world, "bob", "🤔")
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    await react(world, "bob", "❌")
    assert field(card(world), "Can't") == ids(world, "bob")
    await react(world, "bob")
    assert field(card(world), "Going") == ids(world, "alice")


async def test_what_was_tapped_while_the_bot_was_away_is_checked_too(world: World) -> None:
    regulars = _role(world, "regulars", "alice")
    message = await announced(world, roles=[regulars])
    await world.bot.close()
    for name in ("alice", "bob"):
        user_id = world.members[name].id
        world.env.backend.set_reaction(world.channel.id, message.id, "✅", user_id, True)
    await world.restart()
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert who_tapped(world, card(world)) == set(ids(world, "alice"))
    assert "as it is for" in await hears(world, "bob")


async def test_a_reaction_of_which_the_roles_are_not_told_is_looked_into(world: World) -> None:
    regulars = _role(world, "regulars", "alice")
    message = await announced(world, roles=[regulars])
    backend: Any = world.env.backend
    emit = backend.emit

    def emit_without_member(event: str, payload: dict[str, Any], *args: Any, **options: Any) -> Any:
        payload.pop("member", None) if event == "MESSAGE_REACTION_ADD" else None
        return emit(event, payload, *args, **options)

    backend.emit = emit_without_member
    for name in ("alice", "bob"):
        await world.members[name].react(message, "✅")
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert who_tapped(world, card(world)) == set(ids(world, "alice"))


async def test_whoever_had_answered_before_keeps_it_and_everybody_is_everybody(world: World) -> None:
    await announced(world)
    await react(world, "bob")
    regulars, erin = _role(world, "regulars"), world.members["erin"]
    await edit(world, erin, TITLE, roles=[regulars])
    await world.settle()
    assert field(card(world), "Going") == ids(world, "bob")
    assert "has changed (who may answer)" in reads(world.thread(card(world))[-1])
    await react(world, "alice")
    assert field(card(world), "Going") == ids(world, "bob")
    everyone = world.guild.roles["@everyone"]
    await edit(world, erin, TITLE, roles=[regulars, everyone])
    await world.settle()
    assert "🔑" not in reads(card(world))
    await react(world, "alice")
    assert field(card(world), "Going") == ids(world, "bob", "alice")


async def test_a_role_that_is_deleted_drops_out_and_of_the_last_the_host_hears(world: World) -> None:
    regulars, helpers = _role(world, "regulars"), _role(world, "helpers", "bob")
    await announced(world, roles=[regulars, helpers])
    world.env.backend.delete_role(world.guild.id, regulars.id)
    await world.settle()
    assert f"🔑 For <@&{helpers.id}>" in reads(card(world))
    await world.bot.close()
    world.env.backend.delete_role(world.guild.id, helpers.id)
    await world.restart()
    await world.settle()
    await react(world, "alice")
    assert field(card(world), "Going") == []
    assert "with a role that is gone, so nobody new can answer" in "".join(
        await by_the_way(world, whole=True)
    )
    await edit(world, world.members["erin"], TITLE, roles=[])
    await world.settle()
    await react(world, "alice")
    assert field(card(world), "Going") == ids(world, "alice")


async def test_the_list_leads_whom_it_is_for_to_the_card_and_nobody_else(world: World) -> None:
    await announced(world, roles=[_role(world, "regulars", "alice")])
    for name, is_led in (("alice", True), ("bob", False)):
        listed = await world.members[name].slash(world.channel, "meetup list")
        assert ("answer here" in said(listed)) is is_led
    assert "ask its host" not in said(await rsvp(world, "bob"))
