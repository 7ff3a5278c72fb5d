"""The sync of messages: those whose question is answered or over are written anew, and lose their buttons.

A feature signs up who writes the messages of its posts, in `bot.message_writers`: the same that wrote them at
first, from what is true now.
"""

from __future__ import annotations

import asyncio

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.edits import EDIT_TIME_LIMIT_S, EditLanes, Lane, refusal_of
from domain.ids import PostId
from domain.links import channel_link, guild_link
from domain.obstacles import Obstacle
from domain.pending_edits import EditKind
from languages import use_language
from services import message_syncing
from services.jobs import Job
from services.message_syncing import PendingMessage

_BATCH = 200


class MessageSync(commands.Cog):
    """The cog that edits the messages of posts that are out of date."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._lanes = EditLanes(self._list_due, self._sync)

    async def tick(self) -> None:
        """Edits everything that is due, channels side by side."""
        await self._lanes.run()

    async def _list_due(self) -> dict[Lane, list[int]]:
        return await self.bot.read(message_syncing.list_due, _BATCH)

    async def _sync(self, subject_id: int, kind: EditKind) -> None:
        async with self.bot.reporter.reporting(f"syncing a {kind}"):
            pending = await self.bot.write(message_syncing.claim, PostId(subject_id))
            if pending is not None:
                await self._sync_claimed(pending)

    async def _sync_claimed(self, pending: PendingMessage) -> None:
        if self.bot.find_guild(pending.post.guild_id) is None:
            await self.bot.write(message_syncing.mark_failed, pending)
            return
        too_soon_until = self.bot.old_edits.take(pending.channel_id, pending.message_id)
        if too_soon_until is not None:
            await self.bot.write(message_syncing.put_off, pending, too_soon_until)
            return
        try:
            with use_language(self.bot.language_of(pending.post.guild_id)):
                async with asyncio.timeout(EDIT_TIME_LIMIT_S):
                    await self._edit(pending)
        except discord.NotFound:
            await self.bot.write(message_syncing.mark_synced, pending)  # nobody reads it any more
        except UNREACHABLE as error:
            rejected = refusal_of(error, pending.channel_id)
            await self.bot.write(message_syncing.mark_failed, pending, rejected)
            if rejected is not None and rejected.obstacle is Obstacle.FAULT:
                raise
        else:
            await self.bot.write(message_syncing.mark_synced, pending)

    async def _edit(self, pending: PendingMessage) -> None:
        message = await self.bot.message_writers[pending.post.kind](pending.post)
        if message is None:
            return
        embed = message.embed.copy()
        embed.url = embed.url or self._link_to_place(pending)
        place = self.bot.get_partial_messageable(pending.channel_id, guild_id=pending.post.guild_id)
        await self.bot.limiter.acquire()
        await place.get_partial_message(pending.message_id).edit(embed=embed, view=message.view)

    def _link_to_place(self, pending: PendingMessage) -> str:
        """Returns where a title leads by itself, as it did when the message was sent."""
        guild_id, channel = pending.post.guild_id, self.bot.get_channel(pending.channel_id)
        is_in_guild = isinstance(channel, discord.abc.GuildChannel | discord.Thread)
        return channel_link(guild_id, pending.channel_id) if is_in_guild else guild_link(guild_id)


async def setup(bot: LongtableBot) -> None:
    sync = MessageSync(bot)
    await bot.add_cog(sync)
    bot.jobs.append(Job(sync.tick, (message_syncing.is_due,)))
