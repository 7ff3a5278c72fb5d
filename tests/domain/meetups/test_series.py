"""A series and the single dates that differ from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.meetups.series import (
    DateChange,
    DateStatus,
    Series,
    has_date,
    list_not_over,
    list_upcoming,
)
from domain.times.recurrence import Once, Weekly

FRIDAYS = Series(date(2026, 3, 13), time(9, 30), "Europe/Berlin", Weekly((4,)))
NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def test_nine_thirty_stays_nine_thirty_across_a_clock_change() -> None:
    starts = [item.starts_at for item in list_upcoming(FRIDAYS, {}, NOW, 4)]
    assert [start.hour for start in starts] == [8, 8, 8, 7]
    assert starts[3] - starts[2] == timedelta(days=7, hours=-1)


def test_skipped_dates_are_shown_as_skipped() -> None:
    skipped = DateChange(FRIDAYS.starts_at(date(2026, 3, 20)), DateStatus.SKIPPED)
    dates = list_upcoming(FRIDAYS, {date(2026, 3, 20): skipped}, NOW, 3)
    assert [item.is_skipped for item in dates] == [False, True, False]


def test_a_moved_date_keeps_its_name_and_takes_its_place_in_the_order() -> None:
    to_monday = DateChange(datetime(2026, 3, 30, 8, 0, tzinfo=UTC), DateStatus.PLANNED)
    dates = list_upcoming(FRIDAYS, {date(2026, 3, 13): to_monday}, NOW, 4)
    assert [item.on for item in dates] == [
        date(2026, 3, 20),
        date(2026, 3, 27),
        date(2026, 3, 13),
        date(2026, 4, 3),
    ]
    assert [item.is_moved for item in dates] == [False, False, True, False]


def test_a_far_date_moved_near_comes_first() -> None:
    near = DateChange(NOW + timedelta(hours=1), DateStatus.PLANNED)
    assert list_upcoming(FRIDAYS, {date(2026, 12, 4): near}, NOW, 1)[0].on == date(2026, 12, 4)


def test_a_date_moved_into_the_past_is_not_to_come() -> None:
    past = DateChange(NOW - timedelta(hours=1), DateStatus.PLANNED)
    assert list_upcoming(FRIDAYS, {date(2026, 3, 13): past}, NOW, 1)[0].on == date(2026, 3, 20)


def test_a_single_date_is_over_after_it() -> None:
    once = Series(date(2026, 3, 13), time(9, 30), "Europe/Berlin", Once())
    assert len(list_upcoming(once, {}, NOW, 4)) == 1
    assert list_upcoming(once, {}, NOW + timedelta(days=2), 4) == []


def test_which_dates_a_series_has() -> None:
    assert has_date(FRIDAYS, date(2026, 3, 20))
    assert not has_date(FRIDAYS, date(2026, 3, 19))
    assert not has_date(FRIDAYS, date(2026, 3, 6))


def test_a_date_that_starts_just_now_is_not_to_come_any_more() -> None:
    start = FRIDAYS.starts_at(date(2026, 3, 13))
    assert list_upcoming(FRIDAYS, {}, start - timedelta(seconds=1), 1)[0].on == date(2026, 3, 13)
    assert list_upcoming(FRIDAYS, {}, start, 1)[0].on == date(2026, 3, 20)
    moved = DateChange(start, DateStatus.PLANNED)
    assert list_upcoming(FRIDAYS, {date(2026, 3, 20): moved}, start, 1)[0].on == date(2026, 3, 27)
    later = FRIDAYS.starts_at(date(2026, 3, 13)) + timedelta(hours=3)  # still the same day
    assert list_upcoming(FRIDAYS, {}, later, 1)[0].on == date(2026, 3, 20)


def test_as_many_as_are_asked_for_and_each_date_once() -> None:
    moved = DateChange(FRIDAYS.starts_at(date(2026, 3, 20)) + timedelta(days=1), DateStatus.PLANNED)
    dates = list_upcoming(FRIDAYS, {date(2026, 3, 20): moved}, NOW, 3)
    assert [item.on for item in dates] == [date(2026, 3, 13), date(2026, 3, 20), date(2026, 3, 27)]
    assert dates[1].starts_at == moved.starts_at
    assert not dates[1].is_skipped
    cancelled = DateChange(FRIDAYS.starts_at(date(2026, 3, 13)), DateStatus.CANCELLED)
    (first,) = list_upcoming(FRIDAYS, {date(2026, 3, 13): cancelled}, NOW, 1)
    assert (first.is_skipped, first.is_moved) == (True, False)


def _change(on: date, length_min: int) -> dict[date, DateChange]:
    return {on: DateChange(FRIDAYS.starts_at(on), DateStatus.PLANNED, length_min)}


def test_a_date_that_is_longer_than_the_others_is_over_later_and_a_shorter_one_sooner() -> None:
    on = date(2026, 3, 13)
    start = FRIDAYS.starts_at(on)

    def first_at(minutes: int, own_min: int | None) -> date:
        changes = _change(on, own_min) if own_min is not None else {}
        now = start + timedelta(minutes=minutes)
        return list_not_over(FRIDAYS, changes, now, 1, length_min=120)[0].on

    assert first_at(119, None) == on
    assert first_at(120, None) == date(2026, 3, 20)
    assert first_at(299, 300) == on
    assert first_at(300, 300) == date(2026, 3, 20)
    assert first_at(29, 30) == on
    assert first_at(30, 30) == date(2026, 3, 20)


@given(st.integers(0, 3 * 24 * 60), st.integers(15, 24 * 60), st.integers(15, 24 * 60))
def test_what_is_not_over_is_what_ends_later(minutes: int, length_min: int, own_min: int) -> None:
    daily = Series(date(2026, 3, 9), time(20, 0), "Europe/Berlin", Weekly(tuple(range(7))))
    on = date(2026, 3, 12)
    changes = {on: DateChange(daily.starts_at(on), DateStatus.PLANNED, own_min)}
    now = daily.starts_at(on) + timedelta(minutes=minutes - 24 * 60)
    found = list_not_over(daily, changes, now, 5, length_min)

    def ends_at(one: date) -> datetime:
        return daily.starts_at(one) + timedelta(minutes=own_min if one == on else length_min)

    days = [date(2026, 3, 9) + timedelta(days=number) for number in range(14)]
    assert [one.on for one in found] == [one for one in days if ends_at(one) > now][:5]
