"""Discord's scheduled event of a date.

Events are fetched when they are to change: discord.py's cache keeps those that are over until it reconnects.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord

from cogs.rate_limit import RateLimiter
from cogs.ui import markup
from domain.ids import code
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from languages import gettext
from services.meetups.syncing import PendingMeetupEdit

_SOON = timedelta(seconds=30)


async def sync_event(guild: discord.Guild, pending: PendingMeetupEdit, limiter: RateLimiter) -> int | None:
    """Creates, edits or deletes the scheduled event so that it shows the date.

    Returns the id of the event; None where there is to be none. After a failed try the event is looked for
    first, by the code in its description. Raises discord.HTTPException and connection errors.
    """
    session = pending.session
    event = await _find(guild, session, pending.edit.attempts, limiter)
    is_ahead = session.date.starts_at > pending.claimed_at + _SOON
    is_wanted = session.date.status is DateStatus.PLANNED
    if event is None:
        return await _create(guild, session, limiter) if is_wanted and is_ahead else None
    if not is_wanted:
        await limiter.acquire()
        await event.delete()
        return None
    if event.status is discord.EventStatus.scheduled and is_ahead:
        await limiter.acquire()
        await event.edit(**_fields(guild, session))
    return event.id


async def _find(
    guild: discord.Guild, session: Session, attempts: int, limiter: RateLimiter
) -> discord.ScheduledEvent | None:
    event_id = session.date.event_id
    if event_id is not None:
        await limiter.acquire()
        try:
            return await guild.fetch_scheduled_event(event_id, with_counts=False)
        except discord.NotFound:
            return None
    if attempts <= 1:
        return None
    await limiter.acquire()
    events = await guild.fetch_scheduled_events(with_counts=False)
    return next((event for event in events if (event.description or "").endswith(_code(session))), None)


async def _create(guild: discord.Guild, session: Session, limiter: RateLimiter) -> int:
    await limiter.acquire()
    event = await guild.create_scheduled_event(
        privacy_level=discord.PrivacyLevel.guild_only, **_fields(guild, session)
    )
    return event.id


def _fields(guild: discord.Guild, session: Session) -> dict[str, Any]:
    details = session.meetup.details
    fields: dict[str, Any] = {
        "name": markup.cut(details.title, 100),
        "start_time": session.date.starts_at,
        "end_time": session.ends_at,
        "description": _description(session),
    }
    voice = guild.get_channel(session.place.voice_channel_id or 0)
    if isinstance(voice, discord.VoiceChannel | discord.StageChannel):
        return fields | {"channel": voice, "entity_type": _entity_type(voice)}
    return fields | {
        "location": session.place.text or gettext("to be announced"),
        "entity_type": discord.EntityType.external,
    }


def _entity_type(voice: discord.VoiceChannel | discord.StageChannel) -> discord.EntityType:
    is_stage = isinstance(voice, discord.StageChannel)
    return discord.EntityType.stage_instance if is_stage else discord.EntityType.voice


def _description(session: Session) -> str:
    channel = markup.channel(session.meetup.details.channel_id)
    return f"{gettext('Tell us in {channel} whether you come.', channel=channel)} {_code(session)}"


def _code(session: Session) -> str:
    return f"({code(session.date.id)})"
