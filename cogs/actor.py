"""The domain's actor behind an interaction."""

from __future__ import annotations

from typing import Any

import discord

from domain.errors import Refusal
from domain.guilds import Actor
from languages import gettext


def actor_for(member: discord.Member) -> Actor:
    """Returns the member as an actor, with the rights that they have in the whole server."""
    rights = member.guild_permissions
    return Actor(
        guild_id=member.guild.id,
        user_id=member.id,
        role_ids=tuple(role.id for role in member.roles),
        is_manager=rights.manage_events,
        is_moderator=rights.manage_threads,
        runs_server=rights.manage_guild,
    )


def actor_of(interaction: discord.Interaction[Any]) -> Actor:
    """Returns the member behind an interaction, with the rights that Discord grants them here and now.

    Raises Refusal outside a server.
    """
    if interaction.guild_id is None or not isinstance(interaction.user, discord.Member):
        raise Refusal(gettext("That works in a server only."))
    return Actor(
        guild_id=interaction.guild_id,
        user_id=interaction.user.id,
        role_ids=tuple(role.id for role in interaction.user.roles),
        is_manager=interaction.permissions.manage_events,
        is_moderator=interaction.permissions.manage_threads,
        runs_server=interaction.permissions.manage_guild,
    )


def organiser_of(interaction: discord.Interaction[Any]) -> Actor:
    """Returns the member behind an interaction. Raises Refusal for members without Manage Server."""
    actor = actor_of(interaction)
    if not actor.runs_server:
        raise Refusal(gettext("That is for the organisers of this server: it needs Manage Server."))
    return actor
