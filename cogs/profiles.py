"""The slash commands of one's own profile."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.asking import Asides, actor_of
from domain.zones import suggest_zones
from services.profiles import Profiles


@app_commands.guild_only()
class ProfileCommands(commands.GroupCog, group_name="profile", group_description="What I know about you"):
    """`/profile …`"""

    def __init__(self, profiles: Profiles, asides: Asides) -> None:
        self.profiles = profiles
        self.asides = asides

    async def _complete_zone(
        self, interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in suggest_zones(current)]

    @app_commands.command(description="The time zone in which I read the times you type")
    @app_commands.describe(zone="Start typing your city: Berlin, New York …")
    @app_commands.autocomplete(zone=_complete_zone)
    async def zone(self, interaction: discord.Interaction, zone: str) -> None:
        profile = await self.profiles.set_zone(actor_of(interaction), zone)
        text = f"Your time zone is **{profile.zone}** now. Times that you type are read in it."
        await interaction.response.send_message(text, ephemeral=True)
        await self.asides.tell(interaction)

    @app_commands.command(description="Whether hosts may suggest you to people who come for the first time")
    @app_commands.describe(welcome="True: I'm glad to look after first-timers at meetups I go to")
    async def buddy(self, interaction: discord.Interaction, welcome: bool) -> None:
        profile = await self.profiles.set_buddy(actor_of(interaction), welcome)
        text = (
            "Thank you! Hosts see your name when somebody comes for the first time to a meetup you go to."
            if profile.is_buddy
            else "All right, I won't suggest you to hosts."
        )
        await interaction.response.send_message(text, ephemeral=True)
        await self.asides.tell(interaction)
