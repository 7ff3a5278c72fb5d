"""The private threads of circles: how they are opened under the configured channel and found again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import CLOCK_SLACK, ONE_WEEK_MIN, outcome_of, refuse_for_lack
from cogs.permissions import CIRCLES, check_permissions, find_missing
from cogs.rate_limit import RateLimiter
from cogs.refusals import RefusedError
from cogs.threads import find_thread
from domain.errors import Refusal
from domain.obstacles import Obstacle
from domain.posts import Post, Rejected
from languages import gettext, gettext_noop

_TIME_LIMIT_S = 20.0


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


async def open_private_thread(
    bot: LongtableBot, guild: discord.Guild, channel_id: int | None, name: str, post: Post
) -> discord.Thread:
    """Returns a new private thread, or the one that an earlier try for the same post has opened.

    Its name ends with the post's code. Raises RefusedError, and discord.HTTPException and connection errors
    where Discord does not answer.
    """
    channel = _find_parent(guild, channel_id)
    full_name = f"{name} · {post.code}"
    async with asyncio.timeout(_TIME_LIMIT_S):
        if post.first_tried_at is not None:
            thread = await _find(channel, post.code, post.first_tried_at)
            if thread is not None:
                return thread
        async with bot.refusals.asking(("private thread", channel.id), guild.id, channel.id):
            await bot.limiter.acquire()
            return await channel.create_thread(
                name=full_name,
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


async def _find(channel: discord.TextChannel, post_code: str, since: datetime) -> discord.Thread | None:
    for thread in await channel.guild.active_threads():
        is_new = thread.created_at is not None and thread.created_at >= since - CLOCK_SLACK
        if thread.parent_id == channel.id and thread.name.endswith(f" · {post_code}") and is_new:
            return thread
    return None


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
