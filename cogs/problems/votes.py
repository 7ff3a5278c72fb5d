"""Votes by reaction: 🙋 under a problem, 👍 under a proposal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cogs.ui.problems import EMOJI
from domain.ballots import Ballot, Reaction, Seen
from domain.ids import ProblemId
from domain.problems.problem import Vote
from services.problems.following import Following
from services.problems.voting import Voting


class Votes:
    """The ballots of problems."""

    emoji: Mapping[str, str] = {vote.value: emoji for vote, emoji in EMOJI.items()}

    def __init__(self, voting: Voting, following: Following) -> None:
        self.voting = voting
        self.following = following

    async def react(self, message_id: int, reactions: Sequence[Reaction]) -> None:
        await self.voting.react(message_id, reactions)

    async def clear(self, message_id: int, choices: Collection[str]) -> Collection[str]:
        vote = await self.voting.clear(message_id, [Vote(choice) for choice in choices])
        return [vote] if vote is not None else []

    async def list_open(self) -> list[Ballot]:
        return await self.voting.list_open()

    async def reconcile(self, ballot: Ballot, seen: Seen) -> None:
        await self.voting.reconcile(ballot, seen)

    async def list_people(self, ballot: Ballot) -> list[int]:
        """Who voted; and who shared it, to learn whether they are still here."""
        voters = await self.voting.list_people(ballot.subject_id)
        author_id = await self.following.find_author(ProblemId(ballot.subject_id))
        return [*voters, *([author_id] if author_id is not None else [])]

    async def drop(self, ballot: Ballot, user_ids: Collection[int]) -> None:
        await self.voting.drop(ballot.subject_id, user_ids)
        await self.following.note_author_left(ProblemId(ballot.subject_id), user_ids)

    async def drop_leaver(self, guild_id: int, user_id: int) -> None:
        await self.following.drop_leaver(guild_id, user_id)

    async def forget_message(self, message_id: int) -> None:
        await self.following.forget_message(message_id)
