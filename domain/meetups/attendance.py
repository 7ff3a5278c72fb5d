"""Who came: measured in a voice channel, said in a café, mended by the host. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

LEAST = timedelta(minutes=5)  # whoever only looked in was not there


@dataclass(frozen=True, slots=True)
class Attendance:
    """What is known of one member on one date. `host_says` None: the host has left it as it is."""

    user_id: int
    present: timedelta = timedelta(0)
    has_said: bool = False
    host_says: bool | None = None

    @property
    def was_there(self) -> bool:
        """The host's word counts, then the member's, then what was measured."""
        if self.host_says is not None:
            return self.host_says
        return self.has_said or self.present >= LEAST
