"""What a circle is worth. The only place that knows the weights, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from domain.circles.member import LARGEST, SMALLEST, History, Member, pair
from domain.errors import Refusal
from domain.places import distance_km


@dataclass(frozen=True, slots=True)
class Weights:
    """All in the same unit: 1 is what seating one member is worth who is in no need of it."""

    isolation: float = 2.0
    """Who wishes for company most and has met nobody for longest comes first: it is what circles are for."""
    wish_share: float = 0.5
    """Half of that is the wish and half the weeks alone: some need company and would not say so."""
    alone_weeks: float = 12.0
    """After a quarter of a year alone, another week makes no difference."""
    left_over: float = 25.0
    """More than what circles lose that are taken apart for somebody: nobody waits twice for no need."""
    distance: float = 0.45
    """A long way is gone once and then no more."""
    interests: float = 0.35
    """Something in common carries a first hour."""
    repeat: float = 1.0
    """To sit with the same people again is what members of such circles complain of most."""
    repeat_weeks: float = 8.0
    """After two months half of that is forgotten."""
    solved: float = 0.1
    """Who has helped whom already has something to talk about."""
    most_solved: float = 3.0
    """A few times are enough for that."""
    size: float = 0.2
    """A circle of four or five outlives one who does not come."""
    newcomer: float = 0.1
    """A newcomer with a regular at the table comes again."""

    def check(self) -> None:
        """Raise Refusal for a weight that is no number from 0 to 1,000."""
        for one in fields(self):
            value = getattr(self, one.name)
            if not (math.isfinite(value) and 0 <= value <= 1000):
                raise Refusal(f"The weight {one.name} must be a number from 0 to 1000, not {value}.")
        if not 0 <= self.wish_share <= 1 or not self.alone_weeks or not self.repeat_weeks:
            raise Refusal("wish_share goes from 0 to 1; alone_weeks and repeat_weeks are more than 0.")


def seat_worth(member: Member, weights: Weights) -> float:
    """What it is worth that this member sits in some circle."""
    wish = weights.wish_share * member.company / 10
    alone = (1 - weights.wish_share) * min(member.weeks_alone, weights.alone_weeks) / weights.alone_weeks
    return 1 + weights.isolation * (wish + alone) + weights.left_over * member.left_over


def pair_cost(one: Member, other: Member, history: History, weights: Weights) -> float:
    """What it costs that these two sit together: the way, little in common, having sat together lately.

    For an online circle, of two who have no way to go, the way costs nothing.
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
    """What the cost of each pair counts in a circle of that size: nobody pays more for sitting with more."""
    return 2 / (size - 1)


def size_worth(size: int, weights: Weights) -> float:
    """What the size alone is worth."""
    return weights.size if size > SMALLEST else 0.0


def mix_worth(newcomers: int, size: int, weights: Weights) -> float:
    """What it is worth that newcomers sit with regulars."""
    return weights.newcomer * size if 0 < newcomers < size else 0.0


def circle_worth(circle: Sequence[Member], history: History, weights: Weights) -> float:
    """The welfare of one circle of three to five."""
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
