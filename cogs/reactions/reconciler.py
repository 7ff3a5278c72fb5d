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

import clock
from cogs.bot import LongtableBot
from cogs.members import find_present
from cogs.reaction_handler import ReactionHandler
from domain.posts import retry_delay
from domain.reaction_polls import ReactionPoll, SeenReactions

log = logging.getLogger(__name__)

OpenPoll = tuple[ReactionHandler, ReactionPoll]  # a ballot, with the feature it belongs to
PresentByGuild = defaultdict[int, set[int]]  # by guild, members known to be there


class Reconciler(commands.Cog):
    """Takes over what messages show: the reactions are the truth, the rows a copy."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        # Members whose live events came while their message is read again: the events know better.
        self._live: dict[int, set[int]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self._reads_again = False
        # Messages of which an event could not be dealt with: when to read them again, and the tries so far.
        self._unread: dict[int, tuple[datetime, int]] = {}

    def note_live_event(self, message_id: int, user_id: int) -> None:
        """A live event of this member comes while the message may be being read again."""
        if message_id in self._live:
            self._live[message_id].add(user_id)

    @asynccontextmanager
    async def reconcile_on_error(self, message_id: int) -> AsyncIterator[None]:
        """Report what goes wrong in the block, and have the message read again: reactions are the truth."""
        async with self.bot.reporter.reporting(f"reactions of message {message_id}"):
            try:
                yield
            except BaseException:
                tries = self._unread.get(message_id, (None, 0))[1] + 1
                self._unread[message_id] = (clock.now() + retry_delay(tries), tries)
                raise

    async def add_first_reactions(
        self, message: discord.PartialMessage, polls: ReactionHandler, choices: Collection[str]
    ) -> None:
        """Put the reactions under a new message."""
        async with self.reconcile_on_error(message.id):
            await self.add_reactions(message, polls, choices)

    async def add_reactions(
        self, message: discord.PartialMessage, polls: ReactionHandler, choices: Collection[str]
    ) -> None:
        """Put the bot's own reactions under a message, for members to tap on."""
        for choice in choices:
            await self.bot.limiter.acquire()
            try:
                await message.add_reaction(polls.emoji[choice])
            except (discord.Forbidden, discord.NotFound) as error:
                log.warning("cannot add %s to message %s: %s", polls.emoji[choice], message.id, error)
                return

    async def tick(self) -> None:
        """Read the messages again of which an event was missed; after a longer pause each time it fails."""
        now = clock.now()
        due = {message_id for message_id, (due_at, _) in self._unread.items() if due_at <= now}
        if not due:
            return
        found = {one[1].message_id: one for one in await self._list_open()}
        for message_id in due - found.keys():
            del self._unread[message_id]  # it takes no more answers
        await self._read_all([found[message_id] for message_id in due & found.keys()])

    async def reconcile_message(self, message_id: int) -> bool:
        """Take over what one open message shows now; false if it could not be read, and will be later."""
        await self._read_all([one for one in await self._list_open() if one[1].message_id == message_id])
        return message_id not in self._unread

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """A new session with Discord replays nothing: read every open message again, in the background."""
        if self._reading is not None and not self._reading.done():
            self._reads_again = True
            return
        self._reading = asyncio.create_task(self._read_until_done(), name="read reactions again")

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is let in again: people may have answered the messages that it left behind."""
        await self.on_guild_available(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is back after an outage, during which it sent no events."""
        if self.bot.is_ready():
            await self._read_all([one for one in await self._list_open() if one[1].guild_id == guild.id])

    async def cog_unload(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    async def _list_open(self) -> list[OpenPoll]:
        return [(polls, ballot) for polls in self.bot.reaction_handlers for ballot in await polls.list_open()]

    async def _read_until_done(self) -> None:
        self._reads_again = True
        while self._reads_again:
            self._reads_again = False
            async with self.bot.reporter.reporting("reading reactions again"):
                await self._read_all(await self._list_open())

    async def _read_all(self, found: Sequence[OpenPoll]) -> None:
        """First what all of them show, then who has left: Discord answers that for two servers a second."""
        read = [(polls, ballot) for polls, ballot in found if await self._read(polls, ballot)]
        present: PresentByGuild = defaultdict(set)
        for polls, ballot in read:
            if (guild := self._find_guild(ballot)) is not None:
                async with self.reconcile_on_error(ballot.message_id):
                    await self._drop_leavers(polls, ballot, guild, present[guild.id])
                    self._unread.pop(ballot.message_id, None)

    def _find_guild(self, ballot: ReactionPoll) -> discord.Guild | None:
        guild = self.bot.get_guild(ballot.guild_id)
        return guild if guild is not None and not guild.unavailable else None

    async def _read(self, polls: ReactionHandler, ballot: ReactionPoll) -> bool:
        """Whether it could be read, and there is more to ask about it."""
        was_read = False
        if self._find_guild(ballot) is not None:
            async with self._one_at_a_time, self.reconcile_on_error(ballot.message_id):
                await self._read_message(polls, ballot)
                was_read = True
        return was_read

    async def _read_message(self, polls: ReactionHandler, ballot: ReactionPoll) -> None:
        await self.bot.limiter.acquire(
            1 + len(ballot.choices)
        )  # the message and its lists, where each fits one page
        channel = self.bot.get_partial_messageable(ballot.channel_id)
        self._live[ballot.message_id] = set()
        try:
            message = await channel.fetch_message(ballot.message_id)
            seen = await self._see(message, polls, ballot)
            if seen.cleared:
                await self.add_reactions(channel.get_partial_message(ballot.message_id), polls, seen.cleared)
            await polls.reconcile(ballot, seen)
        except discord.NotFound:
            await polls.forget_message(ballot.message_id)
        except discord.Forbidden:
            log.warning("may not read message %s again", ballot.message_id)
        finally:
            del self._live[ballot.message_id]

    async def _see(
        self, message: discord.Message, polls: ReactionHandler, ballot: ReactionPoll
    ) -> SeenReactions:
        me = self.bot.user.id if self.bot.user else None
        reactions = {str(reaction.emoji): reaction for reaction in message.reactions}
        user_ids: dict[str, set[int]] = {}
        cleared = []
        for choice in ballot.choices:
            reaction = reactions.get(polls.emoji[choice])
            users = [user async for user in reaction.users(limit=None)] if reaction else []
            user_ids[choice] = {user.id for user in users if not user.bot}
            if not any(user.id == me for user in users):  # only a moderator can take that one away
                cleared.append(choice)
        return SeenReactions(user_ids, cleared, self._live[message.id])

    async def _drop_leavers(
        self, polls: ReactionHandler, ballot: ReactionPoll, guild: discord.Guild, present: set[int]
    ) -> None:
        """Ask Discord which of the people are still members, each once in a round of reading."""
        people = await polls.list_people(ballot)
        unknown = [user_id for user_id in people if user_id not in present]
        present |= await find_present(guild, unknown, self.bot.limiter)
        if gone := set(people) - present:
            await polls.drop(ballot, gone)
