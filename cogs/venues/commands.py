"""The slash commands of the venue book."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.completion import complete_city, complete_venue
from cogs.ui import venues as ui
from cogs.venues import adding, page
from domain.cities import UnclearCity
from services import venues
from services.venues import VenueEntry


@app_commands.guild_only()
class VenueCommands(
    commands.GroupCog, group_name="venue", group_description="Public places to work together in"
):
    """The commands `/venue …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(
        description="Add a café or another public place to the venue book; no private homes, please"
    )
    @app_commands.describe(
        name="The name over its door",
        city="Start typing it and pick it from the list",
        address="Street and number of the place",
    )
    @app_commands.autocomplete(city=complete_city)
    async def add(self, interaction: Interaction, name: str, city: str, address: str = "") -> None:
        actor = actor_of(interaction)
        try:
            resolved = await self.bot.cities.resolve(actor.guild_id, city)
        except UnclearCity as unclear:
            await adding.ask_for_city(interaction, unclear, name, address)
            return
        await adding.add(interaction, VenueEntry(name, resolved, address))
        await self.bot.tell_hints(interaction)

    @app_commands.command(name="list", description="Places to work together in, the best rated first")
    @app_commands.describe(where="A city, or a part of the name; leave empty for all")
    async def list_(self, interaction: Interaction, where: str = "") -> None:
        matching = await self.bot.read(venues.search, actor_of(interaction).guild_id, where)
        embed, view = ui.listing(matching, where.strip()), page.found_items(matching)
        view = view if view.children else discord.utils.MISSING
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="One place in full, to rate it and to say more about it")
    @app_commands.describe(venue="Start typing its name")
    @app_commands.autocomplete(venue=complete_venue)
    async def show(self, interaction: Interaction, venue: str) -> None:
        found = await self.bot.read(venues.get, actor_of(interaction).guild_id, venue)
        await page.show(interaction, found.id)
        await self.bot.tell_hints(interaction)
