"""Changes that moderators make to threads and channels of the board: deleted, locked, archived, tagged."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import discord
from discord.ext import commands

import clock
from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.discord_errors import MOST_THREADS
from cogs.threads import open_thread
from cogs.ui.problems.cards import thread_name
from domain.problems.problem import Problem
from services.problems import discord_changes
from services.problems.discord_changes import ThreadState

_JUST_POSTED = timedelta(hours=1)
_TOLERANCE = timedelta(hours=1)
_MOST_ACTIVE = MOST_THREADS - 100  # others need some, too


class BoardThreads(commands.Cog):
    """The listener that takes over the state of threads: from events, and by requests after an outage."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._checking: asyncio.Task[None] | None = None
        self._woken_at: dict[int, datetime] = {}  # by thread
        self._waking: set[int] = set()  # threads that have only just been archived

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        async with self.bot.reporter.reporting("a thread changes"):
            data: Any = payload.data
            metadata = data.get("thread_metadata", {})
            tags = self._tags(payload.guild_id, payload.parent_id, data.get("applied_tags"))
            is_archived = bool(metadata.get("archived"))
            is_back = payload.thread is None and not is_archived
            is_locked = bool(metadata.get("locked"))
            name = data.get("name", "")
            if not is_archived and payload.thread_id in self._waking:
                self._waking.discard(payload.thread_id)
                is_back = False  # it shows all that it has to
            await discord_changes.apply_thread_state(
                self.bot.transactions,
                ThreadState(payload.thread_id, is_locked, is_archived, name, tags, is_back=is_back),
            )
            if payload.thread is not None and is_archived:
                self._waking.add(payload.thread_id)
                if not await self._keep_awake(payload.thread):
                    self._waking.discard(payload.thread_id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        async with self.bot.reporter.reporting("a thread is deleted"):
            problem = await discord_changes.forget_message(self.bot.transactions, payload.thread_id)
            if problem is not None and not problem.board.is_forum:
                board = self.bot.get_partial_messageable(problem.board.channel_id)
                with suppress(*UNREACHABLE):  # the link on its card is dead now
                    await board.get_partial_message(payload.thread_id).delete()

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        async with self.bot.reporter.reporting("a channel is deleted"):
            await discord_changes.forget_board(self.bot.transactions, channel.guild.id, channel.id)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        if isinstance(before, discord.ForumChannel) and isinstance(after, discord.ForumChannel):
            names = {tag.id: tag.name for tag in after.available_tags}
            renamed = {tag.name: names[tag.id] for tag in before.available_tags if tag.id in names}
            async with self.bot.reporter.reporting("a forum changes"):
                if any(old != new for old, new in renamed.items()):
                    await self.bot.write(discord_changes.rename_tags, after.guild.id, after.id, renamed)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Checks the thread of every open problem in the background: a new session replays no events."""
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._check_all(), name="check the threads of problems")

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Checks the threads of a server that is back after an outage, during which it sent no events."""
        if self.bot.is_ready():
            await self._check_all(guild.id)

    async def cog_unload(self) -> None:
        if self._checking is not None:
            self._checking.cancel()

    async def _check_all(self, guild_id: int | None = None) -> None:
        async with self.bot.reporter.reporting("looking at the threads of problems"):
            for problem in await self.bot.read(discord_changes.list_unsettled):
                if guild_id not in {None, problem.guild_id}:
                    continue
                async with self.bot.reporter.reporting(f"looking at thread {problem.message_id}"):
                    await self._check(problem)

    async def _check(self, problem: Problem) -> None:
        guild = self.bot.find_guild(problem.guild_id)
        if guild is None or problem.message_id is None:
            return
        if guild.get_channel(problem.board.channel_id) is None:
            await discord_changes.forget_board(self.bot.transactions, guild.id, problem.board.channel_id)
            return
        thread = guild.get_thread(problem.message_id)
        if thread is None:
            thread = await self._fetch(problem, problem.message_id)
        if thread is None:
            return
        tags = {tag.id: tag.name for tag in thread.applied_tags} if problem.board.is_forum else None
        await discord_changes.apply_thread_state(
            self.bot.transactions, ThreadState(thread.id, thread.locked, thread.archived, thread.name, tags)
        )
        if thread.archived:
            await self._keep_awake(thread)

    async def _keep_awake(self, thread: discord.Thread) -> bool:
        """Wakes the thread of an open problem that was archived by itself; returns whether it did.

        In an archived one a button does not reach the bot, but from members of the thread and moderators. One
        that somebody has closed stays closed. A refusal is final until it is archived the next time.
        """
        if not self._fell_asleep(thread) or len(thread.guild.threads) >= _MOST_ACTIVE:
            return False
        if not await self.bot.read(discord_changes.has_buttons, thread.id):
            return False
        await self.bot.limiter.acquire()
        self._woken_at[thread.id] = clock.now()
        try:
            await thread.edit(archived=False)
        except UNREACHABLE:
            return False
        return True

    def _fell_asleep(self, thread: discord.Thread) -> bool:
        """Says whether the thread was archived because nothing had happened there for as long as it says."""
        active_at = discord.utils.snowflake_time(thread.last_message_id or thread.id)
        woken_at = self._woken_at.get(thread.id)
        active_at = max(active_at, woken_at) if woken_at is not None else active_at
        idle_for = timedelta(minutes=thread.auto_archive_duration)
        return thread.archive_timestamp - active_at >= idle_for - _TOLERANCE

    async def _fetch(self, problem: Problem, thread_id: int) -> discord.Thread | None:
        """Returns the thread, which is archived; None where it is gone or hidden.

        A deleted forum post takes its problem off the board. Under a text channel there may never have been a
        thread: it is opened now where the problem is new, else with the next post about it.
        """
        await self.bot.limiter.acquire()
        try:
            channel = await self.bot.fetch_channel(thread_id)
        except discord.NotFound:
            if problem.board.is_forum:
                await discord_changes.forget_message(self.bot.transactions, thread_id)
            elif clock.now() - problem.created_at < _JUST_POSTED:
                await self._open_thread(problem, thread_id)
            return None
        except discord.Forbidden:
            return None
        return channel if isinstance(channel, discord.Thread) else None

    async def _open_thread(self, problem: Problem, message_id: int) -> None:
        """Opens the thread, where the bot was stopped after it had posted the problem."""
        channel = self.bot.get_channel(problem.board.channel_id)
        if isinstance(channel, discord.TextChannel):
            with suppress(*UNREACHABLE):
                await open_thread(self.bot, channel, message_id, thread_name(problem))

    def _tags(self, guild_id: int, parent_id: int, tag_ids: list[str] | None) -> dict[int, str] | None:
        """Returns the names of the tags by id; None without ids, and where the parent is no forum."""
        guild = self.bot.get_guild(guild_id)
        forum = guild.get_channel(parent_id) if guild else None
        if not isinstance(forum, discord.ForumChannel) or tag_ids is None:
            return None
        tags = [forum.get_tag(int(tag_id)) for tag_id in tag_ids]
        return {tag.id: tag.name for tag in tags if tag is not None}
