"""Reaction polls: messages answered by reaction, where the reactions are the truth and the rows a copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

MemberChoice = tuple[int, str]  # a member and one choice of theirs


@dataclass(frozen=True, slots=True)
class ReactionPoll:
    """A message that takes answers to one subject: a date, a problem or a proposal.

    `channel_id` is the channel or the thread in which the message stands. `choices` are the values that a
    reaction under it can stand for.
    """

    subject_id: int
    guild_id: int
    channel_id: int
    message_id: int
    choices: tuple[str, ...]


class Reaction(NamedTuple):
    """One event: a member put a reaction under a message, or took it away.

    `role_ids` are the roles that the member has; None where the event does not tell.
    """

    user_id: int
    choice: str
    is_added: bool
    role_ids: tuple[int, ...] | None = None


class ErasedReaction(NamedTuple):
    """A reaction under a message, of a member who has erased themselves since."""

    guild_id: int
    channel_id: int
    message_id: int
    user_id: int
    choice: str


@dataclass(frozen=True, slots=True)
class SeenReactions:
    """What was found when the reactions under a message were read.

    `user_ids` has the members by choice. `cleared` are the choices that a moderator cleared, the bot's own
    reaction included. `untouched_user_ids` are members whose live events came while the message was being
    read: these events know better than what was read.
    """

    user_ids: Mapping[str, Collection[int]]
    cleared: Collection[str] = ()
    untouched_user_ids: Collection[int] = field(default_factory=tuple)

    def without(self, left_out: Collection[MemberChoice]) -> SeenReactions:
        """Returns the same without these reactions."""
        if not left_out:
            return self
        user_ids = {
            choice: [user_id for user_id in seen if (user_id, choice) not in left_out]
            for choice, seen in self.user_ids.items()
        }
        return replace(self, user_ids=user_ids)


def batches_by_member(reactions: Iterable[Reaction]) -> Iterator[list[Reaction]]:
    """Yields the reactions in their order, in batches in which no member occurs twice.

    Within such a batch no reaction depends on another, so that each batch can be stored at once.
    """
    together: dict[int, Reaction] = {}
    for reaction in reactions:
        if reaction.user_id in together:
            yield list(together.values())
            together = {}
        together[reaction.user_id] = reaction
    if together:
        yield list(together.values())


def find_differences(
    stored: Collection[MemberChoice], seen: SeenReactions, choices: Collection[str]
) -> tuple[list[MemberChoice], list[MemberChoice]]:
    """Returns what the message shows and the rows lack, and what the rows have and the message does not show.

    What is added comes in the order of `choices`; what is removed in no order.
    """
    known = set(stored)
    shown = [(user_id, choice) for choice in choices for user_id in seen.user_ids.get(choice, ())]
    added = [one for one in shown if one not in known and one[0] not in seen.untouched_user_ids]
    removed = [one for one in known - set(shown) if one[0] not in seen.untouched_user_ids]
    return added, removed
