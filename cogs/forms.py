"""Forms that members fill in, and whose answers arrive although the bot was started again meanwhile.

What a form is for stands in its custom id, as with buttons: `name|argument|…`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

import discord
from discord.ext import commands

from cogs.errors import Reporter
from cogs.speaking import speak_to

Values = Mapping[str, Any]  # by the field's custom id: text, a list of chosen values, or whether it is ticked
Handler = Callable[[discord.Interaction, list[str], Values], Awaitable[None]]

_LABELLED, _ROW = 18, 1  # what Discord calls the components that hold a field


class Forms(commands.Cog):
    """Hands each form that comes in to whoever asked for it."""

    def __init__(self, handlers: Mapping[str, Handler], reporter: Reporter) -> None:
        self.handlers = handlers
        self.reporter = reporter

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
            return
        data: Mapping[str, Any] = interaction.data
        name, *arguments = str(data["custom_id"]).split("|")
        handler = self.handlers.get(name)
        if handler is not None:
            speak_to(interaction, self.reporter.desk.language_of)
            async with self.reporter.reporting(f"form {name}", interaction):
                await handler(interaction, arguments, dict(_fields(data["components"])))


async def show_form(interaction: discord.Interaction, form: discord.ui.Modal) -> None:
    """Open the form before the member; what comes in is dealt with by Forms alone."""
    await interaction.response.send_modal(form)
    form.stop()


def make_form(
    name: str, title: str, *fields: discord.ui.Item[Any], arguments: Sequence[object] = ()
) -> discord.ui.Modal:
    """A form of these fields; the arguments come back with what is filled in."""
    custom_id = "|".join([name, *(str(argument) for argument in arguments)])
    form = discord.ui.Modal(title=title, custom_id=custom_id)
    for field in fields:
        form.add_item(field)
    return form


def _fields(components: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for holder in components:
        if holder["type"] == _LABELLED:
            yield _field(holder["component"])
        elif holder["type"] == _ROW:
            yield from (_field(one) for one in holder["components"])


def _field(component: dict[str, Any]) -> tuple[str, Any]:
    value = component["values"] if "values" in component else component.get("value")
    return component["custom_id"], value
