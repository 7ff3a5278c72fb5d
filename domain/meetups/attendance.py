"""Attendance: measured in a voice channel, said with a button in a café, corrected by the host. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

LEAST_PRESENT = timedelta(minutes=5)  # whoever only looked in was not there


@dataclass(frozen=True, slots=True)
class Attendance:
    """What is known of one member at one date.

    `present` is how long they were in the voice channel, `has_said` whether they pressed "I'm here".
    `host_says` is None where the host has not corrected it.
    """

    user_id: int
    present: timedelta = timedelta(0)
    has_said: bool = False
    host_says: bool | None = None

    @property
    def was_there(self) -> bool:
        """Whether they came: as the host says, else as the member says, else as it was measured."""
        if self.host_says is not None:
            return self.host_says
        return self.has_said or self.present >= LEAST_PRESENT


def list_present(seated_ids: Collection[int], attendances: Collection[Attendance]) -> set[int]:
    """Returns the user ids of those who were there, as far as it is known.

    Of those who had a seat, these are all of whom nothing says otherwise.
    """
    came = {attendance.user_id for attendance in attendances if attendance.was_there}
    known = map_presence(seated_ids, attendances)
    return came | {user_id for user_id, was_there in known.items() if was_there is None}


def map_presence(user_ids: Collection[int], attendances: Collection[Attendance]) -> dict[int, bool | None]:
    """Returns of each member whether they were there; None where nobody knows.

    In a voice channel it is known of everybody; in a café people forget the button.
    """
    by_id = {attendance.user_id: attendance for attendance in attendances}
    is_measured = any(attendance.present >= LEAST_PRESENT for attendance in attendances)
    return {user_id: _find_presence(by_id.get(user_id), is_measured) for user_id in user_ids}


def _find_presence(attendance: Attendance | None, is_measured: bool) -> bool | None:
    if attendance is not None and (attendance.was_there or attendance.host_says is not None):
        return attendance.was_there
    return False if is_measured else None
