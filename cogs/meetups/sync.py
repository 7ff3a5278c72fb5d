"""The sync of meetups: RSVP messages and scheduled events that show an older state are edited."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.discord_errors import find_obstacle
from cogs.edits import EDIT_TIME_LIMIT_S, EditLanes, Lane, refusal_of
from cogs.meetups import scheduled_events
from cogs.meetups.pictures import MeetupPictures
from cogs.meetups.scheduled_events import EventRefused
from cogs.meetups.views import card_buttons
from cogs.threads import find_meetup_channel
from cogs.ui.meetups import cards as ui
from cogs.ui.meetups.pictures import attach, show_attached
from domain.ids import DateId
from domain.meetups.meetup import Session
from domain.obstacles import Obstacle
from domain.pending_edits import EditKind
from languages import use_language
from services.meetups import syncing
from services.meetups.syncing import PendingMeetupEdit

_BATCH = 200


class MeetupSync(commands.Cog):
    """The cog that edits what is out of date: at most once in a few seconds, and always to the last state."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._lanes = EditLanes(self._list_due, self._sync_due)

    async def tick(self) -> None:
        """Edits everything that is due, channels and kinds side by side."""
        await self._lanes.run()

    async def _list_due(self) -> dict[Lane, list[int]]:
        return await self.bot.read(syncing.list_due, _BATCH)

    async def _sync_due(self, subject_id: int, kind: EditKind) -> None:
        await self.sync(DateId(subject_id), kind)

    async def sync(self, date_id: DateId, kind: EditKind) -> None:
        """Edits the card or the scheduled event of a date, if that is due."""
        async with self.bot.reporter.reporting(f"syncing a {kind}"):
            pending = await self.bot.write(syncing.claim, date_id, kind)
            if pending is not None:
                await self._sync_claimed(pending)

    async def _sync_claimed(self, pending: PendingMeetupEdit) -> None:
        guild = self.bot.find_guild(pending.session.meetup.guild_id)
        if guild is None:
            await self.bot.write(syncing.mark_failed, pending)
            return
        if (too_soon_until := self._pace(pending)) is not None:
            await self.bot.write(syncing.put_off, pending, too_soon_until)
            return
        try:
            with use_language(self.bot.language_of(guild.id)):
                async with asyncio.timeout(EDIT_TIME_LIMIT_S):
                    await self._edit(pending, guild)
        except EventRefused as refused:
            await self._note_refused(pending, refused)
        except UNREACHABLE as error:
            await self._note_failed(pending, error)
        else:
            await self.bot.write(syncing.mark_synced, pending)

    async def _note_failed(self, pending: PendingMeetupEdit, error: Exception) -> None:
        """Has the edit tried again later. Raises the error where the bot itself is at fault."""
        rejected = refusal_of(error, pending.session.date.channel_id)
        await self.bot.write(syncing.mark_failed, pending, rejected)
        if rejected is not None and rejected.obstacle is Obstacle.FAULT:
            raise error

    def _pace(self, pending: PendingMeetupEdit) -> datetime | None:
        """Returns until when the edit of an old card has to wait; None where it may be made now."""
        meetup_date = pending.session.date
        if pending.edit.kind is not EditKind.CARD or not meetup_date.channel_id or not meetup_date.message_id:
            return None
        return self.bot.old_edits.take(meetup_date.channel_id, meetup_date.message_id)

    async def _edit(self, pending: PendingMeetupEdit, guild: discord.Guild) -> None:
        if pending.edit.kind is EditKind.CARD:
            await self._edit_card(pending, guild)
        else:
            await self._sync_event(pending, guild)

    async def _edit_card(self, pending: PendingMeetupEdit, guild: discord.Guild) -> None:
        meetup_date = pending.session.date
        if meetup_date.channel_id is None or meetup_date.message_id is None:
            return  # nothing is shown, so nothing is out of date
        channel = await find_meetup_channel(self.bot, pending.session.meetup, meetup_date.channel_id)
        if channel is None:
            return
        await self.bot.limiter.acquire()
        try:
            role = guild.get_role(pending.session.meetup.details.role_id or 0)
            line = ui.first_line(pending.session, role.id if role else None, is_over=pending.is_over)
            embed = ui.card(pending.session, is_over=pending.is_over)
            message = channel.get_partial_message(meetup_date.message_id)
            view = card_buttons(pending.session, is_over=pending.is_over)
            attachments = await self._attach_picture(pending.session, channel, embed)
            nobody = discord.AllowedMentions.none()
            await message.edit(
                content=line, embed=embed, view=view, attachments=attachments, allowed_mentions=nobody
            )
            await self.bot.cog(MeetupPictures).note_shown(
                pending.session, is_shown=embed.image.url is not None
            )
        except discord.NotFound:
            await syncing.forget_message(self.bot.transactions, meetup_date.message_id)

    async def _attach_picture(
        self, session: Session, channel: discord.TextChannel | discord.Thread, embed: discord.Embed
    ) -> Any:
        """Returns the files that the card is to have instead of its own; MISSING where those stay."""
        if session.details.picture_id == session.date.card_picture_id:
            if session.details.picture_id is not None:
                show_attached(embed)
            return discord.utils.MISSING
        return attach(embed, await self.bot.cog(MeetupPictures).find_attachable(session, channel))

    async def _note_refused(self, pending: PendingMeetupEdit, refused: EventRefused) -> None:
        """Has the host told; raises what Discord answered where the bot itself is at fault."""
        await self.bot.write(
            syncing.mark_event_refused,
            pending,
            refused.reason,
            refused.key,
            was_asked=refused.answer is not None,
        )
        if refused.answer is not None and find_obstacle(refused.answer) is Obstacle.FAULT:
            raise refused.answer

    async def _sync_event(self, pending: PendingMeetupEdit, guild: discord.Guild) -> None:
        session = pending.session
        known_ids = await self.bot.read(syncing.list_events, guild.id)
        has_new_picture = session.details.picture_id != session.date.event_picture_id
        image = await self.bot.cog(MeetupPictures).load(session) if has_new_picture else discord.utils.MISSING
        event_id = await scheduled_events.sync_event(
            guild, pending, known_ids, self.bot.limiter, self.bot.refusals, image
        )
        if event_id != session.date.event_id or has_new_picture:
            await self.bot.write(syncing.set_event, pending, event_id)
