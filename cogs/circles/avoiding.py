"""Whom a member avoids: a private page with a button for each of them that lets go."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.circles import views
from cogs.custom_ids import ALLOW
from cogs.delivery import UNREACHABLE
from cogs.members import find_members
from cogs.ui import markup
from cogs.ui import profiles as ui
from languages import gettext
from services import profiles
from services.circles import answering


async def show_avoided(interaction: Interaction) -> None:
    """Answers in private whom the member avoids."""
    user_ids = await interaction.client.read(profiles.list_avoided, actor_of(interaction))
    view = await _buttons(interaction, user_ids)
    await interaction.response.send_message(ui.avoided(user_ids), view=view, ephemeral=True)


async def start_avoiding(interaction: Interaction, user_id: int) -> None:
    """Keeps the two apart from now on, and takes the member out of a circle that holds both.

    Raises Refusal where both are the same.
    """
    bot, actor = interaction.client, actor_of(interaction)
    await bot.write(profiles.avoid, actor, user_id)
    text = gettext(
        "Saved, and only you see it: you will never be in a circle with {member}.",
        member=markup.user(user_id),
    )
    if await bot.write(answering.avoid_and_leave, actor, user_id):
        text += " " + gettext(
            "You were in a circle together, so I took you out of it. You are in the next round."
        )
        # Discord would tell the others in there whom the bot removes.
        text += " " + gettext("To hide its thread, choose *Leave Thread* in its menu.")
    view = await _buttons(interaction, [user_id])
    await interaction.response.send_message(text, view=view, ephemeral=True)


async def _buttons(interaction: Interaction, user_ids: Sequence[int]) -> discord.ui.View:
    """Returns the buttons that let go; names are asked of Discord, and left out where it does not answer."""
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    shown, names = user_ids[: ui.MOST_AVOIDED], dict[int, str]()
    with suppress(*UNREACHABLE):
        members = await find_members(interaction.guild, shown, interaction.client.limiter)
        names = {member.id: member.display_name for member in members}
    return views.avoided_buttons(shown, names)


class LetGo(PersistentButton, custom_id=ALLOW):
    """*Let go of …* for somebody whom the member avoids."""

    async def press(self, interaction: Interaction, user_id: int) -> None:
        bot, actor = interaction.client, actor_of(interaction)
        await bot.write(profiles.stop_avoiding, actor, user_id)
        user_ids = await bot.read(profiles.list_avoided, actor)
        noted = gettext(
            "Saved, and only you see it: you may be in a circle with {member} again.",
            member=markup.user(user_id),
        )
        text = f"{noted}\n{ui.avoided(user_ids)}"
        await interaction.response.edit_message(content=text, view=await _buttons(interaction, user_ids))
