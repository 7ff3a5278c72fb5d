"""RSVPs by reaction: what the reactions under a date's card do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import discord
from discord.ext import commands

from cogs.meetups.drawer import Drawer
from cogs.reactions.ballots import Follow
from cogs.ui.meetups import EMOJI
from domain.ballots import Ballot, Reaction, Seen
from domain.ids import DateId
from domain.meetups.rsvp import Answer
from services.meetups.answers import Answered, Answers
from services.meetups.mirroring import Mirroring


class Rsvps:
    """The ballots of meetups: a card for each date."""

    emoji: Mapping[str, str] = {answer.value: emoji for answer, emoji in EMOJI.items()}

    def __init__(self, bot: commands.Bot, answers: Answers, mirroring: Mirroring, drawer: Drawer) -> None:
        self.bot = bot
        self.answers = answers
        self.mirroring = mirroring
        self.drawer = drawer

    async def react(self, message_id: int, reactions: Sequence[Reaction]) -> Follow | None:
        answered = await self.answers.react(message_id, reactions)
        return partial(self.follow, answered) if answered is not None else None

    async def follow(self, answered: Answered) -> bool:
        """Show answers on their message, and take older reactions of the same members away.

        False if the bot may not take them; the last answer counts all the same.
        """
        if answered.may_draw:
            await self.drawer.draw_card(answered.date.id)
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
        is_ours = await self.answers.clear(message_id, [Answer(choice) for choice in choices])
        return choices if is_ours else ()

    async def list_open(self) -> list[Ballot]:
        return await self.answers.list_open()

    async def reconcile(self, ballot: Ballot, seen: Seen) -> None:
        await self.answers.reconcile(DateId(ballot.subject_id), seen)

    async def list_people(self, ballot: Ballot) -> list[int]:
        return await self.answers.list_people(DateId(ballot.subject_id))

    async def drop(self, ballot: Ballot, user_ids: Collection[int]) -> None:
        await self.answers.drop(DateId(ballot.subject_id), user_ids)

    async def drop_leaver(self, guild_id: int, user_id: int) -> None:
        await self.answers.drop_leaver(guild_id, user_id)

    async def forget_message(self, message_id: int) -> None:
        await self.mirroring.forget_message(message_id)
