"""The command tree: sets the member's language before a command, and reports its errors."""

from __future__ import annotations

from discord import app_commands

from cogs.bot import Interaction, LongtableBot
from cogs.localisation import set_language_for


class Tree(app_commands.CommandTree[LongtableBot]):
    """The tree of all commands, whose errors are reported like all others."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Sets the language to the member's. Returns True: everybody may use commands."""
        set_language_for(interaction, self.client.language_of)
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        name = interaction.command.qualified_name if interaction.command else "?"
        await self.client.reporter.report(error, f"/{name}", interaction)
