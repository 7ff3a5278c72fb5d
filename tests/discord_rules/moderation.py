"""Two-factor moderation: where a server requires it and the bot's owner has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcord.backend import serializers
from simcord.backend.errors import BackendError
from simcord.backend.models import Guild
from simcord.builders import GuildHandle

from tests.discord_rules.simulation import Simulation

# Those that stand with a star in Discord's table of permissions.
STARRED = frozenset(
    {
        "administrator",
        "ban_members",
        "kick_members",
        "manage_channels",
        "manage_expressions",
        "manage_guild",
        "manage_messages",
        "manage_roles",
        "manage_threads",
        "manage_webhooks",
        "view_creator_monetization_analytics",
    }
)


class Moderation:
    """Which servers require two-factor of their moderators, and whether the bot's owner has it."""

    def __init__(self, simulation: Simulation) -> None:
        self.backend = simulation.backend
        self._requiring: set[int] = set()
        self.backend.bot_user.mfa_enabled = True

    def void_permissions(self, simulation: Simulation) -> None:
        """Has starred permissions of the bot be void where two-factor is required and its owner has none.

        Discord's documentation, Permissions, and Opcodes and Status Codes, 60003.
        """
        simulation.override("require_permissions", self._require)
        simulation.shape("guild_create_payload", self._tell)
        simulation.on("GUILD_UPDATE", self._tell_update)

    def require_two_factor(self, guild: GuildHandle, *, required: bool = True) -> None:
        """Has a server require two-factor of its moderators, or not any more."""
        (self._requiring.add if required else self._requiring.discard)(guild.id)
        stored = self.backend.get_guild(guild.id)
        self.backend.emit("GUILD_UPDATE", serializers.guild_create_payload(self.backend, stored))

    def set_owner_has_two_factor(self, *, has: bool) -> None:
        """Says whether the bot's owner has two-factor; the bot reads it of its own account when it starts."""
        self.backend.bot_user.mfa_enabled = has

    def _require(
        self,
        original: Callable[..., None],
        guild_id: int | None,
        user_id: int,
        channel_id: int | None,
        *names: str,
    ) -> None:
        original(guild_id, user_id, channel_id, *names)
        is_void = guild_id in self._requiring and not self.backend.bot_user.mfa_enabled
        if is_void and user_id == self.backend.bot_user.id and STARRED & set(names):
            raise BackendError(403, 60003, "Two factor is required for this operation")

    def _tell(self, guild: Guild, payload: dict[str, Any]) -> None:
        payload["mfa_level"] = int(guild.id in self._requiring)

    def _tell_update(self, payload: dict[str, Any]) -> bool:
        payload["mfa_level"] = int(int(payload["id"]) in self._requiring)
        return True
