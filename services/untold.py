"""What a member should hear by the way: the database is asked once for all that there may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from db.connection import Connection
from domain.guilds import Actor
from services.desk import Desk

Look = Callable[[Connection, Actor, datetime], Any]
"""What there is to be said to this member; nothing, as a rule."""


async def find_untold(desk: Desk, looks: Sequence[Look], actor: Actor) -> list[Any]:
    """What each of them finds."""
    return await desk.database.read(_find_untold, looks, actor, desk.now())


def _find_untold(connection: Connection, looks: Sequence[Look], actor: Actor, now: datetime) -> list[Any]:
    return [look(connection, actor, now) for look in looks]
