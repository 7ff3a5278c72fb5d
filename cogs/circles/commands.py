"""The slash commands of circles, and the word to those whom the last round had none for."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from cogs.asking import Asides, actor_of
from cogs.circles import rows
from cogs.ui import charts, markup
from cogs.ui import circle_rounds as rounds_ui
from cogs.ui import circles as circles_ui
from cogs.ui import profiles as ui
from domain.circles.preview import Preview
from domain.guilds import Actor
from languages import gettext
from services.circles.answering import Answering
from services.circles.finding import CircleFinding, Standing, get_untold
from services.circles.rounds import Rounds
from services.profiles import Profiles
from services.untold import Look


@dataclass(frozen=True, slots=True)
class CircleUses:
    """What the commands do."""

    rounds: Rounds
    answering: Answering
    finding: CircleFinding


@app_commands.guild_only()
class CircleCommands(commands.GroupCog, group_name="circle", group_description="Small groups near you"):
    """`/circle …`"""

    def __init__(self, use: CircleUses, profiles: Profiles, asides: Asides) -> None:
        self.use = use
        self.profiles = profiles
        self.asides = asides

    @app_commands.command(description="Find circles: first what they would be, for you alone; then send them")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def round(self, interaction: discord.Interaction) -> None:
        guild_id = actor_of(interaction).guild_id
        await interaction.response.defer(ephemeral=True)  # the matching may take a while
        progress = await self.use.finding.get_progress(guild_id)
        if progress is not None:
            text = rounds_ui.progress(progress.formed, progress.waiting, progress.answer_by)
            await interaction.followup.send(text, ephemeral=True)
        else:
            await self._preview(interaction, await self.use.rounds.preview(guild_id))
        await self.asides.tell(interaction)

    async def _preview(self, interaction: discord.Interaction, written: Preview) -> None:
        embed, file = rounds_ui.preview(written), discord.utils.MISSING
        if written.cities:
            file = await self._map(written)
            embed.set_image(url=f"attachment://{file.filename}")
        view = rows.round_buttons() if written.sizes else discord.utils.MISSING
        await interaction.followup.send(embed=embed, file=file, view=view, ephemeral=True)

    async def _map(self, written: Preview) -> discord.File:
        """Where members live, drawn off the event loop: cities with five and more, none below."""
        dots = [charts.Dot(city.name, city.centre, city.members) for city in written.cities]
        land = await self.profiles.list_points()
        drawn = await asyncio.to_thread(charts.draw_map, dots, land)
        text = gettext(
            "Members by city: {cities}", cities="; ".join(f"{dot.name} {dot.count}" for dot in dots)
        )
        return discord.File(io.BytesIO(drawn), "cities.png", description=markup.cut(text, 1024))

    @app_commands.command(description="Your circle, a proposal for you, or why there is none yet")
    async def mine(self, interaction: discord.Interaction) -> None:
        actor = actor_of(interaction)
        found = await self.use.finding.get_standing(actor)
        text = circles_ui.standing(
            actor.user_id, found.circle, found.reason, found.advice, is_looking=found.is_looking
        )
        await self._answer(interaction, text)

    @app_commands.command(description="Leave your circle, or what is proposed to you; nobody is told")
    async def leave(self, interaction: discord.Interaction) -> None:
        await self.use.answering.leave(actor_of(interaction))
        await self._answer(interaction, gettext(circles_ui.LEFT))

    @app_commands.command(description="Never be in a circle with somebody; private, and never explained")
    @app_commands.describe(member="They do not hear of it")
    async def avoid(self, interaction: discord.Interaction, member: discord.User) -> None:
        await self.profiles.avoid(actor_of(interaction), member.id)
        text = gettext("Noted, for you alone: no circle with {member}.", member=markup.user(member.id))
        if await self.use.answering.part(actor_of(interaction), member.id):
            text += " " + gettext(
                "You were in one together, so I took you out of it; you are in the next round."
            )
        await self._answer(interaction, text)

    @app_commands.command(description="Not to mind somebody any more")
    @app_commands.describe(member="They do not hear of it")
    async def allow(self, interaction: discord.Interaction, member: discord.User) -> None:
        await self.profiles.allow(actor_of(interaction), member.id)
        await self._answer(
            interaction, gettext("Noted, for you alone: {member} is fine.", member=markup.user(member.id))
        )

    @app_commands.command(description="Whom you avoid; only you see this")
    async def avoided(self, interaction: discord.Interaction) -> None:
        await self._answer(interaction, ui.avoided(await self.profiles.list_avoided(actor_of(interaction))))

    async def _answer(self, interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)
        await self.asides.tell(interaction)


@dataclass(frozen=True, slots=True)
class LeftOverAside:
    """Whoever the last round had no circle for hears why, once, and what would help."""

    finding: CircleFinding

    @property
    def look(self) -> Look:
        return get_untold

    async def say(self, interaction: discord.Interaction, actor: Actor, found: Standing) -> None:
        if found.reason is not None:
            text = circles_ui.left_over(found.reason, found.advice)
            await interaction.followup.send(text, ephemeral=True)
            await self.finding.mark_told(actor)
