"""RSVPs by reaction: what the reactions under the card of a date do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

import discord

from cogs.bot import LongtableBot
from cogs.meetups.late_reactions import LateReactions
from cogs.meetups.sync import MeetupSync
from cogs.members import find_members
from cogs.reaction_handler import ReactionHandler
from cogs.reactions.reconciler import Reconciler
from cogs.ui.meetups.cards import EMOJI
from domain.ids import DateId
from domain.meetups.rsvp import Answer, MemberAnswer
from domain.pending_edits import EditKind
from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions
from services.meetups import answers, syncing
from services.meetups.answers import RsvpChange


class RsvpReactions(ReactionHandler):
    """The reaction polls of meetups: the card of each date."""

    emoji: ClassVar[Mapping[str, str]] = {answer.value: emoji for answer, emoji in EMOJI.items()}

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._late = LateReactions()

    async def keep(self, message_id: int, reactions: Sequence[Reaction]) -> RsvpChange | None:
        """Stores the reactions. Returns the change; None where it is no card, or nothing has changed."""
        return await self.bot.write(answers.react, message_id, reactions)

    async def show(self, change: RsvpChange) -> bool:
        """Edits the card, and removes older reactions of the same members, or late ones.

        Returns False where the bot may not remove them; the last answer counts all the same.
        """
        if change.is_unsure and change.date.message_id is not None:
            self.bot.cog(Reconciler).read_soon(change.date.message_id)
        if change.may_sync:
            await self.bot.cog(MeetupSync).sync(change.date.id, EditKind.CARD)
        return await self._take_away(change)

    async def _take_away(self, change: RsvpChange) -> bool:
        """Removes the reactions that do not hold; returns False where the bot may not."""
        meetup_date = change.date
        channel = self.bot.get_channel(meetup_date.channel_id or 0)
        if not isinstance(channel, discord.TextChannel) or meetup_date.message_id is None:
            return not change.outdated
        message = channel.get_partial_message(meetup_date.message_id)
        outdated: Sequence[MemberAnswer] = change.outdated
        if change.is_over:
            outdated = self._late.choose(message.id, outdated)
        for user_id, answer in outdated:
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

    async def reconcile(self, poll: ReactionPoll, seen: SeenReactions) -> None:
        date_id = DateId(poll.subject_id)
        unproven = await self.bot.read(answers.list_unproven, date_id, seen)
        roles = await self._find_roles(poll.guild_id, unproven)
        change = await self.bot.write(answers.reconcile, date_id, seen, roles)
        if change is not None:
            await self._take_away(change)

    async def _find_roles(self, guild_id: int, user_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Returns which roles these members have now, who are still in the server."""
        guild = self.bot.find_guild(guild_id)
        if guild is None or not user_ids:
            return {}
        members = await find_members(guild, user_ids, self.bot.limiter)
        return {member.id: tuple(role.id for role in member.roles) for member in members}

    async def list_people(self, poll: ReactionPoll) -> list[int]:
        return await self.bot.read(answers.list_answering, DateId(poll.subject_id))

    async def drop(self, poll: ReactionPoll, user_ids: Collection[int]) -> None:
        await self.bot.write(answers.drop_members, DateId(poll.subject_id), user_ids)

    async def forget_message(self, message_id: int) -> None:
        await syncing.forget_message(self.bot.transactions, message_id)
