"""The slash commands about one's own data."""

from __future__ import annotations

import io
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import RED, PersistentButton, button_view
from cogs.custom_ids import ERASE
from languages import gettext, gettext_noop
from services import privacy, retention

_WARNING = gettext_noop(
    "This erases everything I know about you in this server: your profile, answers, votes, "
    "attendance, circles, links, and whom you avoid.\nYour problems, proposals and meetups "
    "stay for the others, without your name. After that nobody can tell which anonymous ones "
    "were yours, not even you. Messages stay in their channels; your name is taken off the "
    "cards. Backups forget you when they are replaced.\nThis can't be undone. `/privacy "
    "export` gives you a copy first."
)


@app_commands.guild_only()
class PrivacyCommands(commands.GroupCog, group_name="privacy", group_description="What I know about you"):
    """The commands `/privacy …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(description="Everything I know about you in this server, as a file")
    async def export(self, interaction: discord.Interaction) -> None:
        data = await self.bot.read(privacy.export, self.bot.keyring, actor_of(interaction))
        file = discord.File(
            io.BytesIO(data), "my-data.json", description=gettext("Everything about you, as JSON")
        )
        text = gettext("This is everything I know about you here. It begins with an index.")
        await interaction.response.send_message(text, file=file, ephemeral=True)

    @app_commands.command(description="Erase everything I know about you in this server")
    async def erase(self, interaction: discord.Interaction) -> None:
        view = button_view((gettext("Erase everything"), ERASE.make(), RED))
        await interaction.response.send_message(gettext(_WARNING), view=view, ephemeral=True)


class Erase(PersistentButton, custom_id=ERASE):
    """*Erase everything*: after that the reply says what there was."""

    async def press(self, interaction: Interaction) -> None:
        actor, bot = actor_of(interaction), interaction.client
        await interaction.response.defer()  # leaving a circle may take a moment
        counts = await bot.read(privacy.count, bot.keyring, actor)
        await bot.write(privacy.erase, bot.keyring, actor)
        await retention.overwrite_deleted(bot.transactions)
        await interaction.edit_original_response(content=_describe_erased(counts), view=None)


def _describe_erased(counts: Sequence[tuple[str, int]]) -> str:
    """Returns what was erased, in words."""
    if not counts:
        return gettext("There was nothing about you.")
    return "\n".join([gettext("Erased, for good:"), *(f"- {about}: {count}" for about, count in counts)])
