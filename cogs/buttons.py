"""Buttons and selects that still work after a restart, because their custom id says what they do."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import discord

from cogs.bot import Interaction, LongtableBot
from cogs.custom_ids import CustomId
from cogs.localisation import set_language_for
from domain.errors import Refusal
from domain.text import shortened
from languages import gettext

ButtonSpec = tuple[str, str, discord.ButtonStyle]  # label, custom id, style
Option = tuple[str, str]  # value, name

BLUE, GREY = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
GREEN, RED = discord.ButtonStyle.success, discord.ButtonStyle.danger

ROW_LENGTH = 5
MOST_OPTIONS = 25  # Discord shows no more in a select
_OPTION_LENGTH, _PLACEHOLDER_LENGTH = 100, 150


class PersistentItem(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"-"):
    """An item with one kind of custom id; what it raises is reported like every other error."""

    custom_id_kind: ClassVar[CustomId]
    is_private: ClassVar[bool | None] = True  # True: under private replies only; None: anywhere

    def __init_subclass__(cls, *, custom_id: CustomId | None = None) -> None:
        if custom_id is None:  # a kind of item, and no item yet
            return
        cls.custom_id_kind = custom_id
        super().__init_subclass__(template=custom_id.template)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: LongtableBot = interaction.client
        set_language_for(interaction, bot.language_of)
        async with bot.reporter.reporting(f"button {self.custom_id}", interaction):
            message = interaction.message
            is_private = message is not None and message.flags.ephemeral
            if self.is_private not in {None, is_private}:
                raise Refusal(gettext("That button does not work here. Please use the commands instead."))
            await self.answer(interaction, self.custom_id_kind.read(self.custom_id))

    @abstractmethod
    async def answer(self, interaction: Interaction, values: list[Any]) -> None:
        """Does what the item is for, with the values in the custom id. Raises Refusal where it may not."""


class PersistentButton(PersistentItem):
    """A button with one kind of custom id."""

    async def answer(self, interaction: Interaction, values: list[Any]) -> None:
        await self.press(interaction, *values)

    @abstractmethod
    async def press(self, interaction: Interaction, *values: Any, **_: Any) -> None:
        """Does what the label says, with the values in the custom id. Raises Refusal where it may not."""


class PersistentSelect(PersistentItem):
    """A menu with one kind of custom id, of which one value is chosen."""

    async def answer(self, interaction: Interaction, values: list[Any]) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        chosen = data.get("values", ())
        if len(chosen) != 1:
            raise Refusal(gettext("That menu no longer works. Please use the commands instead."))
        await self.choose(interaction, chosen[0], *values)

    @abstractmethod
    async def choose(self, interaction: Interaction, chosen: str, *values: Any, **_: Any) -> None:
        """Does what choosing this value means, whatever came as one. Raises Refusal where it may not."""


def button_view(
    *buttons: ButtonSpec, length: int = ROW_LENGTH, selects: Sequence[discord.ui.Select[Any]] = ()
) -> discord.ui.View:
    """Returns a view of these buttons, at most `length` in a row, with the selects below them."""
    rows = (buttons[start : start + length] for start in range(0, len(buttons), length))
    return rows_view(*rows, selects=selects)


def rows_view(*rows: Sequence[ButtonSpec], selects: Sequence[discord.ui.Select[Any]] = ()) -> discord.ui.View:
    """Returns a view of these rows of buttons, with the selects below them.

    A row of more than five goes on in the next; one without any is left out.
    """
    view = discord.ui.View(timeout=None)
    lines = (row[start : start + ROW_LENGTH] for row in rows for start in range(0, len(row), ROW_LENGTH))
    for index, line in enumerate(lines):
        for label, custom_id, style in line:
            button: discord.ui.Button[Any] = discord.ui.Button(
                label=label, custom_id=custom_id, style=style, row=index
            )
            view.add_item(button)
    for select in selects:
        view.add_item(select)
    view.stop()  # a view only lays the items out: PersistentItem answers them
    return view


def make_select(custom_id: str, prompt: str, options: Sequence[Option]) -> list[discord.ui.Select[Any]]:
    """Returns a select of one of the first 25 options; none where there are no options."""
    if not options:
        return []
    shown = [
        discord.SelectOption(label=shortened(name, _OPTION_LENGTH), value=value)
        for value, name in options[:MOST_OPTIONS]
    ]
    placeholder = shortened(prompt, _PLACEHOLDER_LENGTH)
    return [discord.ui.Select(custom_id=custom_id, placeholder=placeholder, options=shown)]
