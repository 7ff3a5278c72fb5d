"""How often Discord has said no of late: whoever makes it do so 10,000 times in ten minutes is shut out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from clock import Clock

HOLD_AT = 2_000
STOP_AT = 5_000
_STATUSES = {401, 403, 429}
_WINDOW = timedelta(minutes=10)


class InvalidRequestLimitError(Exception):
    """Discord says no to everything: the bot ended itself before it would have been shut out."""

    def __init__(self) -> None:
        super().__init__(
            f"Longtable has stopped by itself: Discord said no {STOP_AT:,} times in ten minutes, and shuts\n"
            "out whoever goes on to 10,000. Mend what the log shows, wait ten minutes and start again."
        )


class InvalidRequests:
    """A count of the answers with 401, 403 and 429 within ten minutes.

    From 2,000 on, what the bot does by itself has to wait; at 5,000 `give_up` is called, once.
    """

    def __init__(self, now: Clock) -> None:
        self.now = now
        self.give_up: Callable[[], object] = lambda: None
        self.has_given_up = False
        self._at: deque[datetime] = deque()

    def note(self, status: int) -> None:
        """Notes that Discord answered with this status."""
        if status not in _STATUSES:
            return
        self._at.append(self.now())
        if self.count >= STOP_AT and not self.has_given_up:
            self.has_given_up = True
            self.give_up()

    @property
    def count(self) -> int:
        """Returns how many there were within the ten minutes that Discord counts."""
        since = self.now() - _WINDOW
        while self._at and self._at[0] <= since:
            self._at.popleft()
        return len(self._at)

    def must_hold(self) -> bool:
        """Returns whether what can wait has to wait."""
        return self.count >= HOLD_AT
