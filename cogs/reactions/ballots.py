"""What a column does with the reactions under its messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Protocol

from domain.ballots import Ballot, Reaction, Seen

Follow = Callable[[], Awaitable[object]]


class Ballots(Protocol):
    """The ballots of one column: RSVPs of meetups, votes on problems.

    No two columns use the same emoji, so that the emoji of an event tells whose it is.
    """

    emoji: Mapping[str, str]
    """By choice, in the order in which the bot puts them under a message."""

    async def react(self, message_id: int, reactions: Sequence[Reaction]) -> Follow | None:
        """Keep what members did under a message, in this order; most messages are none of ours.

        What is left to do about it in Discord, if anything.
        """

    async def clear(self, message_id: int, choices: Collection[str]) -> Collection[str]:
        """A moderator cleared reactions: the answers stay. Which of them to put back."""

    async def list_open(self) -> list[Ballot]:
        """Everything that can still be answered, the most urgent first."""

    async def reconcile(self, ballot: Ballot, seen: Seen) -> None:
        """Take over what the message shows."""

    async def list_people(self, ballot: Ballot) -> list[int]:
        """Everybody who has an answer standing."""

    async def drop(self, ballot: Ballot, user_ids: Collection[int]) -> None:
        """These members are gone; their answers go with them."""

    async def drop_leaver(self, guild_id: int, user_id: int) -> None:
        """The member left the guild: their answers to what is open go with them."""

    async def forget_message(self, message_id: int) -> None:
        """The message was deleted; most deleted messages are none of ours."""
