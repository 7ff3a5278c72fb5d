"""When and where a circle could meet, and in which rhythm rounds begin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.circles.round_schedule import next_round_at, parse_round_rule
from domain.circles.time_and_place import list_times, most_central_city
from domain.cities import City, Point
from domain.errors import Refusal
from domain.free_times import parse_free_times
from tests.domain.people import member

MONDAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
FAR = NOW + timedelta(weeks=3)


def _times(
    *hours: str, zone: str = "UTC", after: datetime = NOW, until: datetime = FAR, **changes: int
) -> list[str]:
    """The times for members who are free like that in the first week."""
    people = [member(number, free=parse_free_times(text)) for number, text in enumerate(hours, start=1)]
    found = list_times({MONDAY: people}, zone, after, until, **changes)
    return [f"{at:%a %H:%M}" for at in found]


@pytest.mark.parametrize(
    ("hours", "times"),
    [
        (("tue 9-12", "tue 10-13", "tue 8-14"), ["Tue 10:00"]),
        (("tue 9-12", "tue 10:30-13"), []),  # an hour and a half are too short
        (("tue 9:30-12", "tue 9-12"), ["Tue 10:00"]),  # a full hour before half an hour
        (("tue 9:30-11:30",), ["Tue 09:30"]),
        (("mon 10-12, wed 10-12",), ["Mon 10:00", "Wed 10:00"]),
        (("mon 10-20",), ["Mon 10:00"]),  # one on each day
    ],
)
def test_they_meet_when_all_are_free_for_two_hours_once_a_day(
    hours: tuple[str, ...], times: list[str]
) -> None:
    assert _times(*hours) == times


def test_a_day_and_a_full_hour_are_those_of_the_circles_own_clocks() -> None:
    assert _times("mon 22-24, tue 0-2") == ["Mon 22:00", "Tue 00:00"]
    assert _times("mon 22-24, tue 0-2", zone="Asia/Tokyo") == ["Mon 22:00"]  # one day there
    assert _times("tue 9-12", zone="Asia/Kolkata") == ["Tue 09:30"]  # 15:00 there


def test_neither_a_time_that_is_over_nor_one_too_far_away_is_offered() -> None:
    start = datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert _times("tue 10-12", after=start) == []
    assert _times("tue 10-12", until=start) == []
    moment = timedelta(seconds=1)
    assert _times("tue 10-12", after=start - moment, until=start + moment) == ["Tue 10:00"]


def test_of_many_days_some_are_offered_from_the_first_to_the_last() -> None:
    daily = "mon-sun 10-12"
    assert _times(daily) == [
        "Mon 10:00",
        "Wed 10:00",
        "Thu 10:00",
        "Fri 10:00",
        "Sun 10:00",
    ]
    assert _times(daily, most=2) == ["Mon 10:00", "Sun 10:00"]
    assert len(_times(daily, most=7)) == 7


def test_weeks_come_in_the_order_of_their_days() -> None:
    people = [member(1, free=parse_free_times("tue 10-12"))]
    weeks = {MONDAY + timedelta(weeks=1): people, MONDAY: people}
    found = list_times(weeks, "UTC", NOW, FAR)
    assert found == [datetime(2026, 3, 10, 10, tzinfo=UTC), datetime(2026, 3, 17, 10, tzinfo=UTC)]


def _city(number: int, north: float, population: int = 1000) -> City:
    return City(number, f"City {number}", "DE", "", Point(north, 10.0), "Europe/Berlin", population)


def test_the_middle_is_the_city_with_the_shortest_longest_way_then_the_largest() -> None:
    north, middle, south = _city(1, 53.0, 900_000), _city(2, 52.0), _city(3, 51.0)
    assert most_central_city([north, south, middle]) == middle
    assert most_central_city([_city(0, 52.0), north]) == north
    assert most_central_city([_city(6, 52.0), _city(5, 52.0)]).id == 5


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("never", None),
        (" OFF ", None),
        ("no", None),
        ("weekly on tuesday", "weekly on tuesday"),
        ("every 4 weeks", "every 4 weeks on monday"),
        ("first monday", "monthly on the first monday"),
        ("first and third friday", "monthly on the first and third friday"),
    ],
)
def test_rounds_come_once_a_week_at_most_or_never(text: str, rule: str | None) -> None:
    assert parse_round_rule(text, NOW) == rule


@pytest.mark.parametrize("text", ["daily", "weekdays", "weekly on monday and friday", "once", "sometimes"])
def test_what_is_no_rhythm_for_rounds_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_round_rule(text, NOW)


@pytest.mark.parametrize(
    ("words", "now", "begins"),
    [
        ("weekly on monday", datetime(2026, 3, 9, 7, 59, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)),
        ("weekly on monday", datetime(2026, 3, 9, 8, tzinfo=UTC), datetime(2026, 3, 16, 8, tzinfo=UTC)),
        ("monthly on the first monday", NOW, datetime(2026, 4, 6, 7, tzinfo=UTC)),  # clocks have changed
        ("weekly on monday", datetime(9000, 12, 30, tzinfo=UTC), None),
    ],
)
def test_a_round_begins_at_nine_by_the_servers_clocks(
    words: str, now: datetime, begins: datetime | None
) -> None:
    assert next_round_at(words, "Europe/Berlin", now) == begins
