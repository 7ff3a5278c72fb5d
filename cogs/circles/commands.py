"""The slash commands of circles, and the hint why the last round had no circle for a member."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.circles import views
from cogs.hints import Hint
from cogs.ui import charts, markup
from cogs.ui import profiles as ui
from cogs.ui.circles import messages as circles_ui
from cogs.ui.circles import rounds as rounds_ui
from domain.circles.preview import RoundPreview
from domain.guilds import Actor
from languages import gettext
from services import profiles
from services.circles import answering, rounds, status
from services.circles.status import CircleStanding


@app_commands.guild_only()
class CircleCommands(commands.GroupCog, group_name="circle", group_description="Small groups near you"):
    """The commands `/circle …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(description="Find circles: first what they would be, for you alone; then send them")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def round(self, interaction: discord.Interaction) -> None:
        guild_id = actor_of(interaction).guild_id
        await interaction.response.defer(ephemeral=True)  # the matching may take a while
        progress = await self.bot.read(status.get_progress, guild_id)
        if progress is not None:
            text = rounds_ui.progress(progress.formed, progress.waiting, progress.answer_by)
            await interaction.followup.send(text, ephemeral=True)
        else:
            await self._preview(
                interaction, await rounds.preview(self.bot.transactions, self.bot.matching_pool, guild_id)
            )
        await self.bot.tell_hints(interaction)

    async def _preview(self, interaction: discord.Interaction, round_preview: RoundPreview) -> None:
        embed, file = rounds_ui.preview(round_preview), discord.utils.MISSING
        if round_preview.cities:
            file = await self._draw_map(round_preview)
            embed.set_image(url=f"attachment://{file.filename}")
        view = views.preview_buttons() if round_preview.sizes else discord.utils.MISSING
        await interaction.followup.send(embed=embed, file=file, view=view, ephemeral=True)

    async def _draw_map(self, round_preview: RoundPreview) -> discord.File:
        """Returns a map of the cities where five or more members live, drawn off the event loop."""
        dots = [charts.Dot(city.name, city.centre, city.members) for city in round_preview.cities]
        land = await self.bot.cities.list_points()
        png = await asyncio.to_thread(charts.draw_map, dots, land)
        text = gettext(
            "Members by city: {cities}", cities="; ".join(f"{dot.name} {dot.count}" for dot in dots)
        )
        return discord.File(io.BytesIO(png), "cities.png", description=markup.cut(text, 1024))

    @app_commands.command(description="Your circle, a proposal for you, or why there is none yet")
    async def mine(self, interaction: discord.Interaction) -> None:
        actor = actor_of(interaction)
        standing = await self.bot.write(status.tell_standing, actor)
        text = circles_ui.standing(
            actor.user_id, standing.circle, standing.reason, standing.advice, is_looking=standing.is_looking
        )
        await self._answer(interaction, text)

    @app_commands.command(description="Leave your circle, or what is proposed to you; nobody is told")
    async def leave(self, interaction: discord.Interaction) -> None:
        await self.bot.write(answering.leave, actor_of(interaction))
        await self._answer(interaction, gettext(circles_ui.LEFT))

    @app_commands.command(description="Never be in a circle with somebody; private, and never explained")
    @app_commands.describe(member="They do not hear of it")
    async def avoid(self, interaction: discord.Interaction, member: discord.User) -> None:
        await self.bot.write(profiles.avoid, actor_of(interaction), member.id)
        text = gettext("Noted, for you alone: no circle with {member}.", member=markup.user(member.id))
        if await self.bot.write(answering.avoid_and_leave, actor_of(interaction), member.id):
            text += " " + gettext(
                "You were in one together, so I took you out of it; you are in the next round."
            )
            # Discord would tell the others in there whom the bot removes.
            text += " " + gettext("To hide its thread, leave it in its menu.")
        await self._answer(interaction, text)

    @app_commands.command(description="Not to mind somebody any more")
    @app_commands.describe(member="They do not hear of it")
    async def allow(self, interaction: discord.Interaction, member: discord.User) -> None:
        await self.bot.write(profiles.stop_avoiding, actor_of(interaction), member.id)
        await self._answer(
            interaction, gettext("Noted, for you alone: {member} is fine.", member=markup.user(member.id))
        )

    @app_commands.command(description="Whom you avoid; only you see this")
    async def avoided(self, interaction: discord.Interaction) -> None:
        await self._answer(
            interaction, ui.avoided(await self.bot.read(profiles.list_avoided, actor_of(interaction)))
        )

    async def _answer(self, interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)
        await self.bot.tell_hints(interaction)


async def _say_why_left_over(interaction: Interaction, actor: Actor, standing: CircleStanding) -> None:
    if standing.reason is not None:
        text = circles_ui.left_over(standing.reason, standing.advice)
        await interaction.followup.send(text, ephemeral=True)
        await interaction.client.write(status.mark_told, actor)


LEFT_OVER = Hint(status.find_unheard_standing, _say_why_left_over)
