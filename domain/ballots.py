"""Messages under which members answer by reaction: the reactions are the truth, the rows a copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Standing = tuple[int, str]  # a member and one choice of theirs


@dataclass(frozen=True, slots=True)
class Ballot:
    """A message that takes answers to one subject: a date, a problem, a proposal.

    `channel_id` is where the message stands, be it a thread.
    """

    subject_id: int
    guild_id: int
    channel_id: int
    message_id: int
    choices: tuple[str, ...]


class Reaction(NamedTuple):
    """A member put a reaction under a message, or took it away."""

    user_id: int
    choice: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The reactions found on a message: members by choice, and the choices whose reactions were cleared.

    Untouched are the members whose live events came while the message was being read: the events know better.
    """

    user_ids: Mapping[str, Collection[int]]
    cleared: Collection[str] = ()
    untouched_user_ids: Collection[int] = field(default_factory=tuple)


def turns(reactions: Iterable[Reaction]) -> Iterator[list[Reaction]]:
    """In their order, as many together as are of different members: what one of these does, does not
    depend on the others."""
    together: dict[int, Reaction] = {}
    for reaction in reactions:
        if reaction.user_id in together:
            yield list(together.values())
            together = {}
        together[reaction.user_id] = reaction
    if together:
        yield list(together.values())


def differences(
    stored: Collection[Standing], seen: Seen, choices: Collection[str]
) -> tuple[list[Standing], list[Standing]]:
    """What the message has and the rows have not, and the reverse; in the order of `choices`."""
    known = set(stored)
    shown = [(user_id, choice) for choice in choices for user_id in seen.user_ids.get(choice, ())]
    added = [one for one in shown if one not in known and one[0] not in seen.untouched_user_ids]
    removed = [one for one in known - set(shown) if one[0] not in seen.untouched_user_ids]
    return added, removed
