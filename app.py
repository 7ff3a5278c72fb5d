"""The bot: what it is made of, which features it has, and the order in which it starts and ends."""

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
from cogs import circles, guilds, meetups, message_sync, privacy, problems, profiles, reactions, table, venues
from cogs.bot import LongtableBot
from cogs.errors import Reporter
from cogs.line import Line
from cogs.localisation import CommandTranslator, ServerLanguages
from cogs.modal_router import ModalRouter
from cogs.privacy.retention import RetentionSweeper
from cogs.rate_limit import RateLimiter
from cogs.refusals import Refusals
from cogs.registration import Registration
from cogs.tree import Tree
from config import Config, DiscordSection
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
from ops.web_port import PortError
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

# The last one hands events to the reaction handlers that the others have added.
FEATURES = (guilds, meetups, problems, profiles, circles, venues, table, privacy, message_sync, reactions)
_FORGET_AT = time(4, 10)
_LAST_WORD_S = 1.0
_CHECK_CLOCK_EVERY_S = 0.05


class Longtable(LongtableBot):
    """The bot of one process, or one shard of it.

    Shards in one process share the `line` to Discord and `invalid_requests`: Discord counts the requests that
    it rejects by IP address.
    """

    def __init__(
        self,
        config: Config,
        shard: Shard = SINGLE_SHARD,
        invalid_requests: InvalidRequests | None = None,
        line: Line | None = None,
    ) -> None:
        self.shard = shard
        self.invalid_requests = invalid_requests or InvalidRequests(clock.now)
        self.line = line or Line(clock.now)
        self.metrics = Metrics(clock.now, self.invalid_requests, shard)
        self.metrics.note_answer = self.line.note_answer
        self.metrics.note_no_answer = self.line.note_no_answer
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            allowed_contexts=discord.app_commands.AppCommandContext(guild=True),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=False),
            http_trace=self.metrics.trace(),
            shard_id=shard.id if shard != SINGLE_SHARD else None,
            shard_count=shard.count if shard != SINGLE_SHARD else None,
            **_connection_options(config),
        )
        self.config = config
        self.database = Database(config.database.url, shard)
        self.database.note_wait(self.metrics.database_wait.observe)
        self.languages = ServerLanguages(self)
        random = Random()  # noqa: S311 - secrets come from `secrets` and the key file
        self.gazetteer = Gazetteer(Path(config.places.file), config.places.smallest_city)
        self.transactions = Transactions(
            self.database, clock.now, random, config, self.language_of, self.gazetteer.find_called
        )
        self.cities = Cities(self.gazetteer, self.transactions)
        self.matching_pool = MatchingPool(config.circles.seconds)
        self.reporter = Reporter(clock.now, random, self.line)
        self.limiter = self._make_limiter()
        self.refusals = Refusals(clock.now)
        self.scheduler = Scheduler(self.reporter.reporting)
        self.web: WebServer | None = None

    async def setup_hook(self) -> None:
        """Starts the bot: the database first, the jobs last. Raises PortError or DatabaseError."""
        await self._set_gateway()
        await self.database.open()
        await self.load_features()
        await self.tree.set_translator(CommandTranslator())
        if self.shard.is_first:
            await Registration(self, self.config.discord.test_guild).register()
        await self._start_web_server()
        self._schedule_jobs()
        self.scheduler.start()

    async def load_features(self) -> None:
        """Loads the keys, the languages of servers, and all features. Needs the database open."""
        self.keyring = load_keyring(Path(self.config.problems.key_file))
        self.languages.chosen = await self.read(list_languages)
        await self.add_cog(ModalRouter(self))
        for feature in FEATURES:
            # Not load_extension: it would execute each module anew for every bot in the process, and throw
            # its classes away when that bot ends, so that `cog(Kind)` of another bot would not find them.
            await feature.setup(self)

    async def close(self) -> None:
        """Ends the bot: starts nothing new, and lets what is queued for the database be written."""
        self.reporter.is_ending = True
        await self.scheduler.stop()
        self.matching_pool.close()
        if self.web is not None:
            await self.web.stop()
        try:
            await self._hang_up()
        finally:
            await self.database.close()

    async def _hang_up(self) -> None:
        """Closes the connection to Discord; where the other side does not, the database waits no longer."""
        try:
            async with asyncio.timeout(_LAST_WORD_S):
                await super().close()
        except TimeoutError:
            log.warning("Discord did not close the connection")
            await self.http.close()

    def _make_limiter(self) -> RateLimiter:
        per_second = self.config.meetups.sends_per_second

        async def take_turn() -> datetime:
            return await self.write(shards.take_request_turn, per_second)

        is_shared = self.shard.count > 1
        return RateLimiter(
            per_second, clock.now, self.invalid_requests.must_hold, take_turn if is_shared else None
        )

    def _schedule_jobs(self) -> None:
        self.scheduler.every(self.config.meetups.tick_seconds, self.begin_due)
        self.scheduler.nightly(_FORGET_AT, self.cog(RetentionSweeper).erase_leavers)
        backup = self.config.backup
        if backup.folder and self.shard.is_first:
            backups.make_ready(Path(backup.folder))
            self.scheduler.nightly(backup.at, self.back_up)
            if backups.is_missing(Path(backup.folder), backup.at, clock.now()):
                self.scheduler.at_start(self.back_up)

    async def begin_due(self) -> None:
        """Starts every job that is due by the bot's clock; a long one holds up no other."""
        for job in await self.read(find_due_jobs, self.jobs):
            self.scheduler.run_in_background(job.run)

    async def tick(self) -> None:
        """Runs every job that is due by the bot's clock once, and waits for them."""
        await self.scheduler.run_all([job.run for job in await self.read(find_due_jobs, self.jobs)])

    async def next_due_at(self) -> datetime | None:
        """Returns when the next job is due; None where nothing is planned."""
        return await self.read(next_due_at, self.jobs)

    async def back_up(self) -> None:
        """Writes tonight's copy of the database into its folder, in a thread of its own."""
        settings = self.config.backup
        async with self.reporter.reporting("the nightly backup"):
            folder, now = Path(settings.folder), clock.now()
            made = await asyncio.to_thread(
                backups.make_nightly, self.database.engine, folder, now, settings.keep
            )
            log.info("backup: %s", made)

    async def measure_health(self) -> ProcessHealth:
        """Returns how the process is now, with the time that one query of the database takes."""
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

    async def _set_gateway(self) -> None:
        """Asks a proxy, or a simulated Discord, for its gateway: discord.py itself asks none."""
        if self.config.discord.api_url != DiscordSection().api_url:
            gateway = await self.http.request(discord.http.Route("GET", "/gateway"))
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway["url"])

    def _name_of(self, guild_id: int) -> str:
        guild = self.get_guild(guild_id)
        return guild.name if guild is not None else "Longtable"

    async def _start_web_server(self) -> None:
        """Serves calendar feeds and metrics, where they are configured. Raises PortError if it cannot."""
        web, discord_ = self.config.web, self.config.discord
        if not web.is_served:
            return
        from ops.web import WebServer  # noqa: PLC0415 - only those who serve something load the web server

        health = Health(self, self.database, self.metrics, self.reporter, clock.now)

        async def read_feed(secret: str) -> bytes | None:
            return await self.read(feeds.read, secret, self._name_of)

        self.web = WebServer(read_feed, health, self.reporter.reporting)
        port = web.port + discord_.shards.index((self.shard.id, self.shard.count))
        try:
            await self.web.start(web.host, port, has_feeds=bool(web.public_url), has_metrics=web.metrics)
        except (OSError, UnicodeError) as error:
            raise PortError(web.host, port, error) from None

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Hands an event to its listeners; only counts those that come with every other event."""
        if event_name == "socket_event_type":  # comes with every event: a task for each would cost too much
            self.metrics.note_event()
            return
        if event_name in {"connect", "resumed"}:
            self.line.note_connected()
        super().dispatch(event_name, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits until it is this shard's turn to identify itself to Discord."""
        if self.shard.count > 1:
            _, _, limit = await self.http.get_bot_gateway()
            turn_at = await self.write(shards.take_identify_turn, self.shard, limit["max_concurrency"])
            await _wait_until(turn_at)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        error = sys.exception()
        if error is not None:
            await self.reporter.report(error, event_method)


def _connection_options(config: Config) -> dict[str, Any]:
    """Returns what the bot wants to hear from Discord, and what it keeps in memory.

    No messages and no members are kept, and no intent is privileged but that of members where it is switched
    on: the bot asks Discord for what it needs.
    """
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
        # Who sits in a voice channel, to tell people from bots; Discord sends them with their voice states.
        "member_cache_flags": discord.MemberCacheFlags(voice=True, joined=False),
        "chunk_guilds_at_startup": False,
    }


async def _wait_until(instant: datetime) -> None:
    """Waits until the bot's clock shows the instant, even if the clock is set back meanwhile."""
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + (instant - clock.now()).total_seconds()
    while clock.now() < instant and loop.time() < ends_at:  # noqa: ASYNC110 - there is no event to wait for
        await asyncio.sleep(_CHECK_CLOCK_EVERY_S)
