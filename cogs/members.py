"""Who of some people is still in a server: the bot keeps no list of members, so Discord is asked."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.rate_limit import RateLimiter

_MEMBERS_PER_QUERY = 100


async def find_present(guild: discord.Guild, user_ids: Sequence[int], pace: RateLimiter) -> set[int]:
    """Those of them who are members. Raises what discord.py raises where Discord does not answer."""
    present: set[int] = set()
    for start in range(0, len(user_ids), _MEMBERS_PER_QUERY):
        asked = user_ids[start : start + _MEMBERS_PER_QUERY]
        await pace.acquire()
        found = await guild.query_members(user_ids=list(asked), limit=len(asked), cache=False)
        present |= {member.id for member in found} & set(asked)
    return present
