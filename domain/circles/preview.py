"""The preview of a round: numbers for an organiser before anything is sent, none about one of a few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from domain.circles.matching_result import LeftOverReason, Matching
from domain.circles.member import Member
from domain.cities import Point, distance_km

FEW = 5  # fewer are not told apart, so that nobody can be recognised


@dataclass(frozen=True, slots=True)
class CityCount:
    """A city with how many of the members live there."""

    name: str
    centre: Point
    members: int


@dataclass(frozen=True, slots=True)
class RoundPreview:
    """The numbers of a round that could begin now.

    `sizes` counts circles by how many members they have. `left_over` counts members without a circle,
    `reasons` says why; None where fewer than five have the same reason. `way_km` is the median distance of
    two members of a circle, None where all circles are online. `gap` is the share of the best worth that may
    be missing, from 0 to 1. `cities` are those in which at least five members live. `paused` counts members
    on a break, who are not among `members`.
    """

    members: int
    sizes: Mapping[int, int]
    online: int
    left_over: int
    reasons: Mapping[LeftOverReason, int] | None
    way_km: float | None
    gap: float
    cities: Sequence[CityCount]
    paused: int = 0


def make_preview(
    members: Sequence[Member], matching: Matching, cities: Mapping[int, str], paused: int = 0
) -> RoundPreview:
    """Returns the numbers of a matching; `cities` are the names of the members' cities by member id."""
    by_id = {member.id: member for member in members}
    local = [circle for circle in matching.circles if not circle.is_online]
    ways = [
        distance_km(by_id[one].centre, by_id[other].centre)
        for circle in local
        for one, other in combinations(circle.member_ids, 2)
    ]
    reasons = Counter(matching.left_over.values())
    may_tell = all(count >= FEW for count in reasons.values())
    residents = Counter((cities[member.id], member.centre) for member in members)
    return RoundPreview(
        members=len(members),
        sizes=dict(sorted(Counter(len(circle.member_ids) for circle in matching.circles).items())),
        online=len(matching.circles) - len(local),
        left_over=len(matching.left_over),
        reasons=dict(reasons) if may_tell else None,
        way_km=median(ways) if ways else None,
        gap=matching.gap,
        cities=[CityCount(*city, count) for city, count in residents.most_common() if count >= FEW],
        paused=paused,
    )
