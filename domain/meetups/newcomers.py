"""First-timers at a date, and who could look after them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

_REGULAR_FROM_DATES = 3


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A member who comes for the first time, with a regular as buddy; None where none comes."""

    user_id: int
    buddy_id: int | None


def list_newcomers(
    going: Sequence[int], dates_before: Mapping[int, int], buddies: Collection[int]
) -> list[Newcomer]:
    """Returns those in `going` who were at no date before, each with a buddy, shared out evenly.

    `dates_before` counts the past dates of each member; a regular has been to three or more. `buddies` are
    the user ids of those who agreed to be one.
    """
    regulars = [
        user_id
        for user_id in going
        if user_id in buddies and dates_before.get(user_id, 0) >= _REGULAR_FROM_DATES
    ]
    first_timers = [user_id for user_id in going if dates_before.get(user_id, 0) == 0]
    pairs = zip(first_timers, cycle(regulars or [None]), strict=False)
    return [Newcomer(user_id, buddy_id) for user_id, buddy_id in pairs]
