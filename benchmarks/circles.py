"""Matching: welfare, bound, seconds and memory for 30 to 100,000 members, beside simpler ways.

All ways have the same people. Communities are made on the real cities of the gazetteer, by population: France
up to 3,000 members, the world beyond. The yardsticks: groups of four shuffled within each city, and by
constrained k-means (and how many of them could not meet), random circles that can meet, and the best circle
first.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from benchmarks import simple_ways
from benchmarks.measuring import timed
from db.gazetteer import Gazetteer, list_cities
from domain.circles.hard_rules import broken_rules
from domain.circles.member import History, Member
from domain.circles.welfare import Weights, circle_worth
from domain.cities import City
from domain.free_times import PARTS, part_of_day, union
from services.circles.matching_pool import MatchingPool

_SIZES = ((30, "FR"), (300, "FR"), (3_000, "FR"), (30_000, ""), (100_000, ""))
_MOST_FOR_CLUSTERS = 3_000  # members; its distances to all centres grow with the square
_SMALLEST_CITY = 15_000
_COMMON_CELLS = ((1, "evening"), (3, "evening"), (5, "morning"))
_NO_HISTORY, _WEIGHTS = History(), Weights()
_NO_LIMIT_S = 3_600.0


async def run() -> None:
    """Prints one line a size and a way."""
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as folder:
        gazetteer = Gazetteer(Path(folder) / "gazetteer.db", _SMALLEST_CITY)
        await gazetteer.prepare()
        cities = await asyncio.to_thread(list_cities, gazetteer.path)
    for count, country in _SIZES:
        members = _community(count, [city for city in cities if country in {"", city.country}])
        print(f"  {count:,} members {'in France' if country else 'world-wide'}")
        await _ours(members)
        _simple(members)


async def _ours(members: Sequence[Member]) -> None:
    """Measures the bot's own matching, in a process of its own, whose start counts as well."""
    pool = MatchingPool(_NO_LIMIT_S)
    with timed() as stretch:
        matching = await pool.match(members, _NO_HISTORY, _WEIGHTS, seed=1)
    pool.close()
    for process in multiprocessing.active_children():
        process.join()  # only then its memory is known
    seated = sum(len(circle.member_ids) for circle in matching.circles)
    memory = f"{_memory_mib():.0f} MiB in the largest process so far"
    _print("ours", matching.worth, seated, f"{stretch.seconds:.1f} s, gap {matching.gap:.2%}, {memory}")


def _simple(members: Sequence[Member]) -> None:
    ways: dict[str, Callable[[], simple_ways.Groups]] = {
        "shuffled within cities": lambda: simple_ways.shuffle(members, Random(1)),
        "random, feasible": lambda: simple_ways.pick_randomly(members, _NO_HISTORY, _WEIGHTS, Random(1)),
        "the best first": lambda: simple_ways.best_first(members, _NO_HISTORY, _WEIGHTS),
    }
    if len(members) <= _MOST_FOR_CLUSTERS:
        ways["constrained k-means"] = lambda: simple_ways.cluster(members, Random(1))
    for name, find in ways.items():
        with timed() as stretch:
            groups = find()
        meeting = [group for group in groups if not broken_rules(group, _NO_HISTORY)]
        worth = sum(circle_worth(group, _NO_HISTORY, _WEIGHTS) for group in meeting)
        failed = len(groups) - len(meeting)
        note = f", {failed:,} of {len(groups):,} groups could not meet" if failed else ""
        _print(name, worth, sum(len(group) for group in meeting), f"{stretch.seconds:.1f} s{note}")


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
        free=union(part_of_day(*cell) for cell in chosen),
        languages=1 | random.choice((0, 0, 2, 4)),
        interests=frozenset(random.sample("abcdefghijklmnopqr", 3)),
        company=random.randint(0, 10),
        weeks_alone=random.choice((0, 2, 6, 12, 30)),
        is_newcomer=random.random() < 0.2,
    )


def _print(name: str, worth: float, seated: int, more: str) -> None:
    print(f"    {name:<26}welfare {worth:>10,.1f}{seated:>8,} seated   {more}")


def _memory_mib() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(children, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
