"""Longtable: the command line, and the one place that wires the house."""

from __future__ import annotations

import asyncio
import logging
import sys
from random import Random

import discord
from aiolimiter import AsyncLimiter
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from discord import app_commands
from discord.ext import commands

import clock
from cogs.errors import Reporter
from cogs.meetups.announcer import Announcer
from cogs.meetups.buttons import Drafts, make_buttons
from cogs.meetups.commands import MeetupCommands
from cogs.meetups.completions import UseCases
from cogs.meetups.drawer import Drawer
from cogs.meetups.reactions import Reactions
from cogs.organiser import OrganiserCommands
from cogs.profiles import ProfileCommands
from config import Config
from db.database import Database
from domain.durations import parse_minutes
from domain.meetups.pings import parse_pings
from services.desk import Desk
from services.guilds import Guilds
from services.meetups.announcing import Announcing
from services.meetups.answers import Answers
from services.meetups.changing import Changing
from services.meetups.finding import Finding
from services.meetups.mirroring import Mirroring
from services.meetups.planning import Defaults, Planning
from services.notices import Notices
from services.profiles import Profiles

log = logging.getLogger("longtable")


class Tree(app_commands.CommandTree[commands.Bot]):
    """Every error of a command goes to the one report."""

    reporter: Reporter

    async def on_error(
        self, interaction: discord.Interaction[commands.Bot], error: app_commands.AppCommandError, /
    ) -> None:
        name = interaction.command.qualified_name if interaction.command else "?"
        await self.reporter.report(error, f"/{name}", interaction)


class Longtable(commands.Bot):
    """The bot: database, cogs and jobs live from setup_hook to close."""

    def __init__(self, config: Config) -> None:
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            guild_reactions=True,
            guild_scheduled_events=True,
            members=config.discord.members_intent,
        )
        super().__init__(
            command_prefix=(),
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
        self.desk = Desk(self.database, clock.now, Random())  # noqa: S311
        self.reporter = Reporter(self.desk)
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        limiter = AsyncLimiter(config.meetups.sends_per_second, 1)
        self.announcer = Announcer(self, Announcing(self.desk), self.reporter, limiter)
        self.drawer = Drawer(self, Mirroring(self.desk), self.reporter, limiter)

    async def setup_hook(self) -> None:
        await self.database.open()
        await self._add_cogs()
        await self._sync_commands()
        self.scheduler.add_job(
            self.tick,
            "interval",
            seconds=self.config.meetups.tick_seconds,
            id="tick",
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self.scheduler.start()

    async def _add_cogs(self) -> None:
        defaults = Defaults(
            zone=self.config.meetups.zone,
            length_min=parse_minutes(self.config.meetups.length),
            pings_min=parse_pings(self.config.meetups.pings),
        )
        answers, drafts = Answers(self.desk), Drafts()
        planning, changing = Planning(self.desk, defaults), Changing(self.desk)
        notices = Notices(self.desk)
        reactions = Reactions(self, answers, Mirroring(self.desk), self.drawer, self.reporter)
        use = UseCases(planning, changing, Finding(self.desk), answers, notices)
        self.tree.reporter = self.reporter  # type: ignore[attr-defined]
        self.add_dynamic_items(*make_buttons(planning, changing, drafts, self.reporter))
        for cog in (
            OrganiserCommands(self, Guilds(self.desk), notices, self.reporter),
            ProfileCommands(Profiles(self.desk)),
            MeetupCommands(use, drafts, reactions),
            self.announcer,
            self.drawer,
            reactions,
        ):
            await self.add_cog(cog)

    async def _sync_commands(self) -> None:
        guild_id = self.config.discord.test_guild
        if guild_id is None:
            await self.tree.sync()
            return
        guild = discord.Object(guild_id)
        self.tree.copy_global_to(guild=guild)
        await self.tree.sync(guild=guild)

    async def close(self) -> None:
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        try:
            await super().close()
        finally:
            await self.database.close()

    async def tick(self) -> None:
        """Do everything that is due by the bot's clock, once."""
        async with self.reporter.reporting("tick"), asyncio.TaskGroup() as group:
            group.create_task(self.announcer.tick())
            group.create_task(self.drawer.tick())

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        error = sys.exception()
        if error is not None:
            await self.reporter.report(error, event_method)


def create_bot(config: Config) -> commands.Bot:
    """The bot, wired and not connected."""
    return Longtable(config)
