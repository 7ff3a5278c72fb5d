"""What an organiser may know of a round before anything is sent: numbers, and none that point at anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from domain.circles.member import Member
from domain.circles.result import Matching, Reason
from domain.places import Point, distance_km

FEW = 5  # fewer are not told apart, so that nobody can be recognised


@dataclass(frozen=True, slots=True)
class CityCount:
    """How many of the members live in a city."""

    name: str
    centre: Point
    members: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`sizes` are circles by their size; `reasons` None where too few are left over to say why.

    `cities` are those where five and more live. `way_km` is the median between two of a circle. `paused` are
    on a break, and not among the members.
    """

    members: int
    sizes: Mapping[int, int]
    online: int
    left_over: int
    reasons: Mapping[Reason, int] | None
    way_km: float | None
    gap: float
    cities: Sequence[CityCount]
    paused: int = 0


def write_preview(
    members: Sequence[Member], matching: Matching, cities: Mapping[int, str], paused: int = 0
) -> Preview:
    """The numbers of a matching; `cities` are names by member."""
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
    return Preview(
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
