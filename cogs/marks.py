"""The mark by which a message is found again whose receipt was lost, in a place that nobody reads.

It is the fragment of its embed's link. Where the embed has a title, that leads to the link without it.
"""

from __future__ import annotations

import re

import discord

from domain.links import DIRECT_MESSAGES, channel_link, guild_link

_OLD_MARK = re.compile(r" · ([0-9a-hjkmnp-tv-z]{8})$")  # of version 0.1, at the end of a footer


def add_mark(embed: discord.Embed, mark: str, link: str) -> discord.Embed:
    """Returns the embed with the mark; its title leads to `link`, unless it leads elsewhere."""
    marked = embed.copy()
    marked.url = f"{embed.url or link}#{mark}"
    return marked


def keep_mark(interaction: discord.Interaction, embed: discord.Embed) -> discord.Embed:
    """Returns the embed with the mark of the one that it replaces, whose receipt may be still to come."""
    shown = interaction.message.embeds if interaction.message else []
    mark = find_mark(shown[0]) if shown else None
    return embed if mark is None else add_mark(embed, mark, _link_to_place(interaction))


def find_mark(embed: discord.Embed) -> str | None:
    """Returns the mark of an embed; None where it has none."""
    _, _, fragment = (embed.url or "").partition("#")
    old = _OLD_MARK.search(embed.footer.text or "")
    return fragment or (old[1] if old else None)


def link_to(guild_id: int, channel: discord.abc.Snowflake) -> str:
    """Returns where a title leads by itself: the channel; from a direct message the server it is about."""
    is_direct = isinstance(channel, discord.DMChannel)
    return guild_link(guild_id) if is_direct else channel_link(guild_id, channel.id)


def _link_to_place(interaction: discord.Interaction) -> str:
    shown = interaction.message.embeds[0].url if interaction.message and interaction.message.embeds else None
    if shown:
        return shown.partition("#")[0]
    if interaction.guild_id is None:
        return DIRECT_MESSAGES
    return channel_link(interaction.guild_id, interaction.channel_id or 0)
