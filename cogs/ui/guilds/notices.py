"""How notices read. No I/O."""

from __future__ import annotations

from cogs.ui import markup
from domain.notices import Notice, NoticeKind
from domain.obstacles import Obstacle
from languages import gettext, gettext_noop

_TEXTS = {
    NoticeKind.MISSED: gettext_noop(
        "A reminder for {title} ({when}) was due while I could not post, so I left it out."
    ),
    NoticeKind.PASSED: gettext_noop("{title} came up on {when} while I was away; I did not announce it."),
    NoticeKind.CANNOT_POST: gettext_noop("I can't post about {title} in {where} ({reason})."),
    NoticeKind.MESSAGE_GONE: gettext_noop(
        "The message of {title} in {where} was deleted. `/meetup rsvp` still takes answers."
    ),
    NoticeKind.NO_EVENTS: gettext_noop("I can't show {title} in the server's events: {reason}."),
    NoticeKind.ROLE_GONE: gettext_noop(
        "The role that {title} mentions is gone. Choose another with `/meetup manage`."
    ),
    NoticeKind.NO_PICTURE: gettext_noop(
        "The card of {title} stands in {where} without its picture. Give me Attach Files there, and it is "
        "added with the card's next change."
    ),
    NoticeKind.ROOM_GONE: gettext_noop(
        "The channel in which {title} takes place was deleted. Choose another place with `/meetup manage`."
    ),
    NoticeKind.NOBODY_CAME: gettext_noop(
        "Nobody had said yes to {title} on {when}, so I let that date pass quietly."
    ),
    NoticeKind.HANDED_OVER: gettext_noop(
        "{title} is yours to host from now on. `/meetup manage` has all you need for it."
    ),
    NoticeKind.HOSTS_DATE: gettext_noop(
        "{title} on {when} is yours to host. `/meetup manage` has all you need for it."
    ),
    NoticeKind.HOSTS_TOO: gettext_noop(
        "You are among the hosts of {title} now. `/meetup manage` has all you need for it, and *Step down* "
        "if you would rather not."
    ),
    NoticeKind.DATE_SKIPPED: gettext_noop("{title} on {at} does not take place."),
    NoticeKind.DATE_CANCELLED: gettext_noop("{title} on {at} is cancelled."),
    NoticeKind.DATE_MOVED: gettext_noop("{title} has moved to {at}. Still good for you?"),
    NoticeKind.DATE_RESTORED: gettext_noop("{title} takes place after all: {at}."),
    NoticeKind.HOSTS_NO_MORE: gettext_noop("You are no longer among the hosts of {title}. Thank you!"),
    NoticeKind.HAS_NEW_HOST: gettext_noop("{title} has a new host from now on, who said yes to it."),
    NoticeKind.OFFER_ENDED: gettext_noop(
        "{title} stays as it is: it was not taken over. *Hand over* in `/meetup manage` asks somebody else."
    ),
    NoticeKind.HOST_WANTED: gettext_noop(
        "{title} is without a host. Whoever may plan can take it over, in {where} or with `/meetup manage`."
    ),
    NoticeKind.ANSWERS_CLOSED: gettext_noop(
        "I took your reaction to {title} away, as answers were taken until {when}. If you can't come after "
        "all, ❌ still says so."
    ),
    NoticeKind.NOT_FOR_YOUR_ROLES: gettext_noop(
        "I took your reaction to {title} away, as it is for {roles}."
    ),
    NoticeKind.ANSWER_ROLES_GONE: gettext_noop(
        "{title} is for members with a role that is gone, so nobody new can answer. *Guests, answers* in "
        "`/meetup manage` chooses another."
    ),
    NoticeKind.CANNOT_POST_PROBLEM: gettext_noop(
        "I can't write about the problem {title} in {where} ({reason})."
    ),
    NoticeKind.CANNOT_EDIT_PROBLEM: gettext_noop(
        "I can't show in {where} how the problem {title} stands ({reason})."
    ),
    NoticeKind.FORUM_DEMANDS_TAG: gettext_noop(
        "{where} requires a tag on each post, and there is none that I may use, so {title} "
        "waits. Give me Manage Channels and choose the channel again in `/longtable set`, "
        "*Problems*, so that I make my tags. Or switch off: Edit Channel → Overview → Require "
        "people to select tags when posting."
    ),
    NoticeKind.PROBLEM_NOT_POSTED: gettext_noop(
        "I could not post your problem {title} for a week. Please `/problem share` it again."
    ),
    NoticeKind.PROBLEM_REMOVED: gettext_noop(
        "Your problem {title} was removed from {where} by a moderator, and so it left the board."
    ),
    NoticeKind.SOLVED: gettext_noop("{title}, which you have, too, has a solution: {where}."),
    NoticeKind.CANNOT_POST_CIRCLE: gettext_noop("I can't propose circles in {where} ({reason})."),
    NoticeKind.CANNOT_ADD_TO_CIRCLE: gettext_noop(
        "I can't add everybody to the threads of circles under {where} (left out so far: {count}). "
        "As a rule they can't see that channel: give them View Channel there."
    ),
    NoticeKind.ROUND_BEGAN: gettext_noop(
        "A round of circles has begun automatically. `/longtable round` shows how it is going."
    ),
    NoticeKind.MESSAGES_CLOSED: gettext_noop(
        "My direct message about {title} did not reach you, so I'm reminding you in its thread. The privacy "
        "settings of this server in your Discord let me write to you; or choose another way: `/profile "
        "show`, *Reminders*."
    ),
    NoticeKind.CANNOT_POST_DESK: gettext_noop("I can't put up the front desk in {where} ({reason})."),
}

_PERMISSIONS = {
    NoticeKind.CANNOT_POST: gettext_noop(
        "Let me view it, send messages, embed links and create threads there, or choose another channel "
        "with `/meetup manage`."
    ),
    NoticeKind.CANNOT_POST_PROBLEM: gettext_noop(
        "Let me view it, send messages, embed links and write in threads there; where a thread is locked, "
        "that needs Manage Threads."
    ),
    NoticeKind.CANNOT_EDIT_PROBLEM: gettext_noop(
        "On a forum, and in a locked thread, that needs Manage Threads."
    ),
    NoticeKind.CANNOT_POST_DESK: gettext_noop(
        "Let me view it, send messages, embed links and read the message history there, or choose another "
        "channel: `/longtable set`, *Front desk*."
    ),
    NoticeKind.CANNOT_POST_CIRCLE: gettext_noop(
        "Let me view it, create private threads, send messages in threads and embed links there, or "
        "choose another channel in `/longtable set`, *Circles and profiles*."
    ),
}
_ANOTHER_CHANNEL = {
    NoticeKind.CANNOT_POST: gettext_noop("Choose another channel with `/meetup manage`."),
    NoticeKind.CANNOT_POST_PROBLEM: gettext_noop("Choose another in `/longtable set`, *Problems*."),
    NoticeKind.CANNOT_POST_CIRCLE: gettext_noop(
        "Choose another channel in `/longtable set`, *Circles and profiles*."
    ),
    NoticeKind.CANNOT_POST_DESK: gettext_noop("Choose another channel in `/longtable set`, *Front desk*."),
}
_MENDED = gettext_noop("As soon as that is changed, I go on.")
_ROOM = gettext_noop("I post it when there is room again, and try twice a day.")
_PATIENCE = gettext_noop("I try again twice a day.")


def _cure(kind: NoticeKind, obstacle: Obstacle) -> str:
    """Returns what helps against what stands in the way, as a message to be translated."""
    match obstacle:
        case Obstacle.PERMISSION:
            return _PERMISSIONS[kind]
        case Obstacle.GONE:
            return _ANOTHER_CHANNEL[kind]
        case Obstacle.SETTING:
            return _ANOTHER_CHANNEL[kind] if kind is NoticeKind.CANNOT_POST_CIRCLE else _MENDED
        case Obstacle.LIMIT:
            return _ROOM
        case _:
            return _PATIENCE


def notice_text(notice: Notice) -> str:
    """Returns a notice as a line of a private reply."""
    payload = notice.payload
    starts_ms = payload.get("starts_ms")
    when = markup.stamp_ms(starts_ms) if starts_ms is not None else ""
    text = gettext(
        _TEXTS[notice.kind],
        title=f"**{markup.plain(payload.get('title', ''))}**",
        where=markup.channel(payload["channel_id"]) if payload.get("channel_id") else gettext("its channel"),
        when=when,
        at=when,
        reason=payload.get("reason") or gettext("I am not allowed to"),
        count=payload.get("count"),
        roles=markup.roles(payload.get("role_ids", ())),
    )
    if notice.kind not in _PERMISSIONS:
        return text
    obstacle = Obstacle(payload.get("obstacle", Obstacle.PERMISSION))  # older ones name none
    cure = gettext(_cure(notice.kind, obstacle))
    return gettext("{problem} {cure}", problem=text, cure=cure)
