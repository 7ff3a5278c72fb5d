"""Who helped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Helper:
    """How many proposals of a member were accepted by others, and how many 👍 theirs have."""

    user_id: int
    accepted: int
    votes: int
