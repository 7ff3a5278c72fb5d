"""`/table` and *My table*: one private page with all that is one's own."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import PersistentButton
from cogs.custom_ids import TABLE_BUTTON
from cogs.table import views
from cogs.ui import table as ui
from services.table import page


class TableCommand(commands.Cog):
    """The command `/table`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(description="Your dates, your problems, your circle, and what to do next")
    @app_commands.guild_only()
    async def table(self, interaction: Interaction) -> None:
        await _open(interaction)


class MyTable(PersistentButton, custom_id=TABLE_BUTTON):
    """*My table* at the front desk."""

    is_private = None

    async def press(self, interaction: Interaction) -> None:
        await _open(interaction)


async def _open(interaction: Interaction) -> None:
    """Answers in private with the member's table; whoever opens it for the first time gets the tour, too."""
    bot, actor = interaction.client, actor_of(interaction)
    table = await bot.read(page.open_page, bot.keyring, actor)
    embeds = [ui.tour(table)] if table.seen_on is None else []
    if not table.is_newcomer:
        embeds.append(ui.page(table))
    elif not embeds:
        embeds.append(ui.newcomer())
    view = views.table_buttons(table)
    await interaction.response.send_message(embeds=embeds, view=view, ephemeral=True)
    await bot.write(page.mark_seen, actor)
    await bot.tell_hints(interaction)
