"""The delivery of one outbox post to Discord: at most once, with an outcome that says whether it arrived."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import aiohttp
import discord

from cogs.discord_errors import describe, find_obstacle, is_message_gone
from cogs.marks import add_mark, find_mark, link_to
from cogs.permissions import find_missing
from cogs.rate_limit import RateLimiter
from cogs.ui.meetups.pictures import attach
from domain.obstacles import Obstacle
from domain.posts import Post, Rejected
from languages import gettext

_NO_ANSWER = (aiohttp.ClientError, OSError, discord.RateLimited)  # TimeoutError is an OSError
UNREACHABLE = (discord.HTTPException, *_NO_ANSWER)
_TIME_LIMIT_S = 20.0
_CLOCK_SLACK = timedelta(minutes=2)  # how far our clock and Discord's may be apart
MOST_AHEAD = timedelta(hours=1)  # how far our clock may have been ahead when the first try was noted
_SEARCHED_MESSAGES = 300
ONE_WEEK_MIN: Literal[10080] = 10080  # the longest time until Discord archives a thread

Destination = (
    discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.ForumChannel | discord.DMChannel
)


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message to send. It mentions only `user_ids` and `role_id`, whatever its content says.

    `title` and `tags` are those of the post that it starts in a forum. `image` is a JPEG for the embed.
    """

    content: str
    embed: discord.Embed
    user_ids: Sequence[int] = ()
    role_id: int | None = None
    reply_to_id: int | None = None
    view: discord.ui.View | None = None
    title: str = ""
    tags: Sequence[discord.ForumTag] = ()
    image: bytes | None = None

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        """Returns the users and the role, and nobody else."""
        roles = [discord.Object(self.role_id)] if self.role_id else []
        users = [discord.Object(user_id) for user_id in self.user_ids]
        return discord.AllowedMentions(everyone=False, roles=roles, users=users, replied_user=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """The outcome that the message stands in Discord. A post in a forum has the id of its first message.

    `has_image` says that it was sent with the image just now.
    """

    channel_id: int
    message_id: int
    has_image: bool = False


@dataclass(frozen=True, slots=True)
class Deleted:
    """The outcome that an earlier try has arrived, and that its message was deleted since."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The outcome that Discord has not answered: the message may have arrived."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """The outcome that no earlier try has arrived, and the message would come too late now."""


DeliveryOutcome = Sent | Deleted | Rejected | Unknown | TooLate


async def deliver(
    destination: Destination, post: Post, message: OutgoingMessage, limiter: RateLimiter, *, is_late: bool
) -> DeliveryOutcome:
    """Sends the message, unless it is late or an earlier try of the same post has arrived.

    Discord is not asked for what the bot evidently lacks a permission for.
    """
    if post.first_tried_at is not None and not _may_read_history(destination):
        reason = gettext("I can't read the message history, so I might post something twice")
        return Rejected(Obstacle.PERMISSION, reason, destination.id, was_asked=False)
    try:
        async with asyncio.timeout(_TIME_LIMIT_S):
            if post.first_tried_at is not None and (sent_id := await _find(destination, post)):
                return Sent(destination.id, sent_id)
            if is_late:
                return TooLate()
            if (rejected := find_lack(destination)) is not None:
                return rejected
            await limiter.acquire()
            return Sent(destination.id, await _send(destination, post, message), message.image is not None)
    except UNREACHABLE as error:
        return Deleted() if is_message_gone(error) else outcome_of(error, destination.id)


def outcome_of(error: BaseException, channel_id: int | None) -> Rejected | Unknown:
    """Returns what a failed request about the channel comes to: a refusal, or no answer."""
    obstacle = find_obstacle(error)
    if obstacle is Obstacle.NO_ANSWER or not isinstance(error, discord.HTTPException):
        return Unknown()
    return Rejected(obstacle, describe(error), channel_id)


def find_lack(destination: Destination) -> Rejected | None:
    """Returns the permissions that the bot evidently lacks to write there; None where it can be tried."""
    if isinstance(destination, discord.DMChannel):
        return None
    channel: Any = destination.parent if isinstance(destination, discord.Thread) else destination
    if channel is None:  # hidden from the bot, or gone: Discord says which
        return None
    names = ["view_channel", "send_messages", "embed_links"]
    if isinstance(destination, discord.Thread):
        names[1] = "send_messages_in_threads"
        names += ["manage_threads"] if destination.locked else []
    missing = find_missing(channel, names)
    return refuse_for_lack(missing, destination.id) if missing else None


def refuse_for_lack(missing: Sequence[str], channel_id: int) -> Rejected:
    """Returns the refusal of what was not asked, since the bot lacks these permissions, named by title."""
    reason = gettext("I lack {permissions}", permissions=", ".join(missing))
    return Rejected(Obstacle.PERMISSION, reason, channel_id, was_asked=False)


async def _send(destination: Destination, post: Post, message: OutgoingMessage) -> int:
    """Sends the message and returns its id."""
    view: Any = message.view or discord.utils.MISSING
    embed = add_mark(message.embed, post.mark, link_to(post.guild_id, destination))
    if isinstance(destination, discord.ForumChannel):
        created = await destination.create_thread(
            name=message.title,
            content=message.content,
            embed=embed,
            applied_tags=message.tags,
            auto_archive_duration=ONE_WEEK_MIN,
            allowed_mentions=message.allowed_mentions,
            view=view,
        )
        return created.thread.id
    reference: Any = None
    if message.reply_to_id is not None:
        reference = discord.MessageReference(
            message_id=message.reply_to_id, channel_id=destination.id, fail_if_not_exists=False
        )
    sent = await destination.send(
        message.content,
        embed=embed,
        files=attach(embed, message.image),
        nonce=post.nonce,
        allowed_mentions=message.allowed_mentions,
        reference=reference,
        view=view,
    )
    return sent.id


def _may_read_history(destination: Destination) -> bool:
    """Says whether the bot sees what was sent: without the permission Discord shows an empty history."""
    if isinstance(destination, discord.DMChannel):
        return True
    return destination.permissions_for(destination.guild.me).read_message_history


async def _find(destination: Destination, post: Post) -> int | None:
    """Returns the id of the message that an earlier try has sent, by the post's mark; None where none has."""
    assert post.first_tried_at is not None
    me = destination.me if isinstance(destination, discord.DMChannel) else destination.guild.me
    async for message in _list_since(destination, post.first_tried_at):
        if message.author.id == me.id and any(find_mark(embed) == post.mark for embed in message.embeds):
            return message.id
    return None


async def _list_since(destination: Destination, tried_at: datetime) -> AsyncIterator[discord.Message]:
    """Yields the messages since then, and at last older ones, in case our clock was ahead of Discord's."""
    if isinstance(destination, discord.ForumChannel):
        async for message in _list_posts(destination, tried_at - MOST_AHEAD):
            yield message
        return
    since = tried_at - _CLOCK_SLACK
    for begin, end in ((since, None), (tried_at - MOST_AHEAD, since)):
        async for message in destination.history(limit=_SEARCHED_MESSAGES, after=begin, before=end):
            yield message


async def _list_posts(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Message]:
    """Yields the first messages of the bot's posts in the forum since then, too new to be archived."""
    for thread in await forum.guild.active_threads():
        is_new = thread.created_at is not None and thread.created_at >= since
        if thread.parent_id == forum.id and thread.owner_id == forum.guild.me.id and is_new:
            yield await thread.fetch_message(thread.id)
