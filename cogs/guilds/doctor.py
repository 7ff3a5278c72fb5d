"""`/longtable doctor`: what keeps the bot from its work in a server, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import discord

from cogs.guilds.demands import Asked, examine_demands
from cogs.guilds.diagnosis import Diagnosis, path_to_permissions
from cogs.permissions import (
    BOARD,
    CHANNEL,
    CIRCLES,
    DESK,
    HELPFUL,
    NEEDED,
    THREADED_BOARD,
    list_missing,
    title_of,
)
from domain.health import ProcessHealth
from languages import gettext, ngettext, number
from services.guilds import UsedByGuild

_MEETUP_CHANNEL = (*CHANNEL, "create_public_threads", "send_messages_in_threads")
_MOST_SKEW = timedelta(seconds=10)
_SLOW_S = 2.0
_SLOW_DATABASE_S = 0.5
_LEAST_DISK_BYTES = 200_000_000
_MEGABYTE = 1_000_000


def examine(guild: discord.Guild, used: UsedByGuild, health: ProcessHealth, asked: Asked) -> list[Diagnosis]:
    """Returns everything that is wrong, faults first; an empty list if all is well."""
    diagnoses = [
        *_examine_rights(guild),
        *_examine_channels(guild, used),
        *_examine_roles(guild, used),
        *examine_demands(guild, used, asked),
        *_examine_process(used, health),
    ]
    return sorted(diagnoses, key=lambda diagnosis: not diagnosis.is_fault)


def _examine_rights(guild: discord.Guild) -> Iterator[Diagnosis]:
    granted = guild.me.guild_permissions
    path = gettext("Server Settings → Roles → {name} → Permissions", name=guild.me.top_role.name)
    for names, is_fault in ((NEEDED, True), (HELPFUL, False)):
        for name, reason in names.items():
            if not getattr(granted, name):
                title = title_of(name)
                yield Diagnosis(
                    gettext("I lack **{title}**, to {reason}.", title=title, reason=gettext(reason)),
                    f"{path} → {title}",
                    is_fault,
                )


def _examine_channels(guild: discord.Guild, used: UsedByGuild) -> Iterator[Diagnosis]:
    settings = used.settings
    for title, channel_id in used.meetup_channels:
        yield from _examine_channel(
            guild, channel_id, f"“{title}”", _MEETUP_CHANNEL, gettext("`/meetup manage`")
        )
    if settings.channel_id:
        set_channel = gettext("`/longtable set`, *Meetups*")
        yield from _examine_channel(
            guild, settings.channel_id, gettext("announcements"), _MEETUP_CHANNEL, set_channel
        )
    if settings.board:
        names = BOARD if settings.board.is_forum else THREADED_BOARD
        yield from _examine_channel(
            guild,
            settings.board.channel_id,
            gettext("the board"),
            names,
            gettext("`/longtable set`, *Problems*"),
        )
    if settings.digest_channel_id:
        set_digest = gettext("`/longtable set`, *Problems*")
        yield from _examine_channel(
            guild, settings.digest_channel_id, gettext("the weekly summary"), CHANNEL, set_digest
        )
    if settings.circle_channel_id:
        set_circles = gettext("`/longtable set`, *Circles and profiles*")
        yield from _examine_channel(
            guild, settings.circle_channel_id, gettext("circles"), CIRCLES, set_circles
        )
    if used.front_desk_channel_id:
        yield from _examine_channel(
            guild,
            used.front_desk_channel_id,
            gettext("the front desk"),
            DESK,
            gettext("`/longtable set`, *Front desk*"),
        )
    for title, channel_id in used.voice_channels:
        yield from _examine_channel(
            guild, channel_id, f"“{title}”", ("view_channel",), gettext("`/meetup manage`")
        )


def _examine_channel(
    guild: discord.Guild, channel_id: int, purpose: str, names: Sequence[str], another: str
) -> Iterator[Diagnosis]:
    channel = guild.get_channel(channel_id)
    if channel is None:
        yield Diagnosis(
            gettext("The channel for {purpose} is gone, or hidden from me.", purpose=purpose),
            gettext("choose another: {another}", another=another),
        )
        return
    missing = list_missing(channel.permissions_for(guild.me), names)
    if missing:
        yield Diagnosis(
            gettext(
                "In {channel}, for {purpose}, I lack: {permissions}.",
                channel=channel.mention,
                purpose=purpose,
                permissions=", ".join(missing),
            ),
            path_to_permissions(channel, guild.me.top_role.name),
        )


def _examine_roles(guild: discord.Guild, used: UsedByGuild) -> Iterator[Diagnosis]:
    for title, role_id in used.roles:
        role = guild.get_role(role_id)
        if role is None:
            yield Diagnosis(
                gettext("The role that “{title}” mentions is gone.", title=title),
                gettext("`/meetup manage`"),
            )
        elif not role.mentionable and not guild.me.guild_permissions.mention_everyone:
            yield Diagnosis(
                gettext(
                    "“{title}” mentions {role}, but nobody is notified: I am not allowed to mention it.",
                    title=title,
                    role=role.mention,
                ),
                gettext(
                    "Server Settings → Roles → {name} → Allow anyone to @mention this role", name=role.name
                ),
            )
    for role_id in used.settings.planner_role_ids:
        if guild.get_role(role_id) is None:
            fix = gettext("nothing needs to be done; `/longtable set`, *Meetups*, names another")
            yield Diagnosis(gettext("A role that may plan is gone."), fix, is_fault=False)


def _examine_process(used: UsedByGuild, health: ProcessHealth) -> Iterator[Diagnosis]:
    operator = gettext("tell whoever runs me")
    if used.missed:
        yield Diagnosis(
            ngettext(
                "{count} post came too late to help in the last 30 days.",
                "{count} posts came too late to help in the last 30 days.",
                used.missed,
            ),
            gettext("look at the channels above; if there is nothing, {operator}", operator=operator),
        )
    if abs(health.clock_skew_s) > _MOST_SKEW.total_seconds():
        yield Diagnosis(
            gettext("My clock is off by {seconds} seconds.", seconds=number(health.clock_skew_s)),
            operator,
        )
    if health.latency_s > _SLOW_S or health.slow_share > 0.05:
        yield Diagnosis(gettext("I am slow: commands may fail with “did not respond”."), operator)
    if health.database_s > _SLOW_DATABASE_S:
        yield Diagnosis(
            gettext(
                "My database took {seconds} seconds to answer.", seconds=number(health.database_s, decimals=1)
            ),
            operator,
        )
    if health.disk_free_bytes is not None and health.disk_free_bytes < _LEAST_DISK_BYTES:
        free = health.disk_free_bytes // _MEGABYTE
        yield Diagnosis(gettext("My disk has {free} MB left.", free=free), operator)
