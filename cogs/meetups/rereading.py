"""Reading the reactions of messages again: after a start, after an outage, after an event that failed."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import discord
from discord.ext import commands

from cogs.errors import Reporter
from cogs.pace import Pace
from cogs.ui.meetups import EMOJI
from domain.meetups.meetup import MeetupDate
from domain.meetups.rsvp import Answer
from domain.posts import pause_after
from services.meetups.answers import Answers, Seen
from services.meetups.mirroring import Mirroring

log = logging.getLogger(__name__)

Present = defaultdict[int, set[int]]  # by guild, members known to be there

_MEMBERS_PER_QUERY = 100
_REQUESTS_PER_MESSAGE = 4  # the message and its three lists of reactions, where each fits one page


class Rereader(commands.Cog):
    """Takes over what messages show: the reactions are the truth, the rows a copy."""

    def __init__(
        self, bot: commands.Bot, answers: Answers, mirroring: Mirroring, reporter: Reporter, pace: Pace
    ) -> None:
        self.bot = bot
        self.answers = answers
        self.mirroring = mirroring
        self.reporter = reporter
        self.pace = pace
        # Members whose live events came while their message is read again: the events know better.
        self._live: dict[int, set[int]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self._reads_again = False
        # Messages of which an event could not be dealt with: when to read them again, and the tries so far.
        self._unread: dict[int, tuple[datetime, int]] = {}

    def note_live(self, message_id: int, user_id: int) -> None:
        """A live event of this member comes while the message may be being read again."""
        if message_id in self._live:
            self._live[message_id].add(user_id)

    @asynccontextmanager
    async def mending(self, message_id: int) -> AsyncIterator[None]:
        """Report what goes wrong in the block, and have the message read again: reactions are the truth."""
        async with self.reporter.reporting(f"reactions of message {message_id}"):
            try:
                yield
            except BaseException:
                tries = self._unread.get(message_id, (None, 0))[1] + 1
                self._unread[message_id] = (self.answers.desk.now() + pause_after(tries), tries)
                raise

    async def furnish(self, message: discord.PartialMessage) -> None:
        """Put the three reactions under a new card."""
        async with self.mending(message.id):
            await self.add_reactions(message, tuple(Answer))

    async def add_reactions(self, message: discord.PartialMessage, answers: Collection[Answer]) -> None:
        """Put the bot's own reactions under a message, for members to tap on."""
        for answer in answers:
            await self.pace.turn()
            try:
                await message.add_reaction(EMOJI[answer])
            except (discord.Forbidden, discord.NotFound) as error:
                log.warning("cannot add %s to message %s: %s", EMOJI[answer], message.id, error)
                return

    async def tick(self) -> None:
        """Read the messages again of which an event was missed; after a longer pause each time it fails."""
        now = self.answers.desk.now()
        due = {message_id for message_id, (due_at, _) in self._unread.items() if due_at <= now}
        if not due:
            return
        days = {day.message_id: day for day in await self.answers.list_open()}
        for message_id in due - days.keys():
            del self._unread[message_id]  # its date is over
        await self._read_all([days[message_id] for message_id in due & days.keys()])

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """A new session with Discord replays nothing: read every open message again, in the background."""
        if self._reading is not None and not self._reading.done():
            self._reads_again = True
            return
        self._reading = asyncio.create_task(self._read_until_done(), name="read reactions again")

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is let in again: people may have answered the cards that it left behind."""
        await self.on_guild_available(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is back after an outage, during which it sent no events."""
        if self.bot.is_ready():
            days = await self.answers.list_open()
            await self._read_all([day for day in days if guild.get_channel(day.channel_id or 0)])

    async def cog_unload(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    async def _read_until_done(self) -> None:
        self._reads_again = True
        while self._reads_again:
            self._reads_again = False
            async with self.reporter.reporting("reading reactions again"):
                await self._read_all(await self.answers.list_open())

    async def _read_all(self, days: Sequence[MeetupDate]) -> None:
        present: Present = defaultdict(set)
        for day in days:
            await self._read(day, present)

    async def _read(self, day: MeetupDate, present: Present) -> None:
        channel = self.bot.get_channel(day.channel_id or 0)
        if not isinstance(channel, discord.TextChannel) or day.message_id is None:
            return
        async with self._one_at_a_time, self.mending(day.message_id):
            await self._read_message(day, day.message_id, channel)
            await self._drop_leavers(day, channel.guild, present[channel.guild.id])
            self._unread.pop(day.message_id, None)

    async def _read_message(self, day: MeetupDate, message_id: int, channel: discord.TextChannel) -> None:
        await self.pace.turn(_REQUESTS_PER_MESSAGE)
        self._live[message_id] = set()
        try:
            message = await channel.fetch_message(message_id)
            seen = await self._see(message)
            if seen.cleared:
                await self.add_reactions(channel.get_partial_message(message.id), seen.cleared)
            await self.answers.reconcile(day.id, seen)
        except discord.NotFound:
            await self.mirroring.forget_message(message_id)
        except discord.Forbidden:
            log.warning("may not read message %s again", message_id)
        finally:
            del self._live[message_id]

    async def _see(self, message: discord.Message) -> Seen:
        me = self.bot.user.id if self.bot.user else None
        reactions = {str(reaction.emoji): reaction for reaction in message.reactions}
        user_ids: dict[Answer, set[int]] = {}
        cleared = []
        for answer, emoji in EMOJI.items():
            reaction = reactions.get(emoji)
            users = [user async for user in reaction.users(limit=None)] if reaction else []
            user_ids[answer] = {user.id for user in users if not user.bot}
            if not any(user.id == me for user in users):  # only a moderator can take that one away
                cleared.append(answer)
        return Seen(user_ids, cleared, self._live[message.id])

    async def _drop_leavers(self, day: MeetupDate, guild: discord.Guild, present: set[int]) -> None:
        """Ask Discord which of the people are still members, each once in a round of reading."""
        people = await self.answers.list_people(day.id)
        unknown = [user_id for user_id in people if user_id not in present]
        for start in range(0, len(unknown), _MEMBERS_PER_QUERY):
            asked = unknown[start : start + _MEMBERS_PER_QUERY]
            members = await guild.query_members(user_ids=asked, limit=len(asked), cache=False)
            present |= {member.id for member in members}
        if gone := set(people) - present:
            await self.answers.drop(day.id, gone)
