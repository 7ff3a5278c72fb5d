"""The reconciling of answers with reactions: after a start, after an outage, after an event that failed."""

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
from cogs.discord_errors import MOST_REACTION_KINDS
from cogs.members import find_present
from cogs.reaction_handler import ReactionHandler
from cogs.reactions.bursts import Bursts, UserEmoji
from cogs.refusals import RefusedError
from domain.obstacles import Obstacle
from domain.posts import retry_delay
from domain.reaction_polls import ReactionPoll, SeenReactions

log = logging.getLogger(__name__)

OpenPoll = tuple[ReactionHandler, ReactionPoll]  # a reaction poll with its handler

PresentByGuild = defaultdict[int, set[int]]  # ids of members known to be in each server


class Reconciler(commands.Cog):
    """The cog that takes over what messages show: reactions are the truth, answers in the database a copy."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        # By message that is being read: members with live events, which are newer than what is read.
        self._live: dict[int, set[int]] = {}
        self.bursts = Bursts()
        self._one_at_a_time = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self._reads_again = False
        # Messages to be read again, as after an event that failed: when, and how many tries have failed.
        self._unread: dict[int, tuple[datetime, int]] = {}

    def note_live_event(self, message_id: int, user_id: int) -> None:
        """Notes a live event of the member, in case the message is being read now."""
        if message_id in self._live:
            self._live[message_id].add(user_id)

    def note_all_cleared(self, message_id: int) -> None:
        """Notes that a moderator has cleared all reactions of a message: there is room again."""
        self.bursts.clear(message_id)
        self.bot.refusals.forget(("reaction", message_id))

    def read_soon(self, message_id: int) -> None:
        """Has the next tick read the message again, with all others that it reads."""
        self._unread.setdefault(message_id, (clock.now(), 0))

    @asynccontextmanager
    async def reconcile_on_error(self, message_id: int) -> AsyncIterator[None]:
        """Reports what the block raises, and has the message read again then."""
        async with self.bot.reporter.reporting(f"reactions of message {message_id}"):
            try:
                yield
            except BaseException:
                tries = self._unread.get(message_id, (None, 0))[1] + 1
                self._unread[message_id] = (clock.now() + retry_delay(tries), tries)
                raise

    async def add_first_reactions(
        self, message: discord.PartialMessage, handler: ReactionHandler, choices: Collection[str]
    ) -> None:
        """Adds the bot's reactions to a new message; where that fails, it is tried again."""
        async with self.reconcile_on_error(message.id):
            await self.add_reactions(message, handler, choices)

    async def add_reactions(
        self, message: discord.PartialMessage, handler: ReactionHandler, choices: Collection[str]
    ) -> None:
        """Adds the bot's reactions to a message, for members to tap on.

        Where Discord refuses one, as in an archived thread, the message is left alone for a while. Raises
        what discord.py raises where Discord does not answer.
        """
        guild_id = message.guild.id if message.guild is not None else 0
        try:
            async with self.bot.refusals.asking(("reaction", message.id), guild_id, message.channel.id):
                for choice in choices:
                    await self.bot.limiter.acquire()
                    await message.add_reaction(handler.emoji[choice])
        except RefusedError as error:
            if error.rejected.obstacle is Obstacle.FAULT and error.rejected.was_asked:
                raise
            log.warning("no reactions to message %s: %s", message.id, error)

    async def tick(self) -> None:
        """Reads the messages again of which an event failed, each time after a longer pause."""
        now = clock.now()
        due = {message_id for message_id, (due_at, _) in self._unread.items() if due_at <= now}
        if not due:
            return
        open_polls = {open_poll[1].message_id: open_poll for open_poll in await self._list_open()}
        for message_id in due - open_polls.keys():
            del self._unread[message_id]  # it takes no more answers
        await self._read_all([open_polls[message_id] for message_id in due & open_polls.keys()])

    async def reconcile_message(self, message_id: int) -> bool:
        """Takes over what one message shows now. Returns False where it has to be read again later."""
        await self._read_all([one for one in await self._list_open() if one[1].message_id == message_id])
        return message_id not in self._unread

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Reads every open message again, in the background: a new session with Discord replays no events."""
        if self._reading is not None and not self._reading.done():
            self._reads_again = True
            return
        self._reading = asyncio.create_task(self._read_until_done(), name="read reactions again")

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Reads the messages from an earlier stay of the bot, which people may have answered meanwhile."""
        await self.on_guild_available(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Reads the messages of a server that is back after an outage, during which it sent no events."""
        if self.bot.is_ready():
            open_polls = await self._list_open()
            await self._read_all(
                [(handler, poll) for handler, poll in open_polls if poll.guild_id == guild.id]
            )

    async def cog_unload(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    async def _list_open(self) -> list[OpenPoll]:
        return [
            (handler, poll) for handler in self.bot.reaction_handlers for poll in await handler.list_open()
        ]

    async def _read_until_done(self) -> None:
        self._reads_again = True
        while self._reads_again:
            self._reads_again = False
            async with self.bot.reporter.reporting("reading reactions again"):
                await self._read_all(await self._list_open())

    async def _read_all(self, open_polls: Sequence[OpenPoll]) -> None:
        """Reads all messages first, then drops leavers: Discord lists members of two servers a second."""
        read = [(handler, poll) for handler, poll in open_polls if await self._read(handler, poll)]
        present: PresentByGuild = defaultdict(set)
        for handler, poll in read:
            if (guild := self.bot.find_guild(poll.guild_id)) is not None:
                async with self.reconcile_on_error(poll.message_id):
                    await self._drop_leavers(handler, poll, guild, present[guild.id])
                    self._unread.pop(poll.message_id, None)

    async def _read(self, handler: ReactionHandler, poll: ReactionPoll) -> bool:
        """Returns whether the message could be read."""
        was_read = False
        if self.bot.find_guild(poll.guild_id) is not None:
            async with self._one_at_a_time, self.reconcile_on_error(poll.message_id):
                await self._read_message(handler, poll)
                was_read = True
        return was_read

    async def _read_message(self, handler: ReactionHandler, poll: ReactionPoll) -> None:
        requests = 1 + len(poll.choices)  # the message and its lists of users, where each fits one page
        await self.bot.limiter.acquire(requests)
        channel = self.bot.get_partial_messageable(poll.channel_id, guild_id=poll.guild_id)
        self._live[poll.message_id] = set()
        try:
            message = await channel.fetch_message(poll.message_id)
            seen = await self._read_reactions(message, handler, poll)
            if missing := _list_fitting(message, handler, seen.cleared):
                await self.add_reactions(channel.get_partial_message(poll.message_id), handler, missing)
            await handler.reconcile(poll, seen)
        except discord.NotFound:
            await handler.forget_message(poll.message_id)
        except discord.Forbidden:
            log.warning("may not read message %s again", poll.message_id)
        finally:
            del self._live[poll.message_id]

    async def _read_reactions(
        self, message: discord.Message, handler: ReactionHandler, poll: ReactionPoll
    ) -> SeenReactions:
        me = self.bot.user.id if self.bot.user else None
        reactions = {str(reaction.emoji): reaction for reaction in message.reactions}
        user_ids: dict[str, set[int]] = {}
        bursts: set[UserEmoji] = set()
        cleared = []
        for choice in poll.choices:
            emoji = handler.emoji[choice]
            reaction = reactions.get(emoji)
            users = [user async for user in reaction.users(limit=None)] if reaction else []
            given = await self._list_bursts(reaction) if reaction else set()
            bursts |= {(user_id, emoji) for user_id in given}
            user_ids[choice] = {user.id for user in users if not user.bot} | given
            if not any(user.id == me for user in users):  # only a moderator can have removed the bot's own
                cleared.append(choice)
        self.bursts.replace(message.id, bursts, self._live[message.id])
        return SeenReactions(user_ids, cleared, self._live[message.id])

    async def _list_bursts(self, reaction: discord.Reaction) -> set[int]:
        """Returns the ids of members who have given the burst type, which Discord lists apart."""
        if not reaction.burst_count:
            return set()
        await self.bot.limiter.acquire()
        users = reaction.users(limit=reaction.burst_count, type=discord.ReactionType.burst)
        return {user.id async for user in users if not user.bot}

    async def _drop_leavers(
        self, handler: ReactionHandler, poll: ReactionPoll, guild: discord.Guild, present: set[int]
    ) -> None:
        """Drops the answers of those who have left. Members in `present` are not asked about again."""
        people = await handler.list_people(poll)
        unknown = [user_id for user_id in people if user_id not in present]
        present |= await find_present(guild, unknown, self.bot.limiter)
        if gone := set(people) - present:
            await handler.drop(poll, gone)


def _list_fitting(message: discord.Message, handler: ReactionHandler, choices: Collection[str]) -> list[str]:
    """Returns those of the choices for whose reactions the message has room: Discord refuses the others."""
    shown = {str(reaction.emoji) for reaction in message.reactions}
    new = [choice for choice in choices if handler.emoji[choice] not in shown]
    left_out = new[max(0, MOST_REACTION_KINDS - len(shown)) :]
    return [choice for choice in choices if choice not in left_out]
