"""The front desk of a server: posted, drawn again, put up again when it is deleted; and the greeting."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE, DeliveryOutcome, OutgoingMessage, deliver
from cogs.discord_errors import is_message_gone
from cogs.edits import EDIT_TIME_LIMIT_S, EditLanes, Lane, refusal_of
from cogs.outbox import Outbox
from cogs.table import views
from cogs.ui import table as ui
from domain.links import channel_link
from domain.obstacles import Obstacle
from domain.pending_edits import EditKind
from domain.posts import Rejected
from languages import gettext, use_language
from services.table import front_desk, posting, syncing
from services.table.posting import TableDelivery
from services.table.syncing import PendingDeskEdit

_BATCH = 200


class FrontDesks(commands.Cog):
    """The cog that posts front desks and greetings, and keeps front desks as they are to be."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self.outbox: Outbox[TableDelivery] = Outbox(bot, posting, self._send)
        self._lanes = EditLanes(self._list_due, self._sync)

    async def tick(self) -> None:
        """Posts all that is due, and edits what is out of date."""
        await self.outbox.run()
        await self._lanes.run()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Has all of them looked at: a new session replays no events."""
        async with self.bot.reporter.reporting("looking at front desks"):
            await self.bot.write(front_desk.mark_all_outdated)

    @commands.Cog.listener()
    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        if before.preferred_locale != after.preferred_locale:
            async with self.bot.reporter.reporting("a server's language"):
                await self.bot.write(front_desk.mark_outdated, after.id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._forget([payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self._forget(payload.message_ids)

    async def _forget(self, message_ids: Collection[int]) -> None:
        async with self.bot.reporter.reporting("a message is deleted"):
            if await self.bot.read(front_desk.is_among, message_ids):  # most are none of ours
                await self.bot.write(front_desk.forget_messages, message_ids)

    async def _send(self, delivery: TableDelivery, guild: discord.Guild) -> DeliveryOutcome:
        channel = guild.get_channel(delivery.channel_id)
        if not isinstance(channel, discord.TextChannel):
            reason = gettext("the channel is gone")
            return Rejected(Obstacle.GONE, reason, delivery.channel_id, was_asked=False)
        message = OutgoingMessage("", ui.greeting())
        if delivery.desk is not None:
            message = OutgoingMessage("", ui.front_desk(), view=views.front_desk_buttons())
        return await deliver(channel, delivery.post, message, self.bot.limiter, is_late=delivery.is_late)

    async def _list_due(self) -> dict[Lane, list[int]]:
        return await self.bot.read(syncing.list_due, _BATCH)

    async def _sync(self, desk_id: int, kind: EditKind) -> None:
        async with self.bot.reporter.reporting("syncing a front desk"):
            pending = await self.bot.write(syncing.claim, desk_id, kind)
            if pending is not None:
                await self._sync_claimed(pending)

    async def _sync_claimed(self, pending: PendingDeskEdit) -> None:
        desk = pending.desk
        guild = self.bot.find_guild(desk.guild_id)
        if guild is None:
            await self.bot.write(syncing.mark_failed, pending)
            return
        too_soon_until = self.bot.old_edits.take(desk.channel_id, pending.message_id)
        if too_soon_until is not None:
            await self.bot.write(syncing.put_off, pending, too_soon_until)
            return
        try:
            with use_language(self.bot.language_of(guild.id)):
                async with asyncio.timeout(EDIT_TIME_LIMIT_S):
                    is_there = await self._edit(pending)
        except UNREACHABLE as error:
            await self._note_failed(pending, error)
        else:
            await self.bot.write(syncing.mark_synced if is_there else syncing.mark_gone, pending)

    async def _edit(self, pending: PendingDeskEdit) -> bool:
        """Edits the message, or deletes one that is taken down. Returns whether it stands there then.

        Where the whole channel is gone it counts as standing: nothing can be put up there, and the doctor
        says so.
        """
        channel = self.bot.get_partial_messageable(pending.desk.channel_id)
        message = channel.get_partial_message(pending.message_id)
        await self.bot.limiter.acquire()
        try:
            if pending.desk.is_taken_down:
                await message.delete()
                return False
            embed = ui.front_desk()
            embed.url = channel_link(pending.desk.guild_id, pending.desk.channel_id)  # as it was posted
            await message.edit(embed=embed, view=views.front_desk_buttons())
        except discord.NotFound as error:
            return not (pending.desk.is_taken_down or is_message_gone(error))
        return True

    async def _note_failed(self, pending: PendingDeskEdit, error: Exception) -> None:
        """Has the edit tried again later. Raises the error where the bot itself is at fault."""
        rejected = refusal_of(error, pending.desk.channel_id)
        await self.bot.write(syncing.mark_failed, pending, was_refused=rejected is not None)
        if rejected is not None and rejected.obstacle is Obstacle.FAULT:
            raise error
