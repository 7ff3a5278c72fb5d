"""The way of submitted forms to the feature that opened them.

A form's custom id says what it is for, as with buttons, so that a restart in between does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.localisation import set_language_for
from cogs.modals import Upload, sendable

_LABEL, _ACTION_ROW = 18, 1  # Discord's numbers for the components that hold a field
_FILE_UPLOAD = 19


class ModalRouter(commands.Cog):
    """The listener that hands each submitted form to its handler in `bot.modal_handlers`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
            return
        data: Mapping[str, Any] = interaction.data
        custom_id = str(data["custom_id"])
        for kind, handle in self.bot.modal_handlers.items():
            if kind.name == custom_id.partition("|")[0]:
                set_language_for(interaction, self.bot.language_of)
                async with self.bot.reporter.reporting(f"form {kind.name}", interaction):
                    await handle(interaction, dict(_fields(data)), *kind.read(custom_id))


def _fields(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    uploads = data.get("resolved", {}).get("attachments", {})
    for holder in data["components"]:
        if holder["type"] == _LABEL:
            yield _field(holder["component"], uploads)
        elif holder["type"] == _ACTION_ROW:
            yield from (_field(component, uploads) for component in holder["components"])


def _field(component: dict[str, Any], uploads: Mapping[str, Any]) -> tuple[str, Any]:
    if component["type"] == _FILE_UPLOAD:
        files = [uploads[file_id] for file_id in component.get("values", ())]
        return component["custom_id"], [Upload(file["url"], file["size"]) for file in files]
    value = component["values"] if "values" in component else component.get("value")
    return component["custom_id"], sendable(value) if isinstance(value, str) else value
