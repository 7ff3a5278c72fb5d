"""Longtable: the command line, and the one place that wires the house."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import discord
import yarl
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from discord.ext import commands

import clock
from cogs.asking import Asides, NoticesAside
from cogs.circles.column import CircleColumn
from cogs.column import Column, Shared, Step, earliest
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
from config import Config, ConfigError, DiscordSection, load_config
from db import posts
from db.database import Database, DatabaseError
from db.gazetteer import Gazetteer
from domain.durations import parse_minutes
from ops import backups, checking
from ops.command_line import make_parser
from ops.logs import JsonFormatter
from ops.metrics import Metrics
from ops.pulse import Pulse
from ops.refusals import Refusals, ShutOutError
from ops.web import WebServer
from services.circles.workshop import Workshop
from services.desk import Desk
from services.forgetting import Forgetting
from services.guilds import Guilds
from services.meetups.feeds import Feeds
from services.notices import Notices
from services.privacy import Privacy
from services.profiles import Profiles
from services.venues import Venues

log = logging.getLogger("longtable")

_SECRET_BYTES = 24
_LAST_S = 3.0  # for what is being done when the process is told to end
_NIGHT_S = 3600  # how late what is done at night may begin


class Longtable(commands.Bot):
    """The bot: database, cogs and jobs live from setup_hook to close."""

    def __init__(self, config: Config) -> None:
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            guild_reactions=True,
            guild_scheduled_events=True,
            voice_states=True,
            members=config.discord.members_intent,
        )
        self.refusals = Refusals(clock.now)
        self.metrics = Metrics(clock.now, self.refusals)
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
            shard_id=config.discord.shard_ids[0] if config.discord.shard_ids else None,
            shard_count=config.discord.shard_count if config.discord.shard_ids else None,
        )
        self.config = config
        self.database = Database(config.database.url)
        self.database.note_wait = self.metrics.database_wait.observe
        self.languages = ServerLanguages(self)
        self.desk = Desk(
            self.database,
            clock.now,
            Random(),  # noqa: S311
            language_of=self.languages.language_of,
        )
        self.reporter = Reporter(self.desk)
        self._doing: set[asyncio.Task[Any]] = set()
        self.gazetteer = Gazetteer(Path(config.places.file), config.places.smallest_city)
        self.workshop = Workshop(config.circles.seconds)
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.feeds = Feeds(self.desk, lambda: secrets.token_urlsafe(_SECRET_BYTES))
        pulse = Pulse(self, self.database, self.metrics, self.reporter, clock.now)
        self.web = WebServer(self.feeds, pulse, self.reporter.reporting)

    async def setup_hook(self) -> None:
        await self._find_gateway()
        await self.database.open()
        await self.wire()
        await self.tree.set_translator(CommandTranslator())
        await self._sync_commands()
        await self._listen()
        for step in self._steps():  # each a job of its own: a long one does not hold up the others
            self.scheduler.add_job(
                self._do,
                "interval",
                [step],
                seconds=self.config.meetups.tick_seconds,
                id=_name(step),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        nightly = {"trigger": "cron", "coalesce": True, "misfire_grace_time": _NIGHT_S}
        self.scheduler.add_job(
            self._do, args=[self.forgetter.sweep], id="forget", hour=4, minute=10, **nightly
        )
        if self.config.backup.folder:
            at = time.fromisoformat(self.config.backup.at.zfill(5))
            self.scheduler.add_job(
                self._do, args=[self.back_up], id="backup", hour=at.hour, minute=at.minute, **nightly
            )
            if backups.is_missing(Path(self.config.backup.folder), at, clock.now()):
                self.scheduler.add_job(self._do, args=[self.back_up], id="backup made up for")
        self.scheduler.start()

    async def wire(self) -> None:
        """Build the columns and what they share, and add their cogs. Needs the database open."""
        config, reporter = self.config, self.reporter
        pace = Pace(config.meetups.sends_per_second, clock.now, self.refusals.are_many)
        shared = Shared(self, config, self.desk, reporter, pace)
        self.meetups = MeetupColumn(shared)
        self.problems = ProblemColumn(shared)
        self.circles = CircleColumn(shared, self.workshop)
        ballots = (self.meetups.ballots, self.problems.ballots)
        self.rereader = Rereader(self, ballots, reporter, shared.pace, clock.now)
        self.columns: tuple[Column, ...] = (self.meetups, self.problems, self.circles)
        profiles = Profiles(self.desk, self.gazetteer)
        asides = Asides(
            [
                NoticesAside(Notices(self.desk)),
                self.problems.aside,
                StaleAside(profiles),
                self.circles.aside,
            ]
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
        web = self.config.web
        if web.public_url or web.metrics:
            try:
                await self.web.start(
                    web.host, web.port, has_feeds=bool(web.public_url), has_metrics=web.metrics
                )
            except OSError as error:
                raise ConfigError([f"[web] {web.host}:{web.port}: {error.strerror}"]) from None

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
        folder = self.database.path.resolve().parent
        return Vitals(
            latency_s=self.latency,
            clock_skew_s=self.metrics.clock_skew_s,
            slow_share=self.metrics.slow_share,
            database_s=loop.time() - before,
            disk_free_bytes=shutil.disk_usage(folder).free,
        )

    async def _sync_commands(self) -> None:
        guild_id = self.config.discord.test_guild
        if guild_id is None:
            await self.tree.sync()
            return
        guild = discord.Object(guild_id)
        self.tree.copy_global_to(guild=guild)
        await self.tree.sync(guild=guild)

    async def close(self) -> None:
        self.reporter.is_ending = True
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)  # cancels what is being done; what was begun is looked for
        if self._doing:
            await asyncio.wait(self._doing, timeout=_LAST_S)
        self.workshop.close()
        await self.web.stop()
        try:
            await super().close()
        finally:
            await self.database.close()

    async def tick(self) -> None:
        """Do everything that is due by the bot's clock, once."""
        async with asyncio.TaskGroup() as group:
            for step in self._steps():
                group.create_task(self._do(step))

    def _steps(self) -> list[Step]:
        return [*(step for column in self.columns for step in column.steps()), self.rereader.tick]

    async def _do(self, step: Step) -> None:
        task = asyncio.current_task()
        assert task is not None, "a coroutine runs in a task"
        self._doing.add(task)
        try:
            async with self.reporter.reporting(_name(step)):
                await step()
        except asyncio.CancelledError:
            if not self.reporter.is_ending:
                raise
        finally:
            self._doing.discard(task)

    async def back_up(self) -> None:
        """Put tonight's copy of the database into its folder, beside everything else."""
        settings = self.config.backup
        async with self.reporter.reporting("the nightly backup"):
            folder, now = Path(settings.folder), clock.now()
            made = await asyncio.to_thread(
                backups.make_nightly, self.database.path, folder, now, settings.keep
            )
            log.info("backup: %s", made)

    async def next_due_at(self) -> datetime | None:
        """When the bot will next do something by itself; None if nothing is planned."""
        return earliest(*[await column.next_due_at() for column in self.columns])

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        error = sys.exception()
        if error is not None:
            await self.reporter.report(error, event_method)


def _name(step: Step) -> str:
    return getattr(step, "__qualname__", repr(step))


def create_bot(config: Config) -> Longtable:
    """The bot, wired and not connected."""
    return Longtable(config)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says.

    0 when it went well, 1 when it failed, 2 when it was asked wrongly, 3 when Discord said no to everything.
    """
    chosen = make_parser().parse_args(arguments)
    try:
        if chosen.action == "demo":
            return _demo(chosen.story, chosen.port)
        config = load_config(chosen.config)
        if chosen.action in {"backup", "restore"}:
            act = {"backup": backups.backup, "restore": backups.restore}[chosen.action]
            print(act(config, chosen.file, may_overwrite=chosen.force))
            return 0
        return {"run": _run, "check": checking.check, "migrate": checking.migrate}[chosen.action](config)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except ShutOutError as error:
        print(error, file=sys.stderr)
        return 3
    except discord.PrivilegedIntentsRequired:
        print(
            "Longtable cannot start: members_intent is true, but the Server Members intent is",
            file=sys.stderr,
        )
        print("switched off in the developer portal. Switch it on there, or off here.", file=sys.stderr)
    except (DatabaseError, discord.LoginFailure) as error:
        what = "Longtable cannot start" if chosen.action == "run" else "Nothing was done"
        print(f"{what}: {error}", file=sys.stderr)
    except (OSError, aiohttp.ClientError, discord.HTTPException) as error:
        print(f"Longtable cannot start: Discord cannot be reached: {error}", file=sys.stderr)
    return 1


def _run(config: Config) -> int:
    token = config.discord.token.get_secret_value()
    if not token:
        raise ConfigError(["no token: set DISCORD_TOKEN, DISCORD_TOKEN_FILE or discord.token"])
    _set_up_log(config)
    asyncio.run(_connect(config, token))
    return 0


def _set_up_log(config: Config) -> None:
    level = logging.getLevelNamesMapping()[config.log.level.upper()]
    if config.log.format == "json":
        discord.utils.setup_logging(handler=logging.StreamHandler(), formatter=JsonFormatter(), level=level)
    else:
        discord.utils.setup_logging(level=level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it has a line for every tick
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # and one for a step that goes on


async def _connect(config: Config, token: str) -> None:
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it makes no sound
    discord.http.Route.BASE = config.discord.api_url
    bot = create_bot(config)
    await bot.gazetteer.prepare()
    loop = asyncio.get_running_loop()
    async with bot:
        working = asyncio.create_task(bot.start(token))
        bot.refusals.give_up = working.cancel
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, working.cancel)
        with suppress(asyncio.CancelledError):
            await working
    if bot.refusals.has_given_up:
        raise ShutOutError
    log.info("stopped")


def _demo(is_story: bool, port: int) -> int:
    from demo.main import show, tell  # noqa: PLC0415 - the demo's libraries are not needed to run the bot

    return asyncio.run(tell() if is_story else show(port))


if __name__ == "__main__":
    sys.exit(main())
