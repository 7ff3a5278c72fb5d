"""Who is there: watching voice channels while a meetup is on, and the button of those in a café."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
from discord.ext import commands

import clock
from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import PersistentButton, button_view
from cogs.custom_ids import HERE
from cogs.ui.meetups import attendance as ui
from domain.ids import DateId
from languages import gettext
from services.meetups import attending
from services.meetups.attending import WatchedChannel

_PAUSE = timedelta(seconds=10)  # joins and leaves come as events; this finds what has begun
_HEARTBEAT = timedelta(minutes=1)  # how often it is noted that nothing has changed

_Seen = tuple[frozenset[int], datetime]  # who was there, and when that was noted


class VoiceWatch(commands.Cog):
    """Notes who is in the voice channel of a date under way: at every change, and once a minute.

    Discord says with every connection who is in which channel, so that nothing need be asked.
    """

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._watched: list[WatchedChannel] = []
        self._seen: dict[DateId, _Seen] = {}
        self._bots: set[int] = set()
        self._looked_at: datetime | None = None

    async def tick(self, *, at_once: bool = False) -> None:
        """Look at every date that takes place in a voice channel now, every few seconds or at once."""
        is_early = self._looked_at is not None and timedelta(0) <= clock.now() - self._looked_at < _PAUSE
        if is_early and not at_once:
            return
        self._looked_at = clock.now()
        self._watched = await self.bot.read(attending.list_watched)
        under_way = {watched.date_id for watched in self._watched}
        self._seen = {date_id: seen for date_id, seen in self._seen.items() if date_id in under_way}
        for watched in self._watched:
            await self._look(watched)

    @commands.Cog.listener()
    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        if member.bot:
            self._bots.add(member.id)
        moved = {channel.id for channel in (before.channel, after.channel) if channel is not None}
        for watched in self._watched:
            if watched.channel_id in moved and before.channel != after.channel:
                await self._look(watched)

    async def _look(self, watched: WatchedChannel) -> None:
        async with self.bot.reporter.reporting("looking who is there"):
            present = self._find_present(watched)
            seen, now = self._seen.get(watched.date_id), clock.now()
            if present is None or (seen and seen[0] == present and now - seen[1] < _HEARTBEAT):
                return
            self._seen[watched.date_id] = (present, now)
            await self.bot.write(attending.note_present, watched.date_id, present, is_new=seen is None)

    def _find_present(self, watched: WatchedChannel) -> frozenset[int] | None:
        """The people in the channel; None while the server or the channel cannot be seen."""
        channel = self.bot.get_channel(watched.channel_id)
        if not isinstance(channel, discord.VoiceChannel | discord.StageChannel) or channel.guild.unavailable:
            return None
        me = self.bot.user.id if self.bot.user else 0
        return frozenset(channel.voice_states) - self._bots - {me}


class ImHere(PersistentButton, custom_id=HERE):
    """*I'm here*, and *Not here after all* under the answer."""

    is_private = None

    async def press(self, interaction: Interaction, date_id: DateId, is_here: bool) -> None:
        bot = interaction.client
        session = await bot.write(attending.set_present, actor_of(interaction), date_id, is_here=is_here)
        if is_here:
            not_here = (gettext("Not here after all"), HERE.make(date_id, 0), discord.ButtonStyle.secondary)
            await interaction.response.send_message(
                ui.welcome(session), view=button_view(not_here), ephemeral=True
            )
        else:
            await interaction.response.send_message(gettext("All right, taken back."), ephemeral=True)


BUTTONS = (ImHere,)
