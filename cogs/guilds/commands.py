"""The slash commands of organisers."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.circles.round_preview import show_round
from cogs.completion import complete_zone
from cogs.guilds import settings_page
from cogs.guilds.demands import ask_discord
from cogs.guilds.doctor import examine
from cogs.guilds.guided_setup import show_setup_form
from cogs.ui.guilds.organiser import doctor_embed
from cogs.ui.guilds.statistics import PICTURE, draw_statistics, in_words, stats_embed
from domain.statistics import Statistics
from languages import current_language, gettext
from services import guilds

_MOST_PICTURES = 50


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class OrganiserCommands(
    commands.GroupCog, group_name="longtable", group_description="Settings of this server"
):
    """The commands `/longtable …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._pictures: dict[tuple[str, Statistics], bytes] = {}

    @app_commands.command(name="set", description="All settings of this server, and a form for each group")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def set_(self, interaction: Interaction) -> None:
        await settings_page.show(interaction)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Set everything up in one form; nothing is made before you say so")
    @app_commands.describe(zone="Time zone for members who have not set one; start typing your city")
    @app_commands.autocomplete(zone=complete_zone)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction, zone: str | None = None) -> None:
        await show_setup_form(interaction, zone)

    @app_commands.command(description="What is missing or set up wrongly, and how to fix it")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def doctor(self, interaction: discord.Interaction) -> None:
        actor = actor_of(interaction)
        assert interaction.guild is not None, "actor_of refuses what is not in a server"
        used = await self.bot.read(guilds.list_used, actor.guild_id)
        await interaction.response.defer(ephemeral=True)  # Discord is asked for several things
        asked = await ask_discord(self.bot, interaction.guild, used.settings)
        diagnoses = examine(interaction.guild, used, await self.bot.measure_health(), asked)
        lines = [(diagnosis.problem, diagnosis.fix, diagnosis.is_fault) for diagnosis in diagnoses]
        await interaction.followup.send(embed=doctor_embed(lines), ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Whether it helps: a year of meetups, problems and circles")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def stats(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)  # drawing may take a second
        statistics = await self.bot.read(guilds.sum_up_year, actor_of(interaction).guild_id)
        if statistics.is_empty:
            text = gettext("There is nothing to count yet. After the first meetups there will be.")
            await interaction.followup.send(text, ephemeral=True)
            return
        png = await self._draw(statistics)
        file = discord.File(io.BytesIO(png), PICTURE, description=in_words(statistics))
        await interaction.followup.send(embed=stats_embed(statistics), file=file, ephemeral=True)
        await self.bot.tell_hints(interaction)

    async def _draw(self, statistics: Statistics) -> bytes:
        """Returns the picture as a PNG, drawn off the event loop; the last ones are kept in memory."""
        key = (current_language(), statistics)
        if key not in self._pictures:
            while len(self._pictures) >= _MOST_PICTURES:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[key] = await asyncio.to_thread(draw_statistics, statistics)
        return self._pictures[key]

    @app_commands.command(description="Begin a round of circles: first a preview that only you see")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def round(self, interaction: Interaction) -> None:
        await show_round(interaction)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="The server's own data as a file, without what is private to members")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def export(self, interaction: discord.Interaction) -> None:
        data = await self.bot.read(guilds.export, actor_of(interaction).guild_id)
        file = discord.File(
            io.BytesIO(data), "server-data.json", description=gettext("The server's data, as JSON")
        )
        text = gettext(
            "Meetups, problems, venues and settings. What members said about themselves is theirs alone."
        )
        await interaction.response.send_message(text, file=file, ephemeral=True)
        await self.bot.tell_hints(interaction)
