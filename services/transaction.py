"""The transaction: what a use case works with, and how it is run.

    changed = await transactions.write(changing.skip, actor, ref)

runs `changing.skip(tx, actor, ref)` in one transaction of the database, at one instant. A use case is a plain
function. It may be run again from its beginning, so it touches nothing but its transaction and its arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Concatenate, ParamSpec, TypeVar

from clock import Clock
from config import Config
from db.connection import Connection
from db.database import Database
from db.values import to_ms
from domain.cities import FindCities, no_cities
from domain.ids import new_id

P = ParamSpec("P")
T = TypeVar("T")

LanguageOf = Callable[[int], str]
"""Returns the code of the language that a server is spoken to in, by the server's id."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction: its connection, its one instant, its source of chance, and what does not change."""

    connection: Connection
    now: datetime
    random: Random
    config: Config
    language_of: LanguageOf
    find_cities: FindCities = no_cities

    @property
    def now_ms(self) -> int:
        """Returns the instant in milliseconds since 1970, as it is stored."""
        return to_ms(self.now)

    def new_id(self) -> int:
        """Returns an id that is not in use and that nobody can guess."""
        return new_id(self.random)


@dataclass(frozen=True, slots=True)
class Transactions:
    """What runs use cases, each in a transaction of its own. No use case can reach it."""

    database: Database
    clock: Clock
    random: Random
    config: Config
    language_of: LanguageOf
    find_cities: FindCities = no_cities

    async def read(
        self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a use case that changes nothing; it sees everything that was committed before the call.

        Raises Unavailable where the database cannot be asked, and whatever the use case raises.
        """
        now = self.clock()
        return await self.database.read(lambda rows: use_case(self._at(rows, now), *args, **kwargs))

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a use case and commits everything that it has changed, or nothing.

        Raises NotSaved where the database cannot store it, and whatever the use case raises.
        """
        now = self.clock()
        return await self.database.write(lambda rows: use_case(self._at(rows, now), *args, **kwargs))

    def new_id(self) -> int:
        """Returns an id for something that is to be stored later."""
        return new_id(self.random)

    def _at(self, connection: Connection, now: datetime) -> Transaction:
        return Transaction(connection, now, self.random, self.config, self.language_of, self.find_cities)
