"""One moment in a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.zones import is_doubled, to_instant, to_local


@dataclass(frozen=True, slots=True)
class ZonedTime:
    """One moment in a zone (an IANA name): `local` is the naive local time, `at` the UTC instant of it.

    Where the zone's clocks show `local` twice, its `fold` tells which of the two is meant.
    """

    local: datetime
    zone: str

    def __str__(self) -> str:
        """Returns it as `parse_when` reads it."""
        offset = f"{to_local(self.at, self.zone):%z}" if self.is_doubled else ""
        return f"{self.local:%Y-%m-%d %H:%M}{offset} {self.zone}"

    @property
    def is_doubled(self) -> bool:
        """Returns whether the zone's clocks show the local time twice."""
        return is_doubled(self.local, self.zone)

    @property
    def at(self) -> datetime:
        """The moment as an instant in UTC."""
        return to_instant(self.local, self.zone)
