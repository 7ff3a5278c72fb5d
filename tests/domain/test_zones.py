"""One date, one instant: in every zone of the world, over every change of its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from domain.errors import Refusal
from domain.meetups.series import Series
from domain.times.recurrence import Weekly
from domain.zones import find_zone, get_zone, is_skipped, suggest_zones, to_instant, to_local
from languages import use_language

_DAILY = Weekly(tuple(range(7)))
_TIMES = (time(0, 0), time(0, 30), time(1, 15), time(2, 30), time(3, 0), time(23, 59))


def _changes(zone: str, year: int) -> list[date]:
    """The days of the year on which the zone's offset changes."""
    tz = ZoneInfo(zone)
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(366)]
    return [
        day.date()
        for day, next_day in pairwise(days)
        if day.astimezone(tz).utcoffset() != next_day.astimezone(tz).utcoffset()
    ]


@pytest.mark.parametrize("part", range(4))
def test_every_zone_gives_every_date_exactly_one_instant(part: int) -> None:
    zones = sorted(available_timezones() - {"localtime", "Factory"})[part::4]
    crossed = 0
    for zone in zones:
        for change in _changes(zone, 2026):
            crossed += 1
            for at in _TIMES:
                series = Series(change - timedelta(days=3), at, zone, _DAILY)
                dates = [change + timedelta(days=number) for number in range(-2, 4)]
                instants = [series.starts_at(on) for on in dates]
                assert all(a < b for a, b in pairwise(instants)), (zone, change, at)
                for on, instant in zip(dates, instants, strict=True):
                    shown = to_local(instant, zone).replace(tzinfo=None)
                    wanted = datetime.combine(on, at)
                    if is_skipped(wanted, zone):
                        assert wanted < shown <= wanted + timedelta(hours=24), (zone, on, at)
                    else:
                        assert shown == wanted, (zone, on, at)
                        assert to_local(instant, zone).fold == 0, (zone, on, at)
    assert crossed > 20


def test_a_time_that_is_skipped_moves_forward_by_the_gap() -> None:
    local = datetime(2026, 3, 29, 2, 30)
    assert is_skipped(local, "Europe/Berlin")
    assert to_local(to_instant(local, "Europe/Berlin"), "Europe/Berlin").hour == 3


def test_a_time_that_exists_twice_is_the_first() -> None:
    assert to_instant(datetime(2026, 10, 25, 2, 30), "Europe/Berlin") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_zones_are_found_whatever_their_case() -> None:
    assert find_zone("europe/berlin") == "Europe/Berlin"
    assert find_zone("America/New York") == "America/New_York"
    assert find_zone("utc") == "UTC"
    assert find_zone("CET") is None
    assert find_zone("Etc/GMT+5") is None


def test_an_unknown_zone_is_refused_with_an_example() -> None:
    with pytest.raises(Refusal, match="Europe/Berlin"):
        get_zone("Atlantis/Capital" * 50)


def test_zones_go_by_city_and_abbreviation() -> None:
    assert [get_zone(text) for text in ("london", "New York", "munich", "JST")] == [
        *("Europe/London", "America/New_York", "Europe/Berlin", "Asia/Tokyo"),
    ]
    with use_language("fr"):
        assert get_zone("Londres") == "Europe/London"
        assert suggest_zones("londres") == ["Europe/London"]
    with pytest.raises(Refusal, match="Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"):
        get_zone("IST")


def test_suggestions_put_the_city_that_starts_with_the_text_first() -> None:
    assert suggest_zones("rome")[0] == "Europe/Rome"
    assert suggest_zones("berl") == ["Europe/Berlin"]
    assert suggest_zones("new york") == ["America/New_York"]
    assert len(suggest_zones("")) == 25
    assert suggest_zones("nowhere at all") == []


@pytest.mark.parametrize("text", ["ro", "in", "new", "ber", "a", ""])
def test_of_those_that_contain_the_text_a_city_that_starts_with_it_comes_first_then_the_name(
    text: str,
) -> None:
    found = suggest_zones(text)
    kinds = [name.rpartition("/")[2].casefold().startswith(text) for name in found]
    assert kinds == sorted(kinds, reverse=True)
    for kind in (True, False):
        names = [name for name, is_first in zip(found, kinds, strict=True) if is_first is kind]
        assert names == sorted(names)
    assert any(kinds)
