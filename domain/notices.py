"""What somebody should hear in their next private reply, because the bot sends nobody an unasked message."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class NoticeKind(StrEnum):
    """The values are stored."""

    MISSED = "missed"
    PASSED = "passed"
    CANNOT_POST = "cannot_post"
    MESSAGE_GONE = "message_gone"
    NO_EVENTS = "no_events"
    ROLE_GONE = "role_gone"
    NOBODY_CAME = "nobody_came"
    CANNOT_POST_PROBLEM = "cannot_post_problem"
    CANNOT_EDIT_PROBLEM = "cannot_edit_problem"
    PROBLEM_NOT_POSTED = "problem_not_posted"
    PROBLEM_REMOVED = "problem_removed"
    CANNOT_POST_CIRCLE = "cannot_post_circle"
    ROUND_BEGAN = "round_began"


@dataclass(frozen=True, slots=True)
class Notice:
    """`user_id` None is for the organisers; one kind and `key` are told once, however often it happens."""

    id: int
    guild_id: int
    user_id: int | None
    kind: NoticeKind
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
