"""How dates and times read as choices of an option. No I/O."""

from __future__ import annotations

from datetime import datetime

from cogs.ui import markup
from domain.durations import describe_minutes
from domain.meetups.meetup import Meetup
from domain.meetups.series import Occurrence
from domain.times.parser import Reading, ZonedTime, describe_distance, describe_local
from domain.times.recurrence import describe_rule
from domain.zones import to_local
from languages import gettext


def date_choice(meetup: Meetup, item: Occurrence, zone: str | None) -> str:
    """Returns the label of a date as a choice of an option, with the zone whose time it is.

    `zone` is the member's own, as choices cannot have stamps; None has that of the series.
    """
    zone = zone or meetup.series.zone
    when = f"{describe_local(to_local(item.starts_at, zone))} · {zone}"
    mark = ""
    if item.is_skipped or item.is_moved:
        mark = f" ({gettext('skipped') if item.is_skipped else gettext('moved')})"
    room = markup.CHOICE_LENGTH - len(when) - len(mark) - 3
    return f"{markup.cut(meetup.details.title, room)} · {when}{mark}"


def reading_choice(reading: Reading, typed: str, now: datetime) -> tuple[str, str]:
    """Returns label and value of what a text may mean as a choice: a time, its rhythm and its length."""
    value = str(reading)
    # What is too long for a value is sent as it was typed, and read once more.
    return reading_label(reading, now), value if len(value) <= markup.CHOICE_LENGTH else typed


def reading_label(reading: Reading, now: datetime) -> str:
    """Returns what a text may mean: a time, its zone and how far away it is, its rhythm and its length."""
    label, _ = when_choice(reading.when, now)
    said = [describe_rule(reading.rule)] if reading.rule else []
    said += [describe_minutes(reading.length_min)] if reading.length_min else []
    return " · ".join([label, *said])


def when_choice(when: ZonedTime, now: datetime) -> tuple[str, str]:
    """Returns label and value of a time as a choice of an option."""
    offset = f" ({write_offset(to_local(when.at, when.zone))})" if when.is_doubled else ""
    label = f"{describe_local(when.local)}{offset} · {when.zone} · {describe_distance(now, when.at)}"
    return label, str(when)


def write_offset(local: datetime) -> str:
    """Returns the offset of a local time from UTC, such as `UTC+1`."""
    offset = f"{local:%z}"
    hours, minutes = offset[:3], offset[3:5]
    return f"UTC{hours[0]}{int(hours[1:])}" + (f":{minutes}" if minutes != "00" else "")
