"""The means of measuring: a rate beside its yardstick, and a Discord that answers at once."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import discord

_LONG_AGO = "2026-01-01T00:00:00+00:00"
GUILD_ID, CHANNEL_ID, BOT_ID = 1_000, 2_000, 3_000


@dataclass
class Stretch:
    """How long something took, once it is over."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Stretch]:
    """Measures the block; yields what has the time once it is over."""
    stretch, start = Stretch(), time.perf_counter()
    yield stretch
    stretch.seconds = time.perf_counter() - start


def resident_mib(pid: int) -> float:
    """Returns what a process has in memory just now, in MiB."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize() / 2**20


def report(what: str, number: float, unit: str, yardstick: str, yard: float) -> None:
    """Prints one line: the figure, the yardstick, and how they compare."""
    print(f"  {what:<46}{number:>12,.2f} {unit}")
    print(f"  {'yardstick: ' + yardstick:<46}{yard:>12,.2f} {unit}   ratio {number / yard:.2f}")


def answer_at_once(bot: discord.Client) -> None:
    """Replaces the bot's way to Discord by one that says yes without a network."""
    ids = count(10**15)

    async def request(route: discord.http.Route, **_: Any) -> Any:
        if route.method == "POST" and route.path.endswith("/messages"):
            return _message(next(ids))
        if route.method == "POST":
            return {
                "id": str(next(ids)),
                "name": "thread",
                "type": 11,
                "parent_id": str(CHANNEL_ID),
            } | _THREAD
        if route.method == "PATCH":
            return _message(next(ids))
        return {}

    bot.http.request = request  # type: ignore[method-assign]


_THREAD = {
    "name": "thread",
    "type": 11,
    "parent_id": str(CHANNEL_ID),
    "guild_id": str(GUILD_ID),
    "owner_id": str(BOT_ID),
    "thread_metadata": {
        "archived": False,
        "auto_archive_duration": 60,
        "archive_timestamp": "2026-01-01T00:00:00+00:00",
    },
    "message_count": 0,
    "member_count": 0,
}


def _message(message_id: int) -> dict[str, Any]:
    author = {"id": str(BOT_ID), "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
    return {
        "id": str(message_id),
        "channel_id": str(CHANNEL_ID),
        "author": author,
        "content": "",
        "timestamp": _LONG_AGO,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
    }


def guild_data(guild_id: int, members: int) -> dict[str, Any]:
    """Returns a guild as the gateway sends it, with one text channel and `members` members."""
    first = guild_id * 10_000
    return {
        "id": str(guild_id),
        "name": f"guild {guild_id}",
        "owner_id": str(BOT_ID),
        "roles": [
            {"id": str(guild_id), "name": "@everyone", "permissions": str(2**40), "position": 0} | _ROLE
        ],
        "channels": [{"id": str(guild_id * 2), "type": 0, "name": "meetups", "position": 0} | _CHANNEL],
        "members": [member_data(id_) for id_ in (*range(first, first + members), BOT_ID)],
        "member_count": members,
        "emojis": [],
        "stickers": [],
        "features": [],
        "threads": [],
        "presences": [],
        "voice_states": [],
        "preferred_locale": "en-US",
        "premium_tier": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "system_channel_flags": 0,
        "afk_timeout": 60,
    }


_ROLE = {
    "name": "@everyone",
    "permissions": "0",
    "position": 0,
    "color": 0,
    "hoist": False,
    "managed": False,
    "mentionable": False,
    "flags": 0,
    "colors": {"primary_color": 0},
}
_CHANNEL: dict[str, Any] = {"permission_overwrites": [], "nsfw": False, "topic": None, "parent_id": None}


def member_data(user_id: int) -> dict[str, Any]:
    """Returns a member as the gateway sends it."""
    user = {"id": str(user_id), "username": f"user{user_id}", "discriminator": "0", "avatar": None}
    return {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def fill_cache(bot: discord.Client, guilds: int = 1, members: int = 0) -> None:
    """Puts guilds into the bot's cache, the first with the id GUILD_ID."""
    state = bot._connection
    state.user = discord.ClientUser(
        state=state,
        data={"id": str(BOT_ID), "username": "bot", "discriminator": "0", "avatar": None, "bot": True},  # type: ignore[typeddict-item]
    )
    for number in range(guilds):
        state._add_guild(discord.Guild(data=guild_data(GUILD_ID + number, members), state=state))  # type: ignore[arg-type]
