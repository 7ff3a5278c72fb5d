"""Matching: welfare, bound and seconds for 30 to 30,000 members, beside simpler ways with the same people.

Communities are made on the real cities of the gazetteer, by population: France up to 3,000 members, the world
for 30,000. The yardsticks: groups of four shuffled within each city (and how many of them could not meet),
random circles that can meet, and the best circle first.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.measuring import timed
from db.gazetteer import Gazetteer, list_cities
from domain.circles.graph import build_graph
from domain.circles.matching import match
from domain.circles.member import History, Member
from domain.circles.rules import broken_rules
from domain.circles.search import Seating, seat_greedily
from domain.circles.welfare import Weights, circle_worth
from domain.places import City
from domain.weektimes import PARTS, part, union

_SIZES = ((30, "FR"), (300, "FR"), (3_000, "FR"), (30_000, ""))
_SMALLEST_CITY = 15_000
_COMMON_CELLS = ((1, "evening"), (3, "evening"), (5, "morning"))
_NO_HISTORY, _WEIGHTS = History(), Weights()


async def run() -> None:
    """Print one line a size and a way."""
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as folder:
        gazetteer = Gazetteer(Path(folder) / "gazetteer.db", _SMALLEST_CITY)
        await gazetteer.prepare()
        cities = await asyncio.to_thread(list_cities, gazetteer.path)
    for count, country in _SIZES:
        members = _community(count, [city for city in cities if country in {"", city.country}])
        where = "in France" if country else "world-wide"
        print(f"  {count:,} members {where}")
        _shuffled(members)
        _simple(members)
        with timed() as stretch:
            matching = match(members, _NO_HISTORY, _WEIGHTS, Random(1))
        gap = "bound not worked out" if matching.gap is None else f"gap {matching.gap:.2%}"
        seated = sum(len(circle.member_ids) for circle in matching.circles)
        _print("ours", matching.worth, seated, f"{stretch.seconds:.1f} s, {gap}, {_memory_mib():.0f} MiB")


def _community(count: int, cities: Sequence[City]) -> list[Member]:
    random = Random(7)
    weights = [city.population for city in cities]
    return [
        _member(number, city, random) for number, city in enumerate(random.choices(cities, weights, k=count))
    ]


def _member(number: int, city: City, random: Random) -> Member:
    cells = [(day, name) for day in range(7) for name in PARTS]
    chosen = {*random.sample(cells, random.randint(2, 5)), random.choice(_COMMON_CELLS)}
    return Member(
        id=number,
        centre=city.centre,
        limit_km=random.choice((5, 10, 20, 30, 50, 75, 100)),
        free=union(part(*cell) for cell in chosen),
        languages=1 | random.choice((0, 0, 2, 4)),
        interests=frozenset(random.sample("abcdefghijklmnopqr", 3)),
        company=random.randint(0, 10),
        weeks_alone=random.choice((0, 2, 6, 12, 30)),
        is_newcomer=random.random() < 0.2,
    )


def _shuffled(members: Sequence[Member]) -> None:
    """Groups of four within each city, whoever they are: what most bots do."""
    random, by_city = Random(1), defaultdict(list)
    for member in members:
        by_city[member.centre].append(member)
    worth, seated, groups, impossible = 0.0, 0, 0, 0
    for people in by_city.values():
        random.shuffle(people)
        for start in range(0, len(people) - 2, 4):
            group = people[start : start + 4]
            if len(group) < 3:
                continue
            groups += 1
            if broken_rules(group, _NO_HISTORY):
                impossible += 1
            else:
                worth += circle_worth(group, _NO_HISTORY, _WEIGHTS)
                seated += len(group)
    _print("shuffled within cities", worth, seated, f"{impossible} of {groups} groups could not meet")


def _simple(members: Sequence[Member]) -> None:
    """Around each free member a circle that can meet: in any order, and those in most need first."""
    parts = build_graph(members, _NO_HISTORY, _WEIGHTS).parts
    for name, is_random in (("random, feasible", True), ("the best first", False)):
        worth, seated = 0.0, 0
        for one in parts:
            seating = Seating(one, _WEIGHTS)
            count = len(one.members)
            if is_random:
                _seat_randomly(seating, Random(1))
            else:
                seat_greedily(seating)
            worth += seating.total
            seated += count - seating.circle_of.count(None)
        _print(name, worth, seated, "")


def _seat_randomly(seating: Seating, random: Random) -> None:
    order = list(range(len(seating.part.members)))
    random.shuffle(order)
    for i in order:
        free = [j for j in seating.neighbours[i] if seating.circle_of[j] is None]
        if seating.circle_of[i] is not None or len(free) < 2:
            continue
        for _ in range(10):
            circle = tuple(sorted((i, *random.sample(free, 2))))
            worth = seating.worth(circle)
            if worth > 0:
                seating.change([], [(circle, worth)])
                break


def _print(name: str, worth: float, seated: int, more: str) -> None:
    print(f"    {name:<26}welfare {worth:>10,.1f}{seated:>8,} seated   {more}")


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
