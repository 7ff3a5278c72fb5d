"""Which guilds this process works for: all of them, or those of the bot's shard that it runs.

A guild belongs to one shard, and so does everything that is due in it. Every statement that looks for work
asks `is_ours(guild_id)`, a function that the engines know.
"""

from __future__ import annotations

from dataclasses import dataclass

OURS = "is_ours(guild_id)"
HERE = f"{OURS} AND guild_id NOT IN (SELECT guild_id FROM guilds WHERE left_at IS NOT NULL)"
"""Ours, and the bot is in it: work for other guilds rests until it is back."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` processes that run the bot together."""

    id: int = 0
    count: int = 1

    @property
    def is_first(self) -> bool:
        """Returns whether work that is done once for all processes is done by this one."""
        return self.id == 0


SINGLE_SHARD = Shard()
