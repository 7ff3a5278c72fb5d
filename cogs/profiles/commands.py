"""The slash commands about one's own profile."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import button_view
from cogs.city_buttons import pick_city
from cogs.completion import complete_city
from cogs.custom_ids import BASICS_FORM
from cogs.profiles.modal_answers import open_basics
from cogs.profiles.page import show_page
from cogs.ui import profiles as ui
from domain.cities import UnclearCity
from services import profiles


@app_commands.guild_only()
class ProfileCommands(commands.GroupCog, group_name="profile", group_description="What I know about you"):
    """The commands `/profile …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(description="Say where and when you would like company; two short forms")
    @app_commands.describe(city="Start typing your city, or the nearest one; nothing more exact is kept")
    @app_commands.autocomplete(city=complete_city)
    async def edit(self, interaction: Interaction, city: str | None = None) -> None:
        city_id = 0  # as it is
        if city is not None:
            try:
                city_id = (await self.bot.cities.resolve(actor_of(interaction).guild_id, city)).id
            except UnclearCity as unclear:
                view = button_view(*pick_city(unclear.cities, BASICS_FORM))
                await interaction.response.send_message(f"{unclear}", view=view, ephemeral=True)
                return
        await open_basics(interaction, city_id)

    @app_commands.command(description="Your profile and its settings, or what another member shows you")
    @app_commands.describe(member="Leave empty for your own")
    async def show(self, interaction: Interaction, member: discord.Member | None = None) -> None:
        actor = actor_of(interaction)
        if member is None or member.id == actor.user_id:
            await show_page(interaction)
        else:
            profile = await self.bot.read(profiles.get, actor.guild_id, member.id)
            embed = ui.others(profile, member.id)
            await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.bot.tell_hints(interaction)
