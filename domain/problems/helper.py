"""Members who helped others with their problems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Helper:
    """One member, with how many of their proposals others accepted and how many 👍 their proposals have."""

    user_id: int
    accepted: int
    votes: int
