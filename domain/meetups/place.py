"""Which venue of the book a meetup is at, whose place is stored as text."""

from __future__ import annotations

from collections.abc import Iterable

from domain.meetups.meetup import PLACE_LENGTH
from domain.venues import Venue


def find_by_place(venues: Iterable[Venue], place: str) -> Venue | None:
    """Returns the one of the venues that is the place of a meetup; None where none is.

    It is known by its name and city, as its address may have been put right since; a long one was cut.
    """
    for venue in venues:
        is_known = place.startswith(f"{venue.name}, ") and place.endswith(f", {venue.city.name}")
        if is_known or place == venue.where[:PLACE_LENGTH]:
            return venue
    return None
