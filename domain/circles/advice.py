"""Advice for members for whom no circle was found: a small change that would be enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from domain.circles.member import REACH_SLACK_KM, Member
from domain.cities import distance_km
from domain.profiles import TRAVEL_KM

_MOST_LOOKED_AT = 60  # neighbours: 1,770 pairs, each looked at for every change that is tried


@dataclass(frozen=True, slots=True)
class Advice:
    """One change that is enough: travelling further, being free at another time, or meeting online.

    Exactly one field is set. `travel_km` is one of TRAVEL_KM; `time` is the name of a part of the week.
    """

    travel_km: int | None = None
    time: str | None = None
    is_online: bool = False


def advise(member: Member, others: Sequence[Member], times: Mapping[str, int]) -> Advice | None:
    """Returns the smallest change with which the member could sit with two of the others.

    None where no single change is enough. `times` are parts of the week as half-hours of UTC, by their names.
    Who avoids whom is left out on purpose: the advice must not give it away. Others who sit in a circle
    count, too, since they are free again for the next round.
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
    """Returns the parts of the week that the member has not free, first those that most within reach have."""
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
