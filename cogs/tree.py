"""The way in of commands: everybody is spoken to in their language, and every error is reported."""

from __future__ import annotations

from discord import app_commands

from cogs.bot import Interaction, LongtableBot
from cogs.localisation import set_language_for


class Tree(app_commands.CommandTree[LongtableBot]):
    """Reports what commands raise where everything else is reported, too."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Lets everybody in; from here on they are spoken to in their language."""
        set_language_for(interaction, self.client.language_of)
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        name = interaction.command.qualified_name if interaction.command else "?"
        await self.client.reporter.report(error, f"/{name}", interaction)
