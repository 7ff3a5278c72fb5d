"""Longtable: the command line, and the one place that wires the house."""

from __future__ import annotations

import argparse
import asyncio
import logging
import secrets
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import aiohttp
import discord
import yarl
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from discord import app_commands
from discord.ext import commands

import clock
from cogs.asking import Asides, NoticesAside
from cogs.circles.buttons import make_buttons as circle_buttons
from cogs.circles.commands import CircleCommands, CircleUses, LeftOverAside
from cogs.circles.matchmaker import Matchmaker
from cogs.circles.poster import CirclePoster
from cogs.errors import Reporter
from cogs.forms import Forms, Handler
from cogs.meetups import buttons as meetup_buttons
from cogs.meetups.agendas import make_agenda_buttons
from cogs.meetups.announcer import Announcer
from cogs.meetups.attendance import VoiceWatch, make_attendance_buttons
from cogs.meetups.brainstorms import make_brainstorm_buttons
from cogs.meetups.buttons import Drafts
from cogs.meetups.commands import MeetupCommands
from cogs.meetups.completions import UseCases
from cogs.meetups.drawer import Drawer
from cogs.meetups.facilitator import Facilitator
from cogs.meetups.feeds import FeedLinks, make_feed_buttons
from cogs.meetups.polls import Pictures, make_poll_buttons
from cogs.meetups.rsvps import Rsvps
from cogs.organiser import OrganiserCommands
from cogs.pace import Pace
from cogs.problems import buttons as problem_buttons
from cogs.problems.commands import ProblemCommands, make_menu
from cogs.problems.doings import Doings, QuestionsAside
from cogs.problems.drawer import ProblemDrawer
from cogs.problems.forms import PROPOSE, SHARE
from cogs.problems.poster import Poster
from cogs.problems.threads import BoardThreads
from cogs.problems.votes import Votes
from cogs.profiles.commands import ProfileCommands, StaleAside
from cogs.profiles.commands import make_buttons as profile_buttons
from cogs.profiles.forms import BASICS, INTERESTS
from cogs.reactions.listener import ReactionListener
from cogs.reactions.rereading import Rereader
from cogs.venues import VenueCommands
from config import Config, ConfigError, DiscordSection, load_config
from db.database import Database, DatabaseError
from db.gazetteer import Gazetteer
from db.keys import load_keyring
from domain.circles.welfare import Weights
from domain.durations import parse_minutes
from domain.meetups.pings import parse_pings
from domain.problems.digest import parse_moment
from ops import checking
from ops.web import WebServer
from services.circles.answering import Answering
from services.circles.desk import CircleDesk
from services.circles.desk import Rules as CircleRules
from services.circles.finding import CircleFinding
from services.circles.posting import CirclePosting
from services.circles.rounds import Rounds
from services.circles.workshop import Workshop
from services.desk import Desk
from services.guilds import Guilds
from services.meetups.agendas import Agendas
from services.meetups.announcing import Announcing
from services.meetups.answers import Answers
from services.meetups.attending import Attending
from services.meetups.brainstorming import Brainstorming
from services.meetups.changing import Changing
from services.meetups.facilitating import Facilitating
from services.meetups.feeds import Feeds
from services.meetups.finding import Finding
from services.meetups.mirroring import Mirroring
from services.meetups.planning import Defaults, Planning
from services.meetups.polling import Polling
from services.meetups.rotating import Rotating
from services.notices import Notices
from services.problems.desk import ProblemDesk, Rules
from services.problems.finding import Finding as ProblemFinding
from services.problems.following import Following
from services.problems.mirroring import ProblemMirroring
from services.problems.posting import ProblemPosting
from services.problems.proposing import Proposing
from services.problems.sharing import Sharing
from services.problems.solving import Solving
from services.problems.voting import Voting
from services.profiles import Profiles
from services.venues import Venues

log = logging.getLogger("longtable")

_SECRET_BYTES = 24


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
            voice_states=True,
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
        self.gazetteer = Gazetteer(Path(config.places.file), config.places.smallest_city)
        self.workshop = Workshop(config.circles.seconds)
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.feeds = Feeds(self.desk, lambda: secrets.token_urlsafe(_SECRET_BYTES))
        self.web = WebServer(self.feeds, self.reporter.reporting)

    async def setup_hook(self) -> None:
        await self._find_gateway()
        await self.database.open()
        await self.wire()
        await self._sync_commands()
        await self._listen()
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

    async def wire(self) -> None:
        """Build the columns and what they share, and add their cogs. Needs the database open."""
        config = self.config
        pace = Pace(config.meetups.sends_per_second, clock.now)
        self.problem_desk = self._open_problem_desk()
        mirroring = Mirroring(self.desk)
        self.drawer = Drawer(self, mirroring, self.reporter, pace)
        rsvps = Rsvps(self, Answers(self.desk), mirroring, self.drawer)
        following, posting = Following(self.problem_desk), ProblemPosting(self.problem_desk)
        votes = Votes(Voting(self.problem_desk), following)
        circle_desk = self._open_circle_desk()
        answering, rounds = Answering(circle_desk), Rounds(circle_desk)
        finding = CircleFinding(circle_desk)
        self.circle_poster = CirclePoster(self, CirclePosting(circle_desk), answering, self.reporter, pace)
        self.matchmaker = Matchmaker(rounds, self.reporter, clock.now)
        self.add_dynamic_items(*circle_buttons(answering, rounds, self.reporter))
        columns = (rsvps, votes)
        self.rereader = Rereader(self, columns, self.reporter, pace, clock.now)
        self.announcer = Announcer(self, Announcing(self.desk), rsvps, self.rereader, self.reporter, pace)
        self.facilitator = Facilitator(Facilitating(self.desk), self.rereader, self.reporter)
        self.voice_watch = VoiceWatch(self, Attending(self.desk), self.reporter, clock.now)
        self.poster = Poster(self, posting, votes, self.rereader, self.reporter, pace)
        self.problem_drawer = ProblemDrawer(
            self, ProblemMirroring(self.problem_desk), posting, following, self.reporter, pace
        )
        profiles = Profiles(self.desk, self.gazetteer)
        asides = Asides(
            [
                NoticesAside(Notices(self.desk)),
                QuestionsAside(Solving(self.problem_desk)),
                StaleAside(profiles),
                LeftOverAside(finding),
            ]
        )
        profile_commands = ProfileCommands(profiles, asides)
        self.add_dynamic_items(*profile_buttons(profile_commands, self.reporter))
        profile_cogs = (
            profile_commands,
            CircleCommands(CircleUses(rounds, answering, finding), profiles, asides),
            self.circle_poster,
            self.matchmaker,
            VenueCommands(Venues(self.desk), profiles, asides),
        )
        profile_forms = {
            BASICS: profile_commands.take_basics,
            INTERESTS: profile_commands.take_interests,
        }
        self.tree.reporter = self.reporter  # type: ignore[attr-defined]
        for cog in (
            OrganiserCommands(self, Guilds(self.desk, config.meetups.zone), asides, self.reporter),
            *profile_cogs,
            *self._meetup_commands(rsvps, asides),
            *self._problem_commands(following, asides, pace, profile_forms),
            self.voice_watch,
            self.facilitator,
            self.announcer,
            self.poster,
            self.drawer,
            self.problem_drawer,
            ReactionListener(self, columns, self.rereader, self.reporter),
            self.rereader,
        ):
            await self.add_cog(cog)

    def _open_problem_desk(self) -> ProblemDesk:
        """The desk of the problem board, with its key; raises DatabaseError if the key cannot be read."""
        settings = self.config.problems
        rules = Rules(
            open_per_member=settings.open_per_member,
            shared_per_hour=settings.shared_per_hour,
            nudge_after=timedelta(minutes=parse_minutes(settings.nudge_after)),
            ask_after=timedelta(minutes=parse_minutes(settings.ask_after)),
            digest=parse_moment(settings.digest),
            zone=self.config.meetups.zone,
        )
        keyring = load_keyring(Path(settings.key_file))
        return ProblemDesk(self.database, clock.now, self.desk.random, keyring, rules)

    def _open_circle_desk(self) -> CircleDesk:
        settings = self.config.circles
        rules = CircleRules(
            answer_within=timedelta(minutes=parse_minutes(settings.answer_within)),
            poll_for=timedelta(minutes=parse_minutes(settings.poll_for)),
            ask_after=timedelta(minutes=parse_minutes(settings.ask_after)),
            length_min=parse_minutes(settings.length),
            pings_min=parse_pings(settings.pings),
            zone=self.config.meetups.zone,
        )
        weights = Weights(**settings.weights)
        return CircleDesk(self.database, clock.now, self.desk.random, self.workshop, weights, rules)

    def _meetup_commands(self, rsvps: Rsvps, asides: Asides) -> list[commands.Cog]:
        settings = self.config.meetups
        defaults = Defaults(
            zone=settings.zone,
            length_min=parse_minutes(settings.length),
            pings_min=parse_pings(settings.pings),
        )
        drafts = Drafts()
        planning, changing = Planning(self.desk, defaults), Changing(self.desk)
        agendas, venues = Agendas(self.desk), Venues(self.desk)
        public_url = self.config.web.public_url
        links = FeedLinks(self.feeds, public_url) if public_url else None
        finding, answers = Finding(self.desk), Answers(self.desk)
        brainstorming = Brainstorming(self.problem_desk)
        attending, polling = Attending(self.desk), Polling(self.desk, planning)
        use = UseCases(
            planning,
            changing,
            finding,
            answers,
            asides,
            venues,
            agendas,
            brainstorming,
            attending,
            polling,
            Rotating(self.desk),
            links,
        )
        pictures = Pictures(polling, self.reporter)
        self.add_dynamic_items(*make_poll_buttons(polling, drafts, pictures, self.reporter))
        self.add_dynamic_items(*make_attendance_buttons(attending, self.reporter))
        buttons = make_brainstorm_buttons(brainstorming, self._tick_meetups, self.reporter)
        self.add_dynamic_items(*buttons)
        self.add_dynamic_items(*make_agenda_buttons(agendas, self.reporter))
        if links is not None:
            self.add_dynamic_items(*make_feed_buttons(links, self.reporter))
        self.add_dynamic_items(*meetup_buttons.make_buttons(planning, changing, drafts, self.reporter))
        return [MeetupCommands(use, drafts, rsvps, pictures, self._tick_meetups)]

    def _problem_commands(
        self, following: Following, asides: Asides, pace: Pace, other_forms: Mapping[str, Handler]
    ) -> list[commands.Cog]:
        desk = self.problem_desk
        sharing = Sharing(desk)
        do = Doings(sharing, Proposing(desk), Solving(desk), ProblemFinding(desk), self.poster, self.reporter)
        self.add_dynamic_items(*problem_buttons.make_buttons(do, self.reporter))
        self.tree.add_command(make_menu(do, asides))
        return [
            ProblemCommands(do, Voting(desk), asides),
            Forms({SHARE: do.take_problem, PROPOSE: do.take_proposal, **other_forms}, self.reporter),
            BoardThreads(self, following, sharing, self.reporter, pace),
        ]

    async def _find_gateway(self) -> None:
        """A proxy or another Discord says itself where its gateway is; discord.py would not ask."""
        if self.config.discord.api_url != DiscordSection().api_url:
            found = await self.http.request(discord.http.Route("GET", "/gateway"))
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(found["url"])

    async def _listen(self) -> None:
        """Serve calendar feeds, if people can reach them; raises ConfigError if the port is taken."""
        web = self.config.web
        if web.public_url:
            try:
                await self.web.start(web.host, web.port)
            except OSError as error:
                raise ConfigError([f"[web] {web.host}:{web.port}: {error.strerror}"]) from None

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
        self.workshop.close()
        await self.web.stop()
        try:
            await super().close()
        finally:
            await self.database.close()

    async def tick(self) -> None:
        """Do everything that is due by the bot's clock, once."""
        async with self.reporter.reporting("tick"), asyncio.TaskGroup() as group:
            group.create_task(self._tick_meetups())
            group.create_task(self.poster.tick())
            group.create_task(self.drawer.tick())
            group.create_task(self.problem_drawer.tick())
            group.create_task(self.rereader.tick())
            group.create_task(self.circle_poster.tick())
            group.create_task(self.matchmaker.tick())

    async def _tick_meetups(self) -> None:
        """First what happens at the table, then what is to be said: a date may just have been skipped."""
        await self.facilitator.tick()
        await self.voice_watch.tick()
        await self.announcer.tick()

    async def next_due_at(self) -> datetime | None:
        """When the bot will next do something by itself; None if nothing is planned."""
        instants = (
            await self.facilitator.facilitating.next_due_at(),
            await self.announcer.announcing.next_due_at(),
            await self.poster.posting.next_due_at(),
            await self.circle_poster.posting.next_due_at(),
            await self.matchmaker.rounds.next_due_at(),
        )
        return min((instant for instant in instants if instant is not None), default=None)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        error = sys.exception()
        if error is not None:
            await self.reporter.report(error, event_method)


def create_bot(config: Config) -> Longtable:
    """The bot, wired and not connected."""
    return Longtable(config)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 0 when it went well, 1 when it failed, 2 when it was asked wrongly."""
    parser = argparse.ArgumentParser(prog="bot.py", description="Longtable, a Discord bot.")
    parser.add_argument("--config", default="config.toml", type=Path, help="default: %(default)s")
    actions = parser.add_subparsers(dest="action", required=True, metavar="run | demo | check | migrate")
    actions.add_parser("run", help="connect to Discord and work")
    demo = actions.add_parser("demo", help="try the bot against a simulated Discord")
    demo.add_argument("--story", action="store_true", help="play one story in the terminal and check it")
    demo.add_argument("--port", type=int, default=8765, help="of the page; default: %(default)s")
    actions.add_parser("check", help="say whether it would start, and what it would use")
    actions.add_parser("migrate", help="bring the database to this version")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.action == "demo":
            return _demo(chosen.story, chosen.port)
        config = load_config(chosen.config)
        return {"run": _run, "check": checking.check, "migrate": checking.migrate}[chosen.action](config)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except discord.PrivilegedIntentsRequired:
        print(
            "Longtable cannot start: members_intent is true, but the Server Members intent is",
            file=sys.stderr,
        )
        print("switched off in the developer portal. Switch it on there, or off here.", file=sys.stderr)
    except (DatabaseError, discord.LoginFailure) as error:
        print(f"Longtable cannot start: {error}", file=sys.stderr)
    except (OSError, aiohttp.ClientError, discord.HTTPException) as error:
        print(f"Longtable cannot start: Discord cannot be reached: {error}", file=sys.stderr)
    return 1


def _run(config: Config) -> int:
    token = config.discord.token.get_secret_value()
    if not token:
        raise ConfigError(["no token: set DISCORD_TOKEN, DISCORD_TOKEN_FILE or discord.token"])
    discord.utils.setup_logging(level=logging.getLevelNamesMapping()[config.log.level.upper()])
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it has a line for every tick
    asyncio.run(_connect(config, token))
    return 0


async def _connect(config: Config, token: str) -> None:
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it makes no sound
    discord.http.Route.BASE = config.discord.api_url
    bot = create_bot(config)
    await bot.gazetteer.prepare()
    loop = asyncio.get_running_loop()
    async with bot:
        working = asyncio.create_task(bot.start(token))
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, working.cancel)
        with suppress(asyncio.CancelledError):
            await working
    log.info("stopped")


def _demo(is_story: bool, port: int) -> int:
    from demo.main import show, tell  # noqa: PLC0415 - the demo's libraries are not needed to run the bot

    return asyncio.run(tell() if is_story else show(port))


if __name__ == "__main__":
    sys.exit(main())
