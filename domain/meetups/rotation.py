"""Going round several venues. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ids import VenueId
from domain.venues import Venue


def next_venue(venues: Sequence[Venue], last_id: VenueId | None) -> Venue | None:
    """Where to go after that venue: the next in the round; the first after one that is not in it any more."""
    if not venues:
        return None
    ids = [venue.id for venue in venues]
    return venues[(ids.index(last_id) + 1) % len(ids)] if last_id in ids else venues[0]
