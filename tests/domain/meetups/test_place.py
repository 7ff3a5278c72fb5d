"""A meetup's place is known as a venue of the book, also after its address was put right."""

from __future__ import annotations

from dataclasses import replace

from domain.cities import City, Point
from domain.ids import VenueId
from domain.meetups.meetup import PLACE_LENGTH
from domain.meetups.place import find_by_place
from domain.venues import Venue

BERLIN = City(1, "Berlin", "DE", "", Point(52.5, 13.4), "Europe/Berlin", 3_000_000)


def _venue(number: int, name: str) -> Venue:
    return Venue(VenueId(number), 1, name, BERLIN, added_by=7)


def test_the_place_of_a_meetup_is_known_by_name_and_city_or_by_what_fits_of_it() -> None:
    long = replace(_venue(2, "Bibliothek"), address="x" * 99)
    book = [_venue(1, "Café Nord"), long]
    assert find_by_place(book, "Café Nord, an old address, Berlin") == book[0]
    assert find_by_place(book, long.where[:PLACE_LENGTH]) == long
    assert find_by_place(book, "Café Nord") is None
    assert find_by_place(book, "Café Nord, Köln") is None
