"""The channel in which a server keeps its problems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Board:
    """A forum, or a text channel in which each problem gets a thread under its message."""

    channel_id: int
    is_forum: bool
