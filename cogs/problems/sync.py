"""Keeping what Discord shows in step with the board: cards, tags of forum posts, proposals."""

from __future__ import annotations

import asyncio

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.problems.boards import choose_tags
from cogs.problems.views import proposal_buttons
from cogs.threads import find_thread
from cogs.ui.problems import cards as ui
from domain.pending_edits import PROBLEM_EDITS, EditKind
from domain.problems.problem import Problem, Proposal
from languages import use_language
from services.problems import discord_changes, posting, syncing
from services.problems.syncing import PendingProblemEdit

_AT_ONCE = 50


class ProblemSync(commands.Cog):
    """Draws what is out of date: each message at most once in a few seconds, the last state always."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def tick(self) -> None:
        """Draw everything that is due, one kind beside the others."""
        async with asyncio.TaskGroup() as group:
            for kind in PROBLEM_EDITS:
                group.create_task(self._draw_due(kind))

    async def _draw_due(self, kind: EditKind) -> None:
        while subject_ids := await self.bot.read(syncing.list_due, kind, _AT_ONCE):
            for subject_id in subject_ids:
                async with self.bot.reporter.reporting(f"drawing a {kind}"):
                    await self._draw(subject_id, kind)

    async def _draw(self, subject_id: int, kind: EditKind) -> None:
        drawing = await self.bot.write(syncing.claim, subject_id, kind)
        if drawing is None:
            return
        guild = self.bot.get_guild(drawing.problem.guild_id)
        if guild is None or guild.unavailable:
            await self.bot.write(syncing.mark_failed, drawing)
            return
        try:
            with use_language(self.bot.language_of(guild.id)):
                await self._edit(drawing, guild)
        except discord.NotFound:
            await self._forget(drawing)
        except discord.Forbidden:
            await self.bot.write(syncing.mark_failed, drawing, is_forbidden=True)
        except UNREACHABLE:
            await self.bot.write(syncing.mark_failed, drawing)
        else:
            await self.bot.write(syncing.mark_synced, drawing)

    async def _edit(self, drawing: PendingProblemEdit, guild: discord.Guild) -> None:
        problem, proposal, thread_id = drawing.problem, drawing.proposal, drawing.problem.message_id
        if thread_id is None:
            return  # nothing is shown, so nothing is out of date
        if not problem.board.is_forum and proposal is None:
            await self._edit_card(self.bot.get_partial_messageable(problem.board.channel_id), drawing)
            return
        thread = await find_thread(self.bot, thread_id)
        if thread is None or thread.archived:
            return  # an archived one is drawn when it is opened again
        if proposal is not None:
            await self._edit_proposal(thread, problem, proposal)
        elif drawing.pending.kind is EditKind.TAGS:
            await self._edit_tags(thread, drawing, guild)
        else:
            await self._edit_card(thread, drawing)

    async def _edit_card(
        self, channel: discord.Thread | discord.PartialMessageable, drawing: PendingProblemEdit
    ) -> None:
        assert drawing.problem.message_id is not None, "looked at before"
        await self.bot.limiter.acquire()
        embed = ui.card(drawing.problem, drawing.accepted)
        await channel.get_partial_message(drawing.problem.message_id).edit(embed=embed)

    async def _edit_tags(
        self, thread: discord.Thread, drawing: PendingProblemEdit, guild: discord.Guild
    ) -> None:
        problem, forum = drawing.problem, guild.get_channel(drawing.problem.board.channel_id)
        if not isinstance(forum, discord.ForumChannel):
            return
        tags, hidden = choose_tags(forum, problem, drawing.settings.state_tag_ids, drawing.tag_uses)
        await self.bot.write(posting.hide_tags, problem.id, hidden)
        if {tag.id for tag in tags} != {tag.id for tag in thread.applied_tags}:
            await self.bot.limiter.acquire()
            await thread.edit(applied_tags=tags)

    async def _edit_proposal(self, thread: discord.Thread, problem: Problem, proposal: Proposal) -> None:
        if proposal.message_id is None:
            return
        await self.bot.limiter.acquire()
        _, embed = ui.proposal_card(problem, proposal)
        view = proposal_buttons(problem, proposal)
        await thread.get_partial_message(proposal.message_id).edit(embed=embed, view=view)

    async def _forget(self, drawing: PendingProblemEdit) -> None:
        subject = drawing.proposal or drawing.problem
        if subject.message_id is not None:
            await discord_changes.forget_message(self.bot.transactions, subject.message_id)
        await self.bot.write(syncing.mark_synced, drawing)
