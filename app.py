"""The bot: what it is made of, which features it has, and when it begins and ends."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
from datetime import datetime, time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import discord
import yarl

import clock
from cogs import circles, guilds, meetups, privacy, problems, profiles, reactions, venues
from cogs.bot import LongtableBot
from cogs.errors import Reporter
from cogs.localisation import CommandTranslator, ServerLanguages
from cogs.modal_router import ModalRouter
from cogs.privacy.retention import RetentionSweeper
from cogs.rate_limit import RateLimiter
from cogs.tree import Tree
from config import Config, ConfigError, DiscordSection
from db import posts
from db.database import Database
from db.gazetteer import Gazetteer
from db.key_file import load_keyring
from db.shards import SINGLE_SHARD, Shard
from domain.health import ProcessHealth
from ops import backups
from ops.health import Health
from ops.invalid_requests import InvalidRequests
from ops.metrics import Metrics
from ops.scheduler import Scheduler
from services import shards
from services.circles.matching_pool import MatchingPool
from services.cities import Cities
from services.guilds import list_languages
from services.jobs import find_due_jobs, next_due_at
from services.meetups import feeds
from services.transaction import Transactions

if TYPE_CHECKING:
    from ops.web import WebServer

log = logging.getLogger("longtable")

# `reactions` hands events to the features before it.
FEATURES = (guilds, meetups, problems, profiles, circles, venues, privacy, reactions)
_FORGET_AT = time(4, 10)
_CHECK_CLOCK_EVERY_S = 0.05


class Longtable(LongtableBot):
    """One process's bot, or one shard of it.

    Several shards in one process count together how often Discord said no, since Discord counts by address.
    """

    def __init__(
        self, config: Config, shard: Shard = SINGLE_SHARD, refusals: InvalidRequests | None = None
    ) -> None:
        self.shard = shard
        self.invalid_requests = refusals or InvalidRequests(clock.now)
        self.metrics = Metrics(clock.now, self.invalid_requests, shard)
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            http_trace=self.metrics.trace(),
            shard_id=shard.id if shard != SINGLE_SHARD else None,
            shard_count=shard.count if shard != SINGLE_SHARD else None,
            **_what_it_listens_to(config),
        )
        self.config = config
        self.database = Database(config.database.url, shard)
        self.database.note_wait(self.metrics.database_wait.observe)
        self.languages = ServerLanguages(self)
        random = Random()  # noqa: S311 - secrets are made elsewhere
        self.transactions = Transactions(self.database, clock.now, random, config, self.language_of)
        self.gazetteer = Gazetteer(Path(config.places.file), config.places.smallest_city)
        self.cities = Cities(self.gazetteer, self.transactions)
        self.matching_pool = MatchingPool(config.circles.seconds)
        self.reporter = Reporter(clock.now, random)
        self.limiter = self._make_limiter()
        self.scheduler = Scheduler(self.reporter.reporting)
        self.web: WebServer | None = None

    async def setup_hook(self) -> None:
        """Begins: the database first, what reaches people last. Raises ConfigError or DatabaseError."""
        await self._find_gateway()
        await self.database.open()
        await self.load_features()
        await self.tree.set_translator(CommandTranslator())
        await self._sync_commands()
        await self._listen()
        self._plan()
        self.scheduler.start()

    async def load_features(self) -> None:
        """Adds what the features consist of. Needs the database open."""
        self.keyring = load_keyring(Path(self.config.problems.key_file))
        self.languages.chosen = await self.read(list_languages)
        await self.add_cog(ModalRouter(self))
        for feature in FEATURES:
            # Not load_extension: it runs each module anew for every bot of the process, and throws its
            # classes away with the first that ends, so that the others' `cog(Kind)` would not find them.
            await feature.setup(self)

    async def close(self) -> None:
        """Ends: nothing new begins, and what is queued for the database is kept."""
        self.reporter.is_ending = True
        await self.scheduler.stop()
        self.matching_pool.close()
        if self.web is not None:
            await self.web.stop()
        try:
            await super().close()
        finally:
            await self.database.close()

    def _make_limiter(self) -> RateLimiter:
        per_second = self.config.meetups.sends_per_second

        async def take_turn() -> datetime:
            return await self.write(shards.take_request_turn, per_second)

        is_shared = self.shard.count > 1
        return RateLimiter(
            per_second, clock.now, self.invalid_requests.must_hold, take_turn if is_shared else None
        )

    def _plan(self) -> None:
        self.scheduler.every(self.config.meetups.tick_seconds, self.begin_due)
        self.scheduler.nightly(_FORGET_AT, self.cog(RetentionSweeper).erase_leavers)
        backup = self.config.backup
        if backup.folder and self.shard.is_first:
            self.scheduler.nightly(backup.at, self.back_up)
            if backups.is_missing(Path(backup.folder), backup.at, clock.now()):
                self.scheduler.at_start(self.back_up)

    async def begin_due(self) -> None:
        """Begins every job that is due by the bot's clock; one that takes long holds up no other."""
        for job in await self.read(find_due_jobs, self.jobs):
            self.scheduler.run_in_background(job.run)

    async def tick(self) -> None:
        """Does every job that is due by the bot's clock, once."""
        await self.scheduler.run_all([job.run for job in await self.read(find_due_jobs, self.jobs)])

    async def next_due_at(self) -> datetime | None:
        """Returns when the bot will next do something by itself; None where nothing is planned."""
        return await self.read(next_due_at, self.jobs)

    async def back_up(self) -> None:
        """Puts tonight's copy of the database into its folder, beside everything else."""
        settings = self.config.backup
        async with self.reporter.reporting("the nightly backup"):
            folder, now = Path(settings.folder), clock.now()
            made = await asyncio.to_thread(
                backups.make_nightly, self.database.engine, folder, now, settings.keep
            )
            log.info("backup: %s", made)

    async def measure_health(self) -> ProcessHealth:
        loop = asyncio.get_running_loop()
        before = loop.time()
        await self.database.write(posts.next_due_ms)
        folder = self.database.engine.folder
        return ProcessHealth(
            latency_s=self.latency,
            clock_skew_s=self.metrics.clock_skew_s,
            slow_share=self.metrics.slow_share,
            database_s=loop.time() - before,
            disk_free_bytes=shutil.disk_usage(folder).free if folder else None,
        )

    async def _find_gateway(self) -> None:
        """A proxy or another Discord says itself where its gateway is; discord.py would not ask."""
        if self.config.discord.api_url != DiscordSection().api_url:
            found = await self.http.request(discord.http.Route("GET", "/gateway"))
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(found["url"])

    async def _sync_commands(self) -> None:
        if not self.shard.is_first:
            return
        guild_id = self.config.discord.test_guild
        if guild_id is None:
            await self.tree.sync()
            return
        guild = discord.Object(guild_id)
        self.tree.copy_global_to(guild=guild)
        await self.tree.sync(guild=guild)

    async def _listen(self) -> None:
        """Serves calendar feeds, if people can reach them, and figures. Raises ConfigError if it cannot."""
        web, discord_ = self.config.web, self.config.discord
        if not (web.public_url or web.metrics):
            return
        from ops.web import WebServer  # noqa: PLC0415 - a web server is loaded by those who have one

        pulse = Health(self, self.database, self.metrics, self.reporter, clock.now)

        async def read_feed(secret: str) -> bytes | None:
            return await self.read(feeds.read, secret)

        self.web = WebServer(read_feed, pulse, self.reporter.reporting)
        port = web.port + discord_.shards.index((self.shard.id, self.shard.count))
        try:
            await self.web.start(web.host, port, has_feeds=bool(web.public_url), has_metrics=web.metrics)
        except OSError as error:
            raise ConfigError([f"[web] {web.host}:{port}: {error.strerror}"]) from None

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        if event_name == "socket_event_type":  # with every event: a task for each would cost more than it
            self.metrics.note_event()
        else:
            super().dispatch(event_name, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits until it is this shard's turn to tell Discord that it is there."""
        if self.shard.count > 1:
            _, _, limit = await self.http.get_bot_gateway()
            turn_at = await self.write(shards.take_identify_turn, self.shard, limit["max_concurrency"])
            await _wait_until(turn_at)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        error = sys.exception()
        if error is not None:
            await self.reporter.report(error, event_method)


def _what_it_listens_to(config: Config) -> dict[str, Any]:
    """No privileged intent, no list of members, no messages kept: what is needed is asked for."""
    return {
        "intents": discord.Intents(
            guilds=True,
            guild_messages=True,
            guild_reactions=True,
            voice_states=True,
            members=config.discord.members_intent,
        ),
        "allowed_mentions": discord.AllowedMentions.none(),
        "max_messages": None,
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "chunk_guilds_at_startup": False,
    }


async def _wait_until(instant: datetime) -> None:
    """Waits until the bot's clock shows it, or would have if it had not been set back meanwhile."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + (instant - clock.now()).total_seconds()
    while clock.now() < instant and loop.time() < ends:  # noqa: ASYNC110 - it is time alone that ends it
        await asyncio.sleep(_CHECK_CLOCK_EVERY_S)
