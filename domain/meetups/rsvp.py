"""RSVPs: the answers to one date, its seats and its waitlist. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple


class Answer(StrEnum):
    """What a member can answer; the values are stored."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"


MemberAnswer = tuple[int, Answer]  # a member's id, and an answer of theirs


class StoredAnswer(NamedTuple):
    """One answer of a member to a date, as it is stored.

    A member can have several where the bot may not take an older reaction away: the one with the highest
    `order` counts. `is_reaction` is false for an answer that was given by command, or kept after a moderator
    cleared the message. `is_seated` is only ever true for GOING. `guests` are those whom the member brings,
    by number; only an answer that counts, and is GOING, has any.
    """

    user_id: int
    answer: Answer
    order: int
    is_reaction: bool = True
    is_seated: bool = False
    guests: int = 0

    @property
    def seats(self) -> int:
        """How many seats the member needs for themselves and whom they bring."""
        return 1 + self.guests


_ORDER = attrgetter("order")


@dataclass(frozen=True, slots=True)
class GuestList:
    """The user ids by answer, each list in the order of answering; `going` have a seat, `waitlist` none.

    `brought` is how many guests those of them bring who bring any, by user id.
    """

    going: tuple[int, ...]
    waitlist: tuple[int, ...]
    maybe: tuple[int, ...]
    no: tuple[int, ...]
    brought: Mapping[int, int] = field(default_factory=dict)

    @property
    def coming(self) -> tuple[int, ...]:
        """Everybody who should hear about the date: going, waiting or maybe."""
        return self.going + self.waitlist + self.maybe

    @property
    def seats_taken(self) -> int:
        """How many seats are taken by those who are going and whom they bring."""
        return self.count_seats(self.going)

    def count_seats(self, user_ids: Iterable[int]) -> int:
        """Returns how many seats these members need together with whom they bring."""
        return sum(1 + self.brought.get(user_id, 0) for user_id in user_ids)

    def find_room(self, user_id: int, capacity: int | None) -> int | None:
        """Returns how many guests the member has room for, who is going or waits; None is any number.

        While somebody waits, a free seat is theirs, also where they wait for more than one.
        """
        if capacity is None:
            return None
        if user_id in self.waitlist:
            return max(0, capacity - 1)
        free = 0 if self.waitlist else max(0, capacity - self.seats_taken)
        return self.brought.get(user_id, 0) + free


def effective_answers(marks: Iterable[StoredAnswer]) -> list[StoredAnswer]:
    """Returns the mark of each member that counts, their last, in the order of answering."""
    latest: dict[int, StoredAnswer] = {}
    for mark in sorted(marks, key=_ORDER):
        latest[mark.user_id] = mark
    return sorted(latest.values(), key=_ORDER)


def make_guest_list(marks: Iterable[StoredAnswer]) -> GuestList:
    """Returns the marks as lists of members."""
    counted = effective_answers(marks)
    going = [mark for mark in counted if mark.answer is Answer.GOING]
    return GuestList(
        going=tuple(mark.user_id for mark in going if mark.is_seated),
        waitlist=tuple(mark.user_id for mark in going if not mark.is_seated),
        maybe=tuple(mark.user_id for mark in counted if mark.answer is Answer.MAYBE),
        no=tuple(mark.user_id for mark in counted if mark.answer is Answer.NO),
        brought={mark.user_id: mark.guests for mark in going if mark.guests},
    )


def add_answers(
    marks: Iterable[StoredAnswer], given: Iterable[MemberAnswer], first_order: int, *, is_reaction: bool
) -> list[StoredAnswer]:
    """Returns the marks after members have answered, one after another from `first_order` on.

    Each answer moves to the end of the order unless it was the member's last: whoever answers the same again
    keeps their place, their seat and their guests. Another answer drops the guests. What was a reaction stays
    one.
    """
    marks = sorted(marks, key=_ORDER)
    after = {(mark.user_id, mark.answer): mark for mark in marks}
    last = {mark.user_id: mark.order for mark in marks}
    for order, (user_id, answer) in enumerate(given, first_order):
        old = after.get((user_id, answer))
        is_same = old is not None and old.order == last[user_id]
        if not is_same and (user_id, Answer.GOING) in after:
            after[user_id, Answer.GOING] = after[user_id, Answer.GOING]._replace(guests=0)
        if old is None:
            new = StoredAnswer(user_id, answer, order, is_reaction)
        else:
            place, guests = (old.order, old.guests) if is_same else (order, 0)
            new = StoredAnswer(user_id, answer, place, old.is_reaction or is_reaction, old.is_seated, guests)
        after[user_id, answer] = new
        last[user_id] = new.order
    return list(after.values())


def remove_answers(
    marks: Iterable[StoredAnswer], given: Collection[MemberAnswer], *, is_reaction: bool
) -> list[StoredAnswer]:
    """Returns the marks without these answers, of which only reactions go, or only those given by command."""
    return [
        mark
        for mark in marks
        if mark.is_reaction is not is_reaction or (mark.user_id, mark.answer) not in given
    ]


def detach_reactions(marks: Iterable[StoredAnswer], answers: Collection[Answer]) -> list[StoredAnswer]:
    """Returns the marks after the reactions for some answers were cleared: the answers themselves stay."""
    return [mark._replace(is_reaction=False) if mark.answer in answers else mark for mark in marks]


def bring_guests(marks: Iterable[StoredAnswer], user_id: int, guests: int) -> list[StoredAnswer]:
    """Returns the marks after the member, who is going or waits, has said how many guests they bring.

    They keep their place; whether there is room is for the caller to see.
    """
    marks = list(marks)
    counts = {mark.user_id: mark for mark in effective_answers(marks)}.get(user_id)
    is_going = counts is not None and counts.answer is Answer.GOING
    return [mark._replace(guests=guests) if is_going and mark == counts else mark for mark in marks]


def seat_waiting(marks: Sequence[StoredAnswer], capacity: int | None) -> list[StoredAnswer]:
    """Returns the marks after free seats went to those who have waited longest.

    A seat is free where its member gave another answer since. `capacity` is None where there is no limit.
    Nobody ever loses a seat because the capacity shrank.

    A member and their guests move up together or not at all, and nobody passes them: seats stay free until
    there are enough, or those who wait for them bring fewer. Otherwise members who come alone would pass a
    group again and again. Only who needs more seats than there are is passed: they hold up nobody.
    """
    going = [mark for mark in effective_answers(marks) if mark.answer is Answer.GOING]
    seated_ids = {mark.user_id for mark in going if mark.is_seated}
    waiting = [mark for mark in going if not mark.is_seated]
    if capacity is not None:
        waiting = _list_fitting(waiting, capacity, sum(mark.seats for mark in going if mark.is_seated))
    return seat_members(marks, seated_ids.union(mark.user_id for mark in waiting))


def seat_members(marks: Iterable[StoredAnswer], user_ids: Collection[int]) -> list[StoredAnswer]:
    """Returns the marks with a seat for each of these members who is going, and for nobody else."""
    return [_seat(mark, mark.answer is Answer.GOING and mark.user_id in user_ids) for mark in marks]


def _list_fitting(waiting: Iterable[StoredAnswer], capacity: int, taken: int) -> list[StoredAnswer]:
    """Returns those who wait for whom there is room, one after another."""
    fitting = []
    for mark in waiting:
        if mark.seats > capacity:
            continue
        taken += mark.seats
        if taken > capacity:
            break
        fitting.append(mark)
    return fitting


def _seat(mark: StoredAnswer, is_seated: bool) -> StoredAnswer:
    # Not `_replace`, which is slow, and only where something changes: this runs for every mark of a date.
    if mark.is_seated is is_seated:
        return mark
    return StoredAnswer(mark.user_id, mark.answer, mark.order, mark.is_reaction, is_seated, mark.guests)
