"""Burst reactions, which Discord's clients call super reactions: a second type beside the normal ones.

A member can have both under one message. Discord tells each change of one type alone, so that whoever takes
the normal one away may still stand by their answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

UserEmoji = tuple[int, str]  # a member, and the emoji of a reaction of theirs

_MOST_MESSAGES = 10_000  # then the oldest are forgotten until they are read again


class Bursts:
    """The memory of which burst reactions stand, by message: from events and from what was read."""

    def __init__(self) -> None:
        self._given: OrderedDict[int, set[UserEmoji]] = OrderedDict()

    def has(self, message_id: int, user_id: int, emoji: str) -> bool:
        """Returns whether the member's burst reaction stands, as far as it was seen."""
        return (user_id, emoji) in self._given.get(message_id, ())

    def note(self, message_id: int, user_id: int, emoji: str, *, is_given: bool) -> None:
        """Notes that a member gave a burst reaction, or took it back."""
        given = self._given.pop(message_id, set())
        self._store(message_id, given | {(user_id, emoji)} if is_given else given - {(user_id, emoji)})

    def replace(
        self, message_id: int, found: Collection[UserEmoji], untouched_user_ids: Collection[int] = ()
    ) -> None:
        """Takes over what was read, but of members whose events are newer."""
        known = self._given.pop(message_id, set())
        kept = {one for one in known if one[0] in untouched_user_ids}
        self._store(message_id, kept | {one for one in found if one[0] not in untouched_user_ids})

    def clear(self, message_id: int, emoji: str | None = None) -> None:
        """Notes that a moderator has cleared the reactions of one emoji, or all of them."""
        given = self._given.pop(message_id, set())
        self._store(message_id, {one for one in given if emoji is not None and one[1] != emoji})

    def _store(self, message_id: int, given: set[UserEmoji]) -> None:
        if given:
            self._given[message_id] = given
        if len(self._given) > _MOST_MESSAGES:
            self._given.popitem(last=False)
