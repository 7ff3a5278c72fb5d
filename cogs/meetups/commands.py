"""The slash commands of meetups."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.meetups import completions, polls
from cogs.meetups.management_page import show_page
from cogs.meetups.modals import read_place
from cogs.meetups.planning import try_request
from cogs.meetups.rsvps import RsvpReactions
from cogs.meetups.views import feed_buttons, guest_buttons, overview_buttons
from cogs.meetups.whats_on import show_meetups
from cogs.ui.meetups import overviews as ui
from domain.meetups.request import MeetupRequest, RequestKind
from domain.meetups.rsvp import Answer
from languages import gettext
from services.meetups import answers, finding, managing
from services.meetups.drafting import OpenRequest


@app_commands.guild_only()
class MeetupCommands(commands.GroupCog, group_name="meetup", group_description="Co-working sessions"):
    """The commands `/meetup …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    @app_commands.command(description="Plan a meetup, once or repeating; nothing is saved before you say so")
    @app_commands.describe(
        title="What people will read, such as “Friday co-working”",
        when="First date: tomorrow 18:00, tue 9:30, 24 dec 18:00, 2026-12-24 18:00 …",
        repeats="once, weekly, every 2 weeks, first and third friday, weekdays …",
        place="A voice channel, a café, or a link",
    )
    @app_commands.autocomplete(when=completions.when, repeats=completions.repeats, place=completions.place)
    async def plan(
        self,
        interaction: Interaction,
        title: str,
        when: str,
        repeats: str | None = None,
        place: str | None = None,
    ) -> None:
        where = read_place(place, interaction.guild) if place is not None else None
        request = MeetupRequest(title=title, when=when, repeats=repeats, place=where)
        opened = OpenRequest(RequestKind.PLAN, MeetupRequest(), request)
        await try_request(interaction, opened, None)

    @app_commands.command(name="list", description="Upcoming meetups")
    async def list_(self, interaction: Interaction) -> None:
        await show_meetups(interaction)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="One meetup in full: who comes, and its next dates")
    @app_commands.describe(meetup="Start typing its title")
    @app_commands.autocomplete(meetup=completions.any_date)
    async def show(self, interaction: discord.Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        overview = await self.bot.read(finding.show, actor, ref)
        session, role_ids = overview.session, None if overview.may_change else actor.role_ids
        embed = ui.overview(session, overview.upcoming, overview.newcomers, actor.user_id, role_ids=role_ids)
        view = overview_buttons(overview, ref, actor.user_id) or discord.utils.MISSING
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(
        description="Run your meetup: edit, move, skip, start, attendance, hand over, cancel"
    )
    @app_commands.describe(meetup="Start typing its title and pick the date")
    @app_commands.autocomplete(meetup=completions.managed_date)
    async def manage(self, interaction: Interaction, meetup: str) -> None:
        ref = await self.bot.read(managing.resolve, actor_of(interaction), meetup)
        await show_page(interaction, ref)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Say whether you come, without reactions")
    @app_commands.describe(meetup="Start typing its title and pick the date", answer="Your answer")
    @app_commands.autocomplete(meetup=completions.planned_date)
    @app_commands.choices(
        answer=[
            app_commands.Choice(name="✅ going", value="going"),
            app_commands.Choice(name="🤔 maybe", value="maybe"),
            app_commands.Choice(name="❌ can't", value="no"),
            app_commands.Choice(name="take my answer back", value="none"),
        ]
    )
    async def rsvp(
        self, interaction: discord.Interaction, meetup: str, answer: app_commands.Choice[str]
    ) -> None:
        actor = actor_of(interaction)
        given = Answer(answer.value) if answer.value != "none" else None
        change, session = await self.bot.write(answers.answer, actor, meetup, given)
        if given is None:
            is_taken_back = await self.bot.cog(RsvpReactions).show(change)
            await interaction.response.send_message(ui.taken_back(session, is_taken_back), ephemeral=True)
        else:
            view = guest_buttons(session, actor.user_id) or discord.utils.MISSING
            text = ui.answered(session, actor.user_id)
            await interaction.response.send_message(text, view=view, ephemeral=True)
            await self.bot.cog(RsvpReactions).show(change)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="A calendar file with one meetup or with all of them")
    @app_commands.describe(meetup="Start typing its title; leave empty for all")
    @app_commands.autocomplete(meetup=completions.any_date)
    async def calendar(self, interaction: discord.Interaction, meetup: str | None = None) -> None:
        actor = actor_of(interaction)
        calendar = await self.bot.read(finding.write_calendar, actor, meetup)
        file = discord.File(
            io.BytesIO(calendar), "meetups.ics", description=gettext("Meetups for your calendar")
        )
        text = gettext("Open this with your calendar. It has the dates as they stand now.")
        view = discord.utils.MISSING
        if self.bot.config.web.public_url:
            text += " " + gettext("Or subscribe, and it follows every change:")
            view = feed_buttons()
        await interaction.response.send_message(text, file=file, view=view, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Ask when a meetup should be; everybody taps the times they can make")
    @app_commands.describe(
        title="What it is about, such as “Summer lunch”",
        times="2 to 10 times with commas: thu 18:00-20:00, sat 10:00. Leave empty for when most are free",
    )
    async def poll(self, interaction: Interaction, title: str, times: str | None = None) -> None:
        await polls.ask(interaction, title, times)
        await self.bot.tell_hints(interaction)
