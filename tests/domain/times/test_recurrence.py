"""Rules: their words, and the dates they give."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.times.recurrence import (
    COMMON_RULES,
    Limited,
    Monthly,
    Once,
    RecurrenceRule,
    Weekly,
    describe_rule,
    find_weekday,
    parse_rule,
)

FRIDAY = date(2026, 11, 27)
_DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))
_RULES: st.SearchStrategy[RecurrenceRule] = st.one_of(
    st.just(Once()),
    st.builds(
        Weekly,
        st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        st.integers(1, 26),
    ),
    st.builds(
        Monthly,
        st.sets(st.sampled_from([1, 2, 3, 4, -1]), min_size=1).map(
            lambda nths: tuple(sorted(nths, key=lambda nth: nth % 6))
        ),
        st.integers(0, 6),
    ),
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("once", Once()),
        ("weekly", Weekly((4,))),
        ("Every Week", Weekly((4,))),
        ("every 2 weeks", Weekly((4,), 2)),
        ("every other week", Weekly((4,), 2)),
        ("fortnightly", Weekly((4,), 2)),
        ("every 3 weeks on monday and thursday", Weekly((0, 3), 3)),
        ("every tuesday", Weekly((1,))),
        ("weekly on Mon, Wed and Fri", Weekly((0, 2, 4))),
        ("tuesdays weekly", Weekly((1,))),
        ("weekdays", Weekly((0, 1, 2, 3, 4))),
        ("weekly on fri, mon and wed", Weekly((0, 2, 4))),
        ("every 26 weeks", Weekly((4,), 26)),
        ("every 27 weeks", None),
        ("last, third and first friday", Monthly((1, 3, -1), 4)),
        ("daily", Weekly((0, 1, 2, 3, 4, 5, 6))),
        ("monthly", Monthly((4,), 4)),
        ("monthly on the first friday", Monthly((1,), 4)),
        ("every month", Monthly((4,), 4)),
        ("every month on the first friday", Monthly((1,), 4)),
        ("first friday of every month", Monthly((1,), 4)),
        ("every month on friday", None),  # on which of them?
        ("monthly on friday", None),
        ("every", None),
        ("first and third friday", Monthly((1, 3), 4)),
        ("1st and 3rd friday of the month", Monthly((1, 3), 4)),
        ("last friday", Monthly((-1,), 4)),
        ("fifth friday", None),
        ("every second friday", None),  # every other one, or the second of the month?
        ("every 0 weeks", None),
        ("every 99 weeks", None),
        ("weekly, -3 times", None),
        ("weekly, -3 weeks", None),
        ("weekly - 3 times", Limited(Weekly((4,)), count=3)),
        ("when the moon is full", None),
        ("", None),
        ("friday", None),
    ],
)
def test_words_become_rules_or_are_refused(text: str, rule: RecurrenceRule | None) -> None:
    if rule is None:
        with pytest.raises(Refusal):
            parse_rule(text, FRIDAY)
    else:
        assert parse_rule(text, FRIDAY) == rule


@pytest.mark.parametrize("day", [29, 30, 31])
def test_a_day_that_some_months_lack_is_named_by_its_number(day: int) -> None:
    with pytest.raises(Refusal, match=f"Not every month has {day} days"):
        parse_rule(f"monthly on the {day}", FRIDAY)


def test_the_rules_that_are_offered_can_all_be_read() -> None:
    for text in COMMON_RULES:
        assert str(parse_rule(text, FRIDAY))


def test_monthly_on_a_fifth_friday_means_the_last() -> None:
    assert parse_rule("monthly", date(2026, 10, 30)) == Monthly((-1,), 4)


@given(_RULES, _DATES)
def test_the_words_of_a_rule_read_back_as_the_rule(rule: RecurrenceRule, first_on: date) -> None:
    assert parse_rule(str(rule), first_on) == rule


@given(_RULES, _DATES, st.integers(0, 4000))
def test_dates_do_not_depend_on_where_one_starts_to_look(
    rule: RecurrenceRule, first_on: date, days: int
) -> None:
    start_on = first_on + timedelta(days=days)
    whole = (on for on in rule.dates(first_on, first_on) if on >= start_on)
    assert list(islice(rule.dates(first_on, start_on), 3)) == list(islice(whole, 3))


@given(_RULES, _DATES)
def test_dates_rise_one_a_day_at_most_and_fit_the_rule(rule: RecurrenceRule, first_on: date) -> None:
    dates = list(islice(rule.dates(first_on, first_on), 12))
    assert dates == sorted(set(dates))
    assert all(on >= first_on for on in dates)
    if isinstance(rule, Weekly):
        assert {on.weekday() for on in dates} <= set(rule.weekdays)
    if isinstance(rule, Monthly):
        assert {on.weekday() for on in dates} == {rule.weekday}


def test_every_other_week_counts_from_the_week_of_the_first_date() -> None:
    dates = Weekly((0, 4), 2).dates(FRIDAY, FRIDAY)
    assert list(islice(dates, 3)) == [date(2026, 11, 27), date(2026, 12, 7), date(2026, 12, 11)]


def test_rules_end_before_the_calendar_does() -> None:
    assert len(list(Weekly((4,)).dates(date(8999, 1, 1), date(8999, 12, 1)))) < 60
    assert len(list(Monthly((1,), 4).dates(date(8999, 1, 1), date(9000, 1, 1)))) < 20


@pytest.mark.parametrize(
    ("word", "weekday"),
    [("mon", 0), ("tues", 1), ("thurs", 3), ("sundays", 6), ("su", None), ("m", None), ("", None)],
)
def test_weekdays_are_found_by_three_letters_or_more(word: str, weekday: int | None) -> None:
    assert find_weekday(word) == weekday


@pytest.mark.parametrize(
    ("rule", "words", "read"),
    [
        (Once(), "once", "Once"),
        (Weekly(tuple(range(7))), "daily", "Daily"),
        (Weekly(tuple(range(5))), "weekdays", "Weekdays"),
        (Weekly(tuple(range(4))), "weekly on monday, tuesday, wednesday and thursday", None),
        (Weekly((4,)), "weekly on friday", "Weekly on Friday"),
        (Weekly((0, 4), 2), "every 2 weeks on monday and friday", "Every 2 weeks on Monday and Friday"),
        (
            Weekly(tuple(range(5)), 2),
            "every 2 weeks on monday, tuesday, wednesday, thursday and friday",
            None,
        ),
        (
            Monthly((1, 3), 4),
            "monthly on the first and third friday",
            "Monthly on the first and third Friday",
        ),
        (Monthly((-1,), 0), "monthly on the last monday", "Monthly on the last Monday"),
    ],
)
def test_a_rule_is_stored_and_read_in_words(rule: RecurrenceRule, words: str, read: str | None) -> None:
    assert str(rule) == words
    if read is not None:
        assert describe_rule(rule) == read


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Monthly((1,), 4), [6, 3, 1, 5]),
        (Monthly((2,), 0), [9, 13, 11, 8]),
        (Monthly((4,), 4), [27, 24, 22, 26]),
        (Monthly((-1,), 4), [27, 24, 29, 26]),  # May 2026 has five Fridays
        (Monthly((4, -1), 4), [27, 24, 22, 29]),  # where they are one day, it comes once
    ],
)
def test_the_nth_weekdays_of_the_months_of_2026(rule: RecurrenceRule, days: list[int]) -> None:
    first_on = date(2026, 3, 1)
    assert [on.day for on in islice(rule.dates(first_on, first_on), 4)] == days
