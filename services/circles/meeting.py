"""From the times that a circle's members can come to a meetup of their own. Functions of a transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from db import circles, meetup_dates, meetups, venues
from db.connection import Connection
from db.values import to_ms
from domain.circles.circle import Circle
from domain.ids import MeetupId, new_id
from domain.meetups.meetup import PLACE_LENGTH, Details, Meetup, Place, check_place
from domain.meetups.rsvp import Answer, give, settle
from domain.meetups.rules import Once
from domain.meetups.series import Series
from domain.venues import find_middle
from domain.zones import to_local
from languages import gettext, speaking
from services.circles import life
from services.circles.desk import CircleDesk
from services.meetups import schedule
from services.meetups.seating import keep_answers

_FEWEST_VOTES = 2
_ASK_AFTER_MEETUP = timedelta(days=1)


def count_votes(connection: Connection, circle: Circle) -> dict[datetime, int]:
    """For each time of the poll, how many of those who sit can come."""
    sitting = set(circle.sitting_ids)
    votes = [start for user_id, start in circles.list_votes(connection, circle.id) if user_id in sitting]
    return {start: votes.count(start) for start in circle.times}


def conclude_if_clear(connection: Connection, desk: CircleDesk, circle: Circle) -> None:
    """A time that suits everybody wins at once."""
    counts = count_votes(connection, circle)
    if max(counts.values(), default=0) == len(circle.sitting_ids):
        conclude(connection, desk, circle)


def conclude(connection: Connection, desk: CircleDesk, circle: Circle) -> Circle:
    """The poll ends: the time that suits most becomes a meetup, the first of several alike."""
    now = desk.now()
    counts = {start: count for start, count in count_votes(connection, circle).items() if start > now}
    winner = max(counts, key=lambda start: (counts[start], -to_ms(start)), default=None)
    after = replace(circle, poll_until=None)
    if winner is None or counts[winner] < _FEWEST_VOTES:
        life.tell(connection, after, "no_time", f"no_time:{circle.polls}", now, desk.random)
    else:
        after = replace(after, meetup_id=_plan(connection, desk, circle, winner))
        about = {"starts_ms": to_ms(winner)}
        life.tell(connection, after, "fixed", f"fixed:{circle.polls}", now, desk.random, about)
        met_at = winner + timedelta(minutes=desk.rules.length_min) + _ASK_AFTER_MEETUP
        after = replace(after, ask_at=max(met_at, after.ask_at or met_at))
    return life.keep(connection, desk, circle, after)


def _plan(connection: Connection, desk: CircleDesk, circle: Circle, starts_at: datetime) -> MeetupId:
    """A meetup of the circle's own; whoever can come at that time has said yes to it."""
    assert circle.thread_id is not None, "the poll stands in the circle's thread"
    now, random = desk.now(), desk.random
    coming = [user_id for user_id, start in circles.list_votes(connection, circle.id) if start == starts_at]
    local = to_local(starts_at, circle.zone)
    meetup = Meetup(
        id=MeetupId(new_id(random)),
        guild_id=circle.guild_id,
        host_id=coming[0],
        details=_details(connection, desk, circle, circle.thread_id),
        series=Series(local.date(), local.time().replace(tzinfo=None), circle.zone, Once()),
        circle_id=circle.id,
    )
    meetups.insert_meetup(connection, meetup, to_ms(now))
    schedule.advance_one(connection, meetup, meetup.series.first_on, now, random)
    day = meetup_dates.find_date(connection, meetup.id, meetup.series.first_on)
    assert day is not None, "a date to come has just been opened"
    given = give([], [(user_id, Answer.GOING) for user_id in coming], 1, is_reaction=False)
    settled = settle(given, meetup.details.capacity)
    keep_answers(connection, meetup, day, [], settled, now, random)
    return meetup.id


def _details(connection: Connection, desk: CircleDesk, circle: Circle, thread_id: int) -> Details:
    """What is kept of it is in the server's language: all of the circle read it."""
    with speaking(desk.language_of(circle.guild_id)):
        where = gettext("online") if circle.is_online else circle.area
        undecided = gettext("{where}: where exactly, you decide in the thread", where=where)
        title = gettext("Circle, {where}", where=where)
    return Details(
        title=title,
        length_min=desk.rules.length_min,
        channel_id=thread_id,
        place=Place(_find_place(connection, circle) or undecided),
        pings_min=desk.rules.pings_min,
    )


def _find_place(connection: Connection, circle: Circle) -> str | None:
    """The venue in their middle, if the book has one that is near enough for all."""
    sitting = life.list_people(connection, circle, circle.sitting_ids)
    people = [(one.city, float(one.travel_km)) for one in sitting if one.city is not None]
    if circle.is_online or not people:
        return None
    venue = find_middle(venues.list_venues(connection, circle.guild_id), people)
    return check_place(venue.where[:PLACE_LENGTH]) if venue is not None else None
