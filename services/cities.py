"""Cities of the world, of which members pick theirs: the most exact place that is ever asked for."""

from __future__ import annotations

from db import guilds, profiles
from db.gazetteer import Gazetteer
from domain.cities import City, Point, UnclearCity, choose_city, is_in, rank_cities, split_city
from domain.errors import Refusal
from languages import gettext
from services.transaction import Transaction, Transactions

_NEAR_CITIES = 50
_LONGEST_ID = 11  # digits
_SUGGESTED = 4
_ASKED = 5  # cities at most of which one is asked for
_FEWEST_MEMBERS = 3  # who live in a city that is suggested because members live there


class Cities:
    """The gazetteer, together with where the members of a server live."""

    def __init__(self, gazetteer: Gazetteer, transactions: Transactions) -> None:
        self.gazetteer = gazetteer
        self.transactions = transactions

    async def find(self, city_id: int) -> City | None:
        """Returns the city of this id; None where there is none."""
        return await self.gazetteer.find(city_id)

    async def list_points(self) -> list[Point]:
        """Returns where the larger cities of the world are, for the outline of a map."""
        return await self.gazetteer.list_points()

    async def suggest(self, guild_id: int) -> list[City]:
        """Returns four cities to pick from in one tap.

        First come those in which at least three members live, so that nobody's is told, then the largest of
        the server's time zone.
        """
        shared, zone = await self.transactions.read(_list_shared, guild_id)
        large = await self.gazetteer.list_in_zone(zone, _SUGGESTED)
        return list({city.id: city for city in (*shared, *large)}.values())[:_SUGGESTED]

    async def search(self, guild_id: int, text: str) -> list[City]:
        """Returns the cities that the text may mean, the best first.

        Of cities that fit alike, those near other members of the server come first.
        """
        near = await self.transactions.read(_list_centres, guild_id)
        return await self.gazetteer.search(text, near)

    async def resolve(self, guild_id: int, choice: str) -> City:
        """Returns the city that was picked from the list, or the one that was typed, as `recognise` does."""
        is_picked = choice.isdecimal() and len(choice) <= _LONGEST_ID
        picked = await self.find(int(choice)) if is_picked else None
        return picked or await self.recognise(guild_id, choice)

    async def recognise(self, guild_id: int, text: str) -> City:
        """Returns the city whose whole name was typed, alone or with its country or region behind it.

        Raises UnclearCity where another one may be meant just as well, and Refusal where no city fits.
        """
        may_be: list[City] = []
        if any(map(str.isalpha, text)):
            near = await self.transactions.read(_list_centres, guild_id)
            for name, place in split_city(text):
                called = [hit for hit in await self.gazetteer.list_called(name) if is_in(hit.city, place)]
                if (city := choose_city(name, called)) is not None:
                    return city
                if called:
                    may_be = rank_cities(name, called, near, _ASKED)
                    break
            may_be = may_be or await self.gazetteer.search(text, near)
            if not may_be and any(map(str.isalpha, town := text.partition(",")[0])):
                may_be = await self.gazetteer.search(town, near)
        if not may_be:
            raise Refusal(
                gettext("I don't know that city. Write its name, or that of a larger one nearby, please.")
            )
        raise UnclearCity(text, may_be[:_ASKED])


def _list_centres(tx: Transaction, guild_id: int) -> list[Point]:
    return profiles.list_centres(tx.connection, guild_id, _NEAR_CITIES)


def _list_shared(tx: Transaction, guild_id: int) -> tuple[list[City], str]:
    shared = profiles.list_shared_cities(tx.connection, guild_id, _FEWEST_MEMBERS, _SUGGESTED)
    zone = guilds.get_settings(tx.connection, guild_id).zone or tx.config.meetups.zone
    return shared, zone
