"""Free times on many walls as the half-hours of one week, and what an organiser may know of a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.circles.matching_result import LeftOverReason, MatchedCircle, Matching
from domain.circles.preview import RoundPreview, make_preview
from domain.cities import Point
from domain.free_times import SLOTS, list_stretches, parse_free_times
from domain.weeks import free_times_in_utc, monday_of
from tests.domain.people import HAMBURG, POTSDAM, member

MONDAY = date(2026, 3, 9)
LIMA = Point(-12.05, -77.04)


def _utc(text: str, zone: str, monday: date = MONDAY) -> list[str]:
    """The stretches in UTC, as times of that week."""
    start = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    return [
        f"{start + timedelta(minutes=30 * first):%a %H:%M}-{start + timedelta(minutes=30 * last):%a %H:%M}"
        for first, last in list_stretches(free_times_in_utc(parse_free_times(text), zone, monday))
    ]


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("tue 9:30-12", "UTC", ["Tue 09:30-Tue 12:00"]),
        ("tue 9:30-12", "Europe/Berlin", ["Tue 08:30-Tue 11:00"]),
        ("tue 9:30-12", "America/New_York", ["Tue 13:30-Tue 16:00"]),
        ("tue 9:30-12", "Asia/Kolkata", ["Tue 04:00-Tue 06:30"]),
        (
            "tue 9:30-12",
            "Asia/Kathmandu",
            ["Tue 04:00-Tue 06:00"],
        ),  # a quarter of an hour on both sides is lost
        ("mon 0-3", "Asia/Tokyo", ["Sun 15:00-Sun 18:00"]),  # the Sunday before is the Sunday of every week
        ("sun 20-24", "America/New_York", ["Mon 00:00-Mon 04:00"]),
    ],
)
def test_times_on_the_wall_are_half_hours_of_utc(text: str, zone: str, expected: list[str]) -> None:
    assert _utc(text, zone) == expected


def test_a_clock_change_within_the_week_counts_from_its_hour_on() -> None:
    change = date(2026, 3, 23)  # Berlin's clocks go forward on Sunday the 29th
    assert _utc("sat 10-12, sun 10-12", "Europe/Berlin", change) == [
        "Sat 09:00-Sat 11:00",
        "Sun 08:00-Sun 10:00",
    ]
    assert _utc("sun 1-4", "Europe/Berlin", change) == ["Sun 00:00-Sun 02:00"]  # an hour of it does not exist


@given(st.integers(0, (1 << SLOTS) - 1), st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia"]))
def test_nobody_is_taken_for_free_when_they_are_not(free: int, zone: str) -> None:
    start = datetime(2026, 3, 9, tzinfo=UTC)
    bits = free_times_in_utc(free, zone, MONDAY)
    for slot in range(0, SLOTS, 7):
        if bits >> slot & 1:
            for minute in (1, 15, 29):
                local = (start + timedelta(minutes=30 * slot + minute)).astimezone(ZoneInfo(zone))
                own = (local.weekday() * 48 + local.hour * 2 + local.minute // 30) % SLOTS
                assert free >> own & 1


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 3, 15)) == MONDAY
    assert monday_of(MONDAY) == MONDAY


def test_a_preview_counts_and_does_not_point_at_anybody() -> None:
    crowd = [member(number) for number in range(1, 8)] + [member(20, HAMBURG)]
    matching = Matching(
        [MatchedCircle((1, 2, 3, 4), 5.0), MatchedCircle((5, 6, 7), 4.0)],
        {20: LeftOverReason.NOBODY_NEAR},
        9.0,
    )
    cities = {one.id: "Hamburg" if one.centre == HAMBURG else "Berlin" for one in crowd}
    written = make_preview(crowd, matching, cities)
    assert written.sizes == {3: 1, 4: 1}
    assert written.left_over == 1
    assert written.reasons is None  # one alone would be recognised
    assert written.way_km == 0
    assert [(city.name, city.members) for city in written.cities] == [("Berlin", 7)]  # and no city of one
    far = [member(number, HAMBURG) for number in range(20, 26)]
    left = dict.fromkeys(range(20, 26), LeftOverReason.NO_TIME)
    cities |= dict.fromkeys(left, "Hamburg")
    written = make_preview([*crowd[:7], *far], replace(matching, left_over=left), cities)
    assert written.reasons == {LeftOverReason.NO_TIME: 6}


def test_circles_are_counted_by_size_and_ways_only_where_there_is_one_to_go() -> None:
    people = [member(1), member(2), member(3, POTSDAM), member(4, HAMBURG), member(5, LIMA), member(6)]
    people += [member(number, LIMA) for number in (7, 8, 9, 10)]
    online = [
        MatchedCircle((7, 8, 9, 10), 1.0, is_online=True),
        MatchedCircle((4, 5, 6), 4.0, is_online=True),
    ]
    matching = Matching([*online, MatchedCircle((1, 2, 3), 5.0)], {}, 12.5)
    written = make_preview(people, matching, dict.fromkeys(range(1, 11), "Berlin"), paused=4)
    assert (written.members, written.paused, written.online) == (10, 4, 2)
    assert list(written.sizes.items()) == [(3, 2), (4, 1)]
    assert written.way_km == pytest.approx(27.4, abs=0.2)  # two of the three ways; the others meet online
    assert written.gap == pytest.approx(0.2)
    assert make_preview(people, Matching(online), dict.fromkeys(range(1, 11), "Berlin")).way_km is None


def test_five_may_be_counted_and_four_may_not() -> None:
    def preview(*reasons: int) -> RoundPreview:
        left = [reason for count, reason in zip(reasons, LeftOverReason, strict=False) for _ in range(count)]
        crowd = [member(number) for number in range(len(left))]
        cities = {one.id: "Berlin" for one in crowd}
        return make_preview(crowd, Matching([], dict(enumerate(left))), cities)

    assert preview(5).reasons == {LeftOverReason.NOBODY_NEAR: 5}
    assert [city.members for city in preview(5).cities] == [5]
    assert preview(4).reasons is None
    assert preview(4).cities == []
    assert preview(9, 1).reasons is None  # the one would be known
    assert preview(9, 5).reasons == {LeftOverReason.NOBODY_NEAR: 9, LeftOverReason.NO_TIME: 5}
    assert preview(4).paused == 0
