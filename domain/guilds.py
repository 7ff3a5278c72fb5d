"""What an organiser sets for a server, and who may do what there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.boards import Board


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What is None has not been set by an organiser.

    `state_tag_ids` are the forum's tags that show where a problem stands, by the name of the stage.
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
    round_rule: str | None = None  # in the words of a rule; None is never
    agenda_lead_min: int | None = None  # how long before a meetup its agenda is posted
    round_min: int | None = None  # how long a meetup works on one problem
    pings_min: tuple[int, ...] = ()  # how long before the start meetups ping
    language: str | None = None  # None is the one that the server has in Discord

    @property
    def digest_channel_ids(self) -> tuple[int, ...]:
        """Where the week on the board could be summed up, the best first; a forum takes no messages."""
        board = self.board.channel_id if self.board and not self.board.is_forum else None
        return tuple(filter(None, (self.digest_channel_id, self.channel_id, board)))


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an organiser has filled in and not confirmed. A channel that is None is to be found or made."""

    channel_id: int | None = None
    board_id: int | None = None
    circles_id: int | None = None
    planner_role_ids: tuple[int, ...] = ()
    zone: str = ""
    pings: str = ""

    def with_channel(self, purpose: str, channel_id: int) -> SetUp:
        """The same with the channel for `channel`, `board` or `circles`."""
        changed: dict[str, Any] = {f"{purpose}_id": channel_id}
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class Actor:
    """The member who asks, as Discord vouches for them in this very request."""

    guild_id: int
    user_id: int
    role_ids: tuple[int, ...] = ()
    is_manager: bool = False  # has Manage Events
    is_moderator: bool = False  # has Manage Threads
    runs_server: bool = False  # has Manage Server

    def may_plan(self, settings: GuildSettings) -> bool:
        """Whether this member may plan meetups here."""
        return self.is_manager or not set(self.role_ids).isdisjoint(settings.planner_role_ids)

    def may_edit(self, host_id: int) -> bool:
        """Whether this member may change what that host planned."""
        return self.is_manager or self.user_id == host_id
