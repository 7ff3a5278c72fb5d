"""The channel in which a meetup is announced, checked before the meetup is drafted."""

from __future__ import annotations

from typing import Any

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.permissions import CHANNEL, check_permissions
from domain.errors import Refusal
from languages import gettext, gettext_noop
from services.meetups import planning


async def find_channel(interaction: Interaction) -> int:
    """Returns the id of the channel for a new meetup: the server's, or the current one.

    Raises Refusal where the member may not plan.
    """
    current_id = get_current_id(interaction)
    return await interaction.client.read(planning.choose_channel, actor_of(interaction), current_id)


def list_rooms(guild: discord.Guild | None) -> list[discord.VoiceChannel | discord.StageChannel]:
    """Returns the voice and stage channels in which a meetup can take place."""
    return [*guild.voice_channels, *guild.stage_channels] if guild is not None else []


def get_current_id(interaction: Interaction) -> int:
    """Returns the id of the channel in which the member types; of a thread, that of its channel."""
    channel = interaction.channel
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else None
    return parent_id or interaction.channel_id or 0


def sees_channel(interaction: Interaction, channel_id: int) -> bool:
    """Returns whether the member can see the channel in Discord, and so knows what is announced there."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    member = interaction.user
    if channel is None or not isinstance(member, discord.Member):
        return False
    return channel.permissions_for(member).view_channel


def check_channel(interaction: discord.Interaction[Any], channel_id: int) -> None:
    """Raises Refusal where the bot cannot announce anything in that channel."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if not isinstance(channel, discord.TextChannel):
        raise Refusal(
            gettext("Meetups are announced in text channels. Pick one under *Announcement*, please.")
        )
    refusal = gettext_noop("In {channel} I lack: {permissions}. Pick another, or let me in there.")
    check_permissions(channel, CHANNEL, refusal)
