"""The slash commands of problems, and the menu that keeps a reply as a proposal."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.completion import Choices
from cogs.problems import actions, page, views
from cogs.ui import charts
from cogs.ui.problems import cards as ui
from domain.errors import Refusal
from domain.problems.helper import Helper
from domain.problems.problem import Stage
from languages import gettext
from services.problems import finding

_STAGES = [
    app_commands.Choice(name=f"{ui.STAGE_EMOJI[stage]} {ui.STAGE_NAMES[stage]}", value=stage.value)
    for stage in Stage
]
_WHICH = "Start typing its title; not needed in its thread"


@app_commands.guild_only()
class ProblemCommands(
    commands.GroupCog, group_name="problem", group_description="Work problems, and what others would try"
):
    """The commands `/problem …`."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def _complete_problem(self, interaction: Interaction, current: str) -> Choices:
        problems = await self.bot.read(finding.list_choices, actor_of(interaction).guild_id, current)
        return [app_commands.Choice(name=ui.choice(problem), value=str(problem.id)) for problem in problems]

    async def _complete_text(self, interaction: Interaction, current: str) -> Choices:
        """Returns titles that match the words so far; the search then takes the words of the one picked."""
        problems = await self.bot.read(finding.list_choices, actor_of(interaction).guild_id, current)
        titles = dict.fromkeys(problem.details.title for problem in problems)
        return [app_commands.Choice(name=title, value=title) for title in titles]

    async def _complete_tag(self, interaction: Interaction, current: str) -> Choices:
        text = current.strip().casefold()
        tags = await self.bot.read(finding.list_tags, actor_of(interaction).guild_id)
        return [app_commands.Choice(name=tag, value=tag) for tag in tags if text in tag.casefold()]

    @app_commands.command(description="Put a work problem on the table; you see it before others do")
    async def share(self, interaction: Interaction) -> None:
        await actions.ask_for_problem(interaction)

    @app_commands.command(description="Find problems and their solutions by what they say")
    @app_commands.describe(text="A word or two", state="Where it stands", tag="With this tag")
    @app_commands.choices(state=_STAGES)
    @app_commands.autocomplete(text=_complete_text, tag=_complete_tag)
    async def search(
        self,
        interaction: Interaction,
        text: str,
        state: app_commands.Choice[str] | None = None,
        tag: str | None = None,
    ) -> None:
        guild_id = actor_of(interaction).guild_id
        stage = Stage(state.value) if state else None
        problems = await self.bot.read(finding.search, guild_id, text, stage, tag)
        embed = ui.results(problems, gettext("Found on the board"), ui.nothing_found(text))
        await _send(interaction, embed, views.found_items(problems))
        await self.bot.tell_hints(interaction)

    @app_commands.command(name="list", description="What is on the board")
    @app_commands.describe(state="Where it stands", tag="With this tag")
    @app_commands.choices(state=_STAGES)
    @app_commands.autocomplete(tag=_complete_tag)
    async def list_(
        self,
        interaction: Interaction,
        state: app_commands.Choice[str] | None = None,
        tag: str | None = None,
    ) -> None:
        actor = actor_of(interaction)
        stage = Stage(state.value) if state else None
        problems = await self.bot.read(finding.list_problems, actor.guild_id, stage, tag)
        counts = await self.bot.read(finding.count_stages, actor.guild_id)
        view = views.found_items(problems, is_moderator=actor.is_moderator)
        await _send(interaction, ui.listing(problems, counts, tag), view)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="What you have shared, anonymous ones too; only you see this")
    async def mine(self, interaction: Interaction) -> None:
        problems = await self.bot.read(finding.list_own, self.bot.keyring, actor_of(interaction))
        empty = gettext("You have shared nothing yet. `/problem share` puts something on the table.")
        embed = ui.results(problems, gettext("What you have shared"), empty)
        await _send(interaction, embed, views.found_items(problems))
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="One problem in full, and all that you can do with it")
    @app_commands.describe(problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem)
    async def show(self, interaction: Interaction, problem: str | None = None) -> None:
        guild_id, thread_id = actor_of(interaction).guild_id, interaction.channel_id or 0
        await page.show(interaction, await self.bot.read(finding.resolve, guild_id, problem, thread_id))
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Who helped, as a picture")
    @app_commands.describe(ever="True: since the board began; otherwise in the last three months")
    async def helpers(self, interaction: Interaction, ever: bool = False) -> None:
        guild_id = actor_of(interaction).guild_id
        helpers = await self.bot.read(finding.list_helpers, guild_id, is_of_all_time=ever)
        if not helpers:
            raise Refusal(gettext("No proposal has been accepted yet. Yours could be the first!"))
        await interaction.response.defer(ephemeral=True)
        embed = ui.helpers(helpers, is_of_all_time=ever)
        file = await _draw_helpers(interaction, helpers)
        embed.set_image(url=f"attachment://{file.filename}")
        await interaction.followup.send(embed=embed, file=file, ephemeral=True)
        await self.bot.tell_hints(interaction)


async def _send(interaction: Interaction, embed: discord.Embed, view: discord.ui.View) -> None:
    view = view if view.children else discord.utils.MISSING
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


async def _draw_helpers(interaction: Interaction, helpers: list[Helper]) -> discord.File:
    """Returns a chart with a bar for each helper, drawn off the event loop."""
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    user_ids = [helper.user_id for helper in helpers]
    members = await interaction.guild.query_members(user_ids=user_ids, limit=len(user_ids), cache=False)
    names = {member.id: member.display_name for member in members}
    bars = [
        charts.Bar(names.get(helper.user_id, gettext("somebody")), helper.accepted, helper.votes)
        for helper in helpers
    ]
    title = gettext("Thank you for helping")
    png = await asyncio.to_thread(charts.draw_bars, bars, title, (gettext("accepted"), gettext("likes")))
    description = "; ".join(
        gettext("{name}: {first} accepted, {second} likes", name=bar.name, first=bar.first, second=bar.second)
        for bar in bars
    )
    return discord.File(io.BytesIO(png), "helpers.png", description=description[:1024])


def keep_as_solution() -> app_commands.ContextMenu:
    """Returns the menu “Keep as solution” of any message."""

    @app_commands.guild_only()
    async def keep(interaction: Interaction, message: discord.Message) -> None:
        await actions.keep_reply(interaction, message)
        await interaction.client.tell_hints(interaction)

    return app_commands.ContextMenu(name="Keep as solution", callback=keep)
