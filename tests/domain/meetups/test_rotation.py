"""Going round several venues."""

from __future__ import annotations

import pytest

from domain.cities import City, Point
from domain.ids import VenueId
from domain.meetups.rotation import next_venue
from domain.venues import Venue

BERLIN = City(1, "Berlin", "Germany", "DE", Point(52.5, 13.4), "Europe/Berlin", 3_000_000)
BOOK = [Venue(VenueId(number), 1, f"Café {number}", BERLIN, added_by=1) for number in (1, 2, 3)]


@pytest.mark.parametrize(("last", "expected"), [(None, 1), (1, 2), (2, 3), (3, 1), (9, 1)])
def test_one_after_the_other_and_from_the_first_again(last: int | None, expected: int) -> None:
    found = next_venue(BOOK, VenueId(last) if last is not None else None)
    assert found is not None
    assert found.id == expected


def test_without_a_round_there_is_no_next() -> None:
    assert next_venue([], VenueId(1)) is None
