"""Who asks: from an interaction to the domain's actor, and what they should hear by the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from cogs.ui.notices import notice_text
from domain.errors import Refusal
from domain.guilds import Actor
from domain.notices import Notice
from languages import gettext
from services.desk import Desk
from services.notices import Notices, list_untold
from services.untold import Look, find_untold


def actor_of(interaction: discord.Interaction) -> Actor:
    """The member behind an interaction, with the rights Discord grants them here and now."""
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


class Aside(Protocol):
    """Something a member should hear by the way, after the answer to a command of theirs."""

    @property
    def look(self) -> Look:
        """Finds what there is to be said."""

    async def say(self, interaction: discord.Interaction, actor: Actor, found: Any) -> None:
        """Say it, privately, and note that it was said."""


@dataclass(frozen=True, slots=True)
class Asides:
    """Everything a member should hear by the way, in order."""

    desk: Desk
    asides: Sequence[Aside]

    async def tell(self, interaction: discord.Interaction) -> None:
        """After the answer: what this member has not heard yet, privately."""
        actor = actor_of(interaction)
        found = await find_untold(self.desk, [aside.look for aside in self.asides], actor)
        for aside, one in zip(self.asides, found, strict=True):
            if one:
                await aside.say(interaction, actor, one)


@dataclass(frozen=True, slots=True)
class NoticesAside:
    """What went wrong with something of theirs, each thing once."""

    notices: Notices

    @property
    def look(self) -> Look:
        return list_untold

    async def say(self, interaction: discord.Interaction, actor: Actor, found: list[Notice]) -> None:
        lines = [f"- {notice_text(notice)}" for notice in found]
        text = "\n".join([gettext("By the way:"), *lines])[:2000]
        await interaction.followup.send(text, ephemeral=True)
        await self.notices.mark_told(found)
