"""RSVPs by reaction: what the reactions under a date's card do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

import discord

from cogs.bot import LongtableBot
from cogs.meetups.sync import MeetupSync
from cogs.reaction_handler import ReactionHandler
from cogs.ui.meetups.cards import EMOJI
from domain.ids import DateId
from domain.meetups.rsvp import Answer
from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions
from services.meetups import answers, syncing
from services.meetups.answers import RsvpChange


class RsvpReactions(ReactionHandler):
    """The reaction polls of meetups: a card for each date."""

    emoji: ClassVar[Mapping[str, str]] = {answer.value: emoji for answer, emoji in EMOJI.items()}

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def keep(self, message_id: int, reactions: Sequence[Reaction]) -> RsvpChange | None:
        return await self.bot.write(answers.react, message_id, reactions)

    async def show(self, kept: RsvpChange) -> None:
        await self.follow(kept)

    async def follow(self, answered: RsvpChange) -> bool:
        """Show answers on their message, and take older reactions of the same members away.

        False if the bot may not take them; the last answer counts all the same.
        """
        if answered.may_sync:
            await self.bot.cog(MeetupSync).sync_card(answered.date.id)
        day = answered.date
        channel = self.bot.get_channel(day.channel_id or 0)
        if not isinstance(channel, discord.TextChannel) or day.message_id is None:
            return not answered.outdated
        message = channel.get_partial_message(day.message_id)
        for user_id, answer in answered.outdated:
            try:
                await message.remove_reaction(EMOJI[answer], discord.Object(user_id))
            except discord.NotFound:
                continue
            except discord.Forbidden:
                return False
        return True

    async def clear(self, message_id: int, choices: Collection[str]) -> Collection[str]:
        is_ours = await self.bot.write(answers.clear, message_id, [Answer(choice) for choice in choices])
        return choices if is_ours else ()

    async def list_open(self) -> list[ReactionPoll]:
        return await self.bot.read(answers.list_open)

    async def reconcile(self, ballot: ReactionPoll, seen: SeenReactions) -> None:
        await self.bot.write(answers.reconcile, DateId(ballot.subject_id), seen)

    async def list_people(self, ballot: ReactionPoll) -> list[int]:
        return await self.bot.read(answers.list_answering, DateId(ballot.subject_id))

    async def drop(self, ballot: ReactionPoll, user_ids: Collection[int]) -> None:
        await self.bot.write(answers.drop_members, DateId(ballot.subject_id), user_ids)

    async def forget_message(self, message_id: int) -> None:
        await syncing.forget_message(self.bot.transactions, message_id)
