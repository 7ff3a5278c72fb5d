"""The venue book: adding, finding, rating and removing public places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db import guilds, venues
from db.connection import Connection
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import VenueId, find_id, new_id
from domain.places import City
from domain.venues import (
    MOST_VENUES,
    Venue,
    check_address,
    check_features,
    check_name,
    check_note,
    check_stars,
    check_url,
    rank,
)
from languages import gettext
from services.desk import Desk


@dataclass(frozen=True, slots=True)
class Entry:
    """A venue as a member describes it."""

    name: str
    city: City
    address: str = ""
    features: Mapping[str, str | None] | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Venues:
    """Use cases of members and organisers. They raise Refusal."""

    desk: Desk

    async def add(self, actor: Actor, entry: Entry) -> Venue:
        """Write a public place into the book."""
        venue = Venue(
            id=VenueId(new_id(self.desk.random)),
            guild_id=actor.guild_id,
            name=check_name(entry.name),
            city=entry.city,
            added_by=actor.user_id,
            address=check_address(entry.address),
            features=check_features(entry.features or {}),
            note=check_note(entry.note),
            url=check_url(entry.url),
        )
        await self.desk.database.write(_add, venue, self.desk.now())
        return venue

    async def search(self, guild_id: int, text: str) -> list[Venue]:
        """Venues that have what is typed in their name, address or city, the best first."""
        return rank(await self.desk.database.read(venues.list_venues, guild_id), text)

    async def get(self, guild_id: int, text: str) -> Venue:
        """The venue that was picked from a list, or the only one that the text can mean."""
        venue_id = find_id(text.strip())
        if venue_id is not None:
            picked = await self.desk.database.read(venues.find_venue, guild_id, VenueId(venue_id))
            if picked is not None:
                return picked
        found = await self.search(guild_id, text) if text.strip() else []
        if len(found) != 1:
            raise Refusal(gettext("Which venue? Start typing its name and pick it from the list, please."))
        return found[0]

    async def rate(self, actor: Actor, text: str, stars: int) -> Venue:
        """Give the venue stars; a second time takes the place of the first."""
        venue = await self.get(actor.guild_id, text)
        return await self.desk.database.write(
            _rate, venue, actor.user_id, check_stars(stars), self.desk.now()
        )

    async def remove(self, actor: Actor, text: str) -> Venue:
        """Take the venue out of the book: who wrote it in, and who may plan meetups."""
        venue = await self.get(actor.guild_id, text)
        await self.desk.database.write(_remove, venue, actor)
        return venue


def _add(connection: Connection, venue: Venue, now: datetime) -> None:
    if len(venues.list_venues(connection, venue.guild_id)) >= MOST_VENUES:
        raise Refusal(
            gettext(
                "The book has room for {most} venues. Remove one that nobody goes to, please.",
                most=MOST_VENUES,
            )
        )
    if not venues.insert_venue(connection, venue, to_ms(now)):
        raise Refusal(
            gettext(
                "“{name}” in {city} is in the book already: `/venue show` has it.",
                name=venue.name,
                city=venue.city.name,
            )
        )


def _rate(connection: Connection, venue: Venue, user_id: int, stars: int, now: datetime) -> Venue:
    current = _get(connection, venue)
    venues.save_rating(connection, current.id, user_id, stars, to_ms(now))
    return _get(connection, venue)


def _remove(connection: Connection, venue: Venue, actor: Actor) -> None:
    settings = guilds.get_settings(connection, actor.guild_id)
    if venue.added_by != actor.user_id and not actor.may_plan(settings) and not actor.runs_server:
        raise Refusal(gettext("Only who wrote it in, and those who plan meetups, may remove a venue."))
    venues.delete_venue(connection, _get(connection, venue).id)


def _get(connection: Connection, venue: Venue) -> Venue:
    found = venues.find_venue(connection, venue.guild_id, venue.id)
    if found is None:
        raise Refusal(gettext("That venue was removed meanwhile."))
    return found
