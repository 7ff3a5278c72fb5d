"""What Discord demands of a server beyond permissions: kinds of channels, tags, limits, two-factor."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import discord

from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.discord_errors import MOST_EVENTS, MOST_THREADS
from cogs.guilds.diagnosis import Diagnosis, path_to_permissions
from cogs.members import find_members
from cogs.permissions import list_missing_for_event, title_of
from cogs.problems.boards import is_blocked, may_moderate
from domain.guilds import GuildSettings
from languages import gettext, ngettext
from services import guilds
from services.guilds import UsedByGuild

log = logging.getLogger("longtable")

T = TypeVar("T")

_NEARLY = 0.95
_TO_COME = (discord.EventStatus.scheduled, discord.EventStatus.active)
_MOST_SEEKERS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What Discord was asked for the doctor, besides what it tells a bot anyway.

    `refused_commands` is why Discord did not take the commands at the last start, None where it did;
    `has_own_commands` is whether the server has some of its own beside the global ones; `blind_members`
    counts those who look for a circle and cannot see its channel, `events` the server's own to come.
    """

    owner_has_two_factor: bool = True
    refused_commands: str | None = None
    has_own_commands: bool = False
    blind_members: int = 0
    events: int = 0


async def ask_discord(bot: LongtableBot, guild: discord.Guild, settings: GuildSettings) -> Asked:
    """Asks Discord what it does not tell by itself; what it does not answer counts as well.

    Only as many members are looked at as one command may wait for.
    """
    return Asked(
        owner_has_two_factor=bot.user is None or bot.user.mfa_enabled,
        refused_commands=bot.refused_commands,
        has_own_commands=await _or_if_unanswered(_has_own_commands(bot, guild), well=False),
        blind_members=await _or_if_unanswered(_count_blind(bot, guild, settings), well=0),
        events=await _or_if_unanswered(_count_events(bot, guild), well=0),
    )


async def _or_if_unanswered(answer: Awaitable[T], well: T) -> T:
    try:
        return await answer
    except UNREACHABLE as error:
        log.warning("the doctor got no answer: %s", error)
        return well


async def _has_own_commands(bot: LongtableBot, guild: discord.Guild) -> bool:
    if guild.id == bot.config.discord.test_guild:
        return False  # they stand there alone
    await bot.limiter.acquire()
    return bool(await bot.tree.fetch_commands(guild=guild))


async def _count_events(bot: LongtableBot, guild: discord.Guild) -> int:
    await bot.limiter.acquire()
    return sum(event.status in _TO_COME for event in await guild.fetch_scheduled_events())


async def _count_blind(bot: LongtableBot, guild: discord.Guild, settings: GuildSettings) -> int:
    """Returns how many of those who look for a circle cannot see the channel for circles."""
    channel = guild.get_channel(settings.circle_channel_id or 0)
    if channel is None:
        return 0
    seekers = (await bot.read(guilds.list_seekers, guild.id))[:_MOST_SEEKERS]
    members = await find_members(guild, seekers, bot.limiter)
    return sum(not channel.permissions_for(member).view_channel for member in members)


def examine_demands(guild: discord.Guild, used: UsedByGuild, asked: Asked) -> Iterator[Diagnosis]:
    """Yields each demand that the server or the bot does not meet."""
    yield from _examine_circles(guild, used.settings, asked)
    yield from _examine_board(guild, used.settings)
    for title, channel_id in used.voice_channels:
        yield from _examine_event_place(guild, title, channel_id)
    yield from _examine_limits(guild, asked)
    if guild.mfa_level is discord.MFALevel.require_2fa and not asked.owner_has_two_factor:
        yield Diagnosis(
            gettext(
                "This server requires moderators to use two-factor authentication, and the owner of my "
                "application does not: Manage Messages, Manage Threads and Manage Channels have no "
                "effect."
            ),
            gettext("tell whoever runs me: Discord → User Settings → My Account → Enable Authenticator App"),
            is_fault=False,
        )
    yield from _examine_commands(guild, asked)


def _examine_circles(guild: discord.Guild, settings: GuildSettings, asked: Asked) -> Iterator[Diagnosis]:
    channel = guild.get_channel(settings.circle_channel_id or 0)
    if channel is None:
        return
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        yield Diagnosis(
            gettext(
                "{channel}, for circles, can have no private threads: only plain text channels can.",
                channel=channel.mention,
            ),
            gettext("choose another: {another}", another=gettext("`/longtable set`, *Circles and profiles*")),
        )
    if asked.blind_members:
        yield Diagnosis(
            ngettext(
                "{count} member who looks for a circle can't see {channel}, and so cannot be let into one.",
                "{count} members who look for a circle can't see {channel}, and so cannot be let into one.",
                asked.blind_members,
                channel=channel.mention,
            ),
            path_to_permissions(channel, "@everyone"),
        )


def _examine_board(guild: discord.Guild, settings: GuildSettings) -> Iterator[Diagnosis]:
    forum = guild.get_channel(settings.board.channel_id if settings.board else 0)
    if not isinstance(forum, discord.ForumChannel):
        return
    path = gettext("{channel} → Edit Channel → Overview → Tags", channel=forum.mention)
    if not may_moderate(forum):
        yield Diagnosis(
            gettext(
                "In {channel} I lack Manage Threads, to show how a problem stands.", channel=forum.mention
            ),
            path_to_permissions(forum, guild.me.top_role.name),
            is_fault=False,
        )
    moderated = [tag.name for tag in forum.available_tags if tag.moderated]
    if moderated and not may_moderate(forum):
        yield Diagnosis(
            gettext(
                "In {channel} only moderators may use the tags {tags}, and so I can't.",
                channel=forum.mention,
                tags=", ".join(moderated),
            ),
            path,
            is_fault=False,
        )
    if is_blocked(forum, settings.state_tag_ids):
        yield Diagnosis(
            gettext("{channel} requires a tag on each post, and has none of mine.", channel=forum.mention),
            gettext(
                "{path}: stop requiring tags; or choose the channel again in `/longtable set`, so that I "
                "make mine",
                path=path,
            ),
        )


def _examine_event_place(guild: discord.Guild, title: str, channel_id: int) -> Iterator[Diagnosis]:
    channel = guild.get_channel(channel_id)
    if not isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        return
    if missing := list_missing_for_event(guild, channel, is_new=True):
        yield Diagnosis(
            gettext(
                "In {channel}, to show “{title}” in the server's events, I lack: {permissions}.",
                channel=channel.mention,
                title=title,
                permissions=", ".join(map(title_of, missing)),
            ),
            path_to_permissions(channel, guild.me.top_role.name),
            is_fault=False,
        )


def _examine_limits(guild: discord.Guild, asked: Asked) -> Iterator[Diagnosis]:
    if asked.events >= MOST_EVENTS * _NEARLY:
        yield Diagnosis(
            gettext(
                "The server has {count} of the {most} events that Discord takes.",
                count=asked.events,
                most=MOST_EVENTS,
            ),
            gettext("end or delete some that nobody needs: the server's name → Events"),
            is_fault=asked.events >= MOST_EVENTS,
        )
    threads = len(guild.threads)  # an archived one is not among them
    if threads >= MOST_THREADS * _NEARLY:
        yield Diagnosis(
            gettext(
                "The server has {count} of the {most} open threads that Discord takes.",
                count=threads,
                most=MOST_THREADS,
            ),
            gettext("close some that nobody needs: the thread → ⋯ → Close Thread"),
            is_fault=threads >= MOST_THREADS,
        )


def _examine_commands(guild: discord.Guild, asked: Asked) -> Iterator[Diagnosis]:
    operator = gettext("tell whoever runs me")
    if asked.refused_commands is not None:
        yield Diagnosis(
            gettext("Discord refused my commands when I last started; the earlier ones still work."),
            f"{operator}: {asked.refused_commands}",
        )
    if asked.has_own_commands:
        yield Diagnosis(
            gettext("This server has each of my commands twice: its own, and those of all servers."),
            gettext(
                "{operator}: start once with `test_guild = {guild_id}`, and then without",
                operator=operator,
                guild_id=str(guild.id),
            ),
        )
