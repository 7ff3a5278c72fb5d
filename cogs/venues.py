"""The slash commands of the venue book."""

from __future__ import annotations

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import LongtableBot
from cogs.completion import complete_city, complete_venue
from cogs.ui import markup
from cogs.ui import venues as ui
from languages import gettext
from services import venues
from services.venues import VenueEntry

Stars = app_commands.Range[int, 1, 5]


@app_commands.guild_only()
class VenueCommands(
    commands.GroupCog, group_name="venue", group_description="Public places to work together in"
):
    """The commands `/venue …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(
        description="Write a café or another public place into the book; no private homes, please"
    )
    @app_commands.describe(
        name="As it stands over the door",
        city="Start typing it and pick it from the list",
        address="Street and number of the place",
        wifi="How good the wifi is",
        sockets="How many power sockets there are",
        noise="How loud it usually is",
        price="What it costs to sit there",
        step_free="Whether one gets in and to the loo without steps",
        note="When it is open, or what one should know",
        url="A link to it on a map, beginning with https://",
    )
    @app_commands.autocomplete(city=complete_city)
    async def add(
        self,
        interaction: discord.Interaction,
        name: str,
        city: str,
        address: str = "",
        wifi: Literal["fast", "works", "none"] | None = None,
        sockets: Literal["many", "some", "none"] | None = None,
        noise: Literal["quiet", "lively", "loud"] | None = None,
        price: Literal["cheap", "fair", "dear"] | None = None,
        step_free: Literal["yes", "no"] | None = None,
        note: str = "",
        url: str = "",
    ) -> None:
        actor = actor_of(interaction)
        features = {"wifi": wifi, "sockets": sockets, "noise": noise, "price": price, "step_free": step_free}
        resolved = await self.bot.cities.resolve(actor.guild_id, city)
        venue = await self.bot.write(
            venues.add, actor, VenueEntry(name, resolved, address, features, note, url)
        )
        await self._answer(interaction, ui.venue(venue, gettext("In the book, thank you!")))

    @app_commands.command(name="list", description="Places to work together in, the best rated first")
    @app_commands.describe(where="A city, or a part of the name; leave empty for all")
    async def list_(self, interaction: discord.Interaction, where: str = "") -> None:
        matching = await self.bot.read(venues.search, actor_of(interaction).guild_id, where)
        await self._answer(interaction, ui.listing(matching, where.strip()))

    @app_commands.command(description="One place in full")
    @app_commands.describe(venue="Start typing its name")
    @app_commands.autocomplete(venue=complete_venue)
    async def show(self, interaction: discord.Interaction, venue: str) -> None:
        await self._answer(
            interaction, ui.venue(await self.bot.read(venues.get, actor_of(interaction).guild_id, venue))
        )

    @app_commands.command(description="Say how good it is to work there; again, and the last counts")
    @app_commands.describe(venue="Start typing its name", stars="5 is best")
    @app_commands.autocomplete(venue=complete_venue)
    async def rate(self, interaction: discord.Interaction, venue: str, stars: Stars) -> None:
        rated = await self.bot.write(venues.rate, actor_of(interaction), venue, stars)
        await self._answer(interaction, ui.venue(rated, gettext("{stars} ★, noted", stars=stars)))

    @app_commands.command(description="Take a place out of the book: who wrote it in, and hosts")
    @app_commands.describe(venue="Start typing its name")
    @app_commands.autocomplete(venue=complete_venue)
    async def remove(self, interaction: discord.Interaction, venue: str) -> None:
        removed = await self.bot.write(venues.remove, actor_of(interaction), venue)
        text = gettext(
            "“{name}” is out of the book. Meetups planned there stay as they are.",
            name=markup.plain(removed.name),
        )
        await interaction.response.send_message(text, ephemeral=True)
        await self.bot.tell_hints(interaction)

    async def _answer(self, interaction: discord.Interaction, embed: discord.Embed) -> None:
        await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.bot.tell_hints(interaction)


async def setup(bot: LongtableBot) -> None:
    await bot.add_cog(VenueCommands(bot))
