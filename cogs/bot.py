"""The bot as its features know it: what they share, and the lists to which each adds what it has.

A feature is an extension of discord.py: `async def setup(bot)` adds its cogs and persistent buttons.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord
from discord.ext import commands

from cogs.actor import actor_of
from cogs.custom_ids import CustomId
from cogs.delivery import OutgoingMessage
from cogs.direct_messages import DirectMessages
from cogs.edits import OldEdits
from cogs.errors import Reporter
from cogs.hints import Hint
from cogs.localisation import ServerLanguages
from cogs.modals import ModalHandler
from cogs.rate_limit import RateLimiter
from cogs.reaction_handler import ReactionHandler
from cogs.refusals import Refusals
from config import Config
from domain.health import ProcessHealth
from domain.posts import Post, PostKind
from domain.problems.anonymity import Keyring
from services.circles.matching_pool import MatchingPool
from services.cities import Cities
from services.hints import find_hints
from services.jobs import Job
from services.transaction import Transaction, Transactions

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=commands.Cog)


MessageWriter = Callable[[Post], Awaitable[OutgoingMessage | None]]
"""Returns the message of a post as it has to read now; None where it is to be left as it is."""


class LongtableBot(commands.Bot):
    """A connection to Discord with access to the database, and what else every feature uses."""

    config: Config
    transactions: Transactions
    keyring: Keyring
    cities: Cities
    matching_pool: MatchingPool
    languages: ServerLanguages
    reporter: Reporter
    limiter: RateLimiter
    refusals: Refusals
    refused_commands: str | None = None  # why Discord did not take the commands at this start

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.jobs: list[Job] = []
        self.hints: list[Hint] = []
        self.modal_handlers: dict[CustomId, ModalHandler] = {}
        self.reaction_handlers: list[ReactionHandler] = []
        self.message_writers: dict[PostKind, MessageWriter] = {}
        self.old_edits = OldEdits()
        self.direct_messages = DirectMessages(self.create_dm)

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
        """Returns the code of the language in which the bot speaks to the server."""
        return self.languages.language_of(guild_id)

    @abstractmethod
    async def measure_health(self) -> ProcessHealth:
        """Returns how the process is now, with the time that one query of the database takes."""

    def cog(self, kind: type[C]) -> C:
        """Returns the cog of this class; its feature must be loaded."""
        cog = self.get_cog(kind.__cog_name__)
        assert isinstance(cog, kind), f"{kind.__name__} is not loaded"
        return cog

    def find_guild(self, guild_id: int) -> discord.Guild | None:
        """Returns the server; None where the bot is not in it, or it is in an outage."""
        guild = self.get_guild(guild_id)
        return guild if guild is not None and not guild.unavailable else None

    async def tell_hints(self, interaction: discord.Interaction[Any]) -> None:
        """Sends the hints that the member has not had yet, in private, after a reply."""
        actor = actor_of(interaction)
        results = await self.read(find_hints, [hint.find for hint in self.hints], actor)
        for hint, result in zip(self.hints, results, strict=True):
            if result:
                await hint.say(interaction, actor, result)


Interaction = discord.Interaction[LongtableBot]
