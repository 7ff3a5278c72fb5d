"""Spans of time as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.durations import describe_minutes, parse_minutes, write_minutes
from domain.errors import Refusal
from domain.meetups.meetup import check_length
from domain.meetups.pings import describe_pings, parse_pings, ping_due_at, ping_useful_until, write_pings
from domain.text import shortened


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90m", 90),
        ("2h", 120),
        ("2 hours", 120),
        ("1h30", 90),
        ("1h 5", 65),
        ("1.5h", 90),
        ("1,5 hours", 90),
        ("1:30", 90),
        ("3 days", 4320),
        ("1 week and 2 days", 12960),
        ("1w", 10080),
        ("0m", 0),
        ("two hours", 120),
        ("half an hour", 30),
        ("an hour and a half", 90),
    ],
)
def test_what_can_be_read(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "2", "two", "2 parsecs", "-2h", "2h!", "1h2h3x", "3h 3h", "2 days 3 days"]
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="length of time"):
        parse_minutes(text)


def test_the_examples_of_a_refusal_fit_what_is_asked_for() -> None:
    with pytest.raises(Refusal, match=r"Try `2h` or `90m`\."):
        check_length("forever")


@given(st.integers(0, 100_000))
def test_a_span_in_words_and_one_as_it_is_typed_read_back(minutes: int) -> None:
    assert parse_minutes(describe_minutes(minutes)) == minutes
    assert parse_minutes(write_minutes(minutes)) == minutes


@pytest.mark.parametrize("text", ["0m", "14m", "400h", "25h"])
def test_lengths_outside_15_minutes_to_24_hours_are_refused(text: str) -> None:
    with pytest.raises(Refusal, match="15 minutes to 24 hours"):
        check_length(text)


def test_a_length_within_is_taken() -> None:
    assert check_length("1h30") == 90


def test_pings_are_sorted_and_read_back() -> None:
    assert parse_pings("2h, 3d; start and 1 week") == (10080, 4320, 120, 0)
    assert parse_pings(write_pings((10080, 4320, 120, 0))) == (10080, 4320, 120, 0)
    assert parse_pings("2h, 2h, 120m") == (120,)
    assert parse_pings("2h, ") == (120,)


@pytest.mark.parametrize("text", ["", ",", "1h,2h,3h,4h,5h,6h", "31 days", "2h, 31 days", "soon"])
def test_pings_that_are_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_pings(text)


def test_what_was_typed_is_quoted_short() -> None:
    assert shortened("a\n b") == "a b"
    assert len(shortened("x" * 500)) == 60


@pytest.mark.parametrize(
    ("minutes", "words", "typed"),
    [
        (0, "0 min", "0m"),
        (1, "1 min", "1m"),
        (60, "1 h", "1h"),
        (90, "1 h 30 min", "1h30m"),
        (1440, "1 day", "1d"),
        (1441, "1 day 1 min", "1d1m"),
        (3060, "2 days 3 h", "2d3h"),
        (10080, "1 week", "7d"),
        (20160, "2 weeks", "14d"),
        (11520, "8 days", "8d"),
    ],
)
def test_a_span_reads_and_is_typed_as_people_would(minutes: int, words: str, typed: str) -> None:
    assert describe_minutes(minutes) == words
    assert write_minutes(minutes) == typed


def test_pings_in_words_go_out_in_time_and_help_until_ten_minutes_after_the_start() -> None:
    start = datetime(2026, 3, 9, 18, tzinfo=UTC)
    assert describe_pings((4320, 120, 0)) == "3 days, 2 h, at the start"
    assert ping_due_at(start, 90) == datetime(2026, 3, 9, 16, 30, tzinfo=UTC)
    assert ping_useful_until(start) == datetime(2026, 3, 9, 18, 10, tzinfo=UTC)


def test_five_pings_and_thirty_days_are_still_taken() -> None:
    assert parse_pings("5h,4h,3h,2h,1h") == (300, 240, 180, 120, 60)
    assert parse_pings("30 days") == (43200,)
    assert parse_pings("0") == (0,)


def test_the_shortest_and_the_longest_length_are_taken() -> None:
    assert [check_length(text) for text in ("15m", "24h")] == [15, 1440]
