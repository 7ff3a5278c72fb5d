"""The life of a circle from its proposal to its end: who sits in it, and what every answer makes of it.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.circles.member import LARGEST, SMALLEST
from domain.ids import CircleId, CircleRoundId, MeetupId

MOST_REFILLS = 2  # times that others are asked to fill gaps; after that, a circle goes on as it is or ends


class CircleState(StrEnum):
    """The state of a circle: PROPOSED and FORMED are alive, the others final. The values are stored."""

    PROPOSED = "proposed"
    FORMED = "formed"
    MET = "met"
    CLOSED = "closed"
    NOT_FORMED = "apart"  # too few accepted


class SeatState(StrEnum):
    """The state of a member's seat; the values are stored.

    INVITED and ACCEPTED hold the member; with any other state they are free for another circle.
    """

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SILENT = "silent"
    LEFT = "left"
    RELEASED = "released"  # accepted, and the circle did not come together or was closed
    MET = "met"


HOLDING = (SeatState.INVITED, SeatState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class CircleSeat:
    """The seat of one member.

    `wave` is 0 for those invited at first, and 1 more with each later invitation.
    """

    user_id: int
    state: SeatState = SeatState.INVITED
    wave: int = 0


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle as it is stored.

    `area` is the name of a city, empty for an online circle; `zone` is an IANA name. `answer_by` is the
    instant until which those who are invited may answer. `refills` counts how often others were asked to fill
    gaps; `wants_refill` is true while the circle waits for the next matching to find some. `thread_id` and
    `message_id` are None until there is a thread.

    `polls` counts the polls for a time; `times` are the instants that the last of them offers, and
    `poll_until` its end, None while none is open. `ask_at` is when to ask whether they met, None where there
    is nothing to ask. `asked` counts these questions, `quiet` those in a row that nobody answered.
    `meetup_id` is the meetup that the winning time became, None until then.
    """

    id: CircleId
    guild_id: int
    round_id: CircleRoundId
    seats: tuple[CircleSeat, ...]
    answer_by: datetime
    state: CircleState = CircleState.PROPOSED
    is_online: bool = False
    area: str = ""
    zone: str = "UTC"
    refills: int = 0
    wants_refill: bool = False
    thread_id: int | None = None
    message_id: int | None = None
    formed_at: datetime | None = None
    polls: int = 0
    times: tuple[datetime, ...] = ()
    poll_until: datetime | None = None
    ask_at: datetime | None = None
    asked: int = 0
    quiet: int = 0
    meetup_id: MeetupId | None = None

    @property
    def invited_ids(self) -> list[int]:
        """The user ids of those who have not answered yet."""
        return [seat.user_id for seat in self.seats if seat.state is SeatState.INVITED]

    @property
    def sitting_ids(self) -> list[int]:
        """The user ids of those who have accepted and are still there."""
        return [seat.user_id for seat in self.seats if seat.state is SeatState.ACCEPTED]

    @property
    def held_ids(self) -> list[int]:
        """The user ids of those who sit or may still accept."""
        return [seat.user_id for seat in self.seats if seat.state in HOLDING]

    @property
    def next_at(self) -> datetime | None:
        """When something is next due: an answer, the end of the poll, the question; None for nothing."""
        waits_until = self.answer_by if self.invited_ids else None
        instants = (waits_until, self.poll_until, self.ask_at)
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def is_alive(self) -> bool:
        """Whether the circle has not ended."""
        return self.state in {CircleState.PROPOSED, CircleState.FORMED}

    @property
    def free_seats(self) -> int:
        """How many could be invited: none while everybody who was invited sits or may still accept."""
        has_lost = any(seat.state not in HOLDING for seat in self.seats)
        return LARGEST - len(self.held_ids) if has_lost else 0

    def state_of(self, user_id: int) -> SeatState | None:
        """Returns the state of a member's seat; None for a member who was never invited."""
        found = (seat.state for seat in self.seats if seat.user_id == user_id)
        return next(found, None)

    def with_seat(self, user_id: int, state: SeatState) -> Circle:
        """Returns the circle with another state of this member's seat."""
        seats = (replace(seat, state=state) if seat.user_id == user_id else seat for seat in self.seats)
        return replace(self, seats=tuple(seats))


def apply_answers(circle: Circle, now: datetime) -> Circle:
    """Returns what the answers so far make of a circle that is alive.

    It forms with the third acceptance; whoever has not answered by then may still join. Once everybody has
    answered or `answer_by` has come, a circle with gaps waits for a refill, at most twice. After that it ends
    if too few sit.
    """
    if circle.state is CircleState.PROPOSED and len(circle.sitting_ids) >= SMALLEST:
        circle = replace(circle, state=CircleState.FORMED, formed_at=now)
    if circle.invited_ids and now < circle.answer_by:
        return circle
    for user_id in circle.invited_ids:
        circle = circle.with_seat(user_id, SeatState.SILENT)
    if circle.free_seats and circle.sitting_ids and circle.refills < MOST_REFILLS:
        return replace(circle, wants_refill=True)
    return _without_refill(circle)


def invite_refills(circle: Circle, user_ids: list[int], answer_by: datetime) -> Circle:
    """Returns the circle after a matching has looked for more members and found these, perhaps none.

    Where it found none it is not looked for again: the same people would be there.
    """
    circle = replace(circle, wants_refill=False, refills=circle.refills + 1)
    if not user_ids:
        return _without_refill(replace(circle, refills=MOST_REFILLS))
    return invite(circle, user_ids, answer_by)


def invite(circle: Circle, user_ids: list[int], answer_by: datetime) -> Circle:
    """Returns the circle with more members invited; some of them may have had a seat in it before."""
    wave = 1 + max(seat.wave for seat in circle.seats)
    kept = tuple(seat for seat in circle.seats if seat.user_id not in user_ids)
    seats = tuple(CircleSeat(user_id, wave=wave) for user_id in user_ids)
    return replace(circle, seats=kept + seats, answer_by=answer_by)


def _without_refill(circle: Circle) -> Circle:
    """Returns the circle when nobody else can be asked: it ends below three who sit, or two once formed."""
    is_too_small = len(circle.sitting_ids) < SMALLEST
    if circle.state is CircleState.PROPOSED and is_too_small:
        return _ended(circle, CircleState.NOT_FORMED, SeatState.RELEASED)
    if circle.state is CircleState.FORMED and len(circle.sitting_ids) < 2:
        return _ended(circle, CircleState.CLOSED, SeatState.RELEASED)
    return circle


def close(circle: Circle) -> Circle:
    """Returns the circle closed, its members free for another."""
    return _ended(circle, CircleState.CLOSED, SeatState.RELEASED)


def mark_met(circle: Circle) -> Circle:
    """Returns the circle after it has met: its members are free for another, and its thread stays theirs."""
    return _ended(circle, CircleState.MET, SeatState.MET)


def _ended(circle: Circle, state: CircleState, seat_state: SeatState) -> Circle:
    for user_id in circle.invited_ids:
        circle = circle.with_seat(user_id, SeatState.SILENT)
    for user_id in circle.sitting_ids:
        circle = circle.with_seat(user_id, seat_state)
    return replace(circle, state=state, wants_refill=False, poll_until=None, ask_at=None)
