"""The venue book: public places are added, found, rated, changed and removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db import feedback, guilds, venues
from domain.cities import City
from domain.errors import Refusal
from domain.feedback import Tally
from domain.guilds import Actor
from domain.ids import VenueId, find_id
from domain.venues import (
    MOST_VENUES,
    Venue,
    check_address,
    check_directions,
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


@dataclass(frozen=True, slots=True)
class VenueDetails:
    """What else a member says of a venue; None leaves it as it is."""

    address: str | None = None
    note: str | None = None
    directions: str | None = None
    url: str | None = None
    features: Mapping[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class VenuePage:
    """A venue, and whether the member who looks at it may change and remove it.

    `feedback` is about how many of those who were at meetups there would come again; None where too few said.
    """

    venue: Venue
    may_change: bool
    feedback: Tally | None


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


def look_at(tx: Transaction, actor: Actor, venue_id: VenueId) -> VenuePage:
    """Returns the venue as the member sees it. Raises Refusal where it was removed."""
    venue = _load(tx, actor, venue_id)
    counted = feedback.sum_venue(tx.connection, venue.id)
    return VenuePage(venue, may_change=_may_change(tx, actor, venue), feedback=counted)


def get_to_change(tx: Transaction, actor: Actor, venue_id: VenueId) -> Venue:
    """Returns the venue that the member wants to change or remove.

    Raises Refusal where it was removed, or the member may not.
    """
    venue = _load(tx, actor, venue_id)
    if not _may_change(tx, actor, venue):
        raise Refusal(
            gettext("Only whoever added a venue, and those who may plan meetups, can change or remove it.")
        )
    return venue


def rate(tx: Transaction, actor: Actor, venue_id: VenueId, stars: int) -> None:
    """Gives the venue stars, in place of those that the member gave before.

    Raises Refusal where it was removed, or `stars` is out of bounds.
    """
    venue = _load(tx, actor, venue_id)
    venues.save_rating(tx.connection, venue.id, actor.user_id, check_stars(stars), tx.now_ms)


def change(tx: Transaction, actor: Actor, venue_id: VenueId, details: VenueDetails) -> None:
    """Changes what the book says of the venue; whoever may remove it may change it.

    Raises Refusal where it was removed, a value cannot be read, or the member may not.
    """
    venue = get_to_change(tx, actor, venue_id)
    if details.address is not None:
        venue = replace(venue, address=check_address(details.address))
    if details.note is not None:
        venue = replace(venue, note=check_note(details.note))
    if details.directions is not None:
        venue = replace(venue, directions=check_directions(details.directions))
    if details.url is not None:
        venue = replace(venue, url=check_url(details.url))
    if details.features is not None:
        venue = replace(venue, features=check_features(details.features))
    venues.update_venue(tx.connection, venue)


def remove(tx: Transaction, actor: Actor, venue_id: VenueId) -> Venue:
    """Removes the venue from the book and returns it; whoever added it may, and whoever may plan meetups.

    Raises Refusal where it was removed already, or the member may not.
    """
    venue = get_to_change(tx, actor, venue_id)
    venues.delete_venue(tx.connection, venue.id)
    return venue


def _load(tx: Transaction, actor: Actor, venue_id: VenueId) -> Venue:
    venue = venues.find_venue(tx.connection, actor.guild_id, venue_id)
    if venue is None:
        raise Refusal(gettext("That venue was removed meanwhile."))
    return venue


def _may_change(tx: Transaction, actor: Actor, venue: Venue) -> bool:
    settings = guilds.get_settings(tx.connection, actor.guild_id)
    return venue.added_by == actor.user_id or actor.may_plan(settings) or actor.runs_server
