"""Discord's scheduled event of a date.

Events are fetched when they are to change: discord.py's cache keeps those that are over until it reconnects.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import discord

from cogs.discord_errors import describe, find_obstacle
from cogs.permissions import list_missing_for_event, title_of
from cogs.rate_limit import RateLimiter
from cogs.refusals import Refusals, RefusedError
from cogs.ui import markup
from cogs.ui.meetups.descriptions import event_text
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from domain.obstacles import Obstacle
from languages import gettext
from services.meetups.syncing import PendingMeetupEdit

_SOON = timedelta(seconds=30)

VoiceRoom = discord.VoiceChannel | discord.StageChannel


class EventRefused(Exception):
    """Raised where an event cannot be shown until somebody has changed something.

    `reason` is shown to people, `key` tells one reason from another. `answer` is what Discord has answered;
    None where the bot knew without asking.
    """

    def __init__(self, reason: str, key: str, answer: discord.HTTPException | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.key = key
        self.answer = answer


async def sync_event(
    guild: discord.Guild,
    pending: PendingMeetupEdit,
    known_ids: Collection[int],
    limiter: RateLimiter,
    refusals: Refusals,
    image: bytes | None,
) -> int | None:
    """Creates, edits, starts, completes or deletes the scheduled event so that it shows the date.

    Returns the id of the event; None where there is to be none. After a failed try one is looked for first
    that such a try has made: one of the bot's own that is not in `known_ids`, those that show other dates.
    Raises EventRefused, and what discord.py raises where Discord does not answer.
    """
    try:
        return await _sync(guild, pending, known_ids, limiter, refusals, image)
    except RefusedError as error:
        answer = error.__cause__ if isinstance(error.__cause__, discord.HTTPException) else None
        raise EventRefused(error.rejected.reason, error.rejected.obstacle, answer) from error
    except discord.HTTPException as error:
        obstacle = find_obstacle(error)
        if obstacle is Obstacle.NO_ANSWER:
            raise
        if obstacle is Obstacle.GONE:  # it was ended or deleted meanwhile, which is no error
            return pending.session.date.event_id
        raise EventRefused(describe(error), f"code {error.code}", error) from error


async def _sync(
    guild: discord.Guild,
    pending: PendingMeetupEdit,
    known_ids: Collection[int],
    limiter: RateLimiter,
    refusals: Refusals,
    image: bytes | None,
) -> int | None:
    session, now = pending.session, pending.claimed_at
    is_wanted = session.date.status is DateStatus.PLANNED
    is_ahead = is_wanted and session.date.starts_at > now + _SOON
    if is_ahead:
        room = _find_room(guild, session.place.voice_channel_id)
        _check_permissions(guild, room, is_new=session.date.event_id is None)
        if session.date.event_id is None:
            refusals.check(("event", guild.id))
    event = await _find(guild, pending, known_ids, limiter)
    if event is None:
        return await _create(guild, session, limiter, refusals, image) if is_ahead else None
    status = _next_status(event, session, now)
    is_active = event.status is discord.EventStatus.active and session.ends_at > now
    is_to_edit = is_active or (is_ahead and event.status is discord.EventStatus.scheduled)
    if is_wanted and status is None and not is_to_edit:
        return event.id
    _check_permissions(guild, _find_room(guild, event.channel_id), is_new=False)
    await limiter.acquire()
    if not is_wanted:
        await event.delete()
        return None
    changes = _fields(guild, session) | {"image": image} if status is None else {"status": status}
    if is_active:
        changes.pop("start_time", None)  # of what has begun it cannot be changed
    await event.edit(**changes)
    return event.id


def _next_status(
    event: discord.ScheduledEvent, session: Session, now: datetime
) -> discord.EventStatus | None:
    """Returns what becomes of the event now; None where nothing does.

    One elsewhere begins and ends by itself. One in a voice channel does not: where nobody starts it, Discord
    cancels it after some hours. It may have been ended early, by its host or since all have left.
    """
    if session.date.status is not DateStatus.PLANNED or event.entity_type is discord.EntityType.external:
        return None
    is_elsewhere = event.channel_id != session.place.voice_channel_id  # since people have moved on
    is_over = session.ends_at <= now or is_elsewhere
    if event.status is discord.EventStatus.scheduled and session.date.begun_at is not None and not is_over:
        return discord.EventStatus.active
    if event.status is discord.EventStatus.active and is_over:
        return discord.EventStatus.completed
    return None


def _find_room(guild: discord.Guild, channel_id: int | None) -> VoiceRoom | None:
    channel = guild.get_channel(channel_id or 0)
    return channel if isinstance(channel, VoiceRoom) else None


def _check_permissions(guild: discord.Guild, room: VoiceRoom | None, *, is_new: bool) -> None:
    """Raises EventRefused where the bot lacks what an event there needs; `room` is None for one elsewhere."""
    missing = list_missing_for_event(guild, room, is_new=is_new)
    if missing:
        raise EventRefused(_ask_for(missing, room), f"{room.id if room else 0} {' '.join(missing)}")


def _ask_for(missing: Sequence[str], room: VoiceRoom | None) -> str:
    permissions = ", ".join(title_of(name) for name in missing)
    if room is None:
        return gettext("give me {permissions}", permissions=permissions)
    return gettext("give me {permissions} in {channel}", permissions=permissions, channel=room.mention)


async def _find(
    guild: discord.Guild, pending: PendingMeetupEdit, known_ids: Collection[int], limiter: RateLimiter
) -> discord.ScheduledEvent | None:
    session = pending.session
    event_id = session.date.event_id
    if event_id is not None:
        await limiter.acquire()
        try:
            return await guild.fetch_scheduled_event(event_id, with_counts=False)
        except discord.NotFound:
            return None
    if pending.edit.attempts <= 1:
        return None
    await limiter.acquire()
    events = await guild.fetch_scheduled_events(with_counts=False)
    nobodys = [
        event
        for event in events
        if event.creator_id == guild.me.id
        and event.id not in known_ids
        and event.status is discord.EventStatus.scheduled
    ]
    # Whichever it is, it is edited to show this date; people may have said to come to one that does.
    return min(nobodys, key=lambda event: (not _is_like(event, session), event.id), default=None)


def _is_like(event: discord.ScheduledEvent, session: Session) -> bool:
    return event.name == _name(session) and event.start_time == session.date.starts_at


async def _create(
    guild: discord.Guild, session: Session, limiter: RateLimiter, refusals: Refusals, image: bytes | None
) -> int:
    """Returns the id of a new event. Raises RefusedError where the server has as many as Discord takes."""
    refused: discord.HTTPException | None = None
    async with refusals.asking(("event", guild.id), guild.id, None):
        await limiter.acquire()
        try:
            event = await guild.create_scheduled_event(
                privacy_level=discord.PrivacyLevel.guild_only,
                image=image or discord.utils.MISSING,
                **_fields(guild, session),
            )
        except discord.HTTPException as error:
            if find_obstacle(error) is Obstacle.LIMIT:
                raise
            refused = error  # of this one alone
    if refused is not None:
        raise refused
    return event.id


def _fields(guild: discord.Guild, session: Session) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": _name(session),
        "start_time": session.date.starts_at,
        "end_time": session.ends_at,
        "description": event_text(session),
    }
    room = _find_room(guild, session.place.voice_channel_id)
    if room is not None:
        return fields | {"channel": room, "entity_type": _entity_type(room)}
    return fields | {
        "location": session.place.text or gettext("to be announced"),
        "entity_type": discord.EntityType.external,
    }


def _entity_type(room: VoiceRoom) -> discord.EntityType:
    is_stage = isinstance(room, discord.StageChannel)
    return discord.EntityType.stage_instance if is_stage else discord.EntityType.voice


def _name(session: Session) -> str:
    return markup.cut(session.meetup.details.title, 100)
