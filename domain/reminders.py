"""Reminders as one member wants them: in which way, and how long before a date. A value that all may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ReminderWay(StrEnum):
    """How a member is reminded of a date; the values are stored."""

    THREAD = "thread"
    MESSAGE = "message"  # a direct one, which nobody gets who has not asked for it
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reminders:
    """What a member has chosen. `leads_min` are minutes before the start, the longest first.

    Without any, it is when the meetup reminds everybody.
    """

    way: ReminderWay = ReminderWay.THREAD
    leads_min: tuple[int, ...] = ()


USUAL_REMINDERS = Reminders()
"""Those of whoever has chosen nothing."""


def find_lead_in_force(leads_min: Sequence[int], starts_at: datetime, now: datetime) -> int | None:
    """Returns the shortest of the leads that have come due; None where none has.

    Where several have, as after a pause, the others are overtaken: nobody is reminded twice at once.
    """
    return min((lead for lead in leads_min if starts_at - timedelta(minutes=lead) <= now), default=None)
