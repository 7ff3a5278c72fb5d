"""The slash commands of circles."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.asking import Asides, actor_of
from cogs.ui import markup
from cogs.ui import profiles as ui
from services.profiles import Profiles


@app_commands.guild_only()
class CircleCommands(commands.GroupCog, group_name="circle", group_description="Small groups near you"):
    """`/circle …`"""

    def __init__(self, profiles: Profiles, asides: Asides) -> None:
        self.profiles = profiles
        self.asides = asides

    @app_commands.command(description="Never be in a circle with somebody; private, and never explained")
    @app_commands.describe(member="They do not hear of it")
    async def avoid(self, interaction: discord.Interaction, member: discord.User) -> None:
        await self.profiles.avoid(actor_of(interaction), member.id)
        await self._answer(interaction, f"Noted, for you alone: no circle with {markup.user(member.id)}.")

    @app_commands.command(description="Not to mind somebody any more")
    @app_commands.describe(member="They do not hear of it")
    async def allow(self, interaction: discord.Interaction, member: discord.User) -> None:
        await self.profiles.allow(actor_of(interaction), member.id)
        await self._answer(interaction, f"Noted, for you alone: {markup.user(member.id)} is fine.")

    @app_commands.command(description="Whom you avoid; only you see this")
    async def avoided(self, interaction: discord.Interaction) -> None:
        await self._answer(interaction, ui.avoided(await self.profiles.list_avoided(actor_of(interaction))))

    async def _answer(self, interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)
        await self.asides.tell(interaction)
