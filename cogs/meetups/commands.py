"""The slash commands of meetups."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.completion import complete_venue
from cogs.meetups import completions
from cogs.meetups.modals import read_place
from cogs.meetups.planning import try_request
from cogs.meetups.rsvps import RsvpReactions
from cogs.meetups.session_commands import SessionCommands
from cogs.meetups.views import cancel_buttons, edit_buttons, feed_buttons
from cogs.ui import markup
from cogs.ui.meetups import cards as ui
from domain.meetups.request import MeetupRequest, RequestKind
from domain.meetups.rsvp import Answer
from languages import gettext, ngettext
from services import venues
from services.meetups import answers, changing, finding, rotating
from services.meetups.changing import Changed
from services.meetups.drafting import OpenRequest


@app_commands.guild_only()
class MeetupCommands(
    SessionCommands, commands.GroupCog, group_name="meetup", group_description="Co-working sessions"
):
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

    @app_commands.command(name="list", description="Meetups to come")
    async def list_(self, interaction: discord.Interaction) -> None:
        actor = actor_of(interaction)
        nearest, total = await self.bot.read(finding.list_meetups, actor, ui.MOST_LISTED)
        sessions = [(session, ui.own_answer(session, actor.user_id)) for session in nearest]
        await interaction.response.send_message(embed=ui.listing(sessions, total), ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="One meetup in full: who comes, and its next dates")
    @app_commands.describe(meetup="Start typing its title")
    @app_commands.autocomplete(meetup=completions.any_date)
    async def show(self, interaction: discord.Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        overview = await self.bot.read(finding.show, actor, ref)
        embed = ui.overview(overview.session, overview.upcoming, overview.newcomers, actor.user_id)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Change a meetup for all dates to come")
    @app_commands.describe(meetup="Start typing its title")
    @app_commands.autocomplete(meetup=completions.planned_date)
    async def edit(self, interaction: Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        await self.bot.read(finding.get_editable, actor, ref.meetup_id)
        overview = await self.bot.read(finding.show, actor, ref)
        embed = ui.preview(overview.session.meetup, overview.upcoming, "")
        await interaction.response.send_message(embed=embed, view=edit_buttons(ref.meetup_id), ephemeral=True)

    @app_commands.command(description="Go round several venues of the book, one after the other")
    @app_commands.describe(
        meetup="Start typing its title",
        first="Where the next date is; leave all empty to stay in one place again",
        second="And then",
        third="And then",
        fourth="And then",
        fifth="And then from the first again",
    )
    @app_commands.autocomplete(
        meetup=completions.planned_date,
        first=complete_venue,
        second=complete_venue,
        third=complete_venue,
        fourth=complete_venue,
        fifth=complete_venue,
    )
    async def rotate(
        self,
        interaction: discord.Interaction,
        meetup: str,
        first: str | None = None,
        second: str | None = None,
        third: str | None = None,
        fourth: str | None = None,
        fifth: str | None = None,
    ) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        choices = [choice for choice in (first, second, third, fourth, fifth) if choice is not None]
        round_ = [await self.bot.read(venues.get, actor.guild_id, choice) for choice in choices]
        changed = await self.bot.write(rotating.rotate, actor, ref, round_)
        heading = (
            ngettext(
                "It goes round {count} venue from now on.",
                "It goes round {count} venues from now on.",
                len(round_),
            )
            if round_
            else gettext("It stays in one place.")
        )
        await self._show_change(interaction, changed, heading)

    @app_commands.command(description="One date does not take place; the series goes on")
    @app_commands.describe(meetup="Start typing its title and pick the date")
    @app_commands.autocomplete(meetup=completions.planned_date)
    async def skip(self, interaction: discord.Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        changed = await self.bot.write(changing.skip, actor, ref)
        told = gettext("Skipped. Those who answered are told in its thread.")
        heading = told if changed.is_told else gettext("Skipped.")
        await self._show_change(interaction, changed, heading)

    @app_commands.command(description="One date starts at another time; the series stays")
    @app_commands.describe(
        meetup="Start typing its title and pick the date", when="The new time of this date"
    )
    @app_commands.autocomplete(meetup=completions.planned_date, when=completions.when)
    async def move(self, interaction: discord.Interaction, meetup: str, when: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        changed = await self.bot.write(changing.move, actor, ref, when)
        told = gettext("Moved. Those who answered are told in its thread.")
        heading = told if changed.is_told else gettext("Moved.")
        await self._show_change(interaction, changed, heading)

    @app_commands.command(description="A skipped or moved date takes place as the series has it")
    @app_commands.describe(meetup="Start typing its title and pick the date")
    @app_commands.autocomplete(meetup=completions.changed_date)
    async def restore(self, interaction: discord.Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        changed = await self.bot.write(changing.restore, actor, ref)
        told = gettext("Restored. Those who answered are told in its thread.")
        heading = told if changed.is_told else gettext("Restored.")
        await self._show_change(interaction, changed, heading)

    async def _show_change(self, interaction: discord.Interaction, changed: Changed, heading: str) -> None:
        embed = ui.preview(changed.session.meetup, changed.upcoming, heading)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Cancel a meetup with all its dates to come")
    @app_commands.describe(meetup="Start typing its title")
    @app_commands.autocomplete(meetup=completions.any_date)
    async def cancel(self, interaction: discord.Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        editable = await self.bot.read(finding.get_editable, actor, ref.meetup_id)
        question = gettext(
            "Cancel **{title}** with all its dates to come? For a single date there is `/meetup skip`.",
            title=markup.plain(editable.details.title),
        )
        buttons = cancel_buttons(ref, editable.version)
        await interaction.response.send_message(question, view=buttons, ephemeral=True)
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
            await interaction.response.send_message(ui.answered(session, actor.user_id), ephemeral=True)
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
