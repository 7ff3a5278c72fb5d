"""The real bot in a simulated Discord: a server of people who work from home, and a clock to turn."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal

import discord
from simcord.actors import MemberActor
from simcord.backend.models import ScheduledEvent
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from simcord.http.router import RequestContext
from simcord.results import InteractionResult

from app import Longtable
from cogs.circles.matchmaker import Matchmaker
from cogs.permissions import invite_permissions
from config import Config, DatabaseSection, MeetupsSection, PlacesSection, ProblemsSection
from demo.forms import fill_in_meetup
from domain.circles.member import History
from domain.circles.welfare import Weights
from languages import ENGLISH, find_language, gettext, use_language

# APScheduler reads the computer's clock, which the simulated one runs ahead of: here the world calls
# the tick itself, and the scheduler's own is set as far apart as it goes.
_MEETUPS = MeetupsSection(tick_seconds=3600, zone="Europe/Berlin", sends_per_second=10_000)
_PATIENCE_S = 30.0  # a slow machine takes some seconds to start the process that finds circles
_AFTER_A_REDRAW = timedelta(seconds=4)
SMALLEST_CITY: Literal[15000] = 15000  # a list that is made in two seconds


_PLAN_OPTIONS = ("title", "when", "repeats", "place")


class World:
    """One simulated server with its members, and the bot in it."""

    def __init__(self, env: Env, bot: Longtable, config: Config, guild: GuildHandle) -> None:
        self.env = env
        self.bot = bot
        self.config = config
        self.guild = guild
        self.channel: ChannelHandle = self.guild.create_text_channel("meetups")
        self.coworkers = self.guild.create_role("coworkers", mentionable=True)
        self.hosts = self.guild.create_role("hosts", permissions=discord.Permissions(manage_events=True))
        self.organisers = self.guild.create_role(
            "organisers", permissions=discord.Permissions(manage_guild=True, manage_threads=True)
        )
        self.members: dict[str, MemberActor] = {}
        self.locales: dict[int, str] = {}  # of members whose Discord is not in English
        self.habits: Callable[[], Awaitable[None]] | None = None
        bot_role = self.guild.roles[bot.user.name if bot.user else ""]
        env.backend.edit_role(self.guild.id, bot_role.id, {"permissions": invite_permissions().value})
        RequestContext.fields = _take_covers  # type: ignore[method-assign]
        _name_posts_like_discord(env)
        _tell_locales_like_discord(env, self.locales)

    def join(
        self, name: str, *, is_host: bool = False, is_organiser: bool = False, locale: str | None = None
    ) -> MemberActor:
        """Adds a new member, or one who comes back; `locale` is the language of their Discord."""
        known = self.members.get(name)
        user = known.user if known else self.env.create_user(name.lower(), global_name=name)
        roles = [
            self.coworkers,
            *([self.hosts] if is_host else []),
            *([self.organisers] if is_organiser else []),
        ]
        self.members[name] = self.guild.add_member(user, roles=roles)
        if locale is not None:
            self.locales[self.members[name].id] = locale
        return self.members[name]

    @property
    def now(self) -> datetime:
        return self.env.now()

    async def tick(self) -> None:
        """Does what the scheduler would: everything that is due, and what follows from it."""
        await self.bot.tick()
        await self.env.settle()
        if await self.bot.cog(Matchmaker).finish():
            await self.bot.tick()  # what was found is proposed
            await self.env.settle()
        self._tidy()
        if self.habits is not None:
            await self.habits()

    def _tidy(self) -> None:
        """Deletes the line that the simulation writes for a thread under a message, and Discord does not."""
        backend: Any = self.env.backend
        for channel in self.guild.channels.values():
            stored = backend.messages.get(channel.id, {}).values()
            for message in [one for one in stored if one.type == discord.MessageType.thread_created.value]:
                backend.delete_message(channel.id, message.id)

    async def warm_up(self) -> None:
        """Starts the process that finds circles, so that no command waits for it."""
        await self.bot.matching_pool.match([], History(), Weights(), seed=1)

    async def advance(self, span: timedelta) -> None:
        """Turns the clock, stopping whenever the bot has something to do."""
        end = self.now + span
        while True:
            due_at = await self.bot.next_due_at()
            stop = min(end, max(due_at, self.now)) if due_at else end
            await self.env.advance_time(max(0.0, (stop - self.now).total_seconds()))
            await self.tick()
            left_at = await self.bot.next_due_at()
            if stop >= end:
                if left_at is not None and left_at <= self.now:  # one job has left it for another
                    await self.tick()
                return
            if due_at is not None and left_at == due_at:
                await self.env.advance_time(60)  # what is due cannot be done now, and waits

    async def advance_to(self, instant: datetime) -> None:
        """Turns the clock as `advance` does, up to an instant."""
        await self.advance(max(instant - self.now, timedelta(0)))

    async def settle(self) -> None:
        """Lets the bot do what is due, and redraw what it holds back for a few seconds."""
        await self.tick()
        await self.advance(_AFTER_A_REDRAW)

    async def plan(self, host: MemberActor, room: ChannelHandle | None = None, /, **options: Any) -> None:
        """Plans a meetup as a host does: the command, the forms with what else she wants, then Save."""
        shown = await self.draft(host, room, **options)
        await self.press(host, shown, "Save")
        await self.tick()

    async def draft(
        self, host: MemberActor, room: ChannelHandle | None = None, /, **options: Any
    ) -> InteractionResult:
        """Types the command with its options, and what it has no option for into the forms behind it."""
        typed = {name: options.pop(name) for name in _PLAN_OPTIONS if name in options}
        shown = await host.slash(room or self.channel, "meetup plan", **typed)
        return await fill_in_meetup(host, shown, lambda label: self.press(host, shown, label), options)

    async def press(self, member: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
        """Presses a button of a reply, by its English label."""
        if shown.response is None:
            raise AssertionError(f"there is no reply with a button {label}")
        return await member.click(shown.response, label=self.in_their_language(member, label))

    def in_their_language(self, member: MemberActor, message: str) -> str:
        """Returns the message as the member reads it."""
        with use_language(find_language(self.locales.get(member.id, "en-US")) or ENGLISH):
            return gettext(message)

    async def receive(self, event: str, *details: object, times: int = 1) -> None:
        """Has the bot receive an event that the simulation does not send, and lets it do what follows."""
        with self.env._bot_scope():  # noqa: SLF001 - else nothing waits for what the listeners begin
            for _ in range(times):
                self.bot.dispatch(event, *details)
        await self.env.settle()

    async def restart(self) -> None:
        """Stops the bot's process and starts another on the same file."""
        await self.bot.close()
        self.bot = Longtable(self.config)
        await self.env.restart_bot(self.bot)
        await self.env.settle()

    def make_forum(self, name: str, *tags: str) -> ChannelHandle:
        """Makes a forum with these tags."""
        forum = self.guild.create_forum_channel(name)
        listed = [
            {
                "id": str(self.env.backend.snowflake()),
                "name": tag,
                "moderated": False,
                "emoji_id": None,
                "emoji_name": None,
            }
            for tag in tags
        ]
        self.env.backend.edit_channel(forum.id, {"available_tags": listed})
        return forum

    def cards(self, channel: ChannelHandle | None = None) -> list[discord.Message]:
        """Returns the RSVP messages in a channel, the oldest first."""
        messages = (channel or self.channel).history()
        return [message for message in messages if message.embeds and _is_card(message.embeds[0])]

    @property
    def events(self) -> list[ScheduledEvent]:
        """Returns the server's own list of events that are still to come."""
        events = self.env.backend.get_guild(self.guild.id).scheduled_events.values()
        return [event for event in events if event.status == discord.EventStatus.scheduled.value]

    def thread(self, card: discord.Message) -> list[discord.Message]:
        """Returns what stands in the thread of an RSVP message."""
        threads = [thread for thread in self.channel.threads if thread.id == card.id]
        return [message for thread in threads for message in thread.history() if message.embeds]


_fields = RequestContext.fields


def _take_covers(self: RequestContext, *handled: str, ignore: tuple[str, ...] = (), **options: Any) -> Any:
    """Lets the picture of a scheduled event be changed, which the simulation takes only with a new one."""
    covers = ("image",) if "/scheduled-events/" in self.path else ()
    return _fields(self, *handled, ignore=(*ignore, *covers), **options)


def _name_posts_like_discord(env: Env) -> None:
    """Gives a forum's post the id of its first message, as in Discord; the simulation gives it another."""
    backend: Any = env.backend
    create_post, create_thread = backend.create_forum_post, backend.create_thread

    def create(forum_id: int, name: str, starter: Any, **options: Any) -> Any:
        backend.create_thread = partial(create_thread, message_id=starter.id)
        try:
            return create_post(forum_id, name, starter, **options)
        finally:
            backend.create_thread = create_thread

    backend.create_forum_post = create


def _tell_locales_like_discord(env: Env, locales: Mapping[int, str]) -> None:
    """Has every interaction say which language the member's client and the server have, as Discord does."""
    backend: Any = env.backend
    emit = backend.emit

    def emit_with_locales(event: str, payload: dict[str, Any], *args: Any, **options: Any) -> Any:
        if event == "INTERACTION_CREATE":
            user = payload["member"]["user"] if "member" in payload else payload["user"]
            payload["locale"] = locales.get(int(user["id"]), "en-US")
            if "guild_id" in payload:
                payload["guild_locale"] = backend.get_guild(int(payload["guild_id"])).preferred_locale
        return emit(event, payload, *args, **options)

    backend.emit = emit_with_locales


def _is_card(embed: discord.Embed) -> bool:
    """Returns whether it takes answers: in every language a ✅ and a number stand before who is coming."""
    return any(re.search(r"✅ .*[(（]", field.name or "") for field in embed.fields)


@asynccontextmanager
async def open_world(
    folder: Path,
    starts_at: datetime,
    configure: Callable[[Config], Config] = lambda config: config,
    prepare: Callable[[Env], object] = lambda env: None,
) -> AsyncIterator[World]:
    """Yields a running world whose clock shows `starts_at`, with the bot's database in `folder`.

    `prepare` changes the simulated Discord before the bot connects to it.

    Whoever calls the bot by themselves does it within `world.env.time_context()`, to share its clock.
    """
    database = DatabaseSection(url=f"sqlite:///{folder / 'longtable.db'}")
    problems = ProblemsSection(key_file=str(folder / "longtable.key"))
    places = PlacesSection(file=str(folder / "gazetteer.db"), smallest_city=SMALLEST_CITY)
    config = configure(Config(database=database, meetups=_MEETUPS, problems=problems, places=places))
    world: World | None = None
    bot = Longtable(config)
    env = Env(bot, check_errors=False, settle_timeout=_PATIENCE_S)
    env.backend.bot_user.name = "Longtable"
    prepare(env)
    # The bot has been in it for long, and has said its first word.
    guild = env.create_guild("Home Office Collective", preferred_locale="en-US")
    env.backend.advance_clock(max(0.0, (starts_at - env.now()).total_seconds()))
    try:
        await env.start()
        world = World(env, bot, config, guild)
        yield world
    finally:
        await (bot if world is None else world.bot).close()
        await env.shutdown()
