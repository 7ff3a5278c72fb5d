"""The slash commands about one's own profile."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

import clock
from cogs.actor import actor_of
from cogs.bot import LongtableBot
from cogs.completion import complete_city, complete_zone
from cogs.modals import send_modal
from cogs.profiles.modals import basics_modal
from cogs.ui import markup
from cogs.ui import profiles as ui
from domain.errors import Refusal
from languages import gettext
from services import profiles


@app_commands.guild_only()
class ProfileCommands(commands.GroupCog, group_name="profile", group_description="What I know about you"):
    """The commands `/profile …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(description="Say where and when you would like company; two short forms")
    @app_commands.describe(city="Start typing your city, or the nearest one; nothing more exact is kept")
    @app_commands.autocomplete(city=complete_city)
    async def edit(self, interaction: discord.Interaction, city: str | None = None) -> None:
        actor = actor_of(interaction)
        profile = await self.bot.read(profiles.get, actor.guild_id, actor.user_id)
        if city is None and profile.city is None:
            raise Refusal(
                gettext("Please pick your city with `city:`, or the nearest one you would say aloud.")
            )
        city_id = 0  # as it is
        if city is not None:
            city_id = (await self.bot.cities.resolve(actor.guild_id, city)).id
        popular = await self.bot.read(profiles.list_popular_times, actor.guild_id)
        await send_modal(interaction, basics_modal(profile, city_id, popular))

    @app_commands.command(description="Your own profile, or what another member lets you see")
    @app_commands.describe(member="Leave empty for your own")
    async def show(self, interaction: discord.Interaction, member: discord.Member | None = None) -> None:
        actor = actor_of(interaction)
        if member is None or member.id == actor.user_id:
            profile = await self.bot.read(profiles.get, actor.guild_id, actor.user_id)
            embed = ui.own(profile, gettext("Your profile"), is_paused=profile.is_paused(clock.now()))
        else:
            profile = await self.bot.read(profiles.get, actor.guild_id, member.id)
            embed = ui.others(profile, member.id)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="No circles for a while")
    @app_commands.describe(weeks="For how many weeks; leave empty for until you come back")
    async def pause(self, interaction: discord.Interaction, weeks: int | None = None) -> None:
        profile = await self.bot.read(profiles.pause, actor_of(interaction), weeks)
        if weeks and profile.paused_until:
            text = gettext(
                "All right, no circles for you until {when}. `/profile resume` brings you back.",
                when=markup.stamp(profile.paused_until, "D"),
            )
        else:
            text = gettext("All right, no circles for you. `/profile resume` brings you back.")
        await self._answer(interaction, text)

    @app_commands.command(description="Your break is over")
    async def resume(self, interaction: discord.Interaction) -> None:
        await self.bot.read(profiles.resume, actor_of(interaction))
        await self._answer(interaction, gettext("Welcome back! You are part of it again."))

    @app_commands.command(description="The time zone in which I read the times you type")
    @app_commands.describe(zone="Start typing your city: Berlin, New York …")
    @app_commands.autocomplete(zone=complete_zone)
    async def zone(self, interaction: discord.Interaction, zone: str) -> None:
        profile = await self.bot.read(profiles.set_zone, actor_of(interaction), zone)
        text = gettext(
            "Your time zone is **{zone}** now. Times that you type are read in it.", zone=profile.zone
        )
        await self._answer(interaction, text)

    @app_commands.command(description="Whether hosts may suggest you to people who come for the first time")
    @app_commands.describe(welcome="True: I'm glad to look after first-timers at meetups I go to")
    async def buddy(self, interaction: discord.Interaction, welcome: bool) -> None:
        profile = await self.bot.read(profiles.set_buddy, actor_of(interaction), welcome)
        text = (
            gettext(
                "Thank you! Hosts see your name when somebody comes for the first time to a meetup you go to."
            )
            if profile.is_buddy
            else gettext("All right, I won't suggest you to hosts.")
        )
        await self._answer(interaction, text)

    @app_commands.command(description="Whether I may ask you about problems like those you have solved")
    @app_commands.describe(on="True: I'm glad to be asked, once for each")
    async def helper(self, interaction: discord.Interaction, on: bool) -> None:
        profile = await self.bot.read(profiles.set_helper, actor_of(interaction), on)
        text = (
            gettext(
                "Thank you! I'll ask you, once, when somebody has a problem like one that you have solved."
            )
            if profile.is_helper
            else gettext("All right, I won't ask you.")
        )
        await self._answer(interaction, text)

    @app_commands.command(description="Whether a meetup's recap may say that you were there")
    @app_commands.describe(on="True: my name may stand in it. Otherwise I am only counted")
    async def named(self, interaction: discord.Interaction, on: bool) -> None:
        profile = await self.bot.read(profiles.set_named, actor_of(interaction), on)
        text = (
            gettext("Thank you! Recaps of meetups you came to name you.")
            if profile.is_named
            else gettext("All right, recaps only count you.")
        )
        await self._answer(interaction, text)

    async def _answer(self, interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)
        await self.bot.tell_hints(interaction)
