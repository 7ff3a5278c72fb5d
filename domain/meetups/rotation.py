"""Rotation: a meetup that goes round several venues. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ids import VenueId
from domain.venues import Venue


def next_venue(venues: Sequence[Venue], last_id: VenueId | None) -> Venue | None:
    """Returns the venue after the last one; None where there are no venues.

    It is the first one where there was none before, or the last one is not in the rotation any more.
    """
    if not venues:
        return None
    ids = [venue.id for venue in venues]
    return venues[(ids.index(last_id) + 1) % len(ids)] if last_id in ids else venues[0]
