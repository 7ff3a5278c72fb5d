"""What is said of answering a meetup: who may, until when, and with how many guests. No I/O."""

from __future__ import annotations

from datetime import datetime

from cogs.ui import markup
from domain.durations import describe_minutes
from domain.meetups.meetup import MeetupDetails, Session
from languages import gettext, ngettext


def conditions(session: Session) -> list[str]:
    """Returns a line each for who may answer, until when, and with how many guests, where that is said."""
    details, until = session.details, session.answers_until
    lines = []
    if details.answer_role_ids:
        lines.append(gettext("🔑 For {roles}", roles=markup.roles(details.answer_role_ids)))
    if session.date.is_closed:
        lines.append(gettext("⌛ Answers are closed"))
    elif until is not None:
        lines.append(gettext("⌛ Answers until {when}", when=markup.stamp(until)))
    if details.most_guests and not session.date.is_closed:
        most = ngettext(
            "You may bring {count} guest", "You may bring up to {count} guests", details.most_guests
        )
        lines.append(f"➕ {most}")
    return lines


def closed_now(session: Session, now: datetime) -> str:
    """Returns that answers to a date with a new time are closed; empty where they are not."""
    until, until_min = session.answers_until, session.details.answers_until_min
    if until is None or until > now:
        return ""
    return gettext(
        "Answers to it are closed now: they end {until} before the start. *Guests, answers* has them end "
        "later.",
        until=describe_minutes(until_min or 0),
    )


def describe_conditions(details: MeetupDetails) -> str:
    """Returns for the host who may answer, until when, and with how many guests; empty where nothing is."""
    lines = []
    if details.answer_role_ids:
        lines.append(gettext("🔑 For {roles}", roles=markup.roles(details.answer_role_ids)))
    if details.answers_until_min == 0:
        lines.append(gettext("⌛ Until it starts"))
    elif details.answers_until_min is not None:
        until = describe_minutes(details.answers_until_min)
        lines.append(gettext("⌛ Until {time} before the start", time=until))
    if details.most_guests:
        most = ngettext(
            "Each may bring {count} guest", "Each may bring up to {count} guests", details.most_guests
        )
        lines.append(f"➕ {most}")
    return "\n".join(lines)


def with_guests(answer: str, session: Session, user_id: int) -> str:
    """Returns a member's answer in words with how many guests they bring."""
    count = session.guests.brought.get(user_id)
    if not count:
        return answer
    guests = ngettext("with {count} guest", "with {count} guests", count)
    return f"{answer}, {guests}"


def with_fewer(session: Session, user_id: int) -> str:
    """Returns that there are seats for who waits for more than are free; empty where there are none."""
    free = _count_kept(session)
    if not free or session.guests.waitlist[0] != user_id:
        return ""
    return ngettext(
        "{count} seat is free: come with fewer, and it is yours.",
        "{count} seats are free: come with fewer, and they are yours.",
        free,
    )


def waiting_together(session: Session) -> str:
    """Returns why seats are free while somebody waits, for the host; empty where that is not so."""
    if not _count_kept(session):
        return ""
    first_id = session.guests.waitlist[0]
    count = session.guests.count_seats([first_id])
    return gettext(
        "⏳ {member} waits for {count} seats together.",
        member=markup.user(first_id),
        count=count,
    )


def _count_kept(session: Session) -> int:
    """Returns how many seats are free, as whoever is next needs more of them; 0 where that is not why."""
    guests, capacity = session.guests, session.details.capacity
    if capacity is None or session.offers or not guests.waitlist:
        return 0
    needs_more = guests.waitlist[0] in guests.brought
    return max(0, capacity - guests.seats_taken) if needs_more else 0
