"""What every use case works with."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from clock import Clock
from db.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """The database, the clock and the chance of one bot; a use case reads the clock once."""

    database: Database
    now: Clock
    random: Random
