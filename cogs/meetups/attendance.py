"""Attendance: who is in the voice channel of a date, and the button for those who meet elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
from discord.ext import commands

import clock
from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import GREY, PersistentButton, button_view
from cogs.custom_ids import HERE
from cogs.ui.meetups import attendance as ui
from domain.ids import DateId
from languages import gettext
from services.meetups import attending
from services.meetups.attending import WatchedChannel

_PAUSE = timedelta(seconds=10)  # joins and leaves come as events; this finds dates that have begun
_HEARTBEAT = timedelta(minutes=1)  # how often an unchanged channel is noted

_Seen = tuple[frozenset[int], datetime]  # who was there, and when that was noted


class VoiceWatch(commands.Cog):
    """The watch on the voice channels of dates under way: notes who is there at each change and every minute.

    Discord sends with every connection who is in which channel, people and bots, and no event for each: so
    nothing has to be requested, and this is looked at anew each time.
    """

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._watched: list[WatchedChannel] = []
        self._seen: dict[DateId, _Seen] = {}
        self._checked_at: datetime | None = None

    async def tick(self, *, at_once: bool = False) -> None:
        """Notes who is in the voice channel of every date under way.

        Does nothing within ten seconds of the last time, unless `at_once`.
        """
        is_early = self._checked_at is not None and timedelta(0) <= clock.now() - self._checked_at < _PAUSE
        if is_early and not at_once:
            return
        self._checked_at = clock.now()
        self._watched = await self.bot.read(attending.list_watched)
        under_way = {watched.date_id for watched in self._watched}
        self._seen = {date_id: seen for date_id, seen in self._seen.items() if date_id in under_way}
        for watched in self._watched:
            await self._note(watched)

    @commands.Cog.listener()
    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        moved = {channel.id for channel in (before.channel, after.channel) if channel is not None}
        for watched in self._watched:
            if watched.channel_id in moved and before.channel != after.channel:
                await self._note(watched)

    async def _note(self, watched: WatchedChannel) -> None:
        async with self.bot.reporter.reporting("looking who is there"):
            present = self._find_present(watched)
            seen, now = self._seen.get(watched.date_id), clock.now()
            if present is None or (seen and seen[0] == present and now - seen[1] < _HEARTBEAT):
                return
            self._seen[watched.date_id] = (present, now)
            await self.bot.write(attending.note_present, watched.date_id, present, is_new=seen is None)

    def _find_present(self, watched: WatchedChannel) -> frozenset[int] | None:
        """Returns the people in the channel; None where the server or the channel cannot be seen."""
        channel = self.bot.get_channel(watched.channel_id)
        if not isinstance(channel, discord.VoiceChannel | discord.StageChannel) or channel.guild.unavailable:
            return None
        return frozenset(
            user_id for user_id in channel.voice_states if not _is_bot(channel.guild.get_member(user_id))
        )


def _is_bot(member: discord.Member | None) -> bool:
    """Says whether this is a bot; Discord sends everybody who sits in a voice channel with the server."""
    return member is not None and member.bot


class ImHere(PersistentButton, custom_id=HERE):
    """*I'm here*, and *Not here after all* under the answer."""

    is_private = None

    async def press(self, interaction: Interaction, date_id: DateId, is_here: bool) -> None:
        bot = interaction.client
        session = await bot.write(attending.set_present, actor_of(interaction), date_id, is_here=is_here)
        if is_here:
            not_here = (gettext("Not here after all"), HERE.make(date_id, 0), GREY)
            await interaction.response.send_message(
                ui.welcome(session), view=button_view(not_here), ephemeral=True
            )
        else:
            await interaction.response.send_message(gettext("All right, taken back."), ephemeral=True)


BUTTONS = (ImHere,)
