"""One thing that the doctor finds, and the clicks that fix it."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from languages import gettext


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong, and the clicks that fix it. `is_fault` is False where nothing fails without them."""

    problem: str
    fix: str
    is_fault: bool = True


def path_to_permissions(channel: discord.abc.GuildChannel, role: str) -> str:
    """Returns the clicks to where the role is given permissions in the channel."""
    return gettext(
        "{channel} → Edit Channel → Permissions → {role} → allow these", channel=channel.mention, role=role
    )
