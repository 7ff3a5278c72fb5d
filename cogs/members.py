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
    members = await find_members(guild, user_ids, limiter)
    return {member.id for member in members} & set(user_ids)


async def find_members(
    guild: discord.Guild, user_ids: Sequence[int], limiter: RateLimiter
) -> list[discord.Member]:
    """Returns those of the users who are members of the server.

    Raises what discord.py raises where Discord does not answer.
    """
    found: list[discord.Member] = []
    for start in range(0, len(user_ids), _MEMBERS_PER_QUERY):
        batch = list(user_ids[start : start + _MEMBERS_PER_QUERY])
        await limiter.acquire()
        found += await guild.query_members(user_ids=batch, limit=len(batch), cache=False)
    return found
