"""Reactions to dates that are over: which of them are taken away."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from domain.meetups.rsvp import MemberAnswer

_MOST_MEMBERS = 20  # of one message: a crowd is not worth hundreds of requests
_MOST_MESSAGES = 1000  # then the oldest are forgotten


class LateReactions:
    """The memory of whose late reactions were taken away: each member's once, and no quarrel about it."""

    def __init__(self) -> None:
        self._members: OrderedDict[int, set[int]] = OrderedDict()  # by message

    def choose(self, message_id: int, reactions: Sequence[MemberAnswer]) -> list[MemberAnswer]:
        """Returns those of the reactions that are to be taken away, and notes them."""
        known = self._members.setdefault(message_id, set())
        chosen = [reaction for reaction in reactions if reaction[0] not in known]
        chosen = chosen[: max(0, _MOST_MEMBERS - len(known))]
        known.update(user_id for user_id, _ in chosen)
        if len(self._members) > _MOST_MESSAGES:
            self._members.popitem(last=False)
        return chosen
