"""What a column of the house is made from, and what it does by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from discord.ext import commands

from cogs.errors import Reporter
from cogs.pace import Pace
from config import Config
from services.desk import Desk
from services.steps import Step


@dataclass(frozen=True, slots=True)
class Shared:
    """What every column gets."""

    bot: commands.Bot
    config: Config
    desk: Desk
    reporter: Reporter
    pace: Pace


class Column(Protocol):
    """Meetups, problems, circles: each with its cogs, its buttons and its work."""

    def steps(self) -> Sequence[Step]:
        """What it does by the bot's clock, each beside the others: one that is busy keeps none waiting."""

    async def next_due_at(self) -> datetime | None:
        """When there will next be something to do; None if nothing is planned."""


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of these; None if there is none."""
    return min((instant for instant in instants if instant is not None), default=None)
