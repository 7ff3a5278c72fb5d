"""Welfare: what a circle is worth. The only place that knows the weights, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from domain.circles.member import LARGEST, SMALLEST, History, Member, pair
from domain.cities import distance_km
from domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the welfare, all in one unit: 1 is what a seat is worth for a member in no need."""

    isolation: float = 2.0
    """Whoever wishes for company most and has met nobody for longest comes first: circles are for them."""
    wish_share: float = 0.5
    """Half of the isolation is the wish, half the weeks alone: some need company and would not say so."""
    alone_weeks: float = 12.0
    """Weeks alone that count: after a quarter of a year, another one makes no difference."""
    left_over: float = 25.0
    """More than taking circles apart for somebody costs: nobody is left over twice without need."""
    distance: float = 0.45
    """Members travel a long way once, and then no more."""
    interests: float = 0.35
    """Having something in common carries a first hour."""
    repeat: float = 1.0
    """Sitting with the same people again is what members of such circles complain of most."""
    repeat_weeks: float = 8.0
    """Weeks after which a repeat counts half: by then half of it is forgotten."""
    solved: float = 0.1
    """Two of whom one has helped the other have something to talk about."""
    most_solved: float = 3.0
    """Times that count for that: a few are enough."""
    size: float = 0.2
    """A circle of four or five survives it when one does not come."""
    newcomer: float = 0.1
    """A newcomer who sits with a regular comes again."""

    def check(self) -> None:
        """Checks all weights.

        Raises Refusal where one is no number from 0 to 1,000, or out of its own bounds.
        """
        for one in fields(self):
            value = getattr(self, one.name)
            if not (math.isfinite(value) and 0 <= value <= 1000):
                raise Refusal(f"The weight {one.name} must be a number from 0 to 1000, not {value}.")
        if not 0 <= self.wish_share <= 1 or not self.alone_weeks or not self.repeat_weeks:
            raise Refusal("wish_share goes from 0 to 1; alone_weeks and repeat_weeks are more than 0.")


def seat_worth(member: Member, weights: Weights) -> float:
    """Returns what it is worth that this member sits in any circle at all."""
    wish = weights.wish_share * member.company / 10
    alone = (1 - weights.wish_share) * min(member.weeks_alone, weights.alone_weeks) / weights.alone_weeks
    return 1 + weights.isolation * (wish + alone) + weights.left_over * member.left_over


def pair_cost(one: Member, other: Member, history: History, weights: Weights) -> float:
    """Returns what it costs that two sit together: distance, little in common, having sat together lately.

    The distance counts as a share of how far both would travel, at most 1; online, where that is without
    limit, it costs nothing. It may be negative for two who have solved something together.
    """
    reach = min(one.limit_km, other.limit_km)
    cost = weights.distance * min(distance_km(one.centre, other.centre) / reach, 1.0) if reach else 0.0
    shared, either = len(one.interests & other.interests), len(one.interests | other.interests)
    cost += weights.interests * (1 - (shared / either if either else 0.0))
    names = pair(one.id, other.id)
    weeks = history.weeks_apart.get(names)
    if weeks is not None:
        cost += weights.repeat * 2 ** (-weeks / weights.repeat_weeks)
    return cost - weights.solved * min(history.solved_together.get(names, 0), weights.most_solved)


def cost_share(size: int) -> float:
    """Returns how much the cost of each pair counts in a circle of that size.

    With it, everybody bears the mean of the costs with the others, once: more of them are not dearer.
    """
    return 2 / (size - 1)


def size_worth(size: int, weights: Weights) -> float:
    """Returns what the size of a circle is worth by itself."""
    return weights.size if size > SMALLEST else 0.0


def mix_worth(newcomers: int, size: int, weights: Weights) -> float:
    """Returns what it is worth that newcomers sit with regulars: nothing where all are one or the other."""
    return weights.newcomer * size if 0 < newcomers < size else 0.0


def circle_worth(circle: Sequence[Member], history: History, weights: Weights) -> float:
    """Returns the welfare of one circle of three to five members."""
    size = len(circle)
    assert SMALLEST <= size <= LARGEST
    costs = sum(
        pair_cost(one, other, history, weights)
        for place, one in enumerate(circle)
        for other in circle[place + 1 :]
    )
    worth = sum(seat_worth(member, weights) for member in circle) - cost_share(size) * costs
    newcomers = sum(member.is_newcomer for member in circle)
    return worth + size_worth(size, weights) + mix_worth(newcomers, size, weights)
