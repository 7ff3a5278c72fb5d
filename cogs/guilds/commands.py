"""The slash commands of organisers."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.circles.private_threads import check_circle_channel
from cogs.circles.round_preview import show_round
from cogs.completion import complete_zone
from cogs.errors import answer_privately
from cogs.guilds.demands import ask_discord
from cogs.guilds.doctor import examine
from cogs.guilds.guided_setup import show_setup_form
from cogs.problems.boards import BoardChannel, StateTags, as_board, get_channel, make_state_tags
from cogs.ui.guilds.organiser import doctor_embed, settings_embed
from cogs.ui.guilds.statistics import PICTURE, draw_statistics, in_words, stats_embed
from domain.statistics import Statistics
from languages import CHOICES, current_language, gettext, use_language
from services import guilds
from services.guilds import AUTO, SettingsChange
from services.table import front_desk

_MOST_PICTURES = 50


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class OrganiserCommands(
    commands.GroupCog, group_name="longtable", group_description="Settings of this server"
):
    """The commands `/longtable …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._pictures: dict[tuple[str, Statistics], bytes] = {}

    @app_commands.command(name="set", description="Change a setting; without options, show them all")
    @app_commands.describe(
        zone="The time zone of members who have set none",
        channel="Where meetups are announced unless the host says otherwise",
        add_planner="A role that may plan meetups, besides members with Manage Events",
        remove_planner="A role that may no longer plan meetups",
        board="A forum or text channel for problems; a forum gets the tags waiting, open and solved",
        digest="Where the week on the problem board is summed up",
        add_interest="Something members can say they like, besides the usual list",
        remove_interest="Something of yours to take off that list",
        circles="The channel under which circles get their private threads",
        rounds="When circles are found by themselves, such as: monthly on the first monday; or: never",
        agenda="How long before a meetup its agenda is posted: 1 day, 3h …",
        pings="How long before the start meetups ping, unless the host says otherwise: 3d, 2h",
        problem_time="How long a meetup works on one problem: 10m, 15m …",
        language="What everybody reads is in it; what one member reads is in theirs",
        anonymous="Whether members can share problems anonymously",
    )
    @app_commands.choices(
        language=[
            *(app_commands.Choice(name=name, value=code) for code, name in CHOICES.items()),
            app_commands.Choice(name="as in the server's settings in Discord", value=AUTO),
        ]
    )
    @app_commands.autocomplete(zone=complete_zone)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def set_(
        self,
        interaction: discord.Interaction,
        zone: str | None = None,
        channel: discord.TextChannel | None = None,
        add_planner: discord.Role | None = None,
        remove_planner: discord.Role | None = None,
        board: discord.ForumChannel | discord.TextChannel | None = None,
        digest: discord.TextChannel | None = None,
        add_interest: str | None = None,
        remove_interest: str | None = None,
        circles: discord.TextChannel | None = None,
        rounds: str | None = None,
        agenda: str | None = None,
        problem_time: str | None = None,
        pings: str | None = None,
        language: str | None = None,
        anonymous: bool | None = None,
    ) -> None:
        actor = actor_of(interaction)
        tags = await self._prepare_board(interaction, board) if board is not None else None
        change = SettingsChange(
            zone=zone,
            channel_id=channel.id if channel else None,
            add_planner_role_id=add_planner.id if add_planner else None,
            remove_planner_role_id=remove_planner.id if remove_planner else None,
            board=as_board(board) if board else None,
            state_tag_ids=tags.ids if tags else None,
            digest_channel_id=digest.id if digest else None,
            add_interest=add_interest,
            remove_interest=remove_interest,
            circle_channel_id=check_circle_channel(circles).id if circles else None,
            rounds=rounds,
            agenda=agenda,
            problem_time=problem_time,
            pings=pings,
            language=language,
            allows_anonymous=anonymous,
        )
        settings = await self.bot.write(guilds.change, actor.guild_id, change)
        self.bot.languages.choose(actor.guild_id, settings.language)
        if language is not None:
            await self.bot.write(front_desk.mark_outdated, actor.guild_id)
        tags = tags or StateTags({})
        embed = settings_embed(
            settings, tags.replaced, tags.missing, refusal=tags.refusal, is_blocked=tags.is_blocked
        )
        await answer_privately(interaction, embed=embed)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Set everything up in one form; nothing is made before you say so")
    @app_commands.describe(zone="The time zone of members who have set none; start typing your city")
    @app_commands.autocomplete(zone=complete_zone)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction, zone: str | None = None) -> None:
        await show_setup_form(interaction, zone)

    @app_commands.command(description="What would keep me from my work here, and the clicks that mend it")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def doctor(self, interaction: discord.Interaction) -> None:
        actor = actor_of(interaction)
        assert interaction.guild is not None, "actor_of refuses what is not in a server"
        used = await self.bot.read(guilds.list_used, actor.guild_id)
        await interaction.response.defer(ephemeral=True)  # Discord is asked for several things
        asked = await ask_discord(self.bot, interaction.guild, used.settings)
        diagnoses = examine(interaction.guild, used, await self.bot.measure_health(), asked)
        lines = [(diagnosis.problem, diagnosis.fix, diagnosis.is_fault) for diagnosis in diagnoses]
        await interaction.followup.send(embed=doctor_embed(lines), ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Whether it helps: a year of meetups, problems and circles")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def stats(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)  # drawing may take a second
        statistics = await self.bot.read(guilds.sum_up_year, actor_of(interaction).guild_id)
        if statistics.is_empty:
            text = gettext("There is nothing to count yet. After the first meetups there will be.")
            await interaction.followup.send(text, ephemeral=True)
            return
        png = await self._draw(statistics)
        file = discord.File(io.BytesIO(png), PICTURE, description=in_words(statistics))
        await interaction.followup.send(embed=stats_embed(statistics), file=file, ephemeral=True)
        await self.bot.tell_hints(interaction)

    async def _draw(self, statistics: Statistics) -> bytes:
        """Returns the picture as a PNG, drawn off the event loop; the last ones are kept in memory."""
        key = (current_language(), statistics)
        if key not in self._pictures:
            while len(self._pictures) >= _MOST_PICTURES:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[key] = await asyncio.to_thread(draw_statistics, statistics)
        return self._pictures[key]

    @app_commands.command(description="Find circles: first what they would be, for you alone; then send them")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def round(self, interaction: Interaction) -> None:
        await show_round(interaction)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="The server's own data as a file, without what is private to members")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def export(self, interaction: discord.Interaction) -> None:
        data = await self.bot.read(guilds.export, actor_of(interaction).guild_id)
        file = discord.File(
            io.BytesIO(data), "server-data.json", description=gettext("The server's data, as JSON")
        )
        text = gettext(
            "Meetups, problems, venues and settings. What members said about themselves is theirs alone."
        )
        await interaction.response.send_message(text, file=file, ephemeral=True)
        await self.bot.tell_hints(interaction)

    async def _prepare_board(self, interaction: discord.Interaction, channel: BoardChannel) -> StateTags:
        """Returns the tags of a board: a forum gets those that it lacks. None are needed in a text channel.

        Raises Refusal where problems cannot be posted there.
        """
        get_channel(channel.guild, as_board(channel))
        if not isinstance(channel, discord.ForumChannel):
            return StateTags({})
        await interaction.response.defer(ephemeral=True)
        settings = await self.bot.read(guilds.get, channel.guild.id)
        with use_language(self.bot.language_of(channel.guild.id)):
            return await make_state_tags(channel, settings.state_tag_ids)
