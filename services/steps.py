"""What the bot does by itself at every tick: the database is asked once for all whether anything is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from db.connection import Connection
from services.desk import Desk

IsDue = Callable[[Connection, datetime], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """Done where one of these questions says yes; at every tick where there is none to ask."""

    do: Callable[[], Awaitable[None]]
    questions: tuple[IsDue, ...] = ()


async def find_due(desk: Desk, steps: Iterable[Step]) -> list[Step]:
    """Those that have something to do now."""
    return await desk.database.read(_find_due, steps, desk.now())


def _find_due(connection: Connection, steps: Iterable[Step], now: datetime) -> list[Step]:
    return [
        step
        for step in steps
        if not step.questions or any(is_due(connection, now) for is_due in step.questions)
    ]
