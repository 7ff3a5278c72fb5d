"""Forms that come in, also after the bot was started again meanwhile, on their way to whoever asked.

What a form is for stands in its custom id, as with buttons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.localisation import set_language_for

_LABELLED, _ROW = 18, 1  # what Discord calls the components that hold a field


class ModalRouter(commands.Cog):
    """Hands each form that comes in to the feature that asked for it."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
            return
        data: Mapping[str, Any] = interaction.data
        custom_id = str(data["custom_id"])
        for kind, handle in self.bot.forms.items():
            if kind.name == custom_id.partition("|")[0]:
                set_language_for(interaction, self.bot.language_of)
                async with self.bot.reporter.reporting(f"form {kind.name}", interaction):
                    await handle(interaction, dict(_fields(data["components"])), *kind.read(custom_id))


def _fields(components: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for holder in components:
        if holder["type"] == _LABELLED:
            yield _field(holder["component"])
        elif holder["type"] == _ROW:
            yield from (_field(component) for component in holder["components"])


def _field(component: dict[str, Any]) -> tuple[str, Any]:
    value = component["values"] if "values" in component else component.get("value")
    return component["custom_id"], value
