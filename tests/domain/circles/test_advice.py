"""What a member whom no circle was found for could change: the smallest thing that is enough, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.circles.advice import Advice, advise
from domain.circles.member import Member
from domain.cities import Point
from domain.free_times import PARTS, part_of_day, union
from languages import weekday

BERLIN, POTSDAM, LIMA = Point(52.52, 13.41), Point(52.4, 13.06), Point(-12.05, -77.04)
TIMES = {f"{weekday(day)} {name}": part_of_day(day, name) for day in range(7) for name in PARTS}
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


def test_a_time_is_only_advised_at_which_two_others_are_free_and_can_meet_each_other() -> None:
    lone = _member(9, time="Mon morning")
    foreign = _member(2, limit_km=50.0, languages=2)
    assert advise(replace(lone, languages=3), [OTHERS[0], foreign], TIMES) is None
    away = _member(3, POTSDAM, limit_km=50.0)
    home = replace(OTHERS[0], limit_km=5.0)
    assert advise(replace(lone, limit_km=100.0), [home, away], TIMES) is None
    early = _member(3, time="Fri morning", limit_km=50.0)
    assert advise(lone, [OTHERS[0], early], TIMES) is None
    assert advise(lone, [*OTHERS, early], TIMES) == Advice(time="Tue evening")


def test_the_most_popular_time_is_advised_first_and_never_one_that_they_have() -> None:
    crowd = [_member(number, time="Fri evening") for number in range(3)]
    crowd += [_member(number, time="Wed evening") for number in range(10, 14)]
    assert advise(_member(9, time="Mon morning"), crowd, TIMES) == Advice(time="Wed evening")
    busy = _member(9, free=TIMES["Wed evening"], languages=1)
    shy = [replace(one, languages=2) for one in crowd[3:]]
    assert advise(busy, [*crowd[:3], *shy], TIMES) == Advice(time="Fri evening")


def test_a_longer_way_comes_before_another_time_and_that_before_meeting_online() -> None:
    member = _member(9, POTSDAM, time="Mon morning")
    monday = [_member(number, time="Mon morning", limit_km=50.0) for number in (1, 2)]
    near = [_member(number, POTSDAM, is_online=True) for number in (3, 4)]
    assert advise(member, [*monday, *near], TIMES) == Advice(travel_km=30)
    assert advise(member, near, TIMES) == Advice(time="Tue evening")
    assert advise(member, [replace(one, centre=LIMA) for one in near], TIMES) == Advice(is_online=True)


@pytest.mark.parametrize(
    ("limit_km", "travel_km"), [(20.0, 30), (21.0, 30), (5.0, None), (30.0, 50), (100.0, None)]
)
def test_only_the_next_step_is_advised(limit_km: float, travel_km: int | None) -> None:
    way = 0.36 if travel_km == 50 else 0.25  # degrees of latitude: 40 km and 28 km
    far = _member(9, Point(BERLIN.latitude - way, BERLIN.longitude), limit_km=limit_km)
    others = [replace(one, limit_km=100.0) for one in OTHERS]
    expected = None if travel_km is None or limit_km == 100.0 else Advice(travel_km=travel_km)
    assert advise(far, others, TIMES) == expected


def test_a_longer_way_is_no_use_where_two_can_be_met_but_never_both_at_once() -> None:
    tuesday, friday, saturday = TIMES["Tue evening"], TIMES["Fri evening"], TIMES["Sat morning"]
    member = _member(9, POTSDAM, free=tuesday | saturday)
    one = _member(1, free=tuesday | friday, limit_km=50.0)
    other = _member(2, free=saturday | friday, limit_km=50.0)
    assert advise(member, [one, other], TIMES) is None
    assert advise(member, [one, replace(other, free=tuesday)], TIMES) == Advice(travel_km=30)


def test_a_longer_way_is_no_use_where_no_language_is_spoken_by_all_three() -> None:
    member = _member(9, POTSDAM, languages=0b011)
    one, other = (_member(number, limit_km=50.0, languages=bits) for number, bits in ((1, 0b101), (2, 0b110)))
    assert advise(member, [one, other], TIMES) is None
    assert advise(member, [one, replace(other, languages=0b111)], TIMES) == Advice(travel_km=30)
