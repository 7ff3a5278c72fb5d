"""How notices read. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from cogs.ui import markup
from domain.notices import Notice, NoticeKind


def notice_text(notice: Notice) -> str:
    """One notice as a line of a private reply."""
    payload = notice.payload
    title = f"**{markup.plain(payload.get('title', ''))}**"
    where = markup.channel(payload["channel_id"]) if payload.get("channel_id") else "its channel"
    match notice.kind:
        case NoticeKind.MISSED:
            return f"A ping for {title} ({_when(notice)}) was due while I could not post, so I left it out."
        case NoticeKind.PASSED:
            return f"{title} came up on {_when(notice)} while I was away; I did not announce it."
        case NoticeKind.CANNOT_POST:
            return (
                f"I can't post about {title} in {where} ({payload.get('reason')}). Let me view it, send "
                "messages, embed links and create threads there, or `/meetup edit` the channel."
            )
        case NoticeKind.MESSAGE_GONE:
            return f"The message of {title} in {where} was deleted. `/meetup rsvp` still takes answers."
        case NoticeKind.NO_EVENTS:
            return f"I can't show {title} in the server's events: give me Create Events and Manage Events."
        case NoticeKind.ROLE_GONE:
            return f"The role that {title} mentions is gone. `/meetup edit` chooses another."
        case NoticeKind.CANNOT_POST_PROBLEM:
            return (
                f"I can't write about the problem {title} in {where} ({payload.get('reason')}). Let me view it, "
                "send messages, embed links and write in threads there; Manage Threads where one is locked."
            )
        case NoticeKind.CANNOT_EDIT_PROBLEM:
            return (
                f"I can't show in {where} how the problem {title} stands. On a forum, and in a locked thread, "
                "that needs Manage Threads."
            )
        case NoticeKind.PROBLEM_NOT_POSTED:
            return f"I could not post your problem {title} for a week. Please `/problem share` it again."
        case NoticeKind.PROBLEM_REMOVED:
            return f"Your problem {title} was removed from {where} by a moderator, and so it left the board."


def _when(notice: Notice) -> str:
    return markup.stamp(datetime.fromtimestamp(notice.payload["starts_ms"] / 1000, UTC))
