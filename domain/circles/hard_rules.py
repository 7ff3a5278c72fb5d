"""The hard rules of a circle, as plain as they can be written: what everything else is checked against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from domain.circles.member import LARGEST, REACH_SLACK_KM, SMALLEST, History, Member, pair
from domain.cities import distance_km


def broken_rules(circle: Sequence[Member], history: History) -> list[str]:
    """Returns what is wrong with a circle, in words for tests and logs; nothing where it may meet."""
    wrong = []
    if not SMALLEST <= len(circle) <= LARGEST:
        wrong.append(f"{len(circle)} members")
    if len({member.id for member in circle}) < len(circle):
        wrong.append("somebody twice")
    for one, other in combinations(circle, 2):
        if pair(one.id, other.id) in history.avoided:
            wrong.append("two who do not want to sit together")
        way = distance_km(one.centre, other.centre)
        if way > min(one.limit_km, other.limit_km) + REACH_SLACK_KM:
            wrong.append(f"{way:.0f} km apart")
    if not _shared(member.starts for member in circle):
        wrong.append("no two hours that all have free")
    if not _shared(member.languages for member in circle):
        wrong.append("no language that all speak")
    return wrong


def _shared(bits: Iterable[int]) -> int:
    common = -1
    for one in bits:
        common &= one
    return common
