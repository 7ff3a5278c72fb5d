"""The interface of a feature's reaction polls: messages that members answer by reaction."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from discord.ext import commands

from domain.reaction_polls import Reaction, ReactionPoll, SeenReactions


class ReactionHandler(commands.Cog):
    """One feature's reaction polls, and what the reactions under them do."""

    emoji: ClassVar[Mapping[str, str]]  # by choice

    @abstractmethod
    async def keep(self, message_id: int, reactions: Sequence[Reaction]) -> Any | None:
        """Stores reactions that members added or removed, all in one transaction.

        Returns the change that `show` has to show; None where nothing has changed.
        """

    async def show(self, change: Any) -> object:
        """Shows a change that `keep` has returned; other reactions may be stored meanwhile."""

    @abstractmethod
    async def clear(self, message_id: int, choices: Collection[str]) -> Collection[str]:
        """Notes that a moderator has cleared the reactions of these choices.

        Returns those of the choices that belong under the message: the bot adds them again.
        """

    @abstractmethod
    async def list_open(self) -> list[ReactionPoll]:
        """Returns the messages that still take answers, the most urgent first."""

    @abstractmethod
    async def reconcile(self, poll: ReactionPoll, seen: SeenReactions) -> None:
        """Takes over the reactions that the message shows."""

    @abstractmethod
    async def list_people(self, poll: ReactionPoll) -> list[int]:
        """Returns the ids of all who have answered; whoever of them has left the server is then dropped."""

    @abstractmethod
    async def drop(self, poll: ReactionPoll, user_ids: Collection[int]) -> None:
        """Removes the answers of members who have left the server."""

    @abstractmethod
    async def forget_message(self, message_id: int) -> None:
        """Notes that a message was deleted; most deleted messages are not the bot's."""
