"""People for circles: somebody in Berlin, and communities around some cities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from domain.circles.hard_rules import broken_rules
from domain.circles.member import History, Member
from domain.circles.welfare import Weights
from domain.cities import Point
from domain.free_times import PARTS, part_of_day, union

WEIGHTS = Weights()
BERLIN, POTSDAM, HAMBURG = Point(52.52, 13.41), Point(52.4, 13.06), Point(53.55, 10.0)
TUESDAY, FRIDAY = part_of_day(1, "morning"), part_of_day(4, "evening")


def member(id_: int, centre: Point = BERLIN, **changes: object) -> Member:
    """Somebody in Berlin who is free on Tuesday mornings and speaks the first language."""
    base = Member(id_, centre, 30.0, TUESDAY, 1)
    return replace(base, **changes)  # type: ignore[arg-type]


def community(count: int, seed: int, spread: float = 3.0) -> list[Member]:
    """People around some cities, with what they might say of themselves."""
    random = Random(seed)
    cities = [
        (Point(50 + random.random() * spread, 9 + random.random() * spread), 1 / (n + 1)) for n in range(12)
    ]
    cells = [(day, name) for day in range(7) for name in PARTS]
    return [
        Member(
            id=number,
            centre=random.choices([city for city, _ in cities], [weight for _, weight in cities])[0],
            limit_km=random.choice([5, 20, 50, 100]),
            free=union(part_of_day(*cell) for cell in random.sample(cells, random.randint(2, 7))),
            languages=random.choice([1, 1, 1, 2, 3]),
            interests=frozenset(random.sample("abcdefgh", 3)),
            company=random.randint(0, 10),
            weeks_alone=random.choice([0, 3, 12, 40]),
            left_over=random.choice([0, 0, 0, 1]),
            is_newcomer=random.random() < 0.2,
            is_online=random.random() < 0.5,
            awake=union(part_of_day(day, name) for day in range(7) for name in PARTS),
        )
        for number in range(1, count + 1)
    ]


def feasible(members: Sequence[Member], history: History) -> list[tuple[Member, ...]]:
    """Every circle of three to five that keeps the hard rules."""
    return [
        circle
        for size in (3, 4, 5)
        for circle in combinations(members, size)
        if not broken_rules(circle, history)
    ]
