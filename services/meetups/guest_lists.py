"""The list of a date for its host: who answered what and when, who is new, who was there."""

from __future__ import annotations

from db import attendances, meetup_dates, rsvps
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.attendance import map_presence
from domain.meetups.guest_entry import GuestEntry
from domain.meetups.meetup import DateRef, Session
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateStatus
from languages import gettext
from services.meetups import schedule
from services.meetups.finding import get_with_editable_date
from services.transaction import Transaction


def is_offered(session: Session) -> bool:
    """Returns whether somebody has answered; in a circle everybody sees who comes, without a list."""
    guests = session.guests
    return session.meetup.circle_id is None and bool(guests.coming or guests.no)


def load(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[Session, list[GuestEntry]]:
    """Returns the date, and everybody who answered or was there: those who come first, in their order.

    Raises Refusal where there is no such date, nobody has answered, it is a circle's, or the member may not
    change the date.
    """
    meetup = get_with_editable_date(tx, actor, ref)
    if meetup.circle_id is not None:
        raise Refusal(gettext("In a circle all of you see who comes: there is no list of it."))
    day = meetup_dates.find_date(tx.connection, meetup.id, ref.on)
    session = schedule.load_session(tx, meetup, day) if day is not None else None
    if session is None or not is_offered(session):
        raise Refusal(gettext("Nobody has answered yet. As soon as somebody has, there is a list."))
    return session, _list_entries(tx, session)


def _list_entries(tx: Transaction, session: Session) -> list[GuestEntry]:
    guests, before_ms = session.guests, to_ms(min(tx.now, session.date.starts_at))
    known = attendances.map_past_dates(tx.connection, session.meetup.guild_id, before_ms)
    answered_at = rsvps.map_answered_at(tx.connection, session.date.id)
    answers = dict.fromkeys(guests.going + guests.waitlist, Answer.GOING)
    answers |= dict.fromkeys(guests.maybe, Answer.MAYBE) | dict.fromkeys(guests.no, Answer.NO)
    waiting = {user_id: place for place, user_id in enumerate(guests.waitlist, start=1)}
    presence = _map_presence(tx, session)
    entries = [
        GuestEntry(
            user_id,
            answer,
            waiting=waiting.get(user_id),
            guests=guests.brought.get(user_id, 0),
            answered_at=answered_at[user_id, answer],
            is_first_time=answer is not Answer.NO and user_id not in known,
            was_there=presence.get(user_id),
        )
        for user_id, answer in answers.items()
    ]
    return entries + [
        GuestEntry(user_id, is_first_time=user_id not in known, was_there=True)
        for user_id, was_there in presence.items()
        if was_there and user_id not in answers
    ]


def _map_presence(tx: Transaction, session: Session) -> dict[int, bool | None]:
    """Returns whether those who had a seat, and others who came, were there; empty before the date."""
    if not session.date.has_begun(tx.now) or session.date.status is not DateStatus.PLANNED:
        return {}
    attended = attendances.list_attendances(tx.connection, session.date.id, tx.now_ms)
    seen = [attendance.user_id for attendance in attended]
    return map_presence([*session.guests.going, *seen], attended)
