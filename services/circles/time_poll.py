"""A circle's poll: from the times at which its members can come to a meetup of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from db import circles, meetup_dates, meetups, venues
from db.values import to_ms
from domain.circles.circle import Circle
from domain.ids import MeetupId
from domain.meetups.meetup import PLACE_LENGTH, Meetup, MeetupDetails, MeetupPlace, check_place
from domain.meetups.rsvp import Answer, add_answers, seat_waiting
from domain.meetups.series import Series
from domain.times.recurrence import Once
from domain.venues import find_most_central
from domain.zones import to_local
from languages import gettext, use_language
from services.circles import effects
from services.meetups import schedule
from services.meetups.seats import save_answers
from services.transaction import Transaction

_FEWEST_VOTES = 2
_ASK_AFTER_MEETUP = timedelta(days=1)


def count_votes(tx: Transaction, circle: Circle) -> dict[datetime, int]:
    """Returns how many of those who sit can come, for each time of the poll."""
    sitting = set(circle.sitting_ids)
    votes = [start for user_id, start in circles.list_votes(tx.connection, circle.id) if user_id in sitting]
    return {start: votes.count(start) for start in circle.times}


def conclude_poll_if_clear(tx: Transaction, circle: Circle) -> None:
    """Ends the poll where one time suits everybody who sits."""
    counts = count_votes(tx, circle)
    if max(counts.values(), default=0) == len(circle.sitting_ids):
        conclude_poll(tx, circle)


def conclude_poll(tx: Transaction, circle: Circle) -> Circle:
    """Ends the poll and returns the circle.

    The time that suits most becomes a meetup, if it suits two at least; of times that suit as many, the
    earliest.
    """
    counts = {start: count for start, count in count_votes(tx, circle).items() if start > tx.now}
    winner = max(counts, key=lambda start: (counts[start], -to_ms(start)), default=None)
    after = replace(circle, poll_until=None)
    if winner is None or counts[winner] < _FEWEST_VOTES:
        effects.post_line(tx, after, "no_time", f"no_time:{circle.polls}")
    else:
        after = replace(after, meetup_id=_plan(tx, circle, winner))
        about = {"starts_ms": to_ms(winner)}
        effects.post_line(tx, after, "fixed", f"fixed:{circle.polls}", about)
        met_at = winner + timedelta(minutes=tx.config.circles.length) + _ASK_AFTER_MEETUP
        after = replace(after, ask_at=max(met_at, after.ask_at or met_at))
    return effects.save_with_effects(tx, circle, after)


def _plan(tx: Transaction, circle: Circle, starts_at: datetime) -> MeetupId:
    """Plans a meetup of the circle's own; for whoever can come at that time, a yes is stored."""
    assert circle.thread_id is not None, "the poll stands in the circle's thread"
    coming = [
        user_id for user_id, start in circles.list_votes(tx.connection, circle.id) if start == starts_at
    ]
    local = to_local(starts_at, circle.zone)
    meetup = Meetup(
        id=MeetupId(tx.new_id()),
        guild_id=circle.guild_id,
        host_id=coming[0],
        details=_details(tx, circle, circle.thread_id),
        series=Series(local.date(), local.time().replace(tzinfo=None), circle.zone, Once()),
        circle_id=circle.id,
    )
    meetups.insert_meetup(tx.connection, meetup, tx.now_ms)
    schedule.advance_one(tx, meetup, meetup.series.first_on)
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, meetup.series.first_on)
    assert meetup_date is not None, "a date to come has just been opened"
    answers = add_answers([], [(user_id, Answer.GOING) for user_id in coming], 1, is_reaction=False)
    seated = seat_waiting(answers, meetup.details.capacity)
    save_answers(tx, meetup, meetup_date, [], seated)
    return meetup.id


def _details(tx: Transaction, circle: Circle, thread_id: int) -> MeetupDetails:
    """Returns the meetup's details in the server's language, as they are stored for all of the circle."""
    with use_language(tx.language_of(circle.guild_id)):
        where = gettext("online") if circle.is_online else circle.area
        undecided = gettext("{where}: you choose the exact place in the thread", where=where)
        title = gettext("Circle, {where}", where=where)
    return MeetupDetails(
        title=title,
        length_min=tx.config.circles.length,
        channel_id=thread_id,
        place=MeetupPlace(_find_place(tx, circle) or undecided),
        pings_min=tx.config.circles.pings,
    )


def _find_place(tx: Transaction, circle: Circle) -> str | None:
    """Returns the most central venue that is near enough for all; None where the book has none."""
    sitting = effects.list_complete_profiles(tx, circle, circle.sitting_ids)
    people = [(profile.city, float(profile.travel_km)) for profile in sitting if profile.city is not None]
    if circle.is_online or not people:
        return None
    venue = find_most_central(venues.list_venues(tx.connection, circle.guild_id), people)
    return check_place(venue.where[:PLACE_LENGTH]) if venue is not None else None
