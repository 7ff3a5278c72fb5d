"""Addresses of what stands in Discord, as members open them."""

from __future__ import annotations

_CHANNELS = "https://discord.com/channels"
DIRECT_MESSAGES = f"{_CHANNELS}/@me"
"""Where somebody's direct messages are."""


def guild_link(guild_id: int) -> str:
    """Returns the address of a server."""
    return f"{_CHANNELS}/{guild_id}"


def channel_link(guild_id: int, channel_id: int) -> str:
    """Returns the address of a channel, or of a thread."""
    return f"{_CHANNELS}/{guild_id}/{channel_id}"


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    """Returns the address of a message."""
    return f"{channel_link(guild_id, channel_id)}/{message_id}"
