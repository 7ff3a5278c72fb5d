"""The slash commands of problems, and the menu that keeps a reply as a proposal."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.completion import MOST_CHOICES, Choices
from cogs.problems import actions, views
from cogs.ui import charts, markup
from cogs.ui.problems import cards as ui
from domain.errors import Refusal
from domain.ids import ProblemId
from domain.problems.helper import Helper
from domain.problems.problem import ProblemState, ProposalOutcome, Stage
from languages import gettext
from services.problems import finding, voting

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

    async def _complete_proposal(self, interaction: Interaction, current: str) -> Choices:
        problem = getattr(interaction.namespace, "problem", None)
        proposals = await self.bot.read(
            finding.list_proposals, actor_of(interaction).guild_id, problem, interaction.channel_id or 0
        )
        text = current.strip().casefold()
        return [
            app_commands.Choice(
                name=ui.proposal_label(number, proposal, markup.CHOICE_LENGTH), value=str(proposal.id)
            )
            for number, proposal in enumerate(proposals, start=1)
            if text in proposal.text.casefold()
        ][:MOST_CHOICES]

    async def _complete_tag(self, interaction: Interaction, current: str) -> Choices:
        text = current.strip().casefold()
        tags = await self.bot.read(finding.list_tags, actor_of(interaction).guild_id)
        return [app_commands.Choice(name=tag, value=tag) for tag in tags if text in tag.casefold()]

    async def _resolve(self, interaction: Interaction, problem: str | None) -> ProblemId:
        guild_id = actor_of(interaction).guild_id
        return await self.bot.read(finding.resolve, guild_id, problem, interaction.channel_id or 0)

    @app_commands.command(description="Put a work problem on the table; you see it before others do")
    async def share(self, interaction: Interaction) -> None:
        await actions.ask_for_problem(interaction)

    @app_commands.command(description="Say what you would try")
    @app_commands.describe(problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem)
    async def propose(self, interaction: Interaction, problem: str | None = None) -> None:
        await actions.ask_for_proposal(interaction, await self._resolve(interaction, problem))

    @app_commands.command(description="A proposal solves your problem")
    @app_commands.describe(proposal="Pick it from the list", problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem, proposal=_complete_proposal)
    async def accept(self, interaction: Interaction, proposal: str, problem: str | None = None) -> None:
        problem_id = await self._resolve(interaction, problem)
        proposal_id = await self.bot.read(finding.resolve_proposal, problem_id, proposal)
        await actions.accept(interaction, problem_id, proposal_id)
        await self.bot.tell_hints(interaction)

    @app_commands.command(name="take-back", description="No proposal is accepted after all")
    @app_commands.describe(problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem)
    async def take_back(self, interaction: Interaction, problem: str | None = None) -> None:
        await actions.take_back(interaction, await self._resolve(interaction, problem))
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="A solved or closed problem is open again")
    @app_commands.describe(problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem)
    async def reopen(self, interaction: Interaction, problem: str | None = None) -> None:
        await actions.reopen(interaction, await self._resolve(interaction, problem))
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Your problem no longer matters")
    @app_commands.describe(problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem)
    async def close(self, interaction: Interaction, problem: str | None = None) -> None:
        await actions.close(interaction, await self._resolve(interaction, problem))
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Whether the accepted solution of your problem worked")
    @app_commands.describe(worked="Did it work?", problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem)
    @app_commands.choices(
        worked=[
            app_commands.Choice(name="yes", value="yes"),
            app_commands.Choice(name="partly", value="partly"),
            app_commands.Choice(name="no; it is open again then", value="no"),
        ]
    )
    async def report(
        self,
        interaction: Interaction,
        worked: app_commands.Choice[str],
        problem: str | None = None,
    ) -> None:
        actor, problem_id = actor_of(interaction), await self._resolve(interaction, problem)
        shared = (await self.bot.read(finding.show, self.bot.keyring, actor, problem_id)).problem
        if shared.accepted_id is None or shared.state is not ProblemState.SOLVED:
            raise Refusal(gettext("No solution is accepted yet. `/problem accept` accepts one."))
        await actions.report(interaction, problem_id, shared.accepted_id, ProposalOutcome(worked.value))
        await self.bot.tell_hints(interaction)

    @app_commands.command(
        description="Say that you have a problem, too, or that you like a proposal; again takes it back"
    )
    @app_commands.describe(
        problem=_WHICH,
        proposal="A proposal that you like; leave empty for the problem itself",
    )
    @app_commands.autocomplete(problem=_complete_problem, proposal=_complete_proposal)
    async def vote(
        self, interaction: Interaction, problem: str | None = None, proposal: str | None = None
    ) -> None:
        problem_id = await self._resolve(interaction, problem)
        proposal_id = (
            await self.bot.read(finding.resolve_proposal, problem_id, proposal) if proposal else None
        )
        voted = await self.bot.write(voting.vote, actor_of(interaction), problem_id, proposal_id)
        text = ui.voted(
            voted.problem, voted.proposal, has_vote=voted.has_vote, has_reaction=voted.has_reaction
        )
        await interaction.response.send_message(text, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="Take a proposal of yours away")
    @app_commands.describe(proposal="Pick it from the list", problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem, proposal=_complete_proposal)
    async def withdraw(self, interaction: Interaction, proposal: str, problem: str | None = None) -> None:
        problem_id = await self._resolve(interaction, problem)
        proposal_id = await self.bot.read(finding.resolve_proposal, problem_id, proposal)
        await actions.withdraw(interaction, problem_id, proposal_id)
        await self.bot.tell_hints(interaction)

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
        await interaction.response.send_message(embed=embed, ephemeral=True)
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
        guild_id = actor_of(interaction).guild_id
        stage = Stage(state.value) if state else None
        problems = await self.bot.read(finding.list_problems, guild_id, stage, tag)
        counts = await self.bot.read(finding.count_stages, guild_id)
        await interaction.response.send_message(embed=ui.listing(problems, counts, tag), ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="What you have shared, anonymous ones too; only you see this")
    async def mine(self, interaction: Interaction) -> None:
        problems = await self.bot.read(finding.list_own, self.bot.keyring, actor_of(interaction))
        empty = gettext("You have shared nothing yet. `/problem share` puts something on the table.")
        embed = ui.results(problems, gettext("What you have shared"), empty)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(description="One problem in full, with its proposals")
    @app_commands.describe(problem=_WHICH)
    @app_commands.autocomplete(problem=_complete_problem)
    async def show(self, interaction: Interaction, problem: str | None = None) -> None:
        problem_id = await self._resolve(interaction, problem)
        actor = actor_of(interaction)
        overview = await self.bot.read(finding.show, self.bot.keyring, actor, problem_id)
        embed = ui.overview(overview.problem, overview.proposals, is_own=overview.is_own)
        view = views.overview_buttons(overview, actor.user_id) or discord.utils.MISSING
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
        await self.bot.tell_hints(interaction)

    @app_commands.command(
        name="anonymous", description="For moderators: whose authors are asked to share under their names"
    )
    async def stopped(self, interaction: Interaction) -> None:
        await actions.show_stopped(interaction)
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
