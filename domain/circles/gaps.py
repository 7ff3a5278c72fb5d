"""Circles with room: whom they may take in, and which of them another circle may join as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.circles.member import LARGEST, History, Member
from domain.circles.rules import broken_rules
from domain.circles.welfare import Weights, circle_worth


@dataclass(frozen=True, slots=True)
class Gap:
    """A circle with room, and who stays in it: as they are online, if it meets there.

    `asked` have said no in its round, or nothing.
    """

    circle_id: int
    staying: tuple[Member, ...]
    is_online: bool = False
    asked: frozenset[int] = frozenset()


def find_merge(
    circle: Sequence[Member], others: Mapping[int, Sequence[Member]], history: History, weights: Weights
) -> int | None:
    """The circle that these members would join best as a whole; None if none has room for them."""
    unions = {
        circle_id: (*circle, *members)
        for circle_id, members in others.items()
        if len(circle) + len(members) <= LARGEST
    }
    possible = [circle_id for circle_id, union in unions.items() if not broken_rules(union, history)]
    return max(possible, key=lambda one: (circle_worth(unions[one], history, weights), one), default=None)
