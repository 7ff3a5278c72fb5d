"""The private threads of circles: how they are opened under the configured channel and found again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import discord
from discord.ext import commands

from cogs.permissions import CIRCLES, check_permissions
from cogs.rate_limit import RateLimiter
from cogs.threads import ONE_WEEK_MIN, find_thread
from domain.posts import Post
from languages import gettext, gettext_noop

_CLOCK_SLACK = timedelta(minutes=2)


class NoChannelError(Exception):
    """The error that there is no channel to open a thread under. Its message is shown to people."""


def check_circle_channel(channel: discord.TextChannel) -> discord.TextChannel:
    """Returns the channel. Raises Refusal where the bot cannot open private threads under it."""
    refusal = gettext_noop("Under {channel} I lack: {permissions}. Give me these first, please.")
    check_permissions(channel, CIRCLES, refusal)
    return channel


async def open_private_thread(
    guild: discord.Guild, channel_id: int | None, name: str, post: Post, limiter: RateLimiter
) -> discord.Thread:
    """Returns a new private thread, or the one that an earlier try for the same post has opened.

    Its name ends with the post's code. Raises NoChannelError, and discord.HTTPException and connection errors
    where Discord does not answer.
    """
    channel = guild.get_channel(channel_id or 0)
    if not isinstance(channel, discord.TextChannel):
        raise NoChannelError(gettext("the channel for circles is gone"))
    full_name = f"{name} · {post.code}"
    if post.first_tried_at is not None:
        thread = await _find(channel, post.code, post.first_tried_at)
        if thread is not None:
            return thread
    await limiter.acquire()
    return await channel.create_thread(
        name=full_name,
        type=discord.ChannelType.private_thread,
        auto_archive_duration=ONE_WEEK_MIN,
        invitable=False,
    )


async def _find(channel: discord.TextChannel, post_code: str, since: datetime) -> discord.Thread | None:
    for thread in await channel.guild.active_threads():
        is_new = thread.created_at is not None and thread.created_at >= since - _CLOCK_SLACK
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


async def add_members(thread: discord.Thread, user_ids: Collection[int], limiter: RateLimiter) -> None:
    """Adds these users to the thread, but for those who have left the server."""
    for user_id in user_ids:
        await limiter.acquire()
        try:
            await thread.add_user(discord.Object(user_id))
        except discord.NotFound:
            continue
