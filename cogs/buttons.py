"""Buttons that still answer after a restart: what one does stands in its custom id."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any, ClassVar, Self, cast

import discord

from cogs.errors import Reporter
from cogs.speaking import speak_to
from domain.errors import Refusal
from languages import gettext

Button = tuple[str, str, discord.ButtonStyle]  # label, custom id, style

_ROW_LENGTH = 5


class Pressable(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"-"):
    """A button whose press is reported like everything else."""

    reporter: Reporter
    is_private: ClassVar[bool | None] = True  # stands under private replies alone; None: anywhere

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(cast("discord.ui.Button[Any]", item))

    async def callback(self, interaction: discord.Interaction) -> None:
        speak_to(interaction, self.reporter.desk.language_of)
        async with self.reporter.reporting(f"button {self.custom_id}", interaction):
            message = interaction.message
            is_private = message is not None and message.flags.ephemeral
            if self.is_private not in {None, is_private}:
                raise Refusal(
                    gettext("That button stands in the wrong place. Please use the commands instead.")
                )
            await self.press(interaction, self.custom_id.split("|")[1:])

    @abstractmethod
    async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
        """Do what the button says; raises Refusal."""


def row(*buttons: Button, length: int = _ROW_LENGTH) -> discord.ui.View:
    """Buttons beside each other, so many a row."""
    view = discord.ui.View(timeout=None)
    for place, (label, custom_id, style) in enumerate(buttons):
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=label, custom_id=custom_id, style=style, row=place // length
        )
        view.add_item(button)
    view.stop()  # the dynamic items answer; the view only lays the buttons out
    return view
