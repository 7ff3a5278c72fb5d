"""The words for what is decided about a meetup, by the names of its details. No I/O."""

from __future__ import annotations

from collections.abc import Iterable

from languages import gettext, gettext_noop

_FIELDS = {
    "title": gettext_noop("title"),
    "length_min": gettext_noop("length"),
    "place": gettext_noop("place"),
    "capacity": gettext_noop("seats"),
    "channel_id": gettext_noop("channel"),
    "role_id": gettext_noop("role"),
    "pings_min": gettext_noop("reminders"),
    "is_led": gettext_noop("who leads"),
    "most_guests": gettext_noop("guests"),
    "answers_until_min": gettext_noop("until when to answer"),
    "answer_role_ids": gettext_noop("who may answer"),
    "series": gettext_noop("time"),
    "host_id": gettext_noop("host"),
    "description": gettext_noop("description"),
}


def words_of(names: Iterable[str]) -> str:
    """Returns the words for these fields in a row, such as `place, length`."""
    return ", ".join(gettext(_FIELDS[name]) for name in names)
