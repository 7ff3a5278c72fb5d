"""Venues: what may be written into the book, who stands first in it, and which lies in the middle."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.ids import VenueId
from domain.places import City, Point
from domain.venues import Rating, Venue, check_features, check_name, check_url, find_middle, rank


def _city(number: int, name: str, north: float, east: float) -> City:
    return City(number, name, "DE", "", Point(north, east), "Europe/Berlin", 1000)


BERLIN, POTSDAM, BRANDENBURG = (
    _city(1, "Berlin", 52.52, 13.41),
    _city(2, "Potsdam", 52.4, 13.06),
    _city(3, "Brandenburg", 52.41, 12.55),
)


def _venue(number: int, name: str, city: City = BERLIN, *stars: int) -> Venue:
    return Venue(VenueId(number), 1, name, city, added_by=7, rating=Rating(len(stars), sum(stars)))


def test_the_best_rated_stand_first_and_one_opinion_moves_little() -> None:
    loved, liked, new, disliked = (
        _venue(1, "A", BERLIN, 5, 5, 4, 5),
        _venue(2, "B", BERLIN, 5),
        _venue(3, "C"),
        _venue(4, "D", BERLIN, 1, 1),
    )
    assert rank([disliked, new, liked, loved]) == [loved, liked, new, disliked]
    assert rank([_venue(6, "b"), _venue(5, "Ä")])[0].name == "Ä"  # alike: by name, accents aside


def test_what_is_typed_is_looked_for_in_name_address_and_city() -> None:
    nordlicht = _venue(1, "Café Nordlicht", POTSDAM)
    assert rank([nordlicht, _venue(2, "Other")], "cafe nord") == [nordlicht]
    assert rank([nordlicht], "POTS") == [nordlicht]
    assert rank([nordlicht], "lisbon") == []


def test_the_middle_has_the_shortest_longest_way_and_is_near_enough_for_all() -> None:
    venues = [_venue(1, "East", BERLIN), _venue(2, "Middle", POTSDAM), _venue(3, "West", BRANDENBURG)]
    people = [(BERLIN, 50.0), (BRANDENBURG, 50.0)]
    assert find_middle(venues, people) == venues[1]
    assert find_middle(venues, [(BERLIN, 5.0), (BRANDENBURG, 50.0)]) is None
    worse, better = _venue(5, "Worse", POTSDAM, 3), _venue(4, "Better", POTSDAM, 5)
    assert find_middle([worse, better], people) == better
    assert find_middle([_venue(6, "Bad", POTSDAM, 1, 1, 1)], people) is None
    assert find_middle([], people) is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://example.org",
        "https://",
        "https://localhost",
        "https://a.org/x y",
        "https://a.org/<b>",
        "https://a.org/)[x](https://evil.example",
        "https://[::1",
        "https://a.org/" + "x" * 300,
    ],
)
def test_links_that_are_none_are_refused(url: str) -> None:
    with pytest.raises(Refusal, match="https://"):
        check_url(url)


def test_links_and_features() -> None:
    assert check_url(" https://map.example/at?1,2#3 ") == "https://map.example/at?1,2#3"
    assert check_url("  ") == ""
    assert check_features({"wifi": "fast", "noise": None}) == {"wifi": "fast"}
    with pytest.raises(Refusal):
        check_features({"wifi": "medieval"})
    with pytest.raises(Refusal):
        check_features({"owner": "yes"})
    with pytest.raises(Refusal, match="needs a name"):
        check_name(" \u200b ")
