"""Who may sit together: the hard rules, by themselves and as the matching keeps them."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from domain.circles.hard_rules import broken_rules
from domain.circles.matching import match
from domain.circles.member import History, avoided_pairs, pair
from domain.cities import distance_km
from domain.free_times import SLOTS, parse_free_times, part_of_day
from tests.domain.people import (
    BERLIN,
    FRIDAY,
    HAMBURG,
    POTSDAM,
    WEIGHTS,
    member,
)


@pytest.mark.parametrize(("size", "sizes"), [(2, []), (3, [3]), (4, [4]), (5, [5]), (6, [3, 3]), (9, [4, 5])])
def test_a_circle_has_three_to_five_members(size: int, sizes: list[int]) -> None:
    people = [member(number) for number in range(1, size + 1)]
    is_circle = size in {3, 4, 5}
    assert broken_rules(people, History()) == ([] if is_circle else [f"{size} members"])
    circles = match(people, History(), WEIGHTS, Random(1)).circles
    assert sorted(len(circle.member_ids) for circle in circles) == sizes


def test_nobody_sits_twice_in_a_circle() -> None:
    assert broken_rules([member(1), member(1), member(2)], History()) == ["somebody twice"]


@pytest.mark.parametrize(
    ("hours", "starts"),
    [
        ("tue 10-12", [10.0]),
        ("tue 10-11:30", []),
        ("tue 10-13", [10.0, 10.5, 11.0]),
        ("tue 10-12, tue 12:30-14", [10.0]),  # half an hour between is no part of a meeting
        ("tue 22-24, wed 0-2", [22.0, 22.5, 23.0, 23.5, 24.0]),  # midnight is a time like others
        ("sun 22-24, mon 0-1", [22.0]),  # but the week ends with Sunday
    ],
)
def test_a_meeting_begins_where_two_hours_are_free(hours: str, starts: list[float]) -> None:
    bits = member(1, free=parse_free_times(hours)).starts
    day = 6 if hours.startswith("sun") else 1
    assert [slot / 2 - 24 * day for slot in range(SLOTS) if bits >> slot & 1] == starts


def test_online_no_way_is_too_long_and_being_awake_is_enough() -> None:
    far = member(1, HAMBURG, awake=FRIDAY).as_online()
    assert (far.limit_km, far.free) == (math.inf, FRIDAY)
    assert member(1).as_online().free == 0


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"centre": HAMBURG}, "km apart"),
        ({"free": FRIDAY}, "two hours"),
        ({"free": part_of_day(1, "morning") & (part_of_day(1, "morning") >> 13)}, "two hours"),
        ({"languages": 2}, "language"),
        ({"limit_km": 0.0, "centre": POTSDAM}, "km apart"),
    ],
)
def test_each_hard_rule_is_seen_and_kept(changes: dict[str, object], rule: str) -> None:
    people = [member(1), member(2), replace(member(3), **changes)]  # type: ignore[arg-type]
    assert any(rule in wrong for wrong in broken_rules(people, History()))
    assert match(people, History(), WEIGHTS, Random(1)).circles == []


def test_two_who_avoid_each_other_never_sit_together_whoever_of_them_it_was() -> None:
    people = [member(number) for number in range(1, 5)]
    for rows in ([(1, 2)], [(2, 1)], [(1, 2), (2, 1)]):
        history = History(avoided=avoided_pairs(rows))
        (circle,) = match(people, history, WEIGHTS, Random(1)).circles
        assert len(circle.member_ids) == 3
        assert not {1, 2} <= set(circle.member_ids)
    everybody = History(avoided=frozenset(pair(a, b) for a, b in combinations(range(1, 5), 2)))
    assert match(people, everybody, WEIGHTS, Random(1)).circles == []


def test_a_hair_above_the_limit_is_rounding_and_more_is_too_far() -> None:
    way = distance_km(BERLIN, POTSDAM)
    for limit_km, may_meet in ((way, True), (way - 0.001, True), (way - 0.01, False)):
        people = [member(1), member(2), member(3, POTSDAM, limit_km=limit_km)]
        assert (broken_rules(people, History()) == []) is may_meet
        assert bool(match(people, History(), WEIGHTS, Random(1)).circles) is may_meet
