"""What a member whom no circle was found for could change, if a small thing is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from domain.circles.member import REACH_SLACK_KM, Member
from domain.places import distance_km
from domain.profiles import TRAVEL_KM

_MOST_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Advice:
    """One of them is set: how far to travel, at which time to be free, or to say yes to meeting online."""

    travel_km: int | None = None
    time: str | None = None
    is_online: bool = False


def advise(member: Member, others: Sequence[Member], times: Mapping[str, int]) -> Advice | None:
    """The smallest change with which the member could sit with two others; None if none of these is enough.

    `times` are parts of the week as half-hours of UTC, by a name. Who avoids whom is not looked at: what is
    advised must not tell. Those who sit already count as well, since they are free again for the next round.
    """
    further = next((float(km) for km in TRAVEL_KM if km > member.limit_km), None)
    if further is not None and _could_sit(replace(member, limit_km=further), others):
        return Advice(travel_km=int(further))
    for name in _popular(member, others, times):
        if _could_sit(replace(member, free=member.free | times[name]), others):
            return Advice(time=name)
    if not member.is_online:
        awake = [other.as_online() for other in others if other.is_online]
        if _could_sit(member.as_online(), awake):
            return Advice(is_online=True)
    return None


def _popular(member: Member, others: Sequence[Member], times: Mapping[str, int]) -> list[str]:
    """Parts of the week that most of those within reach have free, and the member has not."""
    near = [other for other in others if _is_within_reach(member, other)]
    counts = Counter(
        name
        for name, bits in times.items()
        if bits & ~member.free
        for other in near
        if not bits & ~other.free
    )
    return [name for name, _ in sorted(counts.items(), key=lambda item: -item[1])]


def _could_sit(member: Member, others: Sequence[Member]) -> bool:
    fitting = [other for other in others if _fit(member, other)][:_MOST_LOOKED_AT]
    return any(
        _fit(one, other)
        and member.starts & one.starts & other.starts
        and member.languages & one.languages & other.languages
        for one, other in combinations(fitting, 2)
    )


def _fit(one: Member, other: Member) -> bool:
    is_other = one.id != other.id
    has_common = bool(one.languages & other.languages and one.starts & other.starts)
    return is_other and has_common and _is_within_reach(one, other)


def _is_within_reach(one: Member, other: Member) -> bool:
    way = distance_km(one.centre, other.centre)
    return way <= min(one.limit_km, other.limit_km) + REACH_SLACK_KM
