"""Forms that members fill in: their fields, how one is made and opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from domain.text import shortened

ModalValues = Mapping[str, Any]
"""By the field's custom id: text, a list of chosen values or of `Upload`s, or whether it is ticked."""
ModalHandler = Callable[..., Awaitable[None]]
"""Called with the interaction, the values, and what the form's custom id holds."""
_TEXT_LENGTH = 4000  # Discord lets in no more
_LABEL_LENGTH, _HINT_LENGTH = 45, 100  # and shows no more above a field, above a form, and in an empty field


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form, `size` bytes long. Discord keeps it at `url` for a while."""

    url: str
    size: int


async def send_modal(interaction: discord.Interaction[Any], form: discord.ui.Modal) -> None:
    """Opens the form for the member; ModalRouter takes what they submit."""
    await interaction.response.send_modal(form)
    form.stop()


def sendable(text: str) -> str:
    """Returns the text as Discord takes it: half a character, as phones may send it, is a question mark."""
    return text.encode(errors="replace").decode()


def labelled(
    label: str, field: discord.ui.Item[Any], description: str | None = None
) -> discord.ui.Label[Any]:
    """Returns the field under its label, of which Discord shows 45 characters."""
    return discord.ui.Label(text=shortened(label, _LABEL_LENGTH), description=description, component=field)


def text_field(
    custom_id: str,
    label: str,
    value: str | None,
    *,
    length: int = _TEXT_LENGTH,
    is_long: bool = False,
    is_required: bool = False,
    hint: str | None = None,
    description: str | None = None,
) -> discord.ui.Label[Any]:
    """Returns a field for text, filled with the value.

    `length` is how many characters Discord lets in; without it the use case says what is too long. `is_long`
    gives it several lines, `hint` shows while it is empty.
    """
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        default=sendable(value or "")[:length] or None,
        placeholder=shortened(hint, _HINT_LENGTH) if hint else None,
        max_length=length,
        required=is_required,
    )
    return labelled(label, field, description)


def choice_field(
    custom_id: str, label: str, options: Mapping[str, str], chosen: str | None, *, is_required: bool = False
) -> discord.ui.Label[Any]:
    """Returns a field to choose one of the options from, names by value; `chosen` is chosen to begin with."""
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=custom_id,
        options=[
            discord.SelectOption(label=name, value=value, default=value == chosen)
            for value, name in options.items()
        ],
        min_values=1 if is_required else 0,
        required=is_required,
    )
    return labelled(label, select)


def channel_field(
    custom_id: str,
    label: str,
    kinds: Sequence[discord.ChannelType],
    chosen_id: int | None,
    *,
    is_required: bool = False,
    description: str | None = None,
) -> discord.ui.Label[Any]:
    """Returns a field to choose a channel of these kinds; that of `chosen_id` is chosen to begin with."""
    kind = discord.SelectDefaultValueType.channel
    select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=custom_id,
        channel_types=list(kinds),
        min_values=1 if is_required else 0,
        required=is_required,
        default_values=[discord.SelectDefaultValue(id=chosen_id, type=kind)] if chosen_id else [],
    )
    return labelled(label, select, description)


def role_field(
    custom_id: str, label: str, chosen_ids: Sequence[int], *, most: int = 1, description: str | None = None
) -> discord.ui.Label[Any]:
    """Returns a field to choose at most so many roles, or none; `chosen_ids` are chosen to begin with."""
    kind = discord.SelectDefaultValueType.role
    select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id=custom_id,
        min_values=0,
        max_values=most,
        required=False,
        default_values=[discord.SelectDefaultValue(id=one, type=kind) for one in chosen_ids[:most]],
    )
    return labelled(label, select, description)


def file_field(custom_id: str, label: str, *, description: str | None = None) -> discord.ui.Label[Any]:
    """Returns a field to send a file with, or none."""
    return labelled(
        label, discord.ui.FileUpload(custom_id=custom_id, min_values=0, required=False), description
    )


def tick_field(
    custom_id: str, label: str, *, is_ticked: bool = False, description: str | None = None
) -> discord.ui.Label[Any]:
    """Returns a field to tick."""
    return labelled(label, discord.ui.Checkbox(custom_id=custom_id, default=is_ticked), description)


def member_field(
    custom_id: str,
    label: str,
    *,
    most: int = 1,
    chosen_ids: Sequence[int] = (),
    is_required: bool = False,
    description: str | None = None,
) -> discord.ui.Label[Any]:
    """Returns a field to choose at most so many members; `chosen_ids` are chosen to begin with."""
    kind = discord.SelectDefaultValueType.user
    select: discord.ui.UserSelect[Any] = discord.ui.UserSelect(
        custom_id=custom_id,
        min_values=int(is_required),
        max_values=most,
        required=is_required,
        default_values=[discord.SelectDefaultValue(id=one, type=kind) for one in chosen_ids[:most]],
    )
    return labelled(label, select, description)


def first_of(values: Sequence[str] | None) -> str | None:
    """Returns what was chosen in a field for one choice; None where nothing was."""
    return values[0] if values else None


def make_modal(custom_id: str, title: str, *fields: discord.ui.Item[Any]) -> discord.ui.Modal:
    """Returns a form with these fields."""
    form = discord.ui.Modal(title=shortened(title, _LABEL_LENGTH), custom_id=custom_id)
    for field in fields:
        form.add_item(field)
    return form
