"""The one place that wires the house: which columns there are, what they share, when they begin and end."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import sys
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import discord
import yarl
from discord.ext import commands

import clock
from cogs.asking import Asides, NoticesAside
from cogs.circles.column import CircleColumn
from cogs.column import Column, Shared, earliest
from cogs.doctor import Vitals
from cogs.errors import Reporter
from cogs.forgetter import Forgetter
from cogs.forms import Forms
from cogs.leavers import Leavers
from cogs.meetups.column import MeetupColumn
from cogs.meetups.feeds import FeedLinks
from cogs.organiser import OrganiserCommands
from cogs.pace import Pace
from cogs.privacy import PrivacyCommands
from cogs.privacy import make_buttons as privacy_buttons
from cogs.problems.column import ProblemColumn
from cogs.profiles.commands import ProfileCommands, StaleAside
from cogs.profiles.commands import make_buttons as profile_buttons
from cogs.reactions.listener import ReactionListener
from cogs.reactions.rereading import Rereader
from cogs.setup import FORM as SETUP
from cogs.setup import make_buttons as setup_buttons
from cogs.speaking import CommandTranslator, ServerLanguages
from cogs.tree import Tree
from cogs.venues import VenueCommands
from config import Config, ConfigError, DiscordSection
from db import posts
from db.database import Database
from db.gazetteer import Gazetteer
from db.shards import ALONE, Shard
from domain.durations import parse_minutes
from ops import backups
from ops.metrics import Metrics
from ops.pulse import Pulse
from ops.refusals import Refusals
from ops.timetable import Timetable
from services.circles.workshop import Workshop
from services.desk import Desk
from services.forgetting import Forgetting
from services.guilds import Guilds
from services.meetups.feeds import Feeds
from services.notices import Notices
from services.privacy import Privacy
from services.profiles import Profiles
from services.shards import Sharding
from services.steps import Step, find_due
from services.venues import Venues

if TYPE_CHECKING:
    from ops.web import WebServer

log = logging.getLogger("longtable")

_SECRET_BYTES = 24
_FORGET_AT = time(4, 10)
_LOOK_EVERY_S = 0.05


class Longtable(commands.Bot):
    """The bot, or one shard of it: database, cogs and jobs live from setup_hook to close.

    Several shards in one process count together how often Discord said no, since Discord counts by address.
    """

    def __init__(self, config: Config, shard: Shard = ALONE, refusals: Refusals | None = None) -> None:
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            guild_reactions=True,
            voice_states=True,
            members=config.discord.members_intent,
        )
        self.shard = shard
        self.refusals = refusals or Refusals(clock.now)
        self.metrics = Metrics(clock.now, self.refusals, self.shard)
        super().__init__(
            command_prefix=(),
            http_trace=self.metrics.trace(),
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            shard_id=shard.id if shard != ALONE else None,
            shard_count=shard.count if shard != ALONE else None,
        )
        self.config = config
        self.database = Database(config.database.url, self.shard)
        self.database.note_wait(self.metrics.database_wait.observe)
        self.languages = ServerLanguages(self)
        self.desk = Desk(
            self.database,
            clock.now,
            Random(),  # noqa: S311
            language_of=self.languages.language_of,
        )
        self.sharding = Sharding(self.desk, shard)
        self.reporter = Reporter(self.desk)
        self.timetable = Timetable(self.reporter.reporting)
        self.gazetteer = Gazetteer(Path(config.places.file), config.places.smallest_city)
        self.workshop = Workshop(config.circles.seconds)
        self.feeds = Feeds(self.desk, lambda: secrets.token_urlsafe(_SECRET_BYTES))
        self.web: WebServer | None = None

    async def setup_hook(self) -> None:
        await self._find_gateway()
        await self.database.open()
        await self.wire()
        await self.tree.set_translator(CommandTranslator())
        await self._sync_commands()
        await self._listen()
        self._plan()
        self.timetable.start()

    def _plan(self) -> None:
        self.timetable.every(self.config.meetups.tick_seconds, self.look)
        self.timetable.nightly(_FORGET_AT, self.forgetter.sweep)
        if self.config.backup.folder and self.shard.is_first:
            at = time.fromisoformat(self.config.backup.at.zfill(5))
            self.timetable.nightly(at, self.back_up)
            if backups.is_missing(Path(self.config.backup.folder), at, clock.now()):
                self.timetable.soon(self.back_up)

    async def wire(self) -> None:
        """Build the columns and what they share, and add their cogs. Needs the database open."""
        config, reporter = self.config, self.reporter
        pace = self._make_pace()
        shared = Shared(self, config, self.desk, reporter, pace)
        self.meetups = MeetupColumn(shared)
        self.problems = ProblemColumn(shared)
        self.circles = CircleColumn(shared, self.workshop)
        ballots = (self.meetups.ballots, self.problems.ballots)
        self.rereader = Rereader(self, ballots, reporter, shared.pace, clock.now)
        self.columns: tuple[Column, ...] = (self.meetups, self.problems, self.circles)
        profiles = Profiles(self.desk, self.gazetteer)
        asides = Asides(
            self.desk,
            [
                NoticesAside(Notices(self.desk)),
                self.problems.aside,
                StaleAside(profiles),
                self.circles.aside,
            ],
        )
        profile_commands = ProfileCommands(profiles, asides)
        self.add_dynamic_items(*profile_buttons(profile_commands, reporter))
        links = FeedLinks(self.feeds, config.web.public_url) if config.web.public_url else None
        await self.meetups.move_in(self.problems.desk, links, self.rereader, asides)
        forms = await self.problems.move_in(self.rereader, asides)
        await self.circles.move_in(profiles, asides)
        guilds = Guilds(self.desk, config.meetups.zone)
        self.languages.chosen = await guilds.list_languages()
        organiser = OrganiserCommands(
            self,
            guilds,
            self.languages,
            self._take_vitals,
            self.meetups.announcer.announcing.replan,
            asides,
            reporter,
        )
        self.add_dynamic_items(*setup_buttons(organiser.setups, reporter))
        held = (self.meetups.ballots.answers.list_unseen, self.circles.use.answering.list_held)
        leave = (*(ballot.drop_leaver for ballot in ballots), self.circles.use.answering.drop_leaver)
        privacy = Privacy(self.problems.desk)
        privacy_commands = PrivacyCommands(privacy, leave)
        self.forgetter = Forgetter(self, self._forgetting(), privacy, leave, reporter, shared.pace)
        self.add_dynamic_items(*privacy_buttons(privacy_commands, reporter))
        self.tree.reporter = reporter  # type: ignore[attr-defined]
        for cog in (
            organiser,
            profile_commands,
            VenueCommands(Venues(self.desk), profiles, asides),
            privacy_commands,
            self.forgetter,
            Forms({**forms, **profile_commands.forms, SETUP: organiser.setups.take}, reporter),
            ReactionListener(self, ballots, self.rereader),
            self.rereader,
            Leavers(self, held, leave, reporter, shared.pace),
        ):
            await self.add_cog(cog)

    def _make_pace(self) -> Pace:
        per_second = self.config.meetups.sends_per_second
        take_turn = partial(self.sharding.take_request_turn, per_second) if self.shard.count > 1 else None
        return Pace(per_second, clock.now, self.refusals.are_many, take_turn)

    def _forgetting(self) -> Forgetting:
        settings = self.config.privacy
        return Forgetting(
            self.desk,
            members_after=timedelta(minutes=parse_minutes(settings.forget_members_after)),
            servers_after=timedelta(minutes=parse_minutes(settings.forget_servers_after)),
        )

    async def _find_gateway(self) -> None:
        """A proxy or another Discord says itself where its gateway is; discord.py would not ask."""
        if self.config.discord.api_url != DiscordSection().api_url:
            found = await self.http.request(discord.http.Route("GET", "/gateway"))
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(found["url"])

    async def _listen(self) -> None:
        """Serve calendar feeds, if people can reach them, and figures; raises ConfigError if it cannot."""
        web, discord_ = self.config.web, self.config.discord
        if not (web.public_url or web.metrics):
            return
        from ops.web import WebServer  # noqa: PLC0415 - a web server is loaded by those who have one

        pulse = Pulse(self, self.database, self.metrics, self.reporter, clock.now)
        self.web = WebServer(self.feeds, pulse, self.reporter.reporting)
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

    async def _take_vitals(self) -> Vitals:
        """How the process is, for whoever looks at it from within Discord."""
        loop = asyncio.get_running_loop()
        before = loop.time()
        await self.database.write(posts.next_due_ms)
        folder = self.database.engine.folder
        return Vitals(
            latency_s=self.latency,
            clock_skew_s=self.metrics.clock_skew_s,
            slow_share=self.metrics.slow_share,
            database_s=loop.time() - before,
            disk_free_bytes=shutil.disk_usage(folder).free if folder else None,
        )

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until it is this shard's turn to tell Discord that it is there."""
        if self.shard.count > 1:
            _, _, limit = await self.http.get_bot_gateway()
            turn_at = await self.sharding.take_identify_turn(limit["max_concurrency"])
            await _wait_until(turn_at)

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

    async def close(self) -> None:
        self.reporter.is_ending = True
        await self.timetable.stop()
        self.workshop.close()
        if self.web is not None:
            await self.web.stop()
        try:
            await super().close()
        finally:
            await self.database.close()

    async def look(self) -> None:
        """Begin everything that is due by the bot's clock; a step that takes long holds up no other."""
        for step in await find_due(self.desk, self._steps()):
            self.timetable.begin(step.do)

    async def tick(self) -> None:
        """Do everything that is due by the bot's clock, once."""
        await self.timetable.do_all([step.do for step in await find_due(self.desk, self._steps())])

    def _steps(self) -> list[Step]:
        return [*(step for column in self.columns for step in column.steps()), Step(self.rereader.tick)]

    async def back_up(self) -> None:
        """Put tonight's copy of the database into its folder, beside everything else."""
        settings = self.config.backup
        async with self.reporter.reporting("the nightly backup"):
            folder, now = Path(settings.folder), clock.now()
            made = await asyncio.to_thread(
                backups.make_nightly, self.database.engine, folder, now, settings.keep
            )
            log.info("backup: %s", made)

    async def next_due_at(self) -> datetime | None:
        """When the bot will next do something by itself; None if nothing is planned."""
        return earliest(*[await column.next_due_at() for column in self.columns])

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        error = sys.exception()
        if error is not None:
            await self.reporter.report(error, event_method)


async def _wait_until(instant: datetime) -> None:
    """Until the bot's clock shows it, or has been set back meanwhile."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + (instant - clock.now()).total_seconds()
    while clock.now() < instant and loop.time() < ends:  # noqa: ASYNC110 - it is time alone that ends it
        await asyncio.sleep(_LOOK_EVERY_S)
