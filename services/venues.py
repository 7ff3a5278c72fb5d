"""The venue book: public places are added, found, rated and removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db import guilds, venues
from domain.cities import City
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import VenueId, find_id
from domain.venues import (
    MOST_VENUES,
    Venue,
    check_address,
    check_features,
    check_name,
    check_note,
    check_stars,
    check_url,
    rank_venues,
)
from languages import gettext
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class VenueEntry:
    """A venue as a member describes it."""

    name: str
    city: City
    address: str = ""
    features: Mapping[str, str | None] | None = None
    note: str = ""
    url: str = ""


def add(tx: Transaction, actor: Actor, entry: VenueEntry) -> Venue:
    """Writes a public place into the book and returns it.

    Raises Refusal where the entry cannot be read, the book is full, or the place is in it already.
    """
    venue = Venue(
        id=VenueId(tx.new_id()),
        guild_id=actor.guild_id,
        name=check_name(entry.name),
        city=entry.city,
        added_by=actor.user_id,
        address=check_address(entry.address),
        features=check_features(entry.features or {}),
        note=check_note(entry.note),
        url=check_url(entry.url),
    )
    if len(venues.list_venues(tx.connection, actor.guild_id)) >= MOST_VENUES:
        raise Refusal(
            gettext(
                "The book has room for {most} venues. Remove one that nobody goes to, please.",
                most=MOST_VENUES,
            )
        )
    if not venues.insert_venue(tx.connection, venue, tx.now_ms):
        raise Refusal(
            gettext(
                "“{name}” in {city} is in the book already: `/venue show` has it.",
                name=venue.name,
                city=venue.city.name,
            )
        )
    return venue


def search(tx: Transaction, guild_id: int, text: str) -> list[Venue]:
    """Returns the venues whose name, address or city contains the text, the best first."""
    return rank_venues(venues.list_venues(tx.connection, guild_id), text)


def get(tx: Transaction, guild_id: int, choice: str) -> Venue:
    """Returns the venue that was picked from a list, or the only one that the text can mean.

    Raises Refusal where the text fits none, or several.
    """
    venue_id = find_id(choice.strip())
    if venue_id is not None:
        picked = venues.find_venue(tx.connection, guild_id, VenueId(venue_id))
        if picked is not None:
            return picked
    matches = search(tx, guild_id, choice) if choice.strip() else []
    if len(matches) != 1:
        raise Refusal(gettext("Which venue? Start typing its name and pick it from the list, please."))
    return matches[0]


def rate(tx: Transaction, actor: Actor, choice: str, stars: int) -> Venue:
    """Gives the venue stars, in place of those that the member gave before, and returns it.

    Raises Refusal where the choice fits no single venue, or `stars` is out of bounds.
    """
    venue = get(tx, actor.guild_id, choice)
    venues.save_rating(tx.connection, venue.id, actor.user_id, check_stars(stars), tx.now_ms)
    rated = venues.find_venue(tx.connection, venue.guild_id, venue.id)
    if rated is None:
        raise Refusal(gettext("That venue was removed meanwhile."))
    return rated


def remove(tx: Transaction, actor: Actor, choice: str) -> Venue:
    """Removes the venue from the book and returns it; whoever added it may, and whoever may plan meetups.

    Raises Refusal where the choice fits no single venue, or the member may not.
    """
    venue = get(tx, actor.guild_id, choice)
    settings = guilds.get_settings(tx.connection, actor.guild_id)
    if venue.added_by != actor.user_id and not actor.may_plan(settings) and not actor.runs_server:
        raise Refusal(gettext("Only who wrote it in, and those who plan meetups, may remove a venue."))
    venues.delete_venue(tx.connection, venue.id)
    return venue
