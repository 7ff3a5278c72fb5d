"""Discord's markup: time stamps, mentions, links, and members' text shown as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import discord

from languages import gettext

FIELD_LENGTH = 1024
CHOICE_LENGTH = 100
MODAL_TITLE_LENGTH = 45


def stamp(instant: datetime, style: discord.utils.TimestampStyle = "F") -> str:
    """Returns a time stamp, which Discord shows to everyone in their own zone and language."""
    return discord.utils.format_dt(instant, style)


def stamp_ms(instant_ms: int, style: discord.utils.TimestampStyle = "F") -> str:
    """Returns a time stamp, as `stamp` does, for an instant in a payload: milliseconds since 1970."""
    return stamp(datetime.fromtimestamp(instant_ms / 1000, UTC), style)


def user(user_id: int) -> str:
    """Returns a mention of the user; 0 is a user whose id was erased."""
    return f"<@{user_id}>" if user_id else gettext("somebody who has left")


def role(role_id: int) -> str:
    """Returns a mention of the role."""
    return f"<@&{role_id}>"


def channel(channel_id: int) -> str:
    """Returns a link to the channel or thread."""
    return f"<#{channel_id}>"


def plain(text: str) -> str:
    """Returns a member's text, escaped so that its markdown, mentions and time stamps show as plain text."""
    escaped = discord.utils.escape_markdown(text)
    return discord.utils.escape_mentions(escaped).replace("<", "\\<")


def close_code_block(text: str, length: int) -> str:
    """Returns a member's text with its markdown, cut to `length`, and with an open code block closed."""
    fence = "```"
    text = cut(text, length - len(fence) - 1)
    return f"{text}\n{fence}" if text.count(fence) % 2 else text


def cut(text: str, length: int) -> str:
    """Returns the text, cut and ended by an ellipsis where it is longer than `length`."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def roles(role_ids: Iterable[int]) -> str:
    """Returns mentions of the roles, which nobody is pinged by where none is allowed."""
    return ", ".join(role(role_id) for role_id in role_ids)


def names(
    user_ids: Sequence[int], length: int = FIELD_LENGTH, brought: Mapping[int, int] | None = None
) -> str:
    """Returns mentions of as many users as fit in `length` characters, then how many more there are.

    `brought` is how many guests some of them bring, by user id, which stands behind their mention.
    """
    if not user_ids:
        return gettext("nobody yet")
    room = length - len(gettext("{names}, and {count} more", names="", count=len(user_ids)))
    mentions: list[str] = []
    for user_id in user_ids:
        guests = (brought or {}).get(user_id)
        mention = f"{user(user_id)} +{guests}" if guests else user(user_id)
        room -= len(mention) + 2
        if room < 0:
            break
        mentions.append(mention)
    more = len(user_ids) - len(mentions)
    fitting = ", ".join(mentions)
    return gettext("{names}, and {count} more", names=fitting, count=more) if more else fitting
