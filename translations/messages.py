"""Every message there is to translate: what the code says, and what commands are called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import discord
from babel.messages.catalog import Catalog
from discord import app_commands

from bot import create_bot
from cogs.localisation import NAMES
from config import Config, DatabaseSection, ProblemsSection
from languages import CHOICES

ROOT = Path(__file__).parent.parent
_FLOORS = ("cogs", "db", "domain", "languages", "ops", "services")
_SAYING = {"gettext": 1, "gettext_noop": 1, "ngettext": 2}  # functions, and how many forms each takes


async def find_messages() -> Catalog:
    """Returns a catalogue of all messages without translations, each with the files it stands in."""
    found = Catalog(project="Longtable", charset="utf-8")
    for path in _list_files():
        for message in read_messages(path.read_text(encoding="utf-8")):
            found.add(message, locations=[(path.relative_to(ROOT).as_posix(), 1)])
    with TemporaryDirectory() as folder:
        for text, kind in await _list_names(Path(folder)):
            found.add(text, context=kind, locations=[("commands", 1)])
    return found


def _list_files() -> Iterator[Path]:
    for floor in _FLOORS:
        yield from sorted((ROOT / floor).rglob("*.py"))


def read_messages(source: str) -> Iterator[str | tuple[str, ...]]:
    """Yields what a module says through gettext, a tuple where there are plural forms.

    It looks within f-strings, too, where Babel's own reader does not.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            arguments = node.args[: _SAYING.get(node.func.id, 0)]
            forms = [one.value for one in arguments if isinstance(one, ast.Constant)]
            if forms:
                yield str(forms[0]) if len(forms) == 1 else tuple(map(str, forms))


class _Recorder(app_commands.Translator):
    """A translator that only notes what discord.py asks it to translate."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str | None], None] = {}

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> None:
        if string.message not in CHOICES.values():  # a language is called what it calls itself
            self.found[string.message, NAMES.get(context.location)] = None


async def _list_names(folder: Path) -> list[tuple[str, str | None]]:
    """Returns the names, descriptions and choices of all commands, each with its context in the catalogue.

    The context is None where it has none.
    """
    config = Config(
        database=DatabaseSection(url=f"sqlite:///{folder / 'empty.db'}"),
        problems=ProblemsSection(key_file=str(folder / "problems.key")),
    )
    bot, recorder = create_bot(config), _Recorder()
    await bot.database.open()
    try:
        await bot.load_features()
        for command in bot.tree.get_commands():
            await command.get_translated_payload(bot.tree, recorder)
        for menu in bot.tree.get_commands(type=discord.AppCommandType.message):
            await menu.get_translated_payload(bot.tree, recorder)
    finally:
        await bot.close()
    return list(recorder.found)
