"""The doors of commands: everybody is spoken to in their language, and every error is reported."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.errors import Reporter
from cogs.speaking import speak_to


class Tree(app_commands.CommandTree[commands.Bot]):
    """Every error of a command goes to the one report."""

    reporter: Reporter

    async def interaction_check(self, interaction: discord.Interaction[commands.Bot], /) -> bool:
        """Everybody may; and they are spoken to in their language."""
        speak_to(interaction, self.reporter.desk.language_of)
        return True

    async def on_error(
        self, interaction: discord.Interaction[commands.Bot], error: app_commands.AppCommandError, /
    ) -> None:
        name = interaction.command.qualified_name if interaction.command else "?"
        await self.reporter.report(error, f"/{name}", interaction)
