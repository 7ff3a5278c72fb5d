"""The commands stand once in every server, and a refused registration stops nobody."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from simcord.backend.errors import BackendError

from demo.world import World
from tests.discord_rules import list_commands, rules_of
from tests.discord_rules.simulation import Request

_EVERYWHERE = "/applications/{application}/commands"
_IN_A_SERVER = "/applications/{application}/guilds/{guild}/commands"


async def _restart(world: World, test_guild: int | None) -> None:
    world.config = replace(world.config, discord=replace(world.config.discord, test_guild=test_guild))
    await world.restart()


def _registered_in(world: World, guild_id: int | None) -> list[str]:
    """The names of the commands in one set: the global one, or a server's own."""
    return [command["name"] for command in world.env.backend.commands.get(guild_id, {}).values()]


async def test_a_test_guild_set_changed_and_taken_away_leaves_every_command_once(world: World) -> None:
    erin = world.members["erin"]
    before = list_commands(erin, world.channel)
    assert before
    assert len(set(before)) == len(before)
    everything = _registered_in(world, None)
    elsewhere = world.env.create_guild("Elsewhere")
    await _restart(world, test_guild=world.guild.id)
    assert list_commands(erin, world.channel) == before
    assert _registered_in(world, None) == []
    await _restart(world, test_guild=elsewhere.id)
    assert list_commands(erin, world.channel) == []
    assert _registered_in(world, elsewhere.id) == everything
    await _restart(world, test_guild=None)
    assert list_commands(erin, world.channel) == before
    assert _registered_in(world, elsewhere.id) == []


async def test_commands_are_for_servers_alone(world: World) -> None:
    assert rules_of(world.env).commands.list_installable_elsewhere() == []


@pytest.mark.parametrize("test_guild", [False, True])
async def test_a_refused_registration_is_an_incident_and_the_bot_goes_on(
    world: World, caplog: pytest.LogCaptureFixture, *, test_guild: bool
) -> None:
    names = {"options": {"2": {"name_localizations": {"fr": {"_errors": [{"code": "X", "message": "No"}]}}}}}

    def refuse(request: Request) -> None:
        raise BackendError(400, 50035, "Invalid Form Body", errors={"0": names})

    rules = rules_of(world.env).simulation
    rules.before("PUT", _IN_A_SERVER if test_guild else _EVERYWHERE, refuse)
    before = list_commands(world.members["erin"], world.channel)
    with caplog.at_level(logging.ERROR, "longtable"):
        await _restart(world, world.guild.id if test_guild else None)
    assert list_commands(world.members["erin"], world.channel) == before
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    [record] = [record for record in caplog.records if record.name == "longtable"]
    assert "registering the commands" in record.getMessage()
    assert record.exc_info is not None
    assert "name_localizations.fr" in str(record.exc_info[1])


async def test_a_test_guild_that_the_bot_is_not_in_is_an_incident(world: World) -> None:
    await _restart(world, test_guild=1)
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    assert list_commands(world.members["erin"], world.channel)
    await _restart(world, test_guild=None)


async def test_whoever_dies_between_two_sets_leaves_nothing_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list_commands(world.members["erin"], world.channel)

    async def forget_nothing(*_: object) -> None:
        """Does what a process does that has died by then."""

    monkeypatch.setattr("discord.http.HTTPClient.bulk_upsert_global_commands", forget_nothing)
    await _restart(world, test_guild=world.guild.id)
    assert len(list_commands(world.members["erin"], world.channel)) == 2 * len(before)
    monkeypatch.undo()
    await _restart(world, test_guild=None)
    assert list_commands(world.members["erin"], world.channel) == before
