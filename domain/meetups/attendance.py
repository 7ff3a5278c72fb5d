"""Attendance: measured in a voice channel, said with a button in a café, corrected by the host. Pure."""

from __future__ import annotations

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
