"""The slash commands of meetups."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.completion import complete_zone
from cogs.meetups import completions
from cogs.meetups.channels import check_channel, find_channel, list_rooms
from cogs.meetups.managing import show_page
from cogs.meetups.polls import PollPictures
from cogs.meetups.rsvps import RsvpReactions
from cogs.meetups.views import draft_buttons, feed_buttons, overview_buttons, poll_buttons
from cogs.ui.meetups import cards as ui
from cogs.ui.meetups import polls as polls_ui
from domain.errors import Refusal
from domain.meetups.meetup import MeetupPlace
from domain.meetups.rsvp import Answer
from languages import gettext, use_language
from services.meetups import answers, drafting, finding, managing, planning, polling
from services.meetups.changing import Changed
from services.meetups.planning import MeetupRequest

_COMPLETIONS = {
    "when": completions.when,
    "repeats": completions.repeats,
    "length": completions.length,
    "place": completions.place,
    "zone": complete_zone,
    "pings": completions.pings,
}


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
        length="2h, 90m, 1h30 …",
        place="A voice channel, a café, or a link",
        capacity="Seats; leave empty for no limit. More people go on a waitlist",
        channel="Where I announce it",
        role="Whom the pings mention; leave empty for nobody",
        zone="The time zone the meetup lives in, such as Europe/Berlin",
        pings="How long before the start I post: 3d, 2h",
        lead="True: I lead through the problems from the start on, without *Start*",
    )
    @app_commands.autocomplete(**_COMPLETIONS)
    async def plan(
        self,
        interaction: Interaction,
        title: str,
        when: str,
        repeats: str | None = None,
        length: str | None = None,
        place: str | None = None,
        capacity: int | None = None,
        channel: discord.TextChannel | None = None,
        role: discord.Role | None = None,
        zone: str | None = None,
        pings: str | None = None,
        lead: bool | None = None,
    ) -> None:
        channel_id = await find_channel(interaction, channel)
        request = MeetupRequest(
            title=title,
            when=when,
            repeats=repeats,
            length=length,
            place=_read_place(interaction, place),
            capacity=capacity,
            role_id=_read_role(role),
            zone=zone,
            pings=pings,
            is_led=lead,
        )
        draft = await self.bot.write(drafting.make_draft, actor_of(interaction), request, channel_id)
        heading = gettext("This is how it will be. Save it?")
        embed = ui.preview(draft.meetup, draft.upcoming, heading)
        await interaction.response.send_message(
            embed=embed, view=draft_buttons(draft.meetup.id), ephemeral=True
        )
        await self.bot.tell_hints(interaction)

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
        view = overview_buttons(overview, ref) or discord.utils.MISSING
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Change a meetup for all dates to come; leave empty what stays")
    @app_commands.describe(
        meetup="Start typing its title",
        title="A new title",
        when="A new time for the next date and those after it",
        repeats="A new rhythm",
        length="A new length",
        place="A new place",
        capacity="Seats; 0 for no limit",
        channel="Where I announce it",
        role="Whom the pings mention",
        mention_nobody="True: the pings mention nobody any more",
        zone="The time zone the meetup lives in",
        pings="How long before the start I post: 3d, 2h",
        lead="Whether I lead through the problems from the start on, without *Start*",
    )
    @app_commands.autocomplete(meetup=completions.planned_date, **_COMPLETIONS)
    async def edit(
        self,
        interaction: discord.Interaction,
        meetup: str,
        title: str | None = None,
        when: str | None = None,
        repeats: str | None = None,
        length: str | None = None,
        place: str | None = None,
        capacity: int | None = None,
        channel: discord.TextChannel | None = None,
        role: discord.Role | None = None,
        mention_nobody: bool = False,
        zone: str | None = None,
        pings: str | None = None,
        lead: bool | None = None,
    ) -> None:
        actor = actor_of(interaction)
        if channel is not None:
            check_channel(interaction, channel.id)
        request = MeetupRequest(
            title=title,
            when=when,
            repeats=repeats,
            length=length,
            place=_read_place(interaction, place),
            capacity=capacity,
            channel_id=channel.id if channel else None,
            role_id=0 if mention_nobody else _read_role(role),
            zone=zone,
            pings=pings,
            is_led=lead,
        )
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        changed = await self.bot.write(planning.edit, actor, ref, request)
        heading = ui.edited(changed.kept, is_told=changed.is_told)
        await self._show_change(interaction, changed, heading)

    async def _show_change(self, interaction: discord.Interaction, changed: Changed, heading: str) -> None:
        embed = ui.preview(changed.session.meetup, changed.upcoming, heading)
        await interaction.response.send_message(embed=embed, ephemeral=True)
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

    @app_commands.command(description="Ask when a meetup should be; everybody taps the times they can make")
    @app_commands.describe(
        title="What it is about, such as “Summer lunch”",
        times="2 to 10 times with commas: thu 18:00-20:00, sat 10:00. Leave empty for when most are free",
    )
    async def poll(self, interaction: Interaction, title: str, times: str | None = None) -> None:
        result = await polling.ask(self.bot.transactions, actor_of(interaction), title, times)
        with use_language(self.bot.language_of(result.poll.guild_id)):
            embed, view = polls_ui.poll(result, with_picture=False), poll_buttons(result.poll)
        await interaction.response.send_message(embed=embed, view=view)
        await self.bot.cog(PollPictures).redraw(interaction, result.poll.id)
        await self.bot.tell_hints(interaction)


def _read_place(interaction: discord.Interaction, text: str | None) -> MeetupPlace | None:
    """Returns the channel of this server to sit in that the text mentions, else the text; None for none."""
    if text is None:
        return None
    for channel in list_rooms(interaction.guild):
        if text.strip() == channel.mention:
            return MeetupPlace(channel.name, channel.id)
    return MeetupPlace(text)


def _read_role(role: discord.Role | None) -> int | None:
    """Returns the id of the role; None where none was picked. Raises Refusal for @everyone."""
    if role is not None and role.is_default():
        raise Refusal(gettext("I don't mention @everyone. Pick a role that people choose for themselves."))
    return role.id if role else None
