"""The table of one member: what is theirs, what is new about it; and the front desk of a server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.circles.circle import Circle
from domain.ids import DateId
from domain.meetups.meetup import Meetup, Session
from domain.meetups.series import Occurrence
from domain.problems.problem import Problem

_LEAST_UP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class OwnProblem:
    """A problem that the member shared; `new` counts its proposals since they last looked."""

    problem: Problem
    new: int = 0


@dataclass(frozen=True, slots=True)
class TablePage:
    """What one member finds at their table.

    `dates` are the nearest of those to come that they answered, but for a no, and `problems` the newest that
    are not closed; the totals count all. `seen_on` is the day on which they last
    looked, None for the first time. `managed` are dates that they may change, the nearest first. `is_looking`
    says that they are in the next round of circles, which begins at `next_round_at` by itself; None where
    none is planned. `zone` is the member's own, None where they have set none. `asked_after` is a date that
    they were at since and may say whether they would come again; None where there is none.
    """

    user_id: int
    dates: tuple[Session, ...]
    problems: tuple[OwnProblem, ...]
    circle: Circle | None
    seen_on: date | None
    next_round_at: datetime | None
    managed: tuple[tuple[Meetup, Occurrence], ...]
    is_looking: bool
    is_paused: bool
    is_newcomer: bool
    may_plan: bool
    may_be_anonymous: bool
    zone: str | None = None
    total_dates: int = 0
    total_problems: int = 0
    asked_after: DateId | None = None


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """The message of a server with buttons to what its members do.

    `message_id` and `posted_at` are None until it is posted. One that `is_kept` is put up again when somebody
    deletes it; one that `is_taken_down` is to be deleted in Discord.
    """

    id: int
    guild_id: int
    channel_id: int
    is_kept: bool
    message_id: int | None = None
    posted_at: datetime | None = None
    is_taken_down: bool = False

    def back_at(self, now: datetime) -> datetime:
        """Returns when it is put up again after it was deleted: not at once where it had stood for minutes.

        Else the bot and another one that tidies the channel would go on for ever.
        """
        return max(now, self.posted_at + _LEAST_UP) if self.posted_at is not None else now
