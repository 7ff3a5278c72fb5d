"""Bounds on what people may enter, and names of dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from domain.errors import Refusal
from domain.guilds import Actor, GuildSettings
from domain.ids import CircleId, DateId, MeetupId, code, new_id
from domain.meetups.hosting import HostOffer
from domain.meetups.meetup import (
    DateOverrides,
    DateRef,
    Meetup,
    MeetupDate,
    MeetupDetails,
    MeetupEntry,
    MeetupPlace,
    Session,
    check_description,
    check_place,
    check_title,
    filter_by_title,
    parse_ref,
    read_own_seats,
    read_seats,
)
from domain.meetups.request import write_one_date
from domain.meetups.series import DateStatus, Series
from domain.posts import retry_delay
from domain.times.recurrence import Once


@pytest.mark.parametrize(
    "title", ["", "   ", "\n", "\u200b\u200b", "\u202e", "\x00\x07", "x" * 81, "x" * 10_000]
)
def test_titles_that_are_refused(title: str) -> None:
    with pytest.raises(Refusal):
        check_title(title)


def test_white_space_is_folded() -> None:
    assert check_title("  Friday \n co-working ") == "Friday co-working"
    assert check_place(" Café\tNordlicht ") == "Café Nordlicht"


def test_what_would_turn_the_text_behind_it_around_is_taken_out_and_emoji_stay_whole() -> None:
    assert check_title("evil \u202egnikrow-oc") == "evil gnikrow-oc"
    assert check_title("a\u2066b\u0000c") == "abc"
    assert check_title("👩\u200d💻 קפה") == "👩\u200d💻 קפה"


def test_a_long_place_is_refused() -> None:
    with pytest.raises(Refusal, match="101 characters"):
        check_place("x" * 101)


@pytest.mark.parametrize("typed", ["0", "-1", "1001", "9" * 5000, "many", "1.5", "²"])
def test_seats_that_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="1 to 1,000"):
        read_seats(typed)


@pytest.mark.parametrize(("typed", "seats"), [("8", 8), (" 1 ", 1), ("1000", 1000), ("１２", 12), ("", None)])
def test_seats_that_are_taken(typed: str, seats: int | None) -> None:
    assert read_seats(typed) == seats


@pytest.mark.parametrize("typed", ["-1", "1.5", "many", "1001", "9" * 400])
def test_seats_of_one_date_that_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="`0` is no limit"):
        read_own_seats(typed)


@pytest.mark.parametrize(
    ("typed", "seats"), [("", None), (" ", None), ("0", 0), ("00", 0), ("8", 8), ("1000", 1000)]
)
def test_seats_of_one_date(typed: str, seats: int | None) -> None:
    assert read_own_seats(typed) == seats


def test_the_name_of_a_date_reads_back() -> None:
    ref = DateRef(MeetupId(42), date(2026, 11, 27))
    assert parse_ref(str(ref)) == ref


@pytest.mark.parametrize(
    "text",
    ["", "42", "42:2026-13-01", "x:2026-11-27", "42:2026-11-27; DROP TABLE", "9" * 40, f"{2**63}:2026-11-27"],
)
def test_what_is_no_name_of_a_date(text: str) -> None:
    assert parse_ref(text) is None


def test_ids_differ_however_many_are_made_at_once_and_fit_in_63_bits() -> None:
    random = Random(1)
    ids = {new_id(random) for _ in range(100_000)}
    assert len(ids) == 100_000
    assert max(ids) < 2**63
    assert len({code(value) for value in list(ids)[:1000]}) == 1000
    assert {len(code(value)) for value in ids} == {8}


def test_pauses_grow_up_to_half_an_hour() -> None:
    pauses = [retry_delay(attempts) for attempts in range(1, 20)]
    assert pauses[0] == timedelta(seconds=5)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=30)
    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert retry_delay(10**9) == timedelta(minutes=30)


def test_what_discord_refused_is_asked_for_three_times_a_day_at_most() -> None:
    pauses = [retry_delay(attempts, was_refused=True) for attempts in (1, 2, 3, 10**9)]
    assert pauses == [timedelta(hours=hours) for hours in (1, 12, 12, 12)]


def test_who_may_plan_and_who_may_edit() -> None:
    settings = GuildSettings(1, planner_role_ids=(7,))
    assert Actor(1, 2, is_manager=True).may_plan(settings)
    assert Actor(1, 2, role_ids=(7, 8)).may_plan(settings)
    assert not Actor(1, 2, role_ids=(8,)).may_plan(settings)
    assert Actor(1, 2).may_edit(host_id=2)
    assert not Actor(1, 2).may_edit(host_id=3)


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (check_title, "x" * 80),
        (check_place, "x" * 100),
        (check_place, ""),
    ],
)
def test_what_just_fits_is_taken(check: Callable[[object], object], value: object) -> None:
    assert check(value) == value


START, CAFE = datetime(2026, 3, 13, 18, tzinfo=UTC), MeetupPlace("Café Nordlicht")
SERIES = Series(START.date(), time(18), "UTC", Once())
MEETUP = Meetup(MeetupId(1), 2, 3, MeetupDetails("Co-working", 90, 4, CAFE), SERIES)
DATE = MeetupDate(DateId(5), MEETUP.id, START.date(), START)
END = datetime(2026, 3, 13, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meetup", "changes", "turn_at"),
    [
        (MEETUP, {}, START),
        (MEETUP, {"begun_at": START}, END),
        (MEETUP, {"status": DateStatus.SKIPPED}, None),
        (MEETUP, {"status": DateStatus.CANCELLED, "begun_at": START}, None),
        (replace(MEETUP, circle_id=CircleId(6)), {}, END),
        (replace(MEETUP, circle_id=CircleId(6)), {"begun_at": START}, END),
        (replace(MEETUP, circle_id=CircleId(6)), {"status": DateStatus.SKIPPED}, None),
    ],
)
def test_a_date_begins_unless_it_is_a_circles_and_then_ends_unless_it_was_called_off(
    meetup: Meetup, changes: dict[str, object], turn_at: datetime | None
) -> None:
    assert meetup.due_at(replace(DATE, **changes)) == turn_at  # type: ignore[arg-type]


def test_a_date_that_has_started_or_at_which_people_sit_has_begun() -> None:
    before = START - timedelta(seconds=1)
    assert not DATE.has_begun(before)
    assert DATE.has_begun(START)
    assert replace(DATE, begun_at=before).has_begun(before)


def test_a_date_takes_place_at_its_own_venue_or_where_its_meetup_does() -> None:
    assert Session(MEETUP, DATE).place == CAFE
    assert Session(MEETUP, replace(DATE, venue="Library")).place == MeetupPlace("Library")
    assert Session(MEETUP, DATE).ends_at == END


def test_a_date_names_each_host_once_and_its_own_one_first() -> None:
    assert Session(MEETUP, DATE, cohost_ids=(7, 8)).host_ids == (3, 7, 8)
    of_its_own = replace(DATE, overrides=DateOverrides(host_id=8))
    assert Session(MEETUP, of_its_own, cohost_ids=(7, 8)).host_ids == (8, 7)


def test_an_offer_ends_before_its_thread_is_archived() -> None:
    offer = HostOffer(MEETUP.id, 7, 3, START)
    assert START + timedelta(days=6) < offer.until < START + timedelta(days=7)


def test_meetups_are_found_by_any_part_of_their_title_in_any_case() -> None:
    entries = [MeetupEntry(MeetupId(1), "Friday Co-working", START), MeetupEntry(MeetupId(2), "Books", START)]
    assert filter_by_title(entries, " CO-W ") == entries[:1]
    assert filter_by_title(entries, "") == entries
    assert filter_by_title(entries, "monday") == []


def _friday(overrides: DateOverrides, **more: Any) -> tuple[Meetup, MeetupDate]:
    details = MeetupDetails("Friday", 120, 1, MeetupPlace("Café"), capacity=4, pings_min=(120,))
    series = Series(date(2026, 3, 13), time(9, 30), "Europe/Berlin", Once())
    meetup = Meetup(MeetupId(1), 2, 3, details, series)
    on = series.first_on
    return meetup, MeetupDate(DateId(4), meetup.id, on, series.starts_at(on), overrides=overrides, **more)


def test_a_date_without_anything_of_its_own_differs_in_nothing() -> None:
    meetup, day = _friday(DateOverrides())
    assert day.overrides.names == set()
    assert meetup.differences_of(day) == []
    assert meetup.details_of(day) == meetup.regular_details_of(day) == meetup.details


def test_what_a_date_has_of_its_own_is_what_differs() -> None:
    everything = DateOverrides(MeetupPlace("Library"), 180, 0, 7, "Bring a cake.")
    meetup, day = _friday(everything)
    assert meetup.differences_of(day) == ["place", "length_min", "capacity", "host_id", "description"]
    assert meetup.details_of(day).capacity is None
    assert meetup.host_of(day) == 7
    assert meetup.end_of(day) == day.starts_at + timedelta(hours=3)


def test_what_the_series_has_meanwhile_is_no_difference_any_more() -> None:
    meetup, day = _friday(DateOverrides(MeetupPlace("Café"), 120, 4, 3, ""))
    assert meetup.differences_of(day) == []
    assert day.overrides.names == {"place", "length_min", "capacity", "host_id", "description"}


def test_an_own_place_goes_before_the_venue_in_turn() -> None:
    meetup, day = _friday(DateOverrides(), venue="Betahaus")
    assert meetup.place_of(day).text == "Betahaus"
    assert meetup.differences_of(day) == []
    own = replace(day, overrides=DateOverrides(MeetupPlace("Library")))
    assert meetup.place_of(own).text == "Library"
    assert meetup.regular_details_of(own).place.text == "Betahaus"
    assert meetup.differences_of(own) == ["place"]


def test_what_is_written_into_the_form_of_a_date_is_how_it_is_then() -> None:
    meetup, day = _friday(DateOverrides(MeetupPlace("Library"), 90, 0, 7, "Bring a cake."))
    words = write_one_date(meetup, day)
    assert (words.length, words.place, words.seats) == ("1h30m", MeetupPlace("Library"), "0")
    assert (words.description, words.host_id) == ("Bring a cake.", 7)
    of_circle = replace(meetup, circle_id=CircleId(5), details=replace(meetup.details, capacity=None))
    assert write_one_date(of_circle, day).host_id is None
    assert write_one_date(of_circle, day).seats == ""


def test_a_description_has_lines_and_an_end() -> None:
    assert check_description("Bring a cake.  \n\n\n\nOr two. ") == "Bring a cake.\n\nOr two."
    with pytest.raises(Refusal, match="601 characters"):
        check_description("x" * 601)
