"""What somebody should hear in their next private reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import notices
from db.connection import Connection
from db.values import to_ms
from domain.guilds import Actor
from domain.notices import Notice
from services.desk import Desk


def list_untold(connection: Connection, actor: Actor, now: datetime) -> list[Notice]:
    """What this member has not heard yet; organisers hear what nobody else is to see to."""
    is_organiser = actor.is_manager or actor.runs_server
    return notices.list_untold(connection, actor.guild_id, actor.user_id, is_organiser=is_organiser)


@dataclass(frozen=True, slots=True)
class Notices:
    """Use cases of notices."""

    desk: Desk

    async def mark_told(self, told: list[Notice]) -> None:
        """They have heard these."""
        ids = [notice.id for notice in told]
        await self.desk.database.write(notices.mark_told, ids, to_ms(self.desk.now()))
