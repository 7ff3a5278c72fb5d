"""Threads that start from a message of the bot."""

from __future__ import annotations

from typing import Literal

import discord
from discord.ext import commands

from cogs.rate_limit import RateLimiter
from domain.meetups.meetup import Meetup

ONE_WEEK_MIN: Literal[10080] = 10080


async def open_thread(
    bot: commands.Bot, channel: discord.TextChannel, message_id: int, name: str, pace: RateLimiter
) -> discord.Thread | None:
    """The thread under the message, opened if there is none yet; None where there can be none.

    It has the message's id. Raises discord.HTTPException and connection errors where Discord cannot be asked.
    """
    if (thread := channel.guild.get_thread(message_id)) is not None:
        return thread
    await pace.acquire()
    try:
        return await channel.get_partial_message(message_id).create_thread(
            name=name, auto_archive_duration=ONE_WEEK_MIN
        )
    except discord.HTTPException as error:
        if error.status >= 500:
            raise
    return await find_thread(bot, message_id)  # it has been opened before and is archived, or it cannot be


async def find_meetup_channel(
    bot: commands.Bot, meetup: Meetup, channel_id: int
) -> discord.TextChannel | discord.Thread | None:
    """Where a meetup is announced: a text channel, or the thread of the circle that it is of."""
    if meetup.circle_id is not None:
        return await find_thread(bot, channel_id)
    guild = bot.get_guild(meetup.guild_id)
    channel = guild.get_channel(channel_id) if guild is not None else None
    return channel if isinstance(channel, discord.TextChannel) else None


async def find_thread(bot: commands.Bot, thread_id: int) -> discord.Thread | None:
    """The thread, archived or not; None if it is gone or hidden."""
    channel = bot.get_channel(thread_id)
    if isinstance(channel, discord.Thread):
        return channel
    try:
        found = await bot.fetch_channel(thread_id)
    except (discord.NotFound, discord.Forbidden):
        return None
    return found if isinstance(found, discord.Thread) else None
