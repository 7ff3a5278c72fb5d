"""Messages that members answer by reaction, as the listener and the rereader see those of every feature."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from discord.ext import commands

from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions


class ReactionHandler(commands.Cog):
    """One feature's messages with reactions to tap on, and what these do."""

    emoji: ClassVar[Mapping[str, str]]  # by choice

    @abstractmethod
    async def keep(self, message_id: int, reactions: Sequence[Reaction]) -> Any | None:
        """Keeps reactions that members put or took away, all in one transaction.

        Returns what `show` has to show; None where nothing has changed.
        """

    async def show(self, kept: Any) -> None:
        """Brings what was kept before people's eyes; others may be kept meanwhile."""

    @abstractmethod
    async def clear(self, message_id: int, choices: Collection[str]) -> Collection[str]:
        """Notes that a moderator has cleared reactions.

        Returns those of the choices that belong under the message, to be put there again.
        """

    @abstractmethod
    async def list_open(self) -> list[ReactionPoll]:
        """Returns the messages whose answers count, the most urgent first."""

    @abstractmethod
    async def reconcile(self, ballot: ReactionPoll, seen: SeenReactions) -> None:
        """Takes over what a message shows."""

    @abstractmethod
    async def list_people(self, ballot: ReactionPoll) -> list[int]:
        """Returns the ids of all whose answers stand, to learn whether they are still in the server."""

    @abstractmethod
    async def drop(self, ballot: ReactionPoll, user_ids: Collection[int]) -> None:
        """Takes away the answers of members who are gone."""

    @abstractmethod
    async def forget_message(self, message_id: int) -> None:
        """Notes that a message was deleted; most deleted messages are none of ours."""
