"""Bringing one post to Discord: once, or not at all, and knowing which."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import aiohttp
import discord

from cogs.rate_limit import RateLimiter
from domain.posts import Post
from languages import gettext

_NO_ANSWER = (aiohttp.ClientError, OSError)  # a time limit that passes is an OSError
UNREACHABLE = (discord.HTTPException, *_NO_ANSWER)
_TIME_LIMIT_S = 20.0
_CLOCK_SLACK = timedelta(minutes=2)
_AHEAD = timedelta(hours=1)  # by as much our clock may have been when the first try was noted
_SEARCHED_MESSAGES = 300
_ONE_WEEK_MIN: Literal[10080] = 10080

Destination = (
    discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.ForumChannel | discord.DMChannel
)


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message to send: whom it mentions is exactly who is named here.

    `title` and `tags` are of the post that it starts in a forum.
    """

    content: str
    embed: discord.Embed
    user_ids: Sequence[int] = ()
    role_id: int | None = None
    reply_to_id: int | None = None
    view: discord.ui.View | None = None
    title: str = ""
    tags: Sequence[discord.ForumTag] = ()

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        roles = [discord.Object(self.role_id)] if self.role_id else []
        users = [discord.Object(user_id) for user_id in self.user_ids]
        return discord.AllowedMentions(everyone=False, roles=roles, users=users, replied_user=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """It stands in Discord; a forum's post has the id of its first message."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Discord said no; nothing arrived. `reason` is for people."""

    reason: str
    channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """There was no answer; it may have arrived."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """No earlier try has arrived, and now it no longer helps."""


DeliveryOutcome = Sent | Rejected | Unknown | TooLate


async def deliver(
    room: Destination, post: Post, letter: OutgoingMessage, pace: RateLimiter, *, is_late: bool
) -> DeliveryOutcome:
    """Send the letter, unless it is late or an earlier try of the same post is found to have arrived."""
    if post.first_tried_at is not None and not _may_look(room):
        return Rejected(
            gettext("I may not read the message history, and must not say a thing twice"), room.id
        )
    try:
        async with asyncio.timeout(_TIME_LIMIT_S):
            if post.first_tried_at is not None and (found := await _find(room, post)) is not None:
                return Sent(room.id, found)
            if is_late:
                return TooLate()
            await pace.acquire()
            return Sent(room.id, await _send(room, post, letter))
    except (discord.Forbidden, discord.NotFound) as error:
        return Rejected(error.text or gettext("I may not"), room.id)
    except discord.HTTPException as error:
        return Unknown() if error.status >= 500 else Rejected(error.text, room.id)
    except _NO_ANSWER:
        return Unknown()


async def _send(room: Destination, post: Post, letter: OutgoingMessage) -> int:
    """Send it and return the message's id."""
    view: Any = letter.view or discord.utils.MISSING
    if isinstance(room, discord.ForumChannel):
        created = await room.create_thread(
            name=letter.title,
            content=letter.content,
            embed=letter.embed,
            applied_tags=letter.tags,
            auto_archive_duration=_ONE_WEEK_MIN,
            allowed_mentions=letter.allowed_mentions,
            view=view,
        )
        return created.thread.id
    reference: Any = None
    if letter.reply_to_id is not None:
        reference = discord.MessageReference(
            message_id=letter.reply_to_id, channel_id=room.id, fail_if_not_exists=False
        )
    message = await room.send(
        letter.content,
        embed=letter.embed,
        nonce=post.nonce,
        allowed_mentions=letter.allowed_mentions,
        reference=reference,
        view=view,
    )
    return message.id


def _may_look(room: Destination) -> bool:
    """Without the permission Discord shows an empty history, which would read as: never sent."""
    if isinstance(room, discord.DMChannel):
        return True
    return room.permissions_for(room.guild.me).read_message_history


async def _find(room: Destination, post: Post) -> int | None:
    """The id of the message that carries the post's code, among those since its first try."""
    assert post.first_tried_at is not None
    me = room.me if isinstance(room, discord.DMChannel) else room.guild.me
    async for message in _list_since(room, post.first_tried_at):
        if message.author.id == me.id and any(_carries(embed, post.code) for embed in message.embeds):
            return message.id
    return None


async def _list_since(room: Destination, tried_at: datetime) -> AsyncIterator[discord.Message]:
    """What was written since then; at last what is older by Discord's clock, where ours was ahead."""
    if isinstance(room, discord.ForumChannel):
        async for message in _list_posts(room, tried_at - _AHEAD):
            yield message
        return
    since = tried_at - _CLOCK_SLACK
    for begin, end in ((since, None), (tried_at - _AHEAD, since)):
        async for message in room.history(limit=_SEARCHED_MESSAGES, after=begin, before=end):
            yield message


async def _list_posts(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Message]:
    """The first messages of the bot's own posts in the forum since then: what is that new is not archived."""
    for thread in await forum.guild.active_threads():
        is_new = thread.created_at is not None and thread.created_at >= since
        if thread.parent_id == forum.id and thread.owner_id == forum.guild.me.id and is_new:
            yield await thread.fetch_message(thread.id)


def with_code_of(interaction: discord.Interaction, embed: discord.Embed) -> discord.Embed:
    """The embed, with the code by which the message that it replaces is found again."""
    shown = interaction.message.embeds if interaction.message else []
    return embed.set_footer(text=shown[0].footer.text) if shown and shown[0].footer.text else embed


def _carries(embed: discord.Embed, post_code: str) -> bool:
    return (embed.footer.text or "").endswith(f" · {post_code}")
