"""The slash commands about sessions: agenda, start, attendance; and the poll that finds a time for one."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.meetups import completions
from cogs.meetups.due_work import DueWork
from cogs.meetups.polls import PollPictures
from cogs.meetups.views import buttons_of, poll_buttons
from cogs.ui import markup
from cogs.ui.meetups import agendas as agendas_ui
from cogs.ui.meetups import attendance as attendance_ui
from cogs.ui.meetups import polls as polls_ui
from languages import gettext, use_language
from services.meetups import agendas, attending, brainstorming, finding, polling


class SessionCommands(commands.Cog):
    """Those of the commands `/meetup …` that are about sessions."""

    bot: LongtableBot

    @app_commands.command(description="Which open problems come to the table, and why in that order")
    @app_commands.describe(meetup="Start typing its title")
    @app_commands.autocomplete(meetup=completions.planned_date)
    async def agenda(self, interaction: discord.Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        agenda = await self.bot.read(agendas.show, actor, ref)
        embed = agendas_ui.agenda(agenda.session, agenda.items, is_fixed=agenda.is_fixed)
        view = buttons_of(agenda) or discord.utils.MISSING
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Begin with the problems: one after the other, each with its round")
    @app_commands.describe(meetup="Start typing its title")
    @app_commands.autocomplete(meetup=completions.planned_date)
    async def start(self, interaction: discord.Interaction, meetup: str) -> None:
        actor = actor_of(interaction)
        _, ref = await self.bot.read(finding.resolve, actor, meetup)
        session = await self.bot.write(brainstorming.start, actor, ref)
        thread = markup.channel(session.date.message_id or session.meetup.details.channel_id)
        await interaction.response.send_message(
            gettext("Off we go, in {thread}.", thread=thread), ephemeral=True
        )
        await self.bot.cog(DueWork).do_due()
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Who was there, and a word from the host where that is not right")
    @app_commands.describe(
        meetup="Start typing its title and pick the date",
        present="Somebody who was there",
        absent="Somebody who was not there",
    )
    @app_commands.autocomplete(meetup=completions.begun_date)
    async def attendance(
        self,
        interaction: discord.Interaction,
        meetup: str,
        present: discord.Member | None = None,
        absent: discord.Member | None = None,
    ) -> None:
        actor = actor_of(interaction)
        ref = await self.bot.read(finding.resolve_begun, actor, meetup)
        for member, was_there in ((present, True), (absent, False)):
            if member is not None:
                await self.bot.write(attending.correct, actor, ref, member.id, was_there=was_there)
        session, attendances = await self.bot.read(attending.show, actor, ref)
        embed = attendance_ui.attendance_list(session, attendances)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Ask when a meetup should be; everybody taps the times they can make")
    @app_commands.describe(
        title="What it is about, such as “Summer lunch”",
        times="2 to 10 times with commas: thu 18:00, sat 10:00. Leave empty for when most are free",
        length="2h, 90m, 1h30 …",
    )
    @app_commands.autocomplete(length=completions.length)
    async def poll(
        self,
        interaction: Interaction,
        title: str,
        times: str | None = None,
        length: str | None = None,
    ) -> None:
        result = await polling.ask(self.bot.transactions, actor_of(interaction), title, times, length)
        with use_language(self.bot.language_of(result.poll.guild_id)):
            embed, view = polls_ui.poll(result, with_picture=False), poll_buttons(result.poll)
        sent = await interaction.response.send_message(embed=embed, view=view)
        if sent.message_id is not None and interaction.channel_id is not None:
            await self.bot.write(polling.note_message, result.poll, interaction.channel_id, sent.message_id)
        await self.bot.cog(PollPictures).redraw(interaction, result.poll.id)
        await self.bot.tell_hints(interaction)
