"""`/longtable round`: what circles there would be now, or how the round goes that has begun."""

from __future__ import annotations

import asyncio
import io

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.circles import views
from cogs.ui import charts, markup
from cogs.ui.circles import rounds as ui
from domain.circles.preview import RoundPreview
from languages import gettext
from services.circles import rounds, status


async def show_round(interaction: Interaction) -> None:
    """Answers an organiser in private with a preview, or with the progress of the round that goes on.

    Raises Refusal where circles have no channel, or too few members look for one.
    """
    bot, guild_id = interaction.client, actor_of(interaction).guild_id
    await interaction.response.defer(ephemeral=True)  # the matching may take a while
    progress = await bot.read(status.get_progress, guild_id)
    if progress is not None:
        text = ui.progress(progress.formed, progress.waiting, progress.answer_by)
        await interaction.followup.send(text, ephemeral=True)
    else:
        await _preview(interaction, await rounds.preview(bot.transactions, bot.matching_pool, guild_id))


async def _preview(interaction: Interaction, preview: RoundPreview) -> None:
    embed, file = ui.preview(preview), discord.utils.MISSING
    if preview.cities:
        file = await _draw_map(interaction, preview)
        embed.set_image(url=f"attachment://{file.filename}")
    view = views.preview_buttons() if preview.sizes else discord.utils.MISSING
    await interaction.followup.send(embed=embed, file=file, view=view, ephemeral=True)


async def _draw_map(interaction: Interaction, preview: RoundPreview) -> discord.File:
    """Returns a map of the cities where five or more members live, drawn off the event loop."""
    dots = [charts.Dot(city.name, city.centre, city.members) for city in preview.cities]
    land = await interaction.client.cities.list_points()
    png = await asyncio.to_thread(charts.draw_map, dots, land)
    text = gettext("Members by city: {cities}", cities="; ".join(f"{dot.name} {dot.count}" for dot in dots))
    return discord.File(io.BytesIO(png), "cities.png", description=markup.cut(text, 1024))
