"""Who comes: the answers to one date, its seats and its waitlist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Answer(StrEnum):
    """What a member answers; the values are stored."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"


class Mark(NamedTuple):
    """One answer that a member has standing on a date.

    A member can have several, where the bot may not take an older reaction away: the one with the
    highest `order` counts. `is_reaction` tells a reaction from an answer given by command, or kept
    after a moderator cleared the message. `is_seated` is only ever true for GOING.
    """

    user_id: int
    answer: Answer
    order: int
    is_reaction: bool = True
    is_seated: bool = False


@dataclass(frozen=True, slots=True)
class GuestList:
    """User ids by answer, each in the order in which they answered."""

    going: tuple[int, ...]
    waitlist: tuple[int, ...]
    maybe: tuple[int, ...]
    no: tuple[int, ...]

    @property
    def coming(self) -> tuple[int, ...]:
        """Everyone who should hear of it: going, waiting or maybe."""
        return self.going + self.waitlist + self.maybe


def standing(marks: Iterable[Mark]) -> list[Mark]:
    """The one mark of each member that counts, in the order of answering."""
    latest: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.order):
        latest[mark.user_id] = mark
    return sorted(latest.values(), key=lambda mark: mark.order)


def guest_list(marks: Iterable[Mark]) -> GuestList:
    """The marks as lists of people."""
    counted = standing(marks)
    going = [mark for mark in counted if mark.answer is Answer.GOING]
    return GuestList(
        going=tuple(mark.user_id for mark in going if mark.is_seated),
        waitlist=tuple(mark.user_id for mark in going if not mark.is_seated),
        maybe=tuple(mark.user_id for mark in counted if mark.answer is Answer.MAYBE),
        no=tuple(mark.user_id for mark in counted if mark.answer is Answer.NO),
    )


def seats_given_up(marks: Iterable[Mark]) -> list[int]:
    """User ids that hold a seat although a later answer of theirs counts now."""
    marks = list(marks)
    going = {mark.user_id for mark in standing(marks) if mark.answer is Answer.GOING}
    return [mark.user_id for mark in marks if mark.is_seated and mark.user_id not in going]


def next_seats(guests: GuestList, capacity: int | None) -> Sequence[int]:
    """User ids to move from the waitlist to a seat now: the first come, while seats are free.

    `capacity` None means no limit. Nobody ever loses a seat because the capacity shrank.
    """
    if capacity is None:
        return guests.waitlist
    free = max(0, capacity - len(guests.going))
    return guests.waitlist[:free]
