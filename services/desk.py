"""What every use case works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from clock import Clock
from db.database import Database
from languages import ENGLISH

LanguageOf = Callable[[int], str]
"""The language that a server is spoken to in, by its id."""


def _english(guild_id: int) -> str:
    return ENGLISH


@dataclass(frozen=True, slots=True)
class Desk:
    """The database, the clock, the chance and the languages of one bot; a use case reads the clock once."""

    database: Database
    now: Clock
    random: Random
    language_of: LanguageOf = field(default=_english, kw_only=True)
