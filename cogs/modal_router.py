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
from cogs.modals import sendable

_LABEL, _ACTION_ROW = 18, 1  # Discord's numbers for the components that hold a field


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
                    await handle(interaction, dict(_fields(data["components"])), *kind.read(custom_id))


def _fields(components: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for holder in components:
        if holder["type"] == _LABEL:
            yield _field(holder["component"])
        elif holder["type"] == _ACTION_ROW:
            yield from (_field(component) for component in holder["components"])


def _field(component: dict[str, Any]) -> tuple[str, Any]:
    value = component["values"] if "values" in component else component.get("value")
    return component["custom_id"], sendable(value) if isinstance(value, str) else value
