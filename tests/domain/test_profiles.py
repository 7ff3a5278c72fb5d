"""Profiles: what is missing before a circle is looked for, when to ask again, and what may be filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.cities import City, Point
from domain.errors import Refusal
from domain.profiles import (
    INTERESTS,
    LANGUAGES,
    Profile,
    check_company,
    check_field,
    check_interest,
    check_interests,
    check_languages,
    check_travel,
)

NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
BERLIN = City(1, "Berlin", "DE", "", Point(52.52, 13.41), "Europe/Berlin", 3_000_000)
FULL = Profile(1, 2, city=BERLIN, free=0b1111, languages=("en",), company=0)


def test_a_circle_is_looked_for_once_all_is_said_be_it_that_no_company_is_needed() -> None:
    assert FULL.missing == []
    assert FULL.is_looking(NOW)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"city": None}, ["a city"]),
        ({"free": 0}, ["free times"]),
        ({"languages": ()}, ["a language"]),
        ({"company": None}, ["how much company you would like"]),
        ({"city": None, "company": None}, ["a city", "how much company you would like"]),
    ],
)
def test_whatever_is_missing_is_said_and_nobody_looks_without_it(
    changes: dict[str, object], missing: list[str]
) -> None:
    profile = replace(FULL, **changes)  # type: ignore[arg-type]
    assert profile.missing == missing
    assert not profile.is_looking(NOW)


def test_a_pause_ends_at_its_instant() -> None:
    paused = replace(FULL, paused_until=NOW)
    assert paused.is_paused(NOW - timedelta(seconds=1))
    assert not paused.is_looking(NOW - timedelta(seconds=1))
    assert not paused.is_paused(NOW)
    assert paused.is_looking(NOW)
    assert not FULL.is_paused(NOW)


def test_after_a_year_it_is_asked_once_whether_all_this_still_holds() -> None:
    old = replace(FULL, updated_at=NOW - timedelta(days=365, seconds=1))
    assert old.is_stale(NOW)
    assert not replace(old, updated_at=NOW - timedelta(days=365)).is_stale(NOW)
    assert not replace(old, asked_at=NOW).is_stale(NOW)
    assert not FULL.is_stale(NOW)  # nothing was ever filled in


MANY_LANGUAGES, MANY_INTERESTS = list(LANGUAGES)[:5], list(INTERESTS)[:8]


@pytest.mark.parametrize(
    ("check", "value", "kept"),
    [
        *((check_travel, str(km), km) for km in (5, 10, 20, 30, 50, 75, 100)),
        (check_company, "0", 0),
        (check_company, "10", 10),
        (check_languages, [], ()),
        (check_languages, ["de", "en", "de"], ("de", "en")),
        (check_languages, MANY_LANGUAGES, tuple(MANY_LANGUAGES)),
        (check_field, " tax\n law ", "tax law"),
        (check_field, "x" * 60, "x" * 60),
        (check_field, "", ""),
        (check_interest, "  Bird\tWatching ", "bird watching"),
        (check_interest, "x" * 30, "x" * 30),
    ],
)
def test_what_may_be_filled_in_is_kept_tidily(
    check: Callable[[object], object], value: object, kept: object
) -> None:
    assert check(value) == kept


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (check_travel, "15"),
        (check_travel, "-5"),
        (check_travel, ""),
        (check_company, "11"),
        (check_company, "-1"),
        (check_company, "much"),
        (check_languages, ["tlh"]),
        (check_languages, list(LANGUAGES)[:6]),
        (check_field, "x" * 61),
        (check_interest, " "),
        (check_interest, "x" * 31),
    ],
)
def test_what_may_not_is_refused(check: Callable[[object], object], value: object) -> None:
    with pytest.raises(Refusal):
        check(value)


def test_up_to_eight_interests_of_those_the_server_knows() -> None:
    known = [*INTERESTS, "chess"]
    assert check_interests(["chess", "yoga", "chess"], known) == ("chess", "yoga")
    assert len(check_interests(MANY_INTERESTS, known)) == 8
    for refused in (["golf"], list(INTERESTS)[:9]):
        with pytest.raises(Refusal, match="up to 8 interests"):
            check_interests(refused, known)
