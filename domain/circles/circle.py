"""A circle from its proposal to its end: who sits in it, and what every answer makes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.circles.member import LARGEST, SMALLEST
from domain.ids import CircleId, MeetupId, RoundId

MOST_REFILLS = 2


class CircleState(StrEnum):
    """PROPOSED and FORMED are alive, the others final. The values are stored."""

    PROPOSED = "proposed"
    FORMED = "formed"
    MET = "met"
    CLOSED = "closed"
    APART = "apart"  # too few accepted


class SeatState(StrEnum):
    """INVITED and ACCEPTED hold a member; with all others they are free for another circle. Stored."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SILENT = "silent"
    LEFT = "left"
    RELEASED = "released"  # accepted, and the circle did not come together or was closed
    MET = "met"


HOLDING = (SeatState.INVITED, SeatState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of a circle. `wave` counts the refills until they were invited."""

    user_id: int
    state: SeatState = SeatState.INVITED
    wave: int = 0


@dataclass(frozen=True, slots=True)
class Circle:
    """`area` is a city's name; an online circle has none. `times` are offered by the last of so many `polls`
    until `poll_until`.

    `wants_refill` waits for the next matching. `asked` counts the questions whether they met, `quiet` those
    in a row that nobody answered. `meetup_id` is of the meetup that the winning time became.
    """

    id: CircleId
    guild_id: int
    round_id: RoundId
    seats: tuple[Seat, ...]
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
        """Who has not answered yet."""
        return [seat.user_id for seat in self.seats if seat.state is SeatState.INVITED]

    @property
    def sitting_ids(self) -> list[int]:
        """Who has accepted and is still there."""
        return [seat.user_id for seat in self.seats if seat.state is SeatState.ACCEPTED]

    @property
    def held_ids(self) -> list[int]:
        """Who sits or may still accept."""
        return [seat.user_id for seat in self.seats if seat.state in HOLDING]

    @property
    def next_at(self) -> datetime | None:
        """When something about it is due by itself: the end of waiting, of the poll, the question."""
        waits_until = self.answer_by if self.invited_ids else None
        instants = (waits_until, self.poll_until, self.ask_at)
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def is_alive(self) -> bool:
        return self.state in {CircleState.PROPOSED, CircleState.FORMED}

    @property
    def gaps(self) -> int:
        """How many could be invited in place of those who did not come or went."""
        has_lost = any(seat.state not in HOLDING for seat in self.seats)
        return LARGEST - len(self.held_ids) if has_lost else 0

    def state_of(self, user_id: int) -> SeatState | None:
        """How a member stands to the circle; None for one who was never asked."""
        found = (seat.state for seat in self.seats if seat.user_id == user_id)
        return next(found, None)

    def with_seat(self, user_id: int, state: SeatState) -> Circle:
        """The circle with this member's seat as it is now."""
        seats = (replace(seat, state=state) if seat.user_id == user_id else seat for seat in self.seats)
        return replace(self, seats=tuple(seats))


def settle(circle: Circle, now: datetime) -> Circle:
    """What the answers so far make of a circle that is alive.

    It forms with the third acceptance; who has not answered by then may still join. When everybody has
    answered, or time is up, gaps wait for a refill, at most twice; after that, too few fall apart.
    """
    if circle.state is CircleState.PROPOSED and len(circle.sitting_ids) >= SMALLEST:
        circle = replace(circle, state=CircleState.FORMED, formed_at=now)
    if circle.invited_ids and now < circle.answer_by:
        return circle
    for user_id in circle.invited_ids:
        circle = circle.with_seat(user_id, SeatState.SILENT)
    if circle.gaps and circle.sitting_ids and circle.refills < MOST_REFILLS:
        return replace(circle, wants_refill=True)
    return _without_refill(circle)


def refill(circle: Circle, user_ids: list[int], answer_by: datetime) -> Circle:
    """The circle after a matching has looked for more members, and found these."""
    circle = replace(circle, wants_refill=False, refills=circle.refills + 1)
    if not user_ids:
        return _without_refill(replace(circle, refills=MOST_REFILLS))
    return invite(circle, user_ids, answer_by)


def invite(circle: Circle, user_ids: list[int], answer_by: datetime) -> Circle:
    """These members are asked, too; who has sat in it before may be asked again."""
    wave = 1 + max(seat.wave for seat in circle.seats)
    kept = tuple(seat for seat in circle.seats if seat.user_id not in user_ids)
    seats = tuple(Seat(user_id, wave=wave) for user_id in user_ids)
    return replace(circle, seats=kept + seats, answer_by=answer_by)


def _without_refill(circle: Circle) -> Circle:
    """Nobody else can be asked: fewer than three who sit are no circle that could form."""
    is_too_small = len(circle.sitting_ids) < SMALLEST
    if circle.state is CircleState.PROPOSED and is_too_small:
        return _ended(circle, CircleState.APART, SeatState.RELEASED)
    if circle.state is CircleState.FORMED and len(circle.sitting_ids) < 2:
        return _ended(circle, CircleState.CLOSED, SeatState.RELEASED)
    return circle


def close(circle: Circle) -> Circle:
    """The circle ends, and its members are free for another."""
    return _ended(circle, CircleState.CLOSED, SeatState.RELEASED)


def met(circle: Circle) -> Circle:
    """The members have met: they are free for another circle, and this one's thread stays theirs."""
    return _ended(circle, CircleState.MET, SeatState.MET)


def _ended(circle: Circle, state: CircleState, seat_state: SeatState) -> Circle:
    for user_id in circle.invited_ids:
        circle = circle.with_seat(user_id, SeatState.SILENT)
    for user_id in circle.sitting_ids:
        circle = circle.with_seat(user_id, seat_state)
    return replace(circle, state=state, wants_refill=False, poll_until=None, ask_at=None)
