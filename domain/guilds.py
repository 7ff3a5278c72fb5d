"""The settings of a server, and who may do what there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.boards import Board

AUTO = "auto"
"""Chosen in place of a language: the one that the server has in Discord."""


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """The settings of one server; a field is None until an organiser sets it.

    `state_tag_ids` are the forum's tags that show where a problem stands, by the value of its Stage.
    """

    guild_id: int
    zone: str | None = None
    channel_id: int | None = None
    planner_role_ids: tuple[int, ...] = ()
    board: Board | None = None
    state_tag_ids: Mapping[str, int] = field(default_factory=dict)
    digest_channel_id: int | None = None
    interests: tuple[str, ...] = ()  # besides those that everybody can choose
    circle_channel_id: int | None = None
    round_rule: str | None = None  # as `str` writes a rule; None where no round begins by itself
    agenda_lead_min: int | None = None  # minutes before a meetup at which its agenda is posted
    round_min: int | None = None  # minutes that a meetup works on one problem
    pings_min: tuple[int, ...] = ()  # minutes before the start at which meetups ping
    late_seats_min: int | None = None  # minutes before the start from which free seats are offered; 0: never
    language: str | None = None  # None for the one that the server has in Discord
    allows_anonymous: bool = True  # whether problems can be shared anonymously

    @property
    def digest_channel_ids(self) -> tuple[int, ...]:
        """Where the weekly digest could be posted, the best channel first.

        A board that is a forum is not among them: a forum takes no plain messages.
        """
        board = self.board.channel_id if self.board and not self.board.is_forum else None
        return tuple(filter(None, (self.digest_channel_id, self.channel_id, board)))


@dataclass(frozen=True, slots=True)
class SetupDraft:
    """What an organiser has filled in for the guided set-up, before they confirm it.

    A channel is None where one is still to be found or made; the zone is as it was typed.
    """

    channel_id: int | None = None
    board_id: int | None = None
    circles_id: int | None = None
    planner_role_ids: tuple[int, ...] = ()
    zone: str = ""

    def with_channel(self, purpose: str, channel_id: int) -> SetupDraft:
        """Returns a copy with the channel for a purpose: `channel`, `board` or `circles`."""
        changed: dict[str, Any] = {f"{purpose}_id": channel_id}
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class Actor:
    """The member who asks, with the roles and rights that Discord states in this very request."""

    guild_id: int
    user_id: int
    role_ids: tuple[int, ...] = ()
    is_manager: bool = False  # has Manage Events
    is_moderator: bool = False  # has Manage Threads
    runs_server: bool = False  # has Manage Server

    def may_plan(self, settings: GuildSettings) -> bool:
        """Returns whether this member may plan meetups in the server of these settings."""
        return self.is_manager or not set(self.role_ids).isdisjoint(settings.planner_role_ids)

    def may_edit(self, host_id: int) -> bool:
        """Returns whether this member may change what that host planned."""
        return self.is_manager or self.user_id == host_id
