"""How what the bot posts about meetups by itself looks, but for the cards. No I/O.

The content mentions people, the embed has the text.
"""

from __future__ import annotations

import discord

from cogs.ui import markup
from cogs.ui.colours import GREY, TEAL
from cogs.ui.meetups.cards import as_it_is, bold_title, goes_on, hosts, place, url_of, why_closed
from cogs.ui.meetups.fields import words_of
from domain.meetups.meetup import Session
from domain.meetups.series import DateStatus
from domain.posts import Post
from languages import gettext, gettext_noop, listed


def reminder(session: Session, role_id: int | None) -> tuple[str, discord.Embed]:
    """Returns content and embed of a later ping to the role."""
    guests = session.guests
    counted = (
        (guests.going, gettext("{count} going", count=guests.seats_taken)),
        (guests.maybe, gettext("{count} maybe", count=len(guests.maybe))),
        (guests.waitlist, gettext("{count} waiting", count=len(guests.waitlist))),
    )
    counts = ", ".join(words for people, words in counted if people) or gettext("nobody yet")
    text = gettext(
        _so_far(session),
        title=bold_title(session),
        when=markup.stamp(session.date.starts_at),
        counts=counts,
    )
    return markup.role(role_id) if role_id else "", _note(text)


def _so_far(session: Session) -> str:
    """Returns what a reminder says, as a message to be translated."""
    if session.answers_until is not None:
        return gettext_noop(
            "{title} starts {when}.\nSo far: {counts}. The card above says until when to answer."
        )
    return gettext_noop(
        "{title} starts {when}.\nSo far: {counts}. The card above takes answers until it is over."
    )


def last_call(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """Returns content and embed of a later ping to those who said yes or maybe."""
    text = gettext(
        "{title} starts {when}: {place}. See you there!",
        title=bold_title(session),
        when=markup.stamp(session.date.starts_at),
        place=place(session.place),
    )
    return _mentions(post), _note(text)


def direct_reminder(session: Session) -> discord.Embed:
    """Returns the reminder that a member gets alone."""
    text = gettext(
        "{title} starts {when}: {place}. [Its card]({link}) has who comes.\nYou asked me to write to you: "
        "*Reminders* in `/profile show` changes that.",
        title=bold_title(session),
        when=markup.stamp(session.date.starts_at),
        place=place(session.place),
        link=url_of(session),
    )
    return _note(text)


def undecided(post: Post, session: Session, *, is_over: bool) -> tuple[str, discord.Embed]:
    """Returns content and embed of the question to those who said maybe; `is_over`: it asks no more."""
    title, when = bold_title(session), markup.stamp(session.date.starts_at)
    closing = why_closed(session, is_over=False)
    if is_over and closing is None:
        closing = gettext("This question is closed by now.")
    if closing is not None:
        text = f"{title}, {when}: {closing}"
        return "", discord.Embed(description=text, colour=GREY)
    text = gettext(
        "You said maybe to {title}, {when}. Do you know by now? It helps {host} to know who comes, and a no "
        "is just as welcome. `/meetup rsvp` does the same.",
        title=title,
        when=when,
        host=markup.user(session.host_id),
    )
    return _mentions(post), _note(text)


def moved_up(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """Returns content and embed of the message to those who moved up from the waitlist."""
    text = gettext(
        "A seat is yours: {title}, {when}. If you can't come after all, take your ✅ back before it begins, "
        "and the next in line moves up.",
        title=bold_title(session),
        when=markup.stamp(session.date.starts_at),
    )
    return _mentions(post), _note(text)


def welcome(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """Returns content and embed of the welcome to those who come for the first time."""
    text = gettext(
        "A warm welcome to everybody who sits down for the first time at this table! {title} begins {when}: "
        "{place}. Hosted by {hosts}. We work side by side, and whoever likes puts a problem on the table; "
        "listening is just as fine. Come as you are.",
        title=bold_title(session),
        when=markup.stamp(session.date.starts_at),
        place=place(session.place),
        hosts=hosts(session),
    )
    return _mentions(post), _note(text)


def host_needed(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """Returns content and embed of the call to a host, which does not say what it is about."""
    text = gettext(
        "A meetup of yours needs a look. `/meetup manage`, or any other command of mine, tells you in "
        "private what it is."
    )
    return _mentions(post), _note(text)


def change(post: Post, session: Session) -> tuple[str, discord.Embed]:
    """Returns content and embed of what changed about a date, for those who answered."""
    return _mentions(post), _note(_change_text(post, session))


def _change_text(post: Post, session: Session) -> str:
    starts_ms = post.payload["starts_ms"]
    name, at = bold_title(session), markup.stamp_ms(starts_ms)
    match post.payload["what"]:
        case "skipped" | "cancelled":
            return _called_off(session, name, at)
        case "moved":
            return gettext("{title} has moved to {at}. Still good for you?", title=name, at=at)
        case "restored":
            text = gettext("{title} takes place after all: {at}.", title=name, at=at)
            return "\n".join([text, *_now(post, session)])
        case "hosts_date":
            member = markup.user(session.host_id)
            return gettext(
                "{member} hosts {title} on {at}. `/meetup manage` has all you need.",
                member=member,
                title=name,
                at=markup.stamp(session.date.starts_at),
            )
        case "hosts_too":
            members = listed([markup.user(user_id) for user_id in post.payload["user_ids"]])
            return gettext(
                "New among the hosts of {title}: {members}. `/meetup manage` has all you need, and *Step "
                "down* if you would rather not.",
                title=name,
                members=members,
            )
        case "handed_over":
            member = markup.user(session.host_id)
            return gettext(
                "{member} hosts {title} from now on. `/meetup manage` has all you need.",
                member=member,
                title=name,
            )
        case _:
            fields = words_of(post.payload["fields"])
            is_off = session.date.status is not DateStatus.PLANNED
            if is_off or post.payload.get("is_under_way"):
                return gettext("{title} has changed ({fields}).", title=name, fields=fields)
            at = markup.stamp(session.date.starts_at)  # which may have moved since
            text = gettext("{title} has changed ({fields}): {at}.", title=name, fields=fields, at=at)
            kept = gettext("Whoever has a seat keeps it.") if post.payload.get("keeps_seats") else ""
            told = " ".join(filter(None, [text, kept]))
            lines = _now(post, session) if post.payload["what"] == "one_date" else []
            return "\n".join([told, *lines])


def _called_off(session: Session, name: str, at: str) -> str:
    if session.date.status is DateStatus.CANCELLED:
        return gettext("{title} on {at} is cancelled.", title=name, at=at)
    if not goes_on(session):
        return gettext("{title} on {at} does not take place.", title=name, at=at)
    return gettext("{title} on {at} does not take place. The series goes on after it.", title=name, at=at)


def _now(post: Post, session: Session) -> list[str]:
    """Returns a line for each field that has changed of a single date, with what it is now, if anything."""
    fields = set(post.payload.get("fields", ()))
    if not session.details.description:
        fields.discard("description")
    return as_it_is(session.details, session.host_id, fields)


def _mentions(post: Post) -> str:
    return " ".join(markup.user(user_id) for user_id in post.payload.get("user_ids", ()))


def _note(text: str) -> discord.Embed:
    return discord.Embed(description=text, colour=TEAL)
