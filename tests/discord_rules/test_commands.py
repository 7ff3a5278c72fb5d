"""Names of commands, where they may be installed, and the two sets of them."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.backend.errors import BackendError

from tests.discord_rules import list_commands
from tests.discord_rules.conftest import Discord


def _command(name: str, options: list[dict[str, Any]] | None = None, **names: str) -> dict[str, Any]:
    return {
        "name": name,
        "description": name,
        "type": 1,
        "name_localizations": names,
        "options": options or [],
    }


def _option(name: str, **names: str) -> dict[str, Any]:
    return {"name": name, "description": name, "type": 3, "name_localizations": names}


def _put(ruled: Discord, *commands: dict[str, Any], guild: bool = False) -> Any:
    scope = f"/guilds/{ruled.guild.id}" if guild else ""
    return ruled.ask("PUT", f"/applications/{ruled.backend.application_id}{scope}/commands", list(commands))


async def test_a_localised_name_may_not_be_the_default_name_of_a_sibling(ruled: Discord) -> None:
    options = [_option("agenda"), _option("calendar", fr="agenda")]
    with pytest.raises(BackendError) as caught:
        _put(ruled, _command("meetup", options))
    assert (caught.value.status, caught.value.code) == (400, 50035)
    errors = caught.value.errors
    assert errors is not None
    assert set(errors["0"]["options"]["1"]["name_localizations"]) == {"fr"}


async def test_a_localised_name_may_not_be_that_of_a_sibling_in_its_language(ruled: Discord) -> None:
    with pytest.raises(BackendError):
        _put(ruled, _command("one", de="eins"), _command("two", de="eins"))
    assert _put(ruled, _command("one", de="eins"), _command("two", fr="eins"))


async def test_a_localised_name_may_be_its_own_default_name(ruled: Discord) -> None:
    assert _put(ruled, _command("agenda", fr="agenda"), _command("calendar", fr="calendrier"))


async def test_commands_that_say_nothing_follow_the_portal(ruled: Discord) -> None:
    _put(ruled, {**_command("said"), "contexts": [0], "integration_types": [0]}, _command("unsaid"))
    assert ruled.rules.commands.list_installable_elsewhere() == ["unsaid"]


async def test_global_and_guild_commands_stand_side_by_side_until_one_is_emptied(ruled: Discord) -> None:
    ruled.backend.edit_role(ruled.guild.id, ruled.guild.id, {"permissions": (1 << 31) | (1 << 10)})
    _put(ruled, _command("meetup"))
    _put(ruled, _command("meetup"), guild=True)
    assert list_commands(ruled.alice, ruled.room) == ["meetup", "meetup"]
    _put(ruled, guild=True)
    assert list_commands(ruled.alice, ruled.room) == ["meetup"]


async def test_commands_of_a_server_need_the_bot_in_it(ruled: Discord) -> None:
    with pytest.raises(BackendError) as caught:
        ruled.ask("PUT", f"/applications/{ruled.backend.application_id}/guilds/1/commands", [])
    assert (caught.value.status, caught.value.code) == (403, 50001)
