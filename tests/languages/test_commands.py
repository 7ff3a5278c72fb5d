"""What commands are called: in every language something that Discord takes and members can tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord
import pytest

from cogs.localisation import CommandTranslator
from demo.world import World

_NAME = re.compile(r"[-_'\w]{1,32}")
_MOST = 8000  # characters of a command with all that is in it, the longest language of each counting

Payload = dict[str, Any]


@pytest.fixture
async def commands(world: World) -> list[Payload]:
    """The slash commands as they are registered, with all their names."""
    tree, translator = world.bot.tree, CommandTranslator()
    commands = tree.get_commands(type=discord.AppCommandType.chat_input)
    return [await command.get_translated_payload(tree, translator) for command in commands]


async def test_every_language_has_a_name_and_a_description_for_everything(commands: list[Payload]) -> None:
    locales = {"de", "fr", "es-ES", "es-419", "pt-BR", "ja"}
    for part in parts(commands):
        assert part["name_localizations"].keys() == locales, part["name"]
        assert part["description_localizations"].keys() == locales, part["name"]
        for choice in part.get("choices", []):
            assert choice["name_localizations"].keys() == locales, choice["name"]


async def test_names_are_such_as_discord_takes_and_everything_fits(commands: list[Payload]) -> None:
    for part in parts(commands):
        for name in every(part, "name"):
            assert _NAME.fullmatch(name), name
            assert name == name.lower()
        assert all(1 <= len(text) <= 100 for text in every(part, "description"))
        for choice in part.get("choices", []):
            assert all(1 <= len(name) <= 100 for name in every(choice, "name"))
    assert all(size(command) <= _MOST for command in commands)


async def test_what_stands_side_by_side_has_different_names(commands: list[Payload]) -> None:
    for siblings in [commands, *(part.get("options", []) for part in parts(commands))]:
        for locale in ("en-US", "de", "fr", "es-ES", "pt-BR", "ja"):
            names = [one["name_localizations"].get(locale, one["name"]) for one in siblings]
            assert len(set(names)) == len(names), names


async def test_the_menu_has_a_name_in_every_language(world: World) -> None:
    menus = world.bot.tree.get_commands(type=discord.AppCommandType.message)
    for menu in menus:
        payload = await menu.get_translated_payload(world.bot.tree, CommandTranslator())
        assert all(1 <= len(name) <= 32 for name in every(payload, "name"))
        assert len(payload["name_localizations"]) == 6


def parts(siblings: list[Payload]) -> Iterator[Payload]:
    """Commands, and whatever is in them."""
    for one in siblings:
        yield one
        yield from parts(one.get("options", []))


def every(part: Payload, key: str) -> list[str]:
    """What it is called in each language."""
    return [part[key], *part.get(f"{key}_localizations", {}).values()]


def size(part: Payload) -> int:
    own = max(map(len, every(part, "name"))) + max(map(len, every(part, "description")))
    choices = [max(map(len, every(one, "name"))) + len(str(one["value"])) for one in part.get("choices", [])]
    return own + sum(choices) + sum(size(one) for one in part.get("options", []))
