"""How much the venue book holds, and who may take something out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.cities import City, Point
from domain.errors import Refusal
from domain.guilds import Actor
from domain.venues import MOST_VENUES
from services import venues
from services.transaction import Transactions
from services.venues import VenueEntry

ALICE, BOB, BOSS = Actor(1, 11), Actor(1, 12), Actor(1, 13, runs_server=True)
BERLIN = City(1, "Berlin", "DE", "", Point(52.52, 13.41), "Europe/Berlin", 3_400_000)
CAFE = VenueEntry("Café Nordlicht", BERLIN)


async def test_a_full_book_takes_no_more(transactions: Transactions) -> None:
    for number in range(MOST_VENUES):
        await transactions.write(venues.add, ALICE, replace(CAFE, name=f"Café {number}"))
    with pytest.raises(Refusal, match=f"room for {MOST_VENUES}"):
        await transactions.write(venues.add, BOB, CAFE)


async def test_who_runs_the_server_removes_what_others_wrote_in(transactions: Transactions) -> None:
    venue = await transactions.write(venues.add, ALICE, CAFE)
    with pytest.raises(Refusal, match="Only whoever added a venue"):
        await transactions.write(venues.remove, BOB, venue.id)
    await transactions.write(venues.remove, BOSS, venue.id)
    with pytest.raises(Refusal, match="removed meanwhile"):
        await transactions.write(venues.rate, ALICE, venue.id, 5)
    assert await transactions.read(venues.search, 1, "") == []
