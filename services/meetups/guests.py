"""Guests whom members bring to a date: how many, and whether there is room for them."""

from __future__ import annotations

from db import meetup_dates, seat_offers
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import Meetup, MeetupDate, Session
from domain.meetups.rsvp import GuestList, bring_guests, make_guest_list
from domain.meetups.series import DateStatus
from languages import gettext, ngettext
from services.meetups import schedule
from services.meetups.answers import RsvpChange, mark_changed
from services.meetups.finding import get_session
from services.meetups.seats import give_seats, list_at_stake, save_answers
from services.transaction import Transaction


def ask(tx: Transaction, actor: Actor, date_id: DateId) -> Session:
    """Returns the date to which the member may say how many guests they bring. Raises Refusal where not."""
    session = get_session(tx, actor.guild_id, date_id)
    _check_open(tx, session.meetup, session.date)
    own = _get_brought(session.guests, actor)
    if not own:
        _check_welcome(session.meetup, session.date, 1)
    return session


def bring(tx: Transaction, actor: Actor, date_id: DateId, guests: int) -> tuple[RsvpChange, Session]:
    """Stores how many guests the member brings, and returns the change and the date as it is then.

    Fewer is always possible until the date is over; the seats go on to those who wait. Raises Refusal where
    there are more than may come or than there is room for, or the member neither comes nor waits, or has not
    said yet whether they take the seat that is offered to them.
    """
    meetup, meetup_date = _get_date(tx, actor, date_id)
    _check_open(tx, meetup, meetup_date)
    before = list_at_stake(tx, meetup, meetup_date, [actor.user_id])
    people = make_guest_list(before)
    own = _get_brought(people, actor)
    offers = seat_offers.list_open(tx.connection, date_id)
    is_offered = any(offer.user_id == actor.user_id for offer in offers)
    if guests > own:
        _check_welcome(meetup, meetup_date, guests)
        if is_offered:
            raise Refusal(gettext("A seat is on offer to you. Take it first; then you can bring somebody."))
        _check_room(people, actor, guests - own, meetup.details_of(meetup_date).capacity)
    after = bring_guests(before, actor.user_id, guests)
    after = give_seats(tx, meetup, meetup_date, after, [] if is_offered else [actor.user_id])
    save_answers(tx, meetup, meetup_date, before, after, [actor.user_id])
    return mark_changed(tx, meetup, meetup_date), schedule.load_session(tx, meetup, meetup_date)


def _get_date(tx: Transaction, actor: Actor, date_id: DateId) -> tuple[Meetup, MeetupDate]:
    found = meetup_dates.find_with_date(tx.connection, date_id)
    if found is None or found[0].guild_id != actor.guild_id:
        raise Refusal(gettext("I don't know that date any more."))
    return found


def _check_open(tx: Transaction, meetup: Meetup, meetup_date: MeetupDate) -> None:
    if meetup_date.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date does not take place. `/meetup list` shows the ones that do."))
    if meetup.end_of(meetup_date) <= tx.now:
        raise Refusal(gettext("That date is over. Pick a later one, please."))


def _get_brought(people: GuestList, actor: Actor) -> int:
    if actor.user_id not in (*people.going, *people.waitlist):
        raise Refusal(gettext("Say ✅ for yourself first; then you can bring somebody."))
    return people.brought.get(actor.user_id, 0)


def _check_welcome(meetup: Meetup, meetup_date: MeetupDate, guests: int) -> None:
    """Raises Refusal where nobody, or not as many, may be brought, or answers are closed."""
    most = meetup.details_of(meetup_date).most_guests
    if not most:
        raise Refusal(gettext("At this meetup everybody comes for themselves. Its host can change that."))
    if guests > most:
        raise Refusal(ngettext("You may bring {count} guest.", "You may bring up to {count} guests.", most))
    if meetup_date.is_closed:
        raise Refusal(gettext("Answers are closed by now, so that nobody can be added."))


def _check_room(people: GuestList, actor: Actor, more: int, capacity: int | None) -> None:
    room = people.find_room(actor.user_id, capacity)
    left = more if room is None else room - people.brought.get(actor.user_id, 0)
    if left >= more:
        return
    if not left:
        raise Refusal(gettext("No seat is left for a guest. You keep yours."))
    raise Refusal(
        ngettext(
            "{count} more seat is left, so bring one less. You keep yours.",
            "{count} more seats are left, so bring fewer. You keep yours.",
            left,
        )
    )
