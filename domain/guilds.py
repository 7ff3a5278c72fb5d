"""What an organiser sets for a server, and who may do what there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """`zone` and `channel_id` are None until the organiser sets them."""

    guild_id: int
    zone: str | None = None
    channel_id: int | None = None
    planner_role_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """The member who asks, as Discord vouches for them in this very request."""

    guild_id: int
    user_id: int
    role_ids: tuple[int, ...] = ()
    is_manager: bool = False  # has Manage Events
    is_moderator: bool = False  # has Manage Threads

    def may_plan(self, settings: GuildSettings) -> bool:
        """Whether this member may plan meetups here."""
        return self.is_manager or not set(self.role_ids).isdisjoint(settings.planner_role_ids)

    def may_edit(self, host_id: int) -> bool:
        """Whether this member may change what that host planned."""
        return self.is_manager or self.user_id == host_id
