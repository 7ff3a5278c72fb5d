"""RSVPs by reaction: from the raw events to stored answers."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord.ext import commands

from cogs.errors import Reporter
from cogs.meetups.drawer import Drawer
from cogs.meetups.rereading import Rereader
from cogs.ui.meetups import ANSWERS, EMOJI
from services.meetups.answers import Answered, Answers
from services.meetups.mirroring import Mirroring


class Reactions(commands.Cog):
    """Raw event to stored answer to message that is drawn again."""

    def __init__(
        self,
        bot: commands.Bot,
        answers: Answers,
        mirroring: Mirroring,
        drawer: Drawer,
        reporter: Reporter,
        rereader: Rereader,
    ) -> None:
        self.bot = bot
        self.answers = answers
        self.mirroring = mirroring
        self.drawer = drawer
        self.reporter = reporter
        self.rereader = rereader

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        is_bot = payload.member is not None and payload.member.bot
        if not is_bot:
            await self._react(payload, is_added=True)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        if self._is_me(payload.user_id):
            await self._refill(payload.channel_id, payload.message_id, payload.emoji.name)
        else:
            await self._react(payload, is_added=False)

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        await self._refill(payload.channel_id, payload.message_id, *ANSWERS)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        await self._refill(payload.channel_id, payload.message_id, payload.emoji.name)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._forget([payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self._forget(payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        async with self.reporter.reporting("member leaves"):
            await self.answers.drop_leaver(payload.guild_id, payload.user.id)

    async def _react(self, payload: discord.RawReactionActionEvent, *, is_added: bool) -> None:
        answer = ANSWERS.get(payload.emoji.name or "")
        if answer is None or payload.guild_id is None or self._is_me(payload.user_id):
            return
        async with self.rereader.mending(payload.message_id):
            self.rereader.note_live(payload.message_id, payload.user_id)
            answered = await self.answers.react(payload.message_id, payload.user_id, answer, is_added)
            if answered is not None:
                await self.follow(answered, payload.user_id)

    async def follow(self, answered: Answered, user_id: int) -> bool:
        """Show an answer on its message, and take the member's older reactions away.

        False if the bot may not take them; the last answer counts all the same.
        """
        if answered.may_draw:
            await self.drawer.draw_card(answered.date.id)
        day = answered.date
        channel = self.bot.get_channel(day.channel_id or 0)
        if not isinstance(channel, discord.TextChannel) or day.message_id is None:
            return not answered.outdated
        message = channel.get_partial_message(day.message_id)
        for answer in answered.outdated:
            try:
                await message.remove_reaction(EMOJI[answer], discord.Object(user_id))
            except discord.NotFound:
                continue
            except discord.Forbidden:
                return False
        return True

    async def _refill(self, channel_id: int, message_id: int, *emoji: str | None) -> None:
        answers = [ANSWERS[one] for one in emoji if one in ANSWERS]
        async with self.rereader.mending(message_id):
            if answers and await self.answers.clear(message_id, answers):
                channel = self.bot.get_channel(channel_id)
                if isinstance(channel, discord.TextChannel):
                    await self.rereader.add_reactions(channel.get_partial_message(message_id), answers)

    async def _forget(self, message_ids: Collection[int]) -> None:
        for message_id in message_ids:
            async with self.rereader.mending(message_id):
                await self.mirroring.forget_message(message_id)

    def _is_me(self, user_id: int) -> bool:
        return self.bot.user is not None and user_id == self.bot.user.id
