"""What a host types about a meetup, before it is read."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum

from domain.durations import write_minutes
from domain.ids import MeetupId
from domain.meetups.admission import write_answers_until
from domain.meetups.meetup import DateRef, Meetup, MeetupDate, MeetupPlace
from domain.meetups.pings import write_pings
from domain.times.parser import ZonedTime, describe_local
from domain.times.recurrence import describe_rule
from domain.zones import to_local


@dataclass(frozen=True, slots=True)
class MeetupRequest:
    """The fields as a host typed them: None is one that was not given, "" one that was left empty.

    `role_id` is 0 where nobody is to be mentioned, `picture_id` where there is to be no picture;
    `answer_role_ids` are empty where everybody may answer.
    `host_id` is 0 where nobody was picked; it is asked for a single date.
    """

    title: str | None = None
    when: str | None = None
    repeats: str | None = None
    length: str | None = None
    place: MeetupPlace | None = None
    seats: str | None = None
    channel_id: int | None = None
    role_id: int | None = None
    zone: str | None = None
    pings: str | None = None
    is_led: bool | None = None
    description: str | None = None
    host_id: int | None = None
    most_guests: int | None = None
    answers_until: str | None = None
    answer_role_ids: tuple[int, ...] | None = None
    picture_id: int | None = None

    def over(self, base: MeetupRequest) -> MeetupRequest:
        """Returns the base with the fields that are given here instead of its own."""
        given = {name: value for name in _NAMES if (value := getattr(self, name)) is not None}
        return replace(base, **given)

    def since(self, base: MeetupRequest) -> MeetupRequest:
        """Returns only the fields that differ from the base's."""
        changed = {name: value for name in _NAMES if (value := getattr(self, name)) != getattr(base, name)}
        return MeetupRequest(**changed)

    def clashes_with(self, other: MeetupRequest) -> bool:
        """Returns whether a field is given in both, and differently."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in _NAMES)
        return any(ours is not None and theirs is not None and ours != theirs for ours, theirs in pairs)


_NAMES = tuple(field.name for field in fields(MeetupRequest))


class MeetupForm(StrEnum):
    """A form with some of the fields: what each meetup needs, more of it, who hears of it, and so on."""

    BASICS = "basics"
    MORE = "more"
    ANNOUNCEMENT = "announcement"
    ANSWERS = "answers"
    DESCRIPTION = "description"


class RequestKind(StrEnum):
    """What a request is for: a new meetup, all dates to come of one that exists, or a single date of it.

    MOVE is for when a single date starts, ONE_DATE for what else it has of its own.
    """

    PLAN = "plan"
    EDIT = "edit"
    MOVE = "move"
    ONE_DATE = "one_date"


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """A request that was refused, kept so that nothing has to be typed again.

    `ref` is the date whose meetup it changes, None for a new meetup. `base` is the draft that it changes,
    None where there is none. `seen` is the meetup in words as the host saw it, None for a new one, and
    `version` when the date started then, in minutes since 1970. `readings` are what its time may mean, each
    as a text that is read in one way.
    """

    id: MeetupId
    kind: RequestKind
    request: MeetupRequest
    ref: DateRef | None = None
    base: Meetup | None = None
    readings: tuple[str, ...] = ()
    seen: MeetupRequest | None = None
    version: int = 0


def write_start(starts_at: datetime, zone: str) -> str:
    """Returns the start of a date as a host would type it, by the clocks of the zone."""
    when = ZonedTime(to_local(starts_at, zone).replace(tzinfo=None), zone)
    return str(when) if when.is_doubled else describe_local(when.local)


def write_request(meetup: Meetup, on: date) -> MeetupRequest:
    """Returns what a host would type for the meetup as it is, with the time that its series has on that day.

    It is read back as the same meetup in the language that is spoken.
    """
    details, series = meetup.details, meetup.series
    return MeetupRequest(
        title=details.title,
        when=write_start(series.starts_at(on), series.zone),
        repeats=describe_rule(series.rule),
        length=write_minutes(details.length_min),
        place=details.place,
        seats=str(details.capacity or ""),
        channel_id=details.channel_id,
        role_id=details.role_id or 0,
        zone=series.zone,
        pings=write_pings(details.pings_min),
        is_led=details.is_led,
        most_guests=details.most_guests,
        answers_until=write_answers_until(details.answers_until_min),
        answer_role_ids=details.answer_role_ids,
        description=details.description,
        picture_id=details.picture_id or 0,
    )


def write_one_date(meetup: Meetup, day: MeetupDate) -> MeetupRequest:
    """Returns what a host would type for what a single date has of its own, as it is on that date.

    No limit of seats is "0" where the series has one: an empty field is as in the series.
    """
    details, regular = meetup.details_of(day), meetup.regular_details_of(day)
    no_limit = "0" if regular.capacity else ""
    return MeetupRequest(
        length=write_minutes(details.length_min),
        place=details.place,
        seats=str(details.capacity or no_limit),
        description=details.description,
        host_id=None if meetup.circle_id is not None else meetup.host_of(day),
    )
