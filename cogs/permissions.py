"""The permissions the bot asks for when it is invited, each with its reason."""

from __future__ import annotations

import discord

NEEDED = {
    "view_channel": "see the channels it announces meetups in",
    "send_messages": "announce meetups and remind people of them",
    "embed_links": "show a meetup's card: when, where, who comes",
    "add_reactions": "put ✅ 🤔 ❌ under a card, to be tapped on",
    "read_message_history": "read the answers again after it was offline",
    "create_public_threads": "open a thread for each date",
    "send_messages_in_threads": "tell those who answered about a change, in that thread",
    "attach_files": "hand out the calendar file",
}
HELPFUL = {
    "manage_messages": "take a member's older reaction away when they change their mind",
    "manage_events": "keep the server's own event list in step",
    "create_events": "add each next date to the server's own event list",
    "mention_everyone": "mention a role that members themselves may not mention (never @everyone)",
}
ROOM = ("view_channel", "send_messages", "embed_links", "add_reactions", "read_message_history")


def invited_with() -> discord.Permissions:
    """All of them together, as an invitation asks for them."""
    return discord.Permissions(**dict.fromkeys([*NEEDED, *HELPFUL], True))


def list_missing(granted: discord.Permissions) -> list[str]:
    """What the bot lacks to announce meetups in a channel, in Discord's words."""
    return [name.replace("_", " ").title() for name in ROOM if not getattr(granted, name)]
