"""What a member whom no circle was found for could change: the smallest thing that is enough, or nothing."""

from __future__ import annotations

from dataclasses import replace

from domain.circles.advice import Advice, advise
from domain.circles.member import Member
from domain.cities import Point
from domain.free_times import PARTS, WEEKDAYS, part_of_day, union

BERLIN, POTSDAM, LIMA = Point(52.52, 13.41), Point(52.4, 13.06), Point(-12.05, -77.04)
TIMES = {f"{WEEKDAYS[day]} {name}": part_of_day(day, name) for day in range(7) for name in PARTS}
AWAKE = union(TIMES.values())


def _member(id_: int, centre: Point = BERLIN, time: str = "Tue evening", **changes: object) -> Member:
    base = Member(id_, centre, 20.0, TIMES[time], 1, awake=AWAKE)
    return replace(base, **changes)  # type: ignore[arg-type]


OTHERS = [_member(1, limit_km=50.0), _member(2, limit_km=50.0)]


def test_a_longer_way_if_the_next_is_enough() -> None:
    assert advise(_member(9, POTSDAM), OTHERS, TIMES) == Advice(travel_km=30)
    assert advise(_member(9, LIMA), OTHERS, TIMES) is None
    assert advise(_member(9, POTSDAM, limit_km=100.0), [_member(1), _member(2)], TIMES) is None


def test_a_time_that_most_have_free() -> None:
    early = _member(4, free=TIMES["Tue evening"] | TIMES["Sat morning"])
    others = [*OTHERS, _member(3, time="Fri morning"), early]
    assert advise(_member(9, time="Mon morning"), others, TIMES) == Advice(time="Tue evening")


def test_online_where_others_want_it() -> None:
    away = [_member(1, LIMA, is_online=True), _member(2, LIMA, is_online=True)]
    assert advise(_member(9), away, TIMES) == Advice(is_online=True)
    assert advise(_member(9, is_online=True), away, TIMES) is None
    assert advise(_member(9, languages=2), away, TIMES) is None


def test_nobody_sits_with_themselves() -> None:
    assert advise(_member(1, POTSDAM), [_member(1), _member(2, limit_km=50.0)], TIMES) is None
