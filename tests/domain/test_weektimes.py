"""Free times of a week: parts of days, finer hours, and how they read."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.weektimes import (
    PARTS,
    SLOTS,
    WEEKDAYS,
    describe,
    has_room,
    parse_hours,
    part,
    parts_of,
    runs,
    span,
    union,
)

_FREE = st.integers(0, (1 << SLOTS) - 1)
_CELLS = st.sets(st.tuples(st.integers(0, 6), st.sampled_from(sorted(PARTS))))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tue 9:30-12", "Tue 9:30–12:00"),
        ("Tuesday 9.30 – 12:00; fri 14 to 18", "Tue 9:30–12:00, Fri 14:00–18:00"),
        ("sat-mon 10-12", "Mon 10:00–12:00, Sat 10:00–12:00, Sun 10:00–12:00"),
        ("mon 0-24", "Mon 0:00–24:00"),
        ("mon 9:15-10:45", "Mon 9:30–10:30"),  # what lies whole within it
        ("", ""),
    ],
)
def test_hours_are_read(text: str, words: str) -> None:
    assert describe(parse_hours(text)) == words


@pytest.mark.parametrize(
    "text", ["9-12", "tue", "tue 9", "someday 9-12", "tue 12-9", "tue 9-9", "tue 9-24:30", "-"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_hours(text)


@given(_FREE)
def test_what_is_described_reads_back(free: int) -> None:
    assert parse_hours(describe(free)) == free


@given(_CELLS)
def test_parts_are_found_again(cells: set[tuple[int, str]]) -> None:
    free = union(part(*cell) for cell in cells)
    assert set(parts_of(free)) == cells


@given(_FREE)
def test_runs_are_the_free_half_hours_and_no_others(free: int) -> None:
    found = list(runs(free))
    assert union(((1 << (end - start)) - 1) << start for start, end in found) == free
    assert all(first[1] < second[0] for first, second in itertools.pairwise(found))
    assert has_room(free) is any(end - start >= 4 for start, end in found)


def test_parts_are_of_their_day() -> None:
    assert describe(part(6, "evening")) == f"{WEEKDAYS[6]} 17:00–22:00"
    assert span(0, 0, 20) == 0
