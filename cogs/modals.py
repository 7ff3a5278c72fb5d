"""Forms that members fill in: how one is made and opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

ModalValues = Mapping[str, Any]
"""By the field's custom id: text, a list of chosen values, or whether it is ticked."""
_TEXT_LENGTH = 4000  # what a field can be filled with
ModalHandler = Callable[..., Awaitable[None]]
"""Called with the interaction, the values, and what the form's custom id holds."""


async def send_modal(interaction: discord.Interaction[Any], form: discord.ui.Modal) -> None:
    """Opens the form for the member; ModalRouter takes what they submit."""
    await interaction.response.send_modal(form)
    form.stop()


def make_modal(custom_id: str, title: str, *fields: discord.ui.Item[Any]) -> discord.ui.Modal:
    """Returns a form with these fields."""
    form = discord.ui.Modal(title=title, custom_id=custom_id)
    for field in fields:
        form.add_item(field)
    return form


def _sendable(text: str) -> str:
    """Returns the text as Discord takes it: half a character, as phones may send it, is a question mark."""
    return text[:_TEXT_LENGTH].encode(errors="replace").decode()


def text_field(
    custom_id: str,
    label: str,
    value: str | None,
    *,
    is_required: bool = False,
    hint: str | None = None,
    description: str | None = None,
) -> discord.ui.Label[Any]:
    """Returns a field of one line, filled with the value; its use case says what is too long."""
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=custom_id,
        default=_sendable(value or "") or None,
        placeholder=hint,
        required=is_required,
    )
    return discord.ui.Label(text=label, description=description, component=field)
