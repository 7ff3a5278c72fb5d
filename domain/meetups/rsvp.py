"""RSVPs: the answers to one date, its seats and its waitlist. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
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
    cleared the message. `is_seated` is only ever true for GOING.
    """

    user_id: int
    answer: Answer
    order: int
    is_reaction: bool = True
    is_seated: bool = False


_ORDER = attrgetter("order")


@dataclass(frozen=True, slots=True)
class GuestList:
    """The user ids by answer, each list in the order of answering; `going` have a seat, `waitlist` none."""

    going: tuple[int, ...]
    waitlist: tuple[int, ...]
    maybe: tuple[int, ...]
    no: tuple[int, ...]

    @property
    def coming(self) -> tuple[int, ...]:
        """Everybody who should hear about the date: going, waiting or maybe."""
        return self.going + self.waitlist + self.maybe


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
    )


def add_answers(
    marks: Iterable[StoredAnswer], given: Iterable[MemberAnswer], first_order: int, *, is_reaction: bool
) -> list[StoredAnswer]:
    """Returns the marks after members have answered, one after another from `first_order` on.

    Each answer moves to the end of the order unless it was the member's last: whoever answers the same again
    keeps their place and their seat. What was a reaction stays one.
    """
    marks = sorted(marks, key=_ORDER)
    after = {(mark.user_id, mark.answer): mark for mark in marks}
    last = {mark.user_id: mark.order for mark in marks}
    for order, (user_id, answer) in enumerate(given, first_order):
        old = after.get((user_id, answer))
        if old is None:
            new = StoredAnswer(user_id, answer, order, is_reaction)
        else:
            place = old.order if old.order == last[user_id] else order
            new = StoredAnswer(user_id, answer, place, old.is_reaction or is_reaction, old.is_seated)
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


def seat_waiting(
    marks: Sequence[StoredAnswer], capacity: int | None, among: Collection[int] | None = None
) -> list[StoredAnswer]:
    """Returns the marks after free seats went to those who have waited longest.

    A seat is free where its member gave another answer since. `capacity` is None where there is no limit.
    Nobody ever loses a seat because the capacity shrank. Where `among` is not None, nobody else moves up, and
    the seats of those who wait longer stay free.
    """
    going = [mark for mark in effective_answers(marks) if mark.answer is Answer.GOING]
    seated_ids = {mark.user_id for mark in going if mark.is_seated}
    waiting_ids = [mark.user_id for mark in going if not mark.is_seated]
    free = len(waiting_ids) if capacity is None else max(0, capacity - len(seated_ids))
    seated_ids.update(user_id for user_id in waiting_ids[:free] if among is None or user_id in among)
    return seat_members(marks, seated_ids)


def seat_members(marks: Iterable[StoredAnswer], user_ids: Collection[int]) -> list[StoredAnswer]:
    """Returns the marks with a seat for each of these members who is going, and for nobody else."""
    return [_seat(mark, mark.answer is Answer.GOING and mark.user_id in user_ids) for mark in marks]


def _seat(mark: StoredAnswer, is_seated: bool) -> StoredAnswer:
    # Not `_replace`, which is slow, and only where something changes: this runs for every mark of a date.
    if mark.is_seated is is_seated:
        return mark
    return StoredAnswer(mark.user_id, mark.answer, mark.order, mark.is_reaction, is_seated)
