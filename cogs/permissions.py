"""The permissions that the bot asks for, each with its reason, and the check whether it has them."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from domain.errors import Refusal
from languages import gettext, gettext_noop

NEEDED = {
    "view_channel": gettext_noop("see the channels it posts in"),
    "send_messages": gettext_noop("announce meetups, remind people of them, post problems"),
    "embed_links": gettext_noop("show a meetup's card and a problem's"),
    "add_reactions": gettext_noop("put ✅ 🤔 ❌, 🙋 and 👍 under messages, to be tapped on"),
    "read_message_history": gettext_noop("read the answers again after it was offline"),
    "create_public_threads": gettext_noop("open a thread for each date and for each problem"),
    "create_private_threads": gettext_noop("propose circles, and give each a thread of its own"),
    "send_messages_in_threads": gettext_noop("tell those who answered about a change; write down proposals"),
    "attach_files": gettext_noop("hand out the calendar file and pictures"),
}
HELPFUL = {
    "manage_messages": gettext_noop("take a member's older reaction away when they change their mind"),
    "manage_events": gettext_noop("keep the server's own event list in step"),
    "create_events": gettext_noop("add each next date to the server's own event list"),
    "manage_threads": gettext_noop(
        "show on a forum's posts how a problem stands, and write in a locked thread"
    ),
    "manage_channels": gettext_noop("make the tags waiting, open and solved on the forum, once"),
    "mention_everyone": gettext_noop(
        "mention a role that members themselves may not mention (never @everyone)"
    ),
}
_TITLES = {
    "view_channel": gettext_noop("View Channel"),
    "send_messages": gettext_noop("Send Messages"),
    "embed_links": gettext_noop("Embed Links"),
    "add_reactions": gettext_noop("Add Reactions"),
    "read_message_history": gettext_noop("Read Message History"),
    "create_public_threads": gettext_noop("Create Public Threads"),
    "create_private_threads": gettext_noop("Create Private Threads"),
    "send_messages_in_threads": gettext_noop("Send Messages In Threads"),
    "attach_files": gettext_noop("Attach Files"),
    "manage_messages": gettext_noop("Manage Messages"),
    "manage_events": gettext_noop("Manage Events"),
    "create_events": gettext_noop("Create Events"),
    "connect": gettext_noop("Connect"),
    "mute_members": gettext_noop("Mute Members"),
    "move_members": gettext_noop("Move Members"),
    "manage_threads": gettext_noop("Manage Threads"),
    "manage_channels": gettext_noop("Manage Channels"),
    "mention_everyone": gettext_noop("Mention Everyone"),
}
CHANNEL = ("view_channel", "send_messages", "embed_links", "add_reactions", "read_message_history")
BOARD = (*CHANNEL, "send_messages_in_threads")  # a forum
THREADED_BOARD = (*BOARD, "create_public_threads")  # a text channel
DESK = ("view_channel", "send_messages", "embed_links", "read_message_history")
CIRCLES = (
    "view_channel",
    "embed_links",
    "read_message_history",
    "create_private_threads",
    "send_messages_in_threads",
)

_VOICE_EVENT = ("view_channel", "connect")
_STAGE_EVENT = ("view_channel", "manage_channels", "mute_members", "move_members")


def invite_permissions() -> discord.Permissions:
    """Returns all of them together, as the invitation asks for them."""
    return discord.Permissions(**dict.fromkeys([*NEEDED, *HELPFUL], True))


def list_missing(granted: discord.Permissions, names: Sequence[str] = CHANNEL) -> list[str]:
    """Returns the titles of the permissions that are not granted; by default those to announce meetups."""
    return [title_of(name) for name in names if not getattr(granted, name)]


def find_missing(channel: discord.abc.GuildChannel, names: Sequence[str]) -> list[str]:
    """Returns the titles of the permissions that the bot itself lacks in the channel, and in its threads.

    Without View Channel that alone is named, as nothing else counts. Without Send Messages the library takes
    Embed Links away, too, which Discord does not do in threads.
    """
    granted = channel.permissions_for(channel.guild.me)
    if not granted.view_channel:
        return [title_of("view_channel")]
    implied = set() if granted.send_messages else {"embed_links"}
    return list_missing(granted, [name for name in names if name not in implied])


def list_missing_for_event(
    guild: discord.Guild, room: discord.VoiceChannel | discord.StageChannel | None, *, is_new: bool
) -> list[str]:
    """Returns the names of the permissions that the bot lacks for an event there; `room` is None elsewhere.

    What the channel's own settings grant is looked at, without what discord.py takes away where one
    permission implies another: each that is named is to be given.
    """
    granted = guild.me.guild_permissions
    needed: list[str] = []
    if room is not None:
        granted = discord.abc.GuildChannel.permissions_for(room, guild.me)
        needed += _STAGE_EVENT if isinstance(room, discord.StageChannel) else _VOICE_EVENT
    if is_new or not granted.manage_events:  # which is enough to change what is there
        needed.append("create_events")
    return [name for name in needed if not getattr(granted, name)]


def check_permissions(channel: discord.abc.GuildChannel, names: Sequence[str], refusal: str) -> None:
    """Raises Refusal where the bot lacks any of the permissions in the channel.

    `refusal` is a message with `{channel}` and `{permissions}`, which is translated here.
    """
    missing = list_missing(channel.permissions_for(channel.guild.me), names)
    if missing:
        raise Refusal(gettext(refusal, channel=channel.mention, permissions=", ".join(missing)))


def title_of(name: str) -> str:
    """Returns what Discord calls the permission."""
    return gettext(_TITLES[name])
