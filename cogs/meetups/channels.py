"""The channel that a meetup is announced in: named, or found, and looked at before anything is drafted."""

from __future__ import annotations

from typing import Any

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.permissions import list_missing
from domain.errors import Refusal
from languages import gettext
from services.meetups import planning


async def find_channel(interaction: Interaction, named: discord.TextChannel | None) -> int:
    """Returns the id of the channel for a new meetup: the one that was named, the server's, or this one.

    Raises Refusal where the member may not plan, or the bot cannot announce anything there.
    """
    usual_id = await interaction.client.read(
        planning.choose_channel, actor_of(interaction), _here(interaction)
    )
    channel_id = named.id if named is not None else usual_id
    check_channel(interaction, channel_id)
    return channel_id


def _here(interaction: Interaction) -> int:
    channel = interaction.channel
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else None
    return parent_id or interaction.channel_id or 0


def check_channel(interaction: discord.Interaction[Any], channel_id: int) -> None:
    """Raises Refusal where the bot cannot announce anything in that channel."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if interaction.guild is None or not isinstance(channel, discord.TextChannel):
        raise Refusal(gettext("I announce meetups in text channels. Pick one with `channel:`."))
    missing = list_missing(channel.permissions_for(interaction.guild.me))
    if missing:
        raise Refusal(
            gettext(
                "In {channel} I lack: {permissions}. Pick another, or let me in there.",
                channel=channel.mention,
                permissions=", ".join(missing),
            )
        )
