"""What was typed into a form and refused: it stands under the reason, and *Edit* opens the form with it.

It is kept in the private reply alone, which Discord hands back with the button: nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from cogs.bot import Interaction
from cogs.buttons import GREEN, ButtonSpec, button_view
from cogs.modals import sendable
from domain.errors import Refusal
from languages import gettext

_NOTHING = "–"  # an embed has no empty fields
FIELD_LENGTH = 1000  # so much of each is kept: a field of an embed has room for it


async def offer_again(
    interaction: Interaction, refusal: Refusal, custom_id: str, typed: Mapping[str, str]
) -> None:
    """Says why it was refused, with what was typed by the labels of the fields, in their order.

    `custom_id` is that of the *Edit* button, which reads it back with `read_typed`.
    """
    await ask_again(interaction, f"{refusal}", (gettext("Edit"), custom_id, GREEN), typed=typed)


async def ask_again(
    interaction: Interaction, text: str, *buttons: ButtonSpec, typed: Mapping[str, str]
) -> None:
    """Says the text in private, with what was typed, and buttons that read it back with `read_typed`."""
    embed = discord.Embed(title=gettext("What you typed"))
    for label, value in typed.items():
        embed.add_field(name=label, value=sendable(value.strip())[:FIELD_LENGTH] or _NOTHING, inline=False)
    view = button_view(*buttons)
    if interaction.response.is_done():
        await interaction.followup.send(text, embed=embed, view=view, ephemeral=True)
    else:
        await interaction.response.send_message(text, embed=embed, view=view, ephemeral=True)


def read_typed(interaction: Interaction, names: Sequence[str]) -> dict[str, str]:
    """Returns what stands in the message whose *Edit* was pressed, by the names of the fields in order."""
    embeds = interaction.message.embeds if interaction.message is not None else []
    values = [field.value or "" for field in embeds[0].fields] if embeds else []
    return {name: "" if text == _NOTHING else text for name, text in zip(names, values, strict=False)}
