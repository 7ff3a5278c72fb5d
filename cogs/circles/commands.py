"""The slash commands of circles, and the hint why the last round had no circle for a member."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.circles import views
from cogs.circles.avoiding import show_avoided, start_avoiding
from cogs.hints import Hint
from cogs.ui.circles import messages as circles_ui
from domain.guilds import Actor
from services.circles import status
from services.circles.status import CircleStanding


@app_commands.guild_only()
class CircleCommands(commands.GroupCog, group_name="circle", group_description="Small groups near you"):
    """The commands `/circle …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(description="Your circle, a proposal for you, or why there is none yet")
    async def mine(self, interaction: Interaction) -> None:
        actor = actor_of(interaction)
        standing = await self.bot.write(status.tell_standing, actor)
        text = circles_ui.standing(
            actor.user_id, standing.circle, standing.reason, standing.advice, is_looking=standing.is_looking
        )
        view = views.leave_button(standing.circle) if standing.circle else discord.utils.MISSING
        await interaction.response.send_message(text, view=view, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Members you never want in your circle; private, and never explained")
    @app_commands.describe(member="They are not told; leave empty to see whom you avoid")
    async def avoid(self, interaction: Interaction, member: discord.User | None = None) -> None:
        if member is None:
            await show_avoided(interaction)
        else:
            await start_avoiding(interaction, member.id)
        await self.bot.tell_hints(interaction)


async def _say_why_left_over(interaction: Interaction, actor: Actor, standing: CircleStanding) -> None:
    if standing.reason is not None:
        text = circles_ui.left_over(standing.reason, standing.advice)
        await interaction.followup.send(text, ephemeral=True)
        await interaction.client.write(status.mark_told, actor)


LEFT_OVER = Hint(status.find_unheard_standing, _say_why_left_over)
