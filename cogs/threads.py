"""Threads under messages of the bot: how they are opened and found."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import ONE_WEEK_MIN, refuse_for_lack
from cogs.discord_errors import find_obstacle
from cogs.permissions import find_missing
from cogs.refusals import RefusedError
from domain.meetups.meetup import Meetup
from domain.obstacles import Obstacle


async def open_thread(
    bot: LongtableBot, channel: discord.TextChannel, message_id: int, name: str
) -> discord.Thread | None:
    """Returns the thread under the message, and opens it if there is none yet; None where there can be none.

    A thread has the id of its message. Raises discord.HTTPException and connection errors where Discord does
    not answer.
    """
    if (thread := channel.guild.get_thread(message_id)) is not None:
        return thread
    try:
        async with bot.refusals.asking(("thread", message_id), channel.guild.id, channel.id):
            return await _open_or_find(bot, channel, message_id, name)
    except RefusedError:
        return None


async def _open_or_find(
    bot: LongtableBot, channel: discord.TextChannel, message_id: int, name: str
) -> discord.Thread:
    """Returns the thread, opened now, or before and archived since. Raises what Discord says otherwise."""
    if missing := find_missing(channel, ["create_public_threads"]):
        refused: Exception = RefusedError(refuse_for_lack(missing, channel.id))
    else:
        await bot.limiter.acquire()
        try:
            return await channel.get_partial_message(message_id).create_thread(
                name=name, auto_archive_duration=ONE_WEEK_MIN
            )
        except discord.HTTPException as error:
            if find_obstacle(error) is Obstacle.NO_ANSWER:
                raise
            refused = error
    thread = await find_thread(bot, message_id)
    if thread is None:
        raise refused
    return thread


async def find_meetup_channel(
    bot: commands.Bot, meetup: Meetup, channel_id: int
) -> discord.TextChannel | discord.Thread | None:
    """Returns the text channel of a meetup, or the thread of the circle whose meetup it is.

    None where it is gone or hidden from the bot. Raises as find_thread does.
    """
    if meetup.circle_id is not None:
        return await find_thread(bot, channel_id)
    guild = bot.get_guild(meetup.guild_id)
    channel = guild.get_channel(channel_id) if guild is not None else None
    return channel if isinstance(channel, discord.TextChannel) else None


async def find_thread(bot: commands.Bot, thread_id: int) -> discord.Thread | None:
    """Returns the thread, archived or not; None where it is gone or hidden from the bot.

    Raises discord.HTTPException and connection errors where Discord does not answer.
    """
    cached = bot.get_channel(thread_id)
    if isinstance(cached, discord.Thread):
        return cached
    try:
        channel = await bot.fetch_channel(thread_id)
    except (discord.NotFound, discord.Forbidden):
        return None
    return channel if isinstance(channel, discord.Thread) else None
