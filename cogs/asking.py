"""Who asks: from an interaction to the domain's actor, and what they should hear by the way."""

from __future__ import annotations

import discord

from cogs.ui.notices import notice_text
from domain.errors import Refusal
from domain.guilds import Actor
from services.notices import Notices


def actor_of(interaction: discord.Interaction) -> Actor:
    """The member behind an interaction, with the rights Discord grants them here and now."""
    if interaction.guild_id is None or not isinstance(interaction.user, discord.Member):
        raise Refusal("That works in a server only.")
    return Actor(
        guild_id=interaction.guild_id,
        user_id=interaction.user.id,
        role_ids=tuple(role.id for role in interaction.user.roles),
        is_manager=interaction.permissions.manage_events,
    )


async def pass_on_notices(interaction: discord.Interaction, notices: Notices) -> None:
    """After the answer: what this member has not heard yet, privately, once."""
    actor = actor_of(interaction)
    untold = await notices.list_untold(actor)
    if untold:
        lines = [f"- {notice_text(notice)}" for notice in untold]
        text = "\n".join(["By the way:", *lines])[:2000]
        await interaction.followup.send(text, ephemeral=True)
        await notices.mark_told(untold)
