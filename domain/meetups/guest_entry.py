"""One line of the list of who comes to a date. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.meetups.rsvp import Answer


@dataclass(frozen=True, slots=True)
class GuestEntry:
    """What a host finds of one member in the list of a date.

    `answer` and `answered_at` are None for whoever came without an answer. `waiting` is their place on the
    waitlist from 1 on, None where they do not wait. `guests` counts who comes with them. `was_there` is None
    before the date, and where nobody knows.
    """

    user_id: int
    answer: Answer | None = None
    waiting: int | None = None
    guests: int = 0
    answered_at: datetime | None = None
    is_first_time: bool = False
    was_there: bool | None = None
