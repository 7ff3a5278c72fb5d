"""The sync of the board: cards, forum tags and proposals that show an older state are edited."""

from __future__ import annotations

import asyncio
from datetime import datetime

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.edits import EDIT_TIME_LIMIT_S, EditLanes, Lane, refusal_of
from cogs.problems.boards import choose_tags
from cogs.problems.views import proposal_buttons
from cogs.threads import find_thread
from cogs.ui.problems import cards as ui
from domain.obstacles import Obstacle
from domain.pending_edits import EditKind
from domain.problems.problem import Problem, Proposal
from languages import use_language
from services.problems import discord_changes, posting, syncing
from services.problems.syncing import PendingProblemEdit

_BATCH = 200


class ProblemSync(commands.Cog):
    """The cog that edits what is out of date: at most once in a few seconds, and always to the last state."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._lanes = EditLanes(self._list_due, self._sync)

    async def tick(self) -> None:
        """Edits everything that is due, channels and kinds side by side."""
        await self._lanes.run()

    async def _list_due(self) -> dict[Lane, list[int]]:
        return await self.bot.read(syncing.list_due, _BATCH)

    async def _sync(self, subject_id: int, kind: EditKind) -> None:
        async with self.bot.reporter.reporting(f"syncing a {kind}"):
            pending = await self.bot.write(syncing.claim, subject_id, kind)
            if pending is not None:
                await self._sync_claimed(pending)

    async def _sync_claimed(self, pending: PendingProblemEdit) -> None:
        if (too_soon_until := self._pace(pending)) is not None:
            await self.bot.write(syncing.put_off, pending, too_soon_until)
            return
        guild = self.bot.find_guild(pending.problem.guild_id)
        if guild is None:
            await self.bot.write(syncing.mark_failed, pending)
            return
        try:
            with use_language(self.bot.language_of(guild.id)):
                async with asyncio.timeout(EDIT_TIME_LIMIT_S):
                    await self._edit(pending, guild)
        except discord.NotFound:
            await self._forget(pending)
        except UNREACHABLE as error:
            await self._note_failed(pending, error)
        else:
            await self.bot.write(syncing.mark_synced, pending)

    async def _note_failed(self, pending: PendingProblemEdit, error: Exception) -> None:
        """Has the edit tried again later. Raises the error where the bot itself is at fault."""
        rejected = refusal_of(error, pending.problem.board.channel_id)
        await self.bot.write(syncing.mark_failed, pending, rejected)
        if rejected is not None and rejected.obstacle is Obstacle.FAULT:
            raise error

    def _pace(self, pending: PendingProblemEdit) -> datetime | None:
        """Returns until when the edit of an old message has to wait; None where it may be made now."""
        problem, proposal = pending.problem, pending.proposal
        if pending.edit.kind in {EditKind.TAGS, EditKind.TITLE} or problem.message_id is None:
            return None
        if proposal is not None:
            message_id = proposal.message_id
            return self.bot.old_edits.take(problem.message_id, message_id) if message_id else None
        channel_id = problem.message_id if problem.board.is_forum else problem.board.channel_id
        return self.bot.old_edits.take(channel_id, problem.message_id)

    async def _edit(self, pending: PendingProblemEdit, guild: discord.Guild) -> None:
        problem, proposal, thread_id = pending.problem, pending.proposal, pending.problem.message_id
        if thread_id is None:
            return  # nothing is shown, so nothing is out of date
        if not problem.board.is_forum and pending.edit.kind is EditKind.PROBLEM:
            await self._edit_card(self.bot.get_partial_messageable(problem.board.channel_id), pending)
            return
        thread = await find_thread(self.bot, thread_id)
        if thread is not None and pending.edit.kind is EditKind.TITLE:
            await self._edit_title(thread, problem)
            return
        if thread is None or thread.archived:
            return  # an archived one is edited when it is unarchived
        if proposal is not None:
            await self._edit_proposal(thread, problem, proposal)
        elif pending.edit.kind is EditKind.TAGS:
            await self._edit_tags(thread, pending, guild)
        else:
            await self._edit_card(thread, pending)

    async def _edit_card(
        self, channel: discord.Thread | discord.PartialMessageable, pending: PendingProblemEdit
    ) -> None:
        assert pending.problem.message_id is not None, "checked in _edit"
        await self.bot.limiter.acquire()
        embed = ui.card(pending.problem, pending.accepted)
        await channel.get_partial_message(pending.problem.message_id).edit(embed=embed)

    async def _edit_tags(
        self, thread: discord.Thread, pending: PendingProblemEdit, guild: discord.Guild
    ) -> None:
        problem, forum = pending.problem, guild.get_channel(pending.problem.board.channel_id)
        if not isinstance(forum, discord.ForumChannel):
            return
        tags, hidden = choose_tags(
            forum, problem, pending.settings.state_tag_ids, pending.tag_uses, thread.applied_tags
        )
        await self.bot.write(posting.hide_tags, problem.id, hidden)
        if {tag.id for tag in tags} != {tag.id for tag in thread.applied_tags}:
            await self.bot.limiter.acquire()
            await thread.edit(applied_tags=tags)

    async def _edit_title(self, thread: discord.Thread, problem: Problem) -> None:
        """Has the thread called as the problem is; one that is archived wakes up, and then all is redrawn."""
        name = ui.thread_name(problem)
        if thread.archived and (thread.locked or (thread.name == name and not problem.board.is_forum)):
            return
        if thread.archived:
            await self.bot.limiter.acquire()
            thread = await thread.edit(archived=False)
        if thread.name != name:
            await self.bot.limiter.acquire()
            await thread.edit(name=name)

    async def _edit_proposal(self, thread: discord.Thread, problem: Problem, proposal: Proposal) -> None:
        if proposal.message_id is None:
            return
        await self.bot.limiter.acquire()
        _, embed = ui.proposal_card(problem, proposal)
        view = proposal_buttons(problem, proposal)
        await thread.get_partial_message(proposal.message_id).edit(embed=embed, view=view)

    async def _forget(self, pending: PendingProblemEdit) -> None:
        subject = pending.proposal or pending.problem
        if subject.message_id is not None:
            await discord_changes.forget_message(self.bot.transactions, subject.message_id)
        await self.bot.write(syncing.mark_synced, pending)
