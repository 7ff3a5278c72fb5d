"""The bot as its features know it: what they share, and where each signs up what it does.

A feature is an extension of discord.py: `async def setup(bot)` adds its cogs and persistent buttons.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord
from discord.ext import commands

from cogs.actor import actor_of
from cogs.custom_ids import CustomId
from cogs.errors import Reporter
from cogs.hints import Hint
from cogs.localisation import ServerLanguages
from cogs.modals import ModalHandler
from cogs.rate_limit import RateLimiter
from cogs.reaction_handler import ReactionHandler
from config import Config
from domain.health import ProcessHealth
from domain.problems.anonymity import Keyring
from services.circles.matching_pool import MatchingPool
from services.cities import Cities
from services.hints import find_hints
from services.jobs import Job
from services.transaction import Transaction, Transactions

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=commands.Cog)


class LongtableBot(commands.Bot):
    """A connection to Discord, with the way to the database and what else every feature uses."""

    config: Config
    transactions: Transactions
    keyring: Keyring
    cities: Cities
    matching_pool: MatchingPool
    languages: ServerLanguages
    reporter: Reporter
    limiter: RateLimiter

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.jobs: list[Job] = []
        self.hints: list[Hint] = []
        self.forms: dict[CustomId, ModalHandler] = {}
        self.reaction_handlers: list[ReactionHandler] = []

    async def read(
        self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a use case that changes nothing. Raises as `Transactions.read` does."""
        return await self.transactions.read(use_case, *args, **kwargs)

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a use case in a transaction of its own. Raises as `Transactions.write` does."""
        return await self.transactions.write(use_case, *args, **kwargs)

    def language_of(self, guild_id: int) -> str:
        """Returns the code of the language that the server is spoken to in."""
        return self.languages.language_of(guild_id)

    @abstractmethod
    async def measure_health(self) -> ProcessHealth:
        """Returns how the process is now."""

    def cog(self, kind: type[C]) -> C:
        """Returns the cog of this class; its feature must be loaded."""
        found = self.get_cog(kind.__cog_name__)
        assert isinstance(found, kind), f"{kind.__name__} is not loaded"
        return found

    async def tell_hints(self, interaction: discord.Interaction[Any]) -> None:
        """Says in private, after a reply, what the member has not heard yet."""
        actor = actor_of(interaction)
        found = await self.read(find_hints, [hint.find for hint in self.hints], actor)
        for hint, what in zip(self.hints, found, strict=True):
            if what:
                await hint.say(interaction, actor, what)


Interaction = discord.Interaction[LongtableBot]
