"""Forms that members fill in, and whose answers arrive although the bot was started again meanwhile.

What a form is for stands in its custom id, as with buttons.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from cogs.speaking import speak_to

if TYPE_CHECKING:
    from cogs.bot import LongtableBot

Values = Mapping[str, Any]  # by the field's custom id: text, a list of chosen values, or whether it is ticked
FormHandler = Callable[..., Awaitable[None]]
"""Called with the interaction, the values, and what the form's custom id holds."""

_LABELLED, _ROW = 18, 1  # what Discord calls the components that hold a field


class Forms(commands.Cog):
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
                speak_to(interaction, self.bot.language_of)
                async with self.bot.reporter.reporting(f"form {kind.name}", interaction):
                    await handle(interaction, dict(_fields(data["components"])), *kind.read(custom_id))


async def show_form(interaction: discord.Interaction[Any], form: discord.ui.Modal) -> None:
    """Opens the form before the member; what comes in is dealt with by Forms alone."""
    await interaction.response.send_modal(form)
    form.stop()


def make_form(custom_id: str, title: str, *fields: discord.ui.Item[Any]) -> discord.ui.Modal:
    """Returns a form of these fields."""
    form = discord.ui.Modal(title=title, custom_id=custom_id)
    for field in fields:
        form.add_item(field)
    return form


def _fields(components: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for holder in components:
        if holder["type"] == _LABELLED:
            yield _field(holder["component"])
        elif holder["type"] == _ROW:
            yield from (_field(component) for component in holder["components"])


def _field(component: dict[str, Any]) -> tuple[str, Any]:
    value = component["values"] if "values" in component else component.get("value")
    return component["custom_id"], value
