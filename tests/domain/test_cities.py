"""Cities: how far apart, and which is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cities import (
    City,
    CityMatch,
    Point,
    choose_city,
    describe_city,
    distance_km,
    is_in,
    rank_cities,
)
from languages import use_language

_POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
BERLIN, POTSDAM = Point(52.52, 13.41), Point(52.4, 13.06)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (BERLIN, POTSDAM, 27),
        (Point(0, 179.9), Point(0, -179.9), 22),  # across the date line
        (Point(90, 0), Point(90, 123), 0),  # a pole is one place
        (Point(89.9, 0), Point(89.9, 180), 22),  # across it
        (Point(-90, 0), Point(90, 0), 20015),
        (BERLIN, BERLIN, 0),
    ],
)
def test_distances(one: Point, other: Point, km: float) -> None:
    assert distance_km(one, other) == pytest.approx(km, abs=0.7)


@given(_POINTS, _POINTS, _POINTS)
def test_distance_is_a_distance(one: Point, other: Point, third: Point) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= distance_km(one, other) <= 20016
    assert distance_km(one, third) <= distance_km(one, other) + distance_km(other, third) + 1e-3


def _hit(id_: int, name: str, population: int, centre: Point = BERLIN) -> CityMatch:
    return CityMatch(City(id_, name, "DE", "", centre, "Europe/Berlin", population), name.casefold())


def test_exact_names_come_first_then_size_and_nearness_count() -> None:
    hits = [
        _hit(1, "Springfield", 60_000, Point(44, -123)),
        _hit(2, "Springfield", 170_000, Point(37, -93)),
        _hit(3, "Springfield Gardens", 9_000_000, Point(0, 0)),
        _hit(4, "Elsewhere", 5_000_000, Point(0, 0)),
    ]
    assert [city.id for city in rank_cities("springfield", hits, (), 10)] == [2, 1, 3, 4]
    near = [Point(44.05, -123.1)]
    assert [city.id for city in rank_cities("springfield", hits, near, 2)] == [1, 2]
    assert rank_cities("springfield", [], near, 5) == []


def test_a_large_city_by_another_name_comes_before_a_village_that_starts_alike() -> None:
    village, munich = _hit(1, "Münchenstein", 12_000), _hit(2, "Munich", 1_260_000)
    munich = replace(munich, other_names="|monaco|münchen|")
    assert [city.id for city in rank_cities("münch", [village, munich], (), 5)] == [2, 1]
    former = replace(_hit(3, "Huambo", 595_000), other_names="|nova lisboa|")
    lisbon = replace(_hit(4, "Lisbon", 517_000), other_names="|lisboa|")
    assert [city.id for city in rank_cities("lisboa", [former, lisbon], (), 5)] == [4, 3]


def test_a_city_is_told_from_others_of_its_name() -> None:
    city = City(1, "Springfield", "US", "Oregon", BERLIN, "America/Los_Angeles", 60_000)
    assert describe_city(city) == "Springfield, Oregon, US"
    assert describe_city(City(1, "Singapore", "Singapore", "", BERLIN, "Asia/Singapore", 1)) == "Singapore"


def test_of_names_that_fit_alike_the_official_one_counts_more_and_the_whole_one_more_than_a_part() -> None:
    exact = _hit(1, "Bonn", 1000)
    other = replace(_hit(2, "Castra", 1000), other_names="|bonn|")
    start = _hit(3, "Bonndorf", 1000)
    other_start = replace(_hit(4, "Wutach", 1000), other_names="|bonndorf|")
    inside = _hit(5, "Lubonn", 1000)
    hits = [inside, other_start, start, other, exact]
    assert [city.id for city in rank_cities("bonn", hits, (), 10)] == [1, 2, 3, 4, 5]
    assert [city.id for city in rank_cities("bonn", [_hit(7, "Bonn", 1000), exact], (), 10)] == [1, 7]


@pytest.mark.parametrize(
    ("north", "population", "comes_first"),
    [
        (2.6, 3_000, True),  # 289 km away: a city five hundred times as large comes after it
        (2.6, 1_000, False),
        (2.8, 3_000, False),  # 311 km are not near
        (2.8, 1_000_000, True),
    ],
)
def test_near_is_within_300_km_and_counts_as_much_as_being_five_hundred_times_as_large(
    north: float, population: int, comes_first: bool
) -> None:
    near = _hit(1, "Springfield", population, Point(north, 0))
    large = _hit(2, "Springfield", 900_000, Point(50, 50))
    first = rank_cities("springfield", [large, near], [Point(-80, 0), Point(0, 0)], 1)[0]
    assert (first.id == 1) is comes_first


def test_another_name_that_is_the_query_counts_more_than_an_official_one_that_only_starts_with_it() -> None:
    exact = replace(_hit(1, "Frankfort", 1000), other_names="|frankfurt|")
    hits = [_hit(2, "Frankfurt am Main", 1000), exact]
    assert [city.id for city in rank_cities("frankfurt", hits, (), 2)] == [1, 2]
    main = replace(_hit(3, "Frankfurt am Main", 1000), other_names="|frankfurt|")
    assert [city.id for city in rank_cities("frankfurt", [exact, main], (), 2)] == [1, 3]


def _called(name: str, id_: int, official: str, population: int) -> CityMatch:
    return replace(_hit(id_, official, population), other_names=f"|{name}|")


@pytest.mark.parametrize(
    ("name", "hits", "meant"),
    [
        ("paris", [_hit(1, "Paris", 2_000_000), _hit(2, "Paris", 200_000)], 1),
        ("paris", [_hit(1, "Paris", 2_000_000), _hit(2, "Paris", 200_001)], None),
        ("wien", [_called("wien", 1, "Vienna", 1_900_000)], 1),
        ("halle", [_called("halle", 1, "Halle Saale", 2_000_000), _hit(2, "Halle", 30_000)], None),
        ("halle", [_hit(2, "Halle", 300_000), _called("halle", 1, "Halle Saale", 20_000)], 2),
        ("mu", [_called("mu", 1, "Mumbai", 12_000_000)], None),
        ("ulm", [_hit(1, "Ulm", 120_000)], 1),
        ("東京", [_called("東京", 1, "Tokyo", 8_000_000)], 1),
        ("nowhere", [], None),
    ],
)
def test_a_city_is_meant_that_alone_has_the_name_or_is_ten_times_as_large(
    name: str, hits: list[CityMatch], meant: int | None
) -> None:
    found = choose_city(name, hits)
    assert (found.id if found else None) == meant


@pytest.mark.parametrize(
    ("place", "is_there"),
    [
        *((place, True) for place in ("", "us", "usa", "united states", "vereinigte staaten")),
        *((place, True) for place in ("oregon", "oregon us", "oregon usa")),
        ("texas", False),
        ("deutschland", False),
    ],
)
def test_where_a_city_lies_is_its_region_or_its_country_in_ones_own_words(place: str, is_there: bool) -> None:
    city = City(1, "Portland", "US", "Oregon", BERLIN, "America/Los_Angeles", 600_000)
    with use_language("de"):
        assert is_in(city, place) is is_there


def test_a_city_nobody_has_counted_is_a_small_one() -> None:
    assert [city.id for city in rank_cities("a", [_hit(1, "A", 0), _hit(2, "A", 10)], (), 2)] == [2, 1]
