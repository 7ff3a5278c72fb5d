"""Hints after a reply: what somebody hears with their next one, since the bot sends no unasked messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class NoticeKind(StrEnum):
    """What a notice is about; the values are stored."""

    MISSED = "missed"
    PASSED = "passed"
    CANNOT_POST = "cannot_post"
    MESSAGE_GONE = "message_gone"
    NO_EVENTS = "no_events"
    ROLE_GONE = "role_gone"
    NO_PICTURE = "no_picture"
    ROOM_GONE = "room_gone"
    NOBODY_CAME = "nobody_came"
    HANDED_OVER = "handed_over"
    HOSTS_DATE = "hosts_date"
    HOSTS_TOO = "hosts_too"
    DATE_SKIPPED = "date_skipped"
    DATE_CANCELLED = "date_cancelled"
    DATE_MOVED = "date_moved"
    DATE_RESTORED = "date_restored"
    HOSTS_NO_MORE = "hosts_no_more"
    HAS_NEW_HOST = "has_new_host"
    OFFER_ENDED = "offer_ended"
    HOST_WANTED = "host_wanted"
    ANSWERS_CLOSED = "answers_closed"
    NOT_FOR_YOUR_ROLES = "not_for_your_roles"
    ANSWER_ROLES_GONE = "answer_roles_gone"
    CANNOT_POST_PROBLEM = "cannot_post_problem"
    CANNOT_EDIT_PROBLEM = "cannot_edit_problem"
    FORUM_DEMANDS_TAG = "forum_demands_tag"
    PROBLEM_NOT_POSTED = "problem_not_posted"
    PROBLEM_REMOVED = "problem_removed"
    SOLVED = "solved"
    CANNOT_POST_CIRCLE = "cannot_post_circle"
    CANNOT_ADD_TO_CIRCLE = "cannot_add_to_circle"
    ROUND_BEGAN = "round_began"
    MESSAGES_CLOSED = "messages_closed"
    CANNOT_POST_DESK = "cannot_post_desk"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that somebody should hear, told once for each kind and `key`, however often it happens.

    `user_id` is None where it is for the organisers.
    """

    id: int
    guild_id: int
    user_id: int | None
    kind: NoticeKind
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
