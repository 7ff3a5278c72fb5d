"""How the bot's process is, as an organiser may hear of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProcessHealth:
    """Seconds and shares, measured just now. `slow_share` is that of commands answered after two seconds."""

    latency_s: float  # to Discord's gateway and back
    clock_skew_s: float
    slow_share: float
    database_s: float
    disk_free_bytes: int | None  # None where the database is on another machine
