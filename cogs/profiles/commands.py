"""The slash commands of one's own profile, its two forms, and the question whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.asking import Asides, actor_of
from cogs.buttons import Pressable, row
from cogs.errors import Reporter
from cogs.forms import Handler, Values, show_form
from cogs.profiles.forms import BASICS, INTERESTS, basics_form, interests_form, read_basics, read_interests
from cogs.ui import markup
from cogs.ui import profiles as ui
from domain.errors import Refusal
from domain.guilds import Actor
from domain.zones import suggest_zones
from languages import gettext
from services.profiles import Profiles, is_stale
from services.untold import Look

Interaction = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]

_GREEN, _GREY = discord.ButtonStyle.success, discord.ButtonStyle.secondary


@app_commands.guild_only()
class ProfileCommands(commands.GroupCog, group_name="profile", group_description="What I know about you"):
    """`/profile …`"""

    def __init__(self, profiles: Profiles, asides: Asides) -> None:
        self.profiles = profiles
        self.asides = asides

    async def _complete_zone(self, interaction: Interaction, current: str) -> Choices:
        return [app_commands.Choice(name=zone, value=zone) for zone in suggest_zones(current)]

    async def _complete_city(self, interaction: Interaction, current: str) -> Choices:
        found = await self.profiles.search_cities(actor_of(interaction).guild_id, current)
        return ui.city_choices(found)

    @app_commands.command(description="Say where and when you would like company; two short forms")
    @app_commands.describe(city="Start typing your city, or the nearest one; nothing more exact is kept")
    @app_commands.autocomplete(city=_complete_city)
    async def edit(self, interaction: discord.Interaction, city: str | None = None) -> None:
        actor = actor_of(interaction)
        profile = await self.profiles.get(actor.guild_id, actor.user_id)
        if city is None and profile.city is None:
            raise Refusal(
                gettext("Please pick your city with `city:`, or the nearest one you would say aloud.")
            )
        chosen = await self.profiles.resolve_city(actor.guild_id, city) if city is not None else None
        popular = await self.profiles.list_popular_times(actor.guild_id)
        await show_form(interaction, basics_form(profile, chosen.id if chosen else 0, popular))

    async def take_basics(
        self, interaction: discord.Interaction, arguments: list[str], values: Values
    ) -> None:
        """The first form came in."""
        profile = await self.profiles.set_basics(actor_of(interaction), read_basics(arguments, values))
        view = row((gettext("Step 2: what you like, what others see"), "more|", _GREEN))
        embed = ui.own(profile, gettext("Saved"), is_paused=profile.is_paused(self.profiles.desk.now()))
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @property
    def forms(self) -> Mapping[str, Handler]:
        """What is done with the forms that come in."""
        return {BASICS: self.take_basics, INTERESTS: self.take_interests}

    async def ask_for_interests(self, interaction: discord.Interaction) -> None:
        """Open the second form."""
        actor = actor_of(interaction)
        profile = await self.profiles.get(actor.guild_id, actor.user_id)
        await show_form(
            interaction, interests_form(profile, await self.profiles.list_interests(actor.guild_id))
        )

    async def take_interests(
        self, interaction: discord.Interaction, arguments: list[str], values: Values
    ) -> None:
        """The second form came in."""
        profile = await self.profiles.set_interests(actor_of(interaction), read_interests(values))
        embed = ui.own(
            profile, gettext("Saved. Thank you!"), is_paused=profile.is_paused(self.profiles.desk.now())
        )
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(description="Your own profile, or what another member lets you see")
    @app_commands.describe(member="Leave empty for your own")
    async def show(self, interaction: discord.Interaction, member: discord.Member | None = None) -> None:
        actor = actor_of(interaction)
        if member is None or member.id == actor.user_id:
            profile = await self.profiles.get(actor.guild_id, actor.user_id)
            embed = ui.own(
                profile, gettext("Your profile"), is_paused=profile.is_paused(self.profiles.desk.now())
            )
        else:
            profile = await self.profiles.get(actor.guild_id, member.id)
            embed = ui.others(profile, member.id)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.asides.tell(interaction)

    @app_commands.command(description="No circles for a while")
    @app_commands.describe(weeks="For how many weeks; leave empty for until you come back")
    async def pause(self, interaction: discord.Interaction, weeks: int | None = None) -> None:
        profile = await self.profiles.pause(actor_of(interaction), weeks)
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
        await self.profiles.resume(actor_of(interaction))
        await self._answer(interaction, gettext("Welcome back! You are part of it again."))

    @app_commands.command(description="The time zone in which I read the times you type")
    @app_commands.describe(zone="Start typing your city: Berlin, New York …")
    @app_commands.autocomplete(zone=_complete_zone)
    async def zone(self, interaction: discord.Interaction, zone: str) -> None:
        profile = await self.profiles.set_zone(actor_of(interaction), zone)
        text = gettext(
            "Your time zone is **{zone}** now. Times that you type are read in it.", zone=profile.zone
        )
        await self._answer(interaction, text)

    @app_commands.command(description="Whether hosts may suggest you to people who come for the first time")
    @app_commands.describe(welcome="True: I'm glad to look after first-timers at meetups I go to")
    async def buddy(self, interaction: discord.Interaction, welcome: bool) -> None:
        profile = await self.profiles.set_buddy(actor_of(interaction), welcome)
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
        profile = await self.profiles.set_helper(actor_of(interaction), on)
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
        profile = await self.profiles.set_named(actor_of(interaction), on)
        text = (
            gettext("Thank you! Recaps of meetups you came to name you.")
            if profile.is_named
            else gettext("All right, recaps only count you.")
        )
        await self._answer(interaction, text)

    async def _answer(self, interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)
        await self.asides.tell(interaction)


def make_buttons(profile_commands: ProfileCommands, reporter_: Reporter) -> list[type[Pressable]]:
    """The button classes, bound to what they press."""

    class More(Pressable, template=r"more\|"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await profile_commands.ask_for_interests(interaction)

    class StillRight(Pressable, template=r"still\|"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await profile_commands.profiles.confirm(actor_of(interaction))
            await interaction.response.edit_message(content=gettext("Good to know, thank you."), view=None)

    return [More, StillRight]


@dataclass(frozen=True, slots=True)
class StaleAside:
    """A profile of over a year ago: asked about once, after a command of the member's own."""

    profiles: Profiles

    @property
    def look(self) -> Look:
        return is_stale

    async def say(self, interaction: discord.Interaction, actor: Actor, found: bool) -> None:
        text = gettext("Your profile is over a year old. Is it still right? `/profile show` has it.")
        view = row((gettext("Still right"), "still|", _GREEN), (gettext("Look it over"), "more|", _GREY))
        await interaction.followup.send(text, view=view, ephemeral=True)
        await self.profiles.mark_asked(actor)
