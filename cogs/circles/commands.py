"""The slash commands of circles."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.asking import Asides, actor_of
from cogs.ui import circles as circles_ui
from cogs.ui import markup
from cogs.ui import profiles as ui
from services.circles.rounds import Rounds
from services.profiles import Profiles


@app_commands.guild_only()
class CircleCommands(commands.GroupCog, group_name="circle", group_description="Small groups near you"):
    """`/circle …`"""

    def __init__(self, profiles: Profiles, rounds: Rounds, asides: Asides) -> None:
        self.profiles = profiles
        self.rounds = rounds
        self.asides = asides

    @app_commands.command(description="What circles there would be now; for organisers, and nothing is sent")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def preview(self, interaction: discord.Interaction) -> None:
        guild_id = actor_of(interaction).guild_id
        await interaction.response.defer(ephemeral=True)  # the matching may take a while
        written = await self.rounds.preview(guild_id)
        await interaction.followup.send(embed=circles_ui.preview(written), ephemeral=True)
        await self.asides.tell(interaction)

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
