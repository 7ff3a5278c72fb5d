"""The private threads of circles: how they are opened under the configured channel and found again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import MOST_AHEAD, ONE_WEEK_MIN, outcome_of, refuse_for_lack
from cogs.permissions import CIRCLES, check_permissions, find_missing
from cogs.rate_limit import RateLimiter
from cogs.refusals import RefusedError
from cogs.threads import find_thread
from domain.errors import Refusal
from domain.obstacles import Obstacle
from domain.posts import Post, Rejected
from languages import gettext, gettext_noop

_TIME_LIMIT_S = 20.0

Note = Callable[[int], Awaitable[bool]]
"""Stores whose a thread is, by its id; returns False where it is somebody's already."""


def check_circle_channel(channel: discord.TextChannel) -> discord.TextChannel:
    """Returns the channel. Raises Refusal where the bot cannot open private threads under it."""
    if channel.is_news():
        raise Refusal(
            gettext(
                "{channel} is an announcement channel, and Discord has private threads under plain text "
                "channels only. Choose one of those for circles, please.",
                channel=channel.mention,
            )
        )
    refusal = gettext_noop("Under {channel} I lack: {permissions}. Give me these first, please.")
    check_permissions(channel, CIRCLES, refusal)
    return channel


class PrivateThreads:
    """The private threads that are opened: each is noted before anybody is let in or anything is said there.

    So one that an earlier try has opened, and that is noted nowhere, is empty, and as good as a new one for
    whoever needs one of that name. Nothing has to stand in it, or in its name, to tell whose it was to be.
    """

    def __init__(self, bot: LongtableBot) -> None:
        self._bot = bot
        # Under each channel one at a time: what is opened, and not noted yet, is nobody else's.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def open(
        self, guild: discord.Guild, channel_id: int | None, name: str, post: Post, note: Note
    ) -> discord.Thread:
        """Returns a new private thread, or one that an earlier try has opened, after `note` has taken it.

        `note` stores whose the thread is, and says whether it was still nobody's. Raises RefusedError, and
        discord.HTTPException and connection errors where Discord does not answer.
        """
        channel = _find_parent(guild, channel_id)
        async with asyncio.timeout(_TIME_LIMIT_S), self._locks.setdefault(channel.id, asyncio.Lock()):
            if post.first_tried_at is not None:
                for thread in await _list_empty(channel, name, post):
                    if await note(thread.id):
                        return thread
            thread = await self._create(channel, name)
            while not await note(thread.id):  # a process that thought this one dead was quicker
                thread = await self._create(channel, name)
            return thread

    async def _create(self, channel: discord.TextChannel, name: str) -> discord.Thread:
        guild_id = channel.guild.id
        async with self._bot.refusals.asking(("private thread", channel.id), guild_id, channel.id):
            await self._bot.limiter.acquire()
            return await channel.create_thread(
                name=name,
                type=discord.ChannelType.private_thread,
                auto_archive_duration=ONE_WEEK_MIN,
                invitable=False,
            )


def _find_parent(guild: discord.Guild, channel_id: int | None) -> discord.TextChannel:
    """Returns the channel for circles. Raises RefusedError where no private thread can be opened under it."""
    channel = guild.get_channel(channel_id or 0)
    if channel is None:
        reason = gettext("the channel for circles is gone")
        raise RefusedError(Rejected(Obstacle.GONE, reason, channel_id, was_asked=False))
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        reason = gettext("channels of this kind have no private threads")
        raise RefusedError(Rejected(Obstacle.SETTING, reason, channel_id, was_asked=False))
    if missing := find_missing(channel, CIRCLES):
        raise RefusedError(refuse_for_lack(missing, channel.id))
    return channel


async def _list_empty(channel: discord.TextChannel, name: str, post: Post) -> list[discord.Thread]:
    """Returns the bot's empty threads of this name that were opened since the post was first tried."""
    assert post.first_tried_at is not None, "before the first try none was opened for it"
    names = {name, f"{name} · {post.mark}"}  # version 0.1 told them apart by their names
    since = post.first_tried_at - MOST_AHEAD
    return [
        thread
        for thread in await channel.guild.active_threads()
        if thread.parent_id == channel.id
        and thread.owner_id == channel.guild.me.id
        and thread.name in names
        and not thread.message_count
        and thread.created_at is not None
        and thread.created_at >= since
    ]


async def unarchive_thread(bot: commands.Bot, thread_id: int, limiter: RateLimiter) -> discord.Thread | None:
    """Returns the thread, unarchived if it was archived; None where it is gone."""
    thread = await find_thread(bot, thread_id)
    if thread is not None and thread.archived:
        await limiter.acquire()
        return await thread.edit(archived=False)
    return thread


async def add_members(
    thread: discord.Thread, user_ids: Collection[int], limiter: RateLimiter
) -> dict[int, Rejected]:
    """Adds these users to the thread, and goes on where one is refused.

    Returns whom Discord refuses, and why. Raises discord.HTTPException and connection errors where it does
    not answer.
    """
    refused: dict[int, Rejected] = {}
    for user_id in user_ids:
        await limiter.acquire()
        try:
            await thread.add_user(discord.Object(user_id))
        except discord.HTTPException as error:
            outcome = outcome_of(error, thread.parent_id)
            if not isinstance(outcome, Rejected):
                raise
            refused[user_id] = outcome
    return refused
