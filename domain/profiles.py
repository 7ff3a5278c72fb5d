"""What members say about themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """`zone` is None until the member sets it; a buddy is glad to be suggested to first-timers."""

    guild_id: int
    user_id: int
    zone: str | None = None
    is_buddy: bool = False
