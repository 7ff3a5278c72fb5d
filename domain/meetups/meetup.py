"""Meetups and their dates: the values of this feature, and the bounds on what people may enter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.durations import DAY_MIN, parse_minutes
from domain.errors import Refusal
from domain.ids import CircleId, DateId, MeetupId, PictureId, VenueId, find_id
from domain.meetups.rsvp import GuestList
from domain.meetups.seat_offers import SeatOffer
from domain.meetups.series import DateChange, DateStatus, Occurrence, Series, occurrence_on
from domain.text import cleaned, is_visible, on_one_line
from languages import gettext, number

TITLE_LENGTH = 80  # characters
PLACE_LENGTH = 100
DESCRIPTION_LENGTH = 600
MOST_SEATS = 1000
_MOST_DIGITS = 9
_SHORTEST_MIN, _LONGEST_MIN = 15, DAY_MIN


@dataclass(frozen=True, slots=True)
class MeetupPlace:
    """Where a meetup takes place: free text or a link, or a voice channel. Neither means: not decided yet."""

    text: str = ""
    voice_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class MeetupDetails:
    """What a host decides about a meetup, everything but its dates.

    `length_min` is in minutes. `capacity` is None where there is no limit, `role_id` where no role is
    mentioned. `pings_min` are the minutes before the start at which it pings, the longest first.
    `answers_until_min` is how many minutes before the start answers end, None where they do not;
    `answer_role_ids` are the roles that may answer, empty for everybody. Each member may bring as many as
    `most_guests`. `picture_id` is None where there is no picture.
    """

    title: str
    length_min: int
    channel_id: int
    place: MeetupPlace = MeetupPlace()
    capacity: int | None = None
    role_id: int | None = None
    pings_min: tuple[int, ...] = ()
    is_led: bool = False  # the bot leads the brainstorm from the start on, without being asked
    description: str = ""
    answers_until_min: int | None = None
    answer_role_ids: tuple[int, ...] = ()
    most_guests: int = 0
    picture_id: PictureId | None = None


@dataclass(frozen=True, slots=True)
class DateOverrides:
    """What a single date has of its own, beside its time; None is as its meetup has it.

    `length_min` is in minutes; a `capacity` of 0 is no limit.
    """

    place: MeetupPlace | None = None
    length_min: int | None = None
    capacity: int | None = None
    host_id: int | None = None
    description: str | None = None

    @property
    def names(self) -> set[str]:
        """Returns the names of what it has of its own: those of the details, and `host_id`."""
        return {one.name for one in fields(self) if getattr(self, one.name) is not None}


@dataclass(frozen=True, slots=True)
class Meetup:
    """One series as it is stored.

    `version` counts the edits, `date_changes` how often any of its dates was moved, called off, brought back
    or put elsewhere; `changed_at` is when either happened last, None where it is not stored yet.
    `circle_id` is None but for the meetup of a circle, which is for its members alone.
    """

    id: MeetupId
    guild_id: int
    host_id: int
    details: MeetupDetails
    series: Series
    version: int = 0
    is_cancelled: bool = False
    circle_id: CircleId | None = None
    date_changes: int = 0
    changed_at: datetime | None = None

    @property
    def sequence(self) -> int:
        """Returns a number that grows with every change, by which calendars tell what is new."""
        return self.version + self.date_changes

    def ends_at(self, starts_at: datetime) -> datetime:
        """Returns the end of a date that starts at this instant and has no length of its own."""
        return starts_at + timedelta(minutes=self.details.length_min)

    def end_of(self, day: MeetupDate) -> datetime:
        """Returns when a date ends."""
        return day.starts_at + timedelta(minutes=self.details_of(day).length_min)

    def place_of(self, day: MeetupDate) -> MeetupPlace:
        """Returns where a date takes place: its own place, else its venue, else the place of its meetup."""
        return self.details_of(day).place

    def host_of(self, day: MeetupDate) -> int:
        """Returns the id of who hosts a date."""
        return self.host_id if day.overrides.host_id is None else day.overrides.host_id

    def details_of(self, day: MeetupDate) -> MeetupDetails:
        """Returns the details of the meetup as they are on a date."""
        own = day.overrides
        if own == DateOverrides() and day.venue is None:
            return self.details
        venue = self.details.place if day.venue is None else MeetupPlace(day.venue)
        return replace(
            self.details,
            place=venue if own.place is None else own.place,
            length_min=self.details.length_min if own.length_min is None else own.length_min,
            capacity=self.details.capacity if own.capacity is None else own.capacity or None,
            description=self.details.description if own.description is None else own.description,
        )

    def occurrence_of(self, day: MeetupDate) -> Occurrence:
        """Returns a date as it takes place, or was to take place."""
        return occurrence_on(self.series, day.on, {day.on: self.change_of(day)})

    def change_of(self, day: MeetupDate) -> DateChange:
        """Returns when a date starts, whether it takes place, how long and whether elsewhere."""
        is_elsewhere = "place" in self.differences_of(day)
        return DateChange(day.starts_at, day.status, day.overrides.length_min, is_elsewhere)

    def regular_details_of(self, day: MeetupDate) -> MeetupDetails:
        """Returns the details that a date would have without any of its own; its venue is that in turn."""
        return self.details_of(replace(day, overrides=DateOverrides()))

    def differences_of(self, day: MeetupDate) -> list[str]:
        """Returns the names of what a date has otherwise than its meetup, in the order in which it is told.

        They are those of the details, and `host_id`.
        """
        regular, own = self.regular_details_of(day), self.details_of(day)
        differing = {name for name in day.overrides.names - {"host_id"} if _differ(regular, own, name)}
        differing |= {"host_id"} if self.host_of(day) != self.host_id else set()
        return [one.name for one in fields(DateOverrides) if one.name in differing]

    def answers_until(self, day: MeetupDate) -> datetime | None:
        """Returns the instant at which answers to a date end; None where they are taken until its end."""
        until_min = self.details_of(day).answers_until_min
        return None if until_min is None else day.starts_at - timedelta(minutes=until_min)

    def due_at(self, day: MeetupDate) -> datetime | None:
        """Returns when a date begins or, once it has begun, ends.

        That of a circle only ends: a circle looks after its meetups itself. None for a date that was called
        off or has ended otherwise.
        """
        if day.status is not DateStatus.PLANNED:
            return None
        has_begun = day.begun_at is not None or self.circle_id is not None
        return self.end_of(day) if has_begun else day.starts_at


def _differ(regular: MeetupDetails, own: MeetupDetails, name: str) -> bool:
    return bool(getattr(regular, name) != getattr(own, name))


@dataclass(frozen=True, slots=True)
class MeetupDate:
    """One date of a series, as it is stored: the next one, those with a message, those that were changed.

    `on` is the local date that the series gives it; it stays its name when the date is moved. `starts_at` is
    an instant in UTC. `channel_id` and `message_id` are None until the date is announced, `event_id` where it
    has no scheduled event. `changes` counts how often it was moved, called off or brought back. `begun_at` is
    None until people sit down. `venue_id` and `venue` are None but where its meetup goes round several
    venues. `overrides` are what it has of its own. `is_closed`: answers have ended before its start.
    `card_picture_id` and `event_picture_id` say which picture Discord shows, None where none.
    """

    id: DateId
    meetup_id: MeetupId
    on: date
    starts_at: datetime
    status: DateStatus = DateStatus.PLANNED
    channel_id: int | None = None
    message_id: int | None = None
    event_id: int | None = None
    changes: int = 0
    begun_at: datetime | None = None
    venue_id: VenueId | None = None
    venue: str | None = None
    overrides: DateOverrides = DateOverrides()
    is_closed: bool = False
    card_picture_id: PictureId | None = None
    event_picture_id: PictureId | None = None

    def has_begun(self, now: datetime) -> bool:
        """Returns whether it is too late to change the date: it has started, or people sit down already."""
        return self.begun_at is not None or self.starts_at <= now


@dataclass(frozen=True, slots=True)
class Session:
    """A date with its meetup, who comes, who hosts, and the seats on offer: all that is needed to show it.

    `cohost_ids` are those who host its meetup beside the first host, in the order in which they were added.
    `directions` say how to find its place, empty where the venue book says nothing of it.
    """

    meetup: Meetup
    date: MeetupDate
    guests: GuestList = field(default_factory=lambda: GuestList((), (), (), ()))
    cohost_ids: tuple[int, ...] = ()
    offers: tuple[SeatOffer, ...] = ()
    directions: str = ""

    @property
    def details(self) -> MeetupDetails:
        """The details of the meetup as they are on this date."""
        return self.meetup.details_of(self.date)

    @property
    def place(self) -> MeetupPlace:
        """Where the date takes place."""
        return self.details.place

    @property
    def host_id(self) -> int:
        """The id of who hosts the date."""
        return self.meetup.host_of(self.date)

    @property
    def host_ids(self) -> tuple[int, ...]:
        """The ids of all who host the date, each once."""
        return (self.host_id, *(user_id for user_id in self.cohost_ids if user_id != self.host_id))

    @property
    def ends_at(self) -> datetime:
        """The instant at which the date ends."""
        return self.meetup.end_of(self.date)

    @property
    def answers_until(self) -> datetime | None:
        """The instant at which answers end; None where they are taken until the end."""
        return self.meetup.answers_until(self.date)

    def find_offer(self, user_id: int) -> SeatOffer | None:
        """Returns the seat that is held for the member; None where none is."""
        return next((offer for offer in self.offers if offer.user_id == user_id), None)


def check_title(text: str) -> str:
    """Returns the title on one line. Raises Refusal where there is nothing to see in it or it is too long."""
    title = on_one_line(text)
    if not is_visible(title):
        raise Refusal(gettext("A meetup needs a title, such as “Friday co-working”."))
    if len(title) > TITLE_LENGTH:
        raise Refusal(
            gettext(
                "That title has {count} characters; up to {most} fit on a phone.",
                count=len(title),
                most=TITLE_LENGTH,
            )
        )
    return title


def check_place(text: str) -> str:
    """Returns the place on one line. Raises Refusal where it is too long."""
    place = on_one_line(text)
    if len(place) > PLACE_LENGTH:
        raise Refusal(
            gettext(
                "That place has {count} characters; up to {most} fit. A name or a link is enough.",
                count=len(place),
                most=PLACE_LENGTH,
            )
        )
    return place


def check_description(text: str) -> str:
    """Returns the description in lines; empty where there is nothing to see in it.

    Raises Refusal where it is too long.
    """
    description = cleaned(text).strip() if is_visible(text) else ""
    if len(description) > DESCRIPTION_LENGTH:
        raise Refusal(
            gettext(
                "That description has {count} characters; up to {most} fit.",
                count=len(description),
                most=DESCRIPTION_LENGTH,
            )
        )
    return description


def read_seats(text: str) -> int | None:
    """Returns the number of seats that was typed; None, no limit, where nothing was.

    Raises Refusal outside 1 to 1,000.
    """
    typed = text.strip()
    seats = _read_number(typed)
    if typed and (seats is None or not 1 <= seats <= MOST_SEATS):
        raise Refusal(
            gettext("Seats go from 1 to {most}. Leave the field empty for no limit.", most=number(MOST_SEATS))
        )
    return seats


def read_own_seats(text: str) -> int | None:
    """Returns the number of seats that was typed for a single date, 0 for no limit; None where none was.

    Raises Refusal outside 0 to 1,000.
    """
    typed = text.strip()
    seats = _read_number(typed)
    if typed and (seats is None or seats > MOST_SEATS):
        raise Refusal(
            gettext(
                "Seats go from 1 to {most}; `0` is no limit. Empty is as in the series.",
                most=number(MOST_SEATS),
            )
        )
    return seats


def _read_number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else None


def check_length(text: str) -> int:
    """Returns the minutes of a text such as `2h`. Raises Refusal outside 15 minutes to 24 hours."""
    return check_minutes(parse_minutes(text, ("2h", "90m")))


def check_minutes(minutes: int) -> int:
    """Returns the length of a meetup in minutes. Raises Refusal outside 15 minutes to 24 hours."""
    if not _SHORTEST_MIN <= minutes <= _LONGEST_MIN:
        raise Refusal(gettext("A meetup lasts from 15 minutes to 24 hours. Try `2h` or `90m`."))
    return minutes


class MeetupEntry(NamedTuple):
    """A meetup in a list to choose from. None of its dates to come starts before `earliest`."""

    id: MeetupId
    title: str
    earliest: datetime


def filter_by_title(entries: Iterable[MeetupEntry], text: str) -> list[MeetupEntry]:
    """Returns the entries whose title contains the text, in upper or lower case."""
    wanted = text.strip().casefold()
    return [entry for entry in entries if wanted in entry.title.casefold()]


@dataclass(frozen=True, slots=True)
class DateRef:
    """The name of one date, which options and buttons carry as `<meetup id>:<local date>`."""

    meetup_id: MeetupId
    on: date

    def __str__(self) -> str:
        return f"{self.meetup_id}:{self.on.isoformat()}"


def parse_ref(text: str) -> DateRef | None:
    """Returns the date that the text names; None where the text is not the name of a date."""
    form = re.fullmatch(r"(\d{1,19}):(\d{4}-\d\d-\d\d)", text)
    meetup_id = find_id(form[1]) if form else None
    if form is None or meetup_id is None:
        return None
    try:
        return DateRef(MeetupId(meetup_id), date.fromisoformat(form[2]))
    except ValueError:
        return None
