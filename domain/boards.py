"""Where a server keeps its problems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Board:
    """Where problems are posted: a forum, or a text channel where each gets a thread under its message."""

    channel_id: int
    is_forum: bool
