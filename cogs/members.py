"""Which users are still in a server, asked of Discord: the bot keeps no list of members."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.rate_limit import RateLimiter

_MEMBERS_PER_QUERY = 100


async def find_present(guild: discord.Guild, user_ids: Sequence[int], limiter: RateLimiter) -> set[int]:
    """Returns which of the users are members of the server.

    Raises what discord.py raises where Discord does not answer.
    """
    present: set[int] = set()
    for start in range(0, len(user_ids), _MEMBERS_PER_QUERY):
        batch = user_ids[start : start + _MEMBERS_PER_QUERY]
        await limiter.acquire()
        members = await guild.query_members(user_ids=list(batch), limit=len(batch), cache=False)
        present |= {member.id for member in members} & set(batch)
    return present
