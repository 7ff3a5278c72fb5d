"""Keeping what Discord shows in step with the dates: RSVP messages, scheduled events, recaps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.meetups import scheduled_events
from cogs.threads import find_meetup_channel
from cogs.ui.meetups import cards as ui
from cogs.ui.meetups.brainstorms import recap
from domain.ids import DateId
from domain.notices import NoticeKind
from domain.pending_edits import EditKind
from languages import use_language
from services.meetups import syncing
from services.meetups.syncing import PendingMeetupEdit, PostedRecap

_AT_ONCE = 50

SyncOne = Callable[[DateId], Awaitable[None]]


class MeetupSync(commands.Cog):
    """Draws what is out of date: each message at most once in a few seconds, the last state always."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def tick(self) -> None:
        """Draw everything that is due, one kind beside the others."""
        kinds = {
            EditKind.CARD: self.sync_card,
            EditKind.EVENT: self.sync_event,
            EditKind.RECAP: self.sync_recap,
        }
        async with asyncio.TaskGroup() as group:
            for kind, draw in kinds.items():
                group.create_task(self._draw_due(kind, draw))

    async def _draw_due(self, kind: EditKind, draw: SyncOne) -> None:
        while date_ids := await self.bot.read(syncing.list_due, kind, _AT_ONCE):
            for date_id in date_ids:
                await draw(date_id)

    def _speaking(self, drawing: PendingMeetupEdit) -> AbstractContextManager[None]:
        """In the server's language, whoever made it out of date."""
        return use_language(self.bot.language_of(drawing.session.meetup.guild_id))

    async def sync_card(self, date_id: DateId) -> None:
        """Edit the date's RSVP message, if that is due."""
        async with self.bot.reporter.reporting("drawing a card"):
            drawing = await self.bot.write(syncing.claim, date_id, EditKind.CARD)
            if drawing is not None:
                with self._speaking(drawing):
                    await self._edit_card(drawing)

    async def _edit_card(self, drawing: PendingMeetupEdit) -> None:
        day = drawing.session.date
        guild = self.bot.get_guild(drawing.session.meetup.guild_id)
        if guild is None or guild.unavailable:
            await self.bot.write(syncing.mark_failed, drawing)
            return
        if day.channel_id is None or day.message_id is None:
            await self.bot.write(syncing.mark_synced, drawing)  # nothing is shown, so nothing is out of date
            return
        try:
            channel = await find_meetup_channel(self.bot, drawing.session.meetup, day.channel_id)
            if channel is None:
                await self.bot.write(syncing.mark_synced, drawing)
                return
            await self.bot.limiter.acquire()
            await channel.get_partial_message(day.message_id).edit(embed=ui.card(drawing.session))
        except discord.NotFound:
            await syncing.forget_message(self.bot.transactions, day.message_id)
        except discord.Forbidden:
            await self.bot.write(syncing.mark_failed, drawing, NoticeKind.CANNOT_POST)
        except UNREACHABLE:
            await self.bot.write(syncing.mark_failed, drawing)
        else:
            await self.bot.write(syncing.mark_synced, drawing)

    async def sync_recap(self, date_id: DateId) -> None:
        """Edit the recap of a date, if that is due: an author has said later what came of a problem."""
        async with self.bot.reporter.reporting("drawing a recap"):
            drawing = await self.bot.write(syncing.claim, date_id, EditKind.RECAP)
            if drawing is None:
                return
            shown = await self.bot.read(syncing.find_posted_recap, drawing)
            with self._speaking(drawing):
                is_up_to_date = shown is None or await self._edit_recap(drawing, shown)
            if is_up_to_date:
                await self.bot.write(syncing.mark_synced, drawing)
            else:
                await self.bot.write(syncing.mark_failed, drawing)

    async def _edit_recap(self, drawing: PendingMeetupEdit, shown: PostedRecap) -> bool:
        """Whether it is up to date, or gone."""
        guild = self.bot.get_guild(drawing.session.meetup.guild_id)
        if guild is None or guild.unavailable:
            return False
        embed = recap(drawing.session, shown.recap).set_footer(text=f"Longtable · {shown.code}")
        day = drawing.session.date
        room = self.bot.get_partial_messageable(
            day.message_id or day.channel_id or drawing.session.meetup.details.channel_id
        )
        try:
            await self.bot.limiter.acquire()
            await room.get_partial_message(shown.message_id).edit(embed=embed)
        except (discord.NotFound, discord.Forbidden):
            return True
        except UNREACHABLE:
            return False
        return True

    async def sync_event(self, date_id: DateId) -> None:
        """Create, edit or delete the date's scheduled event, if that is due."""
        async with self.bot.reporter.reporting("drawing an event"):
            drawing = await self.bot.write(syncing.claim, date_id, EditKind.EVENT)
            if drawing is None:
                return
            guild = self.bot.get_guild(drawing.session.meetup.guild_id)
            if guild is None or guild.unavailable:
                await self.bot.write(syncing.mark_failed, drawing)
                return
            with self._speaking(drawing):
                await self._follow_event(drawing, guild)

    async def _follow_event(self, drawing: PendingMeetupEdit, guild: discord.Guild) -> None:
        try:
            event_id = await scheduled_events.sync_event(guild, drawing, self.bot.limiter)
        except discord.Forbidden:
            await self.bot.write(syncing.mark_failed, drawing, NoticeKind.NO_EVENTS)
        except UNREACHABLE:
            await self.bot.write(syncing.mark_failed, drawing)
        else:
            if event_id != drawing.session.date.event_id:
                await self.bot.write(syncing.set_event, drawing, event_id)
            await self.bot.write(syncing.mark_synced, drawing)
