"""Bounds on what people may enter, and names of dates."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from domain.errors import Refusal
from domain.guilds import Actor, GuildSettings
from domain.ids import MeetupId, code, new_id
from domain.meetups.meetup import DateRef, check_capacity, check_place, check_title, find_ref
from domain.posts import pause_after


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


@pytest.mark.parametrize("seats", [0, -1, 10**9])
def test_capacities_that_are_refused(seats: int) -> None:
    with pytest.raises(Refusal, match="1 to 1,000"):
        check_capacity(seats)


def test_a_capacity_within_is_taken() -> None:
    assert check_capacity(8) == 8


def test_the_name_of_a_date_reads_back() -> None:
    ref = DateRef(MeetupId(42), date(2026, 11, 27))
    assert find_ref(str(ref)) == ref


@pytest.mark.parametrize(
    "text",
    ["", "42", "42:2026-13-01", "x:2026-11-27", "42:2026-11-27; DROP TABLE", "9" * 40, f"{2**63}:2026-11-27"],
)
def test_what_is_no_name_of_a_date(text: str) -> None:
    assert find_ref(text) is None


def test_ids_differ_however_many_are_made_at_once_and_fit_in_63_bits() -> None:
    random = Random(1)
    ids = {new_id(random) for _ in range(100_000)}
    assert len(ids) == 100_000
    assert max(ids) < 2**63
    assert len({code(value) for value in list(ids)[:1000]}) == 1000
    assert {len(code(value)) for value in ids} == {8}


def test_pauses_grow_up_to_half_an_hour() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 20)]
    assert pauses[0] == timedelta(seconds=5)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=30)


def test_who_may_plan_and_who_may_edit() -> None:
    settings = GuildSettings(1, planner_role_ids=(7,))
    assert Actor(1, 2, is_manager=True).may_plan(settings)
    assert Actor(1, 2, role_ids=(7, 8)).may_plan(settings)
    assert not Actor(1, 2, role_ids=(8,)).may_plan(settings)
    assert Actor(1, 2).may_edit(host_id=2)
    assert not Actor(1, 2).may_edit(host_id=3)
