"""Where circles speak: private threads under the configured channel, and how to find them again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import discord
from discord.ext import commands

from cogs.permissions import CIRCLES, list_missing
from cogs.rate_limit import RateLimiter
from cogs.threads import ONE_WEEK_MIN, find_thread
from domain.errors import Refusal
from domain.posts import Post
from languages import gettext

_CLOCK_SLACK = timedelta(minutes=2)


class NoChannelError(Exception):
    """There is no channel to open a thread under; the message is for people."""


def check_circle_channel(channel: discord.TextChannel) -> discord.TextChannel:
    """The channel, if circles can talk under it; raises Refusal with what is missing."""
    missing = list_missing(channel.permissions_for(channel.guild.me), CIRCLES)
    if missing:
        raise Refusal(
            gettext(
                "Under {channel} I lack: {permissions}. Give me these first, please.",
                channel=channel.mention,
                permissions=", ".join(missing),
            )
        )
    return channel


async def open_private_thread(
    guild: discord.Guild, channel_id: int | None, name: str, post: Post, pace: RateLimiter
) -> discord.Thread:
    """A new private thread, or the one that an earlier try has opened: its name ends with the post's code.

    Raises NoRoomError, discord.HTTPException and connection errors.
    """
    channel = guild.get_channel(channel_id or 0)
    if not isinstance(channel, discord.TextChannel):
        raise NoChannelError(gettext("the channel for circles is gone"))
    full_name = f"{name} · {post.code}"
    if post.first_tried_at is not None:
        found = await _find(channel, post.code, post.first_tried_at)
        if found is not None:
            return found
    await pace.acquire()
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


async def unarchive_thread(bot: commands.Bot, thread_id: int, pace: RateLimiter) -> discord.Thread | None:
    """The thread, brought back if it was archived; None if it is gone."""
    thread = await find_thread(bot, thread_id)
    if thread is not None and thread.archived:
        await pace.acquire()
        return await thread.edit(archived=False)
    return thread


async def add_members(thread: discord.Thread, user_ids: Collection[int], pace: RateLimiter) -> None:
    """Make these members of the thread; who has left the server is passed over."""
    for user_id in user_ids:
        await pace.acquire()
        try:
            await thread.add_user(discord.Object(user_id))
        except discord.NotFound:
            continue
