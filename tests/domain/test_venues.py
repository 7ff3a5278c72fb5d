"""Venues: what may be written into the book, who stands first in it, and which lies in the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.cities import City, Point
from domain.errors import Refusal
from domain.ids import VenueId
from domain.venues import (
    Rating,
    Venue,
    check_address,
    check_features,
    check_name,
    check_note,
    check_stars,
    check_url,
    find_most_central,
    rank_venues,
)


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
        _venue(4, "D", BERLIN, 5, 5, 4, 5),
        _venue(3, "C", BERLIN, 5),
        _venue(2, "B"),
        _venue(1, "A", BERLIN, 1, 1),
    )
    assert rank_venues([disliked, new, liked, loved]) == [loved, liked, new, disliked]
    assert rank_venues([_venue(6, "b"), _venue(5, "Ä")])[0].name == "Ä"  # alike: by name, accents aside


def test_what_is_typed_is_looked_for_in_name_address_and_city() -> None:
    nordlicht = _venue(1, "Café Nordlicht", POTSDAM)
    assert rank_venues([nordlicht, _venue(2, "Other")], "cafe nord") == [nordlicht]
    assert rank_venues([nordlicht], "POTS") == [nordlicht]
    assert rank_venues([nordlicht], "lisbon") == []


def test_the_middle_has_the_shortest_longest_way_and_is_near_enough_for_all() -> None:
    venues = [_venue(1, "East", BERLIN), _venue(2, "Middle", POTSDAM), _venue(3, "West", BRANDENBURG)]
    people = [(BERLIN, 50.0), (BRANDENBURG, 50.0)]
    assert find_most_central(venues, people) == venues[1]
    assert find_most_central(venues, [(BERLIN, 5.0), (BRANDENBURG, 50.0)]) is None
    worse, better = _venue(5, "Worse", POTSDAM, 3), _venue(4, "Better", POTSDAM, 5)
    assert find_most_central([worse, better], people) == better
    assert find_most_central([_venue(6, "Bad", POTSDAM, 1, 1, 1)], people) is None
    assert find_most_central([], people) is None


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


@pytest.mark.parametrize(
    ("check", "most", "what"),
    [(check_name, 60, "name"), (check_address, 100, "address"), (check_note, 150, "note")],
)
def test_what_is_written_into_the_book_fits_on_a_phone(
    check: Callable[[str], str], most: int, what: str
) -> None:
    assert check("x" * most) == "x" * most
    assert check(" a \n b ") == "a b"
    with pytest.raises(Refusal, match=f"That {what} has {most + 1} characters; up to {most}"):
        check("x" * (most + 1))


def test_an_address_and_a_note_may_be_left_out_and_a_link_may_be_long() -> None:
    assert check_address("") == check_note(" ") == ""
    longest = "https://a.org/" + "x" * (300 - len("https://a.org/"))
    assert check_url(longest) == longest
    with pytest.raises(Refusal):
        check_url(longest + "x")


@pytest.mark.parametrize(
    ("stars", "mean", "score"),
    [((), 0.0, 3.5), ((5,), 5.0, 4.0), ((1,), 1.0, 8 / 3), ((4, 5), 4.5, 4.0), ((2, 2, 2), 2.0, 2.6)],
)
def test_few_opinions_leave_a_venue_near_the_usual_three_and_a_half(
    stars: tuple[int, ...], mean: float, score: float
) -> None:
    rating = Rating(len(stars), sum(stars))
    assert rating.mean == mean
    assert rating.score == pytest.approx(score)


def test_nobody_is_sent_where_most_were_unhappy_and_just_good_enough_is_good_enough() -> None:
    poor, fair = _venue(1, "Poor", POTSDAM, 2, 2, 2, 2), _venue(2, "Fair", BERLIN, 1, 2)
    assert (poor.rating.score, fair.rating.score) == (2.5, 2.5)
    people = [(POTSDAM, 100.0)]
    assert find_most_central([poor, fair], people) == poor
    assert find_most_central([_venue(3, "Worse", POTSDAM, 2, 2, 2, 1)], people) is None


def test_stars_go_from_one_to_five() -> None:
    assert [check_stars(stars) for stars in range(1, 6)] == [1, 2, 3, 4, 5]
    for stars in (0, 6):
        with pytest.raises(Refusal, match="from 1 to 5"):
            check_stars(stars)


def test_a_venue_as_a_place_has_its_name_its_address_and_its_city() -> None:
    assert replace(_venue(1, "Nordlicht"), address="Weg 1").where == "Nordlicht, Weg 1, Berlin"
    assert _venue(1, "Nordlicht").where == "Nordlicht, Berlin"
