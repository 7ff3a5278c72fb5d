"""Free times of a week: parts of days, finer hours, and how they read."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.free_times import (
    PARTS,
    SLOTS,
    describe_free_times,
    describe_part,
    has_room,
    hours_of_day,
    list_popular,
    list_stretches,
    parse_free_times,
    part_of_day,
    parts_of,
    union,
)
from languages import use_language

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
    assert describe_free_times(parse_free_times(text)) == words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Tuesday 9am-12pm", "Tue 9:00–12:00"),
        ("en", "tue 2-5pm", "Tue 14:00–17:00"),
        ("en", "tue 9-12pm", "Tue 9:00–12:00"),
        ("en", "tue 12am-3am", "Tue 0:00–3:00"),
        ("en", "mon 1 p.m. until 3 p.m.", "Mon 13:00–15:00"),
        ("de", "di 9-12", "Di. 9:00–12:00"),
        ("de", "dienstags von 9:30 bis 12 Uhr", "Di. 9:30–12:00"),
        ("de", "Sa bis So 18-20", "Sa. 18:00–20:00, So. 18:00–20:00"),
        ("de", "tue 9-12", "Di. 9:00–12:00"),  # English, too
        ("fr", "mardi 9h30-12h", "mar. 9:30–12:00"),
        ("fr", "du lundi au mardi de 18h à 20h", "lun. 18:00–20:00, mar. 18:00–20:00"),
        ("es", "martes 9-12", "mar 9:00–12:00"),
        ("es", "miercoles de las 9 a las 12", "mié 9:00–12:00"),
        ("pt_BR", "terça das 9h às 12h", "ter. 9:00–12:00"),
        ("pt_BR", "terca-feira 9-12", "ter. 9:00–12:00"),
        ("ja", "火 9:00-12:00", "火 9:00–12:00"),
        ("ja", "火曜日９時半〜12時まで", "火 9:30–12:00"),
    ],
)
def test_hours_are_read_as_one_writes_them_in_ones_language(language: str, text: str, words: str) -> None:
    with use_language(language):
        assert describe_free_times(parse_free_times(text)) == words


@pytest.mark.parametrize(
    "text", ["9-12", "tue", "tue 9", "someday 9-12", "tue 12-9", "tue 9-9", "tue 9-24:30", "tue 9:75-12", "-"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_free_times(text)


@given(_FREE, st.sampled_from(["en", "de", "fr", "es", "pt_BR", "ja"]))
def test_what_is_described_reads_back(free: int, language: str) -> None:
    with use_language(language):
        assert parse_free_times(describe_free_times(free)) == free


@given(_CELLS)
def test_parts_are_found_again(cells: set[tuple[int, str]]) -> None:
    free = union(part_of_day(*cell) for cell in cells)
    assert set(parts_of(free)) == cells


@given(_FREE)
def test_runs_are_the_free_half_hours_and_no_others(free: int) -> None:
    found = list(list_stretches(free))
    assert union(((1 << (end - start)) - 1) << start for start, end in found) == free
    assert all(first[1] < second[0] for first, second in itertools.pairwise(found))
    assert has_room(free) is any(end - start >= 4 for start, end in found)


def test_parts_are_of_their_day() -> None:
    assert describe_free_times(part_of_day(6, "evening")) == "Sun 17:00–22:00"
    assert hours_of_day(0, 0, 20) == 0


def test_a_part_of_a_day_has_the_hours_that_people_mean_by_it() -> None:
    hours = {name: describe_free_times(part_of_day(0, name)) for name in PARTS}
    assert hours == {
        "morning": "Mon 8:00–12:00",
        "afternoon": "Mon 12:00–17:00",
        "evening": "Mon 17:00–22:00",
    }
    assert describe_part(2, "evening") == "Wed evening"


def test_the_most_popular_parts_are_told_in_the_order_of_the_week_and_never_what_one_alone_has() -> None:
    monday, tuesday, friday, alone = (
        part_of_day(0, "evening"),
        part_of_day(1, "morning"),
        part_of_day(4, "morning"),
        part_of_day(6, "evening"),
    )
    several = [monday | friday | alone, friday, tuesday | friday, tuesday | monday, tuesday]
    assert list_popular(several, 3) == [(0, "evening"), (1, "morning"), (4, "morning")]
    assert list_popular(several, 2) == [(1, "morning"), (4, "morning")]  # three each, before two
    assert list_popular([monday | tuesday, monday | tuesday], 1) == [(0, "evening")]  # alike: the first
    assert list_popular([alone], 3) == []
    assert list_popular([part_of_day(0, "evening") | part_of_day(0, "morning")] * 2, 3) == [
        (0, "morning"),
        (0, "evening"),
    ]


@pytest.mark.parametrize(("text", "is_room"), [("mon 9-11", True), ("mon 9-10:30", False), ("", False)])
def test_two_hours_in_a_row_are_room_enough(text: str, is_room: bool) -> None:
    assert has_room(parse_free_times(text)) is is_room
