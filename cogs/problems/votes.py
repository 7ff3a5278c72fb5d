"""Votes by reaction: 🙋 under a problem, 👍 under a proposal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from cogs.bot import LongtableBot
from cogs.reaction_handler import ReactionHandler
from cogs.ui.problems.cards import EMOJI
from domain.ids import ProblemId
from domain.problems.problem import Vote
from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions
from services.problems import discord_changes, voting


class VoteReactions(ReactionHandler):
    """The reaction polls of the board: every problem and every proposal."""

    emoji: ClassVar[Mapping[str, str]] = {vote.value: emoji for vote, emoji in EMOJI.items()}

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def keep(self, message_id: int, reactions: Sequence[Reaction]) -> None:
        await voting.react(self.bot.transactions, message_id, reactions)

    async def clear(self, message_id: int, choices: Collection[str]) -> Collection[str]:
        vote = await voting.clear(self.bot.transactions, message_id, [Vote(choice) for choice in choices])
        return [vote] if vote is not None else []

    async def list_open(self) -> list[ReactionPoll]:
        return await self.bot.read(voting.list_open)

    async def reconcile(self, poll: ReactionPoll, seen: SeenReactions) -> None:
        await self.bot.write(voting.reconcile, poll, seen)

    async def list_people(self, poll: ReactionPoll) -> list[int]:
        """Returns the ids of those who have voted, and of the author, where that is known."""
        voters = await self.bot.read(voting.list_voters, poll.subject_id)
        author_id = await self.bot.read(discord_changes.find_author, ProblemId(poll.subject_id))
        return [*voters, *([author_id] if author_id is not None else [])]

    async def drop(self, poll: ReactionPoll, user_ids: Collection[int]) -> None:
        await self.bot.write(voting.drop_members, poll.subject_id, user_ids)
        await self.bot.write(discord_changes.note_author_left, ProblemId(poll.subject_id), user_ids)

    async def forget_message(self, message_id: int) -> None:
        await discord_changes.forget_message(self.bot.transactions, message_id)
