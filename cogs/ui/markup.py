"""Discord's markup: time stamps, mentions, and text of members shown as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import discord

from languages import gettext

FIELD_LENGTH = 1024
CHOICE_LENGTH = 100


def stamp(instant: datetime, style: discord.utils.TimestampStyle = "F") -> str:
    """A time that everyone reads in their own zone and language."""
    return discord.utils.format_dt(instant, style)


def stamp_ms(instant_ms: int, style: discord.utils.TimestampStyle = "F") -> str:
    """As stamp, for an instant in a payload: milliseconds since 1970."""
    return stamp(datetime.fromtimestamp(instant_ms / 1000, UTC), style)


def user(user_id: int) -> str:
    """A member, by name; 0 is one whose name was erased."""
    return f"<@{user_id}>" if user_id else gettext("somebody who has left")


def role(role_id: int) -> str:
    """A role, by name."""
    return f"<@&{role_id}>"


def channel(channel_id: int) -> str:
    """A channel or thread, as a link."""
    return f"<#{channel_id}>"


def plain(text: str) -> str:
    """What a member wrote, with its markdown, mentions and time stamps shown as text."""
    escaped = discord.utils.escape_markdown(text)
    return discord.utils.escape_mentions(escaped).replace("<", "\\<")


def close_code_block(text: str, length: int) -> str:
    """What a member wrote, with its markdown: cut, and with a code block that was left open closed."""
    fence = "```"
    text = cut(text, length - len(fence) - 1)
    return f"{text}\n{fence}" if text.count(fence) % 2 else text


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    """The address of a message."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def cut(text: str, length: int) -> str:
    """The text, ended by an ellipsis where it is longer than `length`."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def names(user_ids: Sequence[int], length: int = FIELD_LENGTH) -> str:
    """Members one after another, as many as fit in `length` characters, then how many more."""
    if not user_ids:
        return gettext("nobody yet")
    room = length - len(gettext("{names}, and {count} more", names="", count=len(user_ids)))
    shown: list[str] = []
    for user_id in user_ids:
        room -= len(user(user_id)) + 2
        if room < 0:
            break
        shown.append(user(user_id))
    more = len(user_ids) - len(shown)
    names = ", ".join(shown)
    return gettext("{names}, and {count} more", names=names, count=more) if more else names
