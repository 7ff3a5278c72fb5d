"""Forgetting whoever has left: members after a while, and servers after a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from db import guild_data, leavers, personal
from db.values import to_ms
from services.desk import Desk


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Use cases of the bot itself."""

    desk: Desk
    members_after: timedelta
    servers_after: timedelta

    async def list_known(self, guild_id: int) -> list[int]:
        """Everybody of whom something is stored in this guild."""
        return await self.desk.database.read(personal.list_members, guild_id)

    async def note(self, guild_id: int, present: Collection[int], absent: Collection[int]) -> None:
        """Discord found these in the server, and those not."""
        now_ms = to_ms(self.desk.now())
        await self.desk.database.write(leavers.note, guild_id, present, absent, now_ms)

    async def list_gone(self, guild_id: int) -> list[int]:
        """Members who left so long ago that they are to be forgotten."""
        before_ms = to_ms(self.desk.now() - self.members_after)
        return await self.desk.database.read(leavers.list_gone, guild_id, before_ms)

    async def forget_servers(self) -> int:
        """Forget the servers that the bot left so long ago; how many."""
        before_ms = to_ms(self.desk.now() - self.servers_after)
        left = await self.desk.database.read(guild_data.list_left, before_ms)
        for guild_id in left:
            await self.desk.database.write(guild_data.delete_guild, guild_id)
        return len(left)
