"""Finding a time: which ones are asked about, and which one wins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.free_times import SLOTS, hours_of_day, part_of_day
from domain.ids import PollId
from domain.meetups.poll import MOST_SLOTS, MeetupPoll, PollResult, parse_slots, suggest_slots
from domain.zones import to_local

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
NOW = MONDAY + timedelta(hours=9)
SLOT = timedelta(minutes=30)


def _is_free(weeks: list[list[int]], member: int, at: datetime, length_min: int) -> bool:
    """Whether the member is free for so long from then on."""
    place = (at - MONDAY) // SLOT
    week, first = divmod(place, SLOTS)
    steps = -(-length_min // 30)
    return all(first + step < SLOTS and weeks[week][member] >> first + step & 1 for step in range(steps))


@given(st.integers(0, 10**9), st.integers(2, 12), st.sampled_from([30, 60, 90, 120, 180]))
def test_asked_about_are_times_to_come_by_day_at_which_several_are_free(
    seed: int, people: int, length_min: int
) -> None:
    random = Random(seed)
    parts = [part_of_day(day, name) for day in range(7) for name in ("morning", "afternoon", "evening")]
    own = [sum(random.sample(parts, random.randint(0, 6))) for _ in range(people)]
    weeks = [own, own]
    slots = suggest_slots(weeks, MONDAY, NOW, length_min, "Europe/Berlin")
    assert len(slots) <= MOST_SLOTS
    assert list(slots) == sorted(set(slots))
    for slot in slots:
        assert slot > NOW
        assert 8 <= to_local(slot, "Europe/Berlin").hour < 21
        assert sum(_is_free(weeks, member, slot, length_min) for member in range(people)) >= 2
    for one, other in pairwise(slots):
        assert other - one >= timedelta(minutes=length_min)
    days = [to_local(slot, "Europe/Berlin").date() for slot in slots]
    assert all(days.count(day) <= 2 for day in days)


def test_whoever_has_no_time_yet_counts_more() -> None:
    many, few = hours_of_day(1, 600, 720), hours_of_day(3, 600, 720)
    people = [many] * 5 + [few] * 3
    slots = suggest_slots([people], MONDAY, NOW, 120, "UTC")
    assert [slot.weekday() for slot in slots] == [1, 3]


def test_nothing_is_asked_about_where_nobody_is_free_together() -> None:
    assert (
        suggest_slots([[hours_of_day(1, 600, 720), hours_of_day(3, 600, 720)]], MONDAY, NOW, 120, "UTC") == ()
    )
    assert suggest_slots([[hours_of_day(1, 600, 660)] * 3], MONDAY, NOW, 120, "UTC") == ()


def test_times_are_read_in_order_and_each_once() -> None:
    found, length_min = parse_slots("sat 10:00, thu 18:00; thu 18:00", NOW, "Europe/Berlin")
    assert length_min is None
    assert [slot.isoformat() for slot in found] == ["2026-03-12T17:00:00+00:00", "2026-03-14T09:00:00+00:00"]


def test_how_long_it_takes_is_said_with_a_time_and_holds_for_all() -> None:
    found, length_min = parse_slots("sat 10:00-11:30, thu 18:00", NOW, "Europe/Berlin")
    assert [slot.isoformat() for slot in found] == ["2026-03-12T17:00:00+00:00", "2026-03-14T09:00:00+00:00"]
    assert length_min == 90
    with pytest.raises(Refusal, match="different lengths"):
        parse_slots("sat 10:00-11:30, thu 18:00-20:00", NOW, "Europe/Berlin")
    with pytest.raises(Refusal, match="single times"):
        parse_slots("every sat 10:00, thu 18:00", NOW, "Europe/Berlin")


NO_CHOICE = ["", "thu 18:00", "thu 18:00, thu 18:00", "thu 18:00, whenever", ",,,", "x" * 500]


@pytest.mark.parametrize("text", NO_CHOICE)
def test_what_is_no_choice_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_slots(text, NOW, "UTC")


def test_more_than_ten_are_too_many() -> None:
    with pytest.raises(Refusal, match="2 to 10"):
        parse_slots(", ".join(f"thu {hour}:00" for hour in range(8, 20)), NOW, "UTC")


def _standing(*counts: int) -> PollResult:
    slots = tuple(NOW + timedelta(days=day) for day in range(1, len(counts) + 1))
    return PollResult(MeetupPoll(PollId(1), 1, 1, "Lunch", 60, "UTC", slots), counts, sum(counts))


def test_what_suits_most_wins_and_of_those_alike_the_first_to_come() -> None:
    assert _standing(1, 3, 3).winner(NOW) == NOW + timedelta(days=2)
    assert _standing(1, 3, 3).winner(NOW + timedelta(days=2)) == NOW + timedelta(days=3)
    assert _standing(0, 0).winner(NOW) is None
    assert _standing(4, 0).winner(NOW + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("length_min", "hours", "starts"),
    [
        (60, (480, 540), "08:00"),  # eight is early enough
        (60, (450, 510), None),
        (60, (1200, 1260), "20:00"),  # and nine in the evening late enough
        (90, (1170, 1260), "19:30"),
        (120, (1320, 1440), None),
        (45, (600, 660), "10:00"),  # half-hours are counted up
        (45, (600, 630), None),
    ],
)
def test_nobody_is_asked_about_the_night(length_min: int, hours: tuple[int, int], starts: str | None) -> None:
    slots = suggest_slots([[hours_of_day(2, *hours)] * 2], MONDAY, NOW, length_min, "UTC")
    assert [f"{slot:%H:%M}" for slot in slots] == ([] if starts is None else [starts])


def test_twice_a_day_at_most_and_ten_times_in_all_over_all_weeks() -> None:
    always = sum(hours_of_day(day, 480, 1320) for day in range(7))
    slots = suggest_slots([[always] * 3] * 2, MONDAY, NOW, 60, "UTC")
    assert len(slots) == 10
    one_day = suggest_slots([[hours_of_day(2, 480, 1320)] * 3], MONDAY, NOW, 60, "UTC")
    assert len(one_day) == 2
    second = suggest_slots([[0, 0], [hours_of_day(1, 600, 720)] * 2], MONDAY, NOW, 120, "UTC")
    assert second == (MONDAY + timedelta(days=8, hours=10),)


@pytest.mark.parametrize(
    ("regulars", "rare", "busy_days", "hours"),
    [
        (5, 3, 0, [10, 18]),  # who can come once counts half: 2.5 are less than 3
        (5, 2, 0, [10, 14]),  # and more than 2
        (5, 2, 1, [10, 18]),  # who can come twice counts a third: 1.7 are less than 2
        (7, 2, 1, [10, 14]),
    ],
)
def test_each_time_that_somebody_can_make_already_makes_the_next_count_less_for_them(
    regulars: int, rare: int, busy_days: int, hours: list[int]
) -> None:
    day = hours_of_day(6, 600, 720) | hours_of_day(6, 840, 960)
    earlier = sum(hours_of_day(weekday, 600, 720) for weekday in range(1, 1 + busy_days))
    people = [day | earlier] * regulars + [hours_of_day(6, 1080, 1200)] * rare
    slots = suggest_slots([people], MONDAY, NOW, 120, "UTC")
    assert [slot.hour for slot in slots if slot.weekday() == 6] == hours  # two a day at most
