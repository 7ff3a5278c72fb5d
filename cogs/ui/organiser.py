"""How a server's settings look. Pure."""

from __future__ import annotations

import discord

from cogs.ui import markup
from domain.guilds import GuildSettings


def settings_embed(settings: GuildSettings) -> discord.Embed:
    """All settings with what holds where none is set."""
    planners = ["members with Manage Events", *(markup.role(role) for role in settings.planner_role_ids)]
    channel = markup.channel(settings.channel_id) if settings.channel_id else "the channel where a host types"
    embed = discord.Embed(title="Settings of this server")
    embed.add_field(name="Time zone", value=settings.zone or "not set", inline=False)
    embed.add_field(name="Meetups are announced in", value=channel, inline=False)
    embed.add_field(name="Who may plan", value=", ".join(planners), inline=False)
    embed.set_footer(text="/longtable set changes them")
    return embed
