"""Circles with room for more members, and which of them another circle may join as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.circles.hard_rules import broken_rules
from domain.circles.member import History, Member
from domain.circles.welfare import Weights, circle_worth


@dataclass(frozen=True, slots=True)
class OpenCircle:
    """A circle with room for more.

    `staying` are those who sit in it; of an online circle, as `Member.as_online` has them. `asked` are ids of
    members who were asked before in this round and said no or nothing.
    """

    circle_id: int
    staying: tuple[Member, ...]
    is_online: bool = False
    asked: frozenset[int] = frozenset()


def find_merge(
    circle: Sequence[Member], others: Mapping[int, Sequence[Member]], history: History, weights: Weights
) -> int | None:
    """Returns the id of the circle that these members join best as a whole; None where they fit into none."""
    unions = {circle_id: (*circle, *members) for circle_id, members in others.items()}
    possible = [circle_id for circle_id, union in unions.items() if not broken_rules(union, history)]
    return max(possible, key=lambda one: (circle_worth(unions[one], history, weights), one), default=None)
