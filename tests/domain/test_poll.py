"""Finding a time: which ones are asked about, and which one wins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.ids import PollId
from domain.meetups.poll import MOST_SLOTS, Poll, Standing, parse_slots, suggest_slots
from domain.weektimes import SLOTS, part, span
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
    parts = [part(day, name) for day in range(7) for name in ("morning", "afternoon", "evening")]
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
    many, few = span(1, 600, 720), span(3, 600, 720)
    people = [many] * 5 + [few] * 3
    slots = suggest_slots([people], MONDAY, NOW, 120, "UTC")
    assert [slot.weekday() for slot in slots] == [1, 3]


def test_nothing_is_asked_about_where_nobody_is_free_together() -> None:
    assert suggest_slots([[span(1, 600, 720), span(3, 600, 720)]], MONDAY, NOW, 120, "UTC") == ()
    assert suggest_slots([[span(1, 600, 660)] * 3], MONDAY, NOW, 120, "UTC") == ()


def test_times_are_read_in_order_and_each_once() -> None:
    found = parse_slots("sat 10:00, thu 18:00; thu 18:00", NOW, "Europe/Berlin")
    assert [slot.isoformat() for slot in found] == ["2026-03-12T17:00:00+00:00", "2026-03-14T09:00:00+00:00"]


NO_CHOICE = ["", "thu 18:00", "thu 18:00, thu 18:00", "thu 18:00, whenever", ",,,", "x" * 500]


@pytest.mark.parametrize("text", NO_CHOICE)
def test_what_is_no_choice_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_slots(text, NOW, "UTC")


def test_more_than_ten_are_too_many() -> None:
    with pytest.raises(Refusal, match="2 to 10"):
        parse_slots(", ".join(f"thu {hour}:00" for hour in range(8, 20)), NOW, "UTC")


def _standing(*counts: int) -> Standing:
    slots = tuple(NOW + timedelta(days=day) for day in range(1, len(counts) + 1))
    return Standing(Poll(PollId(1), 1, 1, "Lunch", 60, "UTC", slots), counts, sum(counts))


def test_what_suits_most_wins_and_of_those_alike_the_first_to_come() -> None:
    assert _standing(1, 3, 3).winner(NOW) == NOW + timedelta(days=2)
    assert _standing(1, 3, 3).winner(NOW + timedelta(days=2)) == NOW + timedelta(days=3)
    assert _standing(0, 0).winner(NOW) is None
    assert _standing(4, 0).winner(NOW + timedelta(days=1)) is None
