"""How the description of a meetup reads, and how people find its place. No I/O."""

from __future__ import annotations

from cogs.ui import markup
from domain.meetups.meetup import Meetup, Session
from domain.times.recurrence import describe_rule
from languages import gettext

_SHORT_LENGTH, _SHORT_LINES = 240, 4  # what a phone shows above those who come
_EVENT_LENGTH = 1000  # Discord's limit


def directions_line(session: Session) -> str:
    """Returns how to find the place of a date, on a line; empty where nobody has said."""
    return f"🧭 {markup.plain(session.directions)}" if session.directions else ""


def in_short(description: str) -> str:
    """Returns as much of a description as a card has room for."""
    lines = description.split("\n")
    short = "\n".join(lines[:_SHORT_LINES]) + ("…" if len(lines) > _SHORT_LINES else "")
    return markup.plain(markup.cut(short, _SHORT_LENGTH))


def in_full(description: str) -> str:
    """Returns a description as a reply to one member shows it."""
    return markup.plain(description)


def event_text(session: Session) -> str:
    """Returns what Discord's own event says of a date: at last where to say whether one comes."""
    channel = markup.channel(session.meetup.details.channel_id)
    last = gettext("Tell us in {channel} whether you come.", channel=channel)
    room = _EVENT_LENGTH - len(last) - 2
    parts = filter(None, [markup.plain(session.details.description), directions_line(session)])
    return "\n\n".join(filter(None, [markup.cut("\n\n".join(parts), room), last]))


def earlier_choice(meetup: Meetup) -> str:
    """Returns the label of an earlier meetup, which a new one may be like."""
    details = meetup.details
    parts = [details.title, describe_rule(meetup.series.rule), details.place.text]
    return " · ".join(filter(None, parts))
